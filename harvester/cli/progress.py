"""Progress bars, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager


@contextmanager
def progress(
    *,
    shown: bool,
    what: str = "harvesting",
    unit: str = "records",
    total: float | None = None,
) -> Iterator[Callable[[int], None]]:
    """Show how many records have come in, while the block runs.

    Args:
        shown: Nothing is shown without it, nor where stderr is no terminal.
        what: What is being done.
        unit: What is counted.
        total: How many there are; with it the time left is shown, too.

    Yields:
        What is called with a number of further records.
    """
    if not (shown and sys.stderr.isatty()):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        ProgressColumn,
        SpinnerColumn,
        Task,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.finished_speed or task.speed or 0:,.0f}/s")

    timed = (Rate(), TimeElapsedColumn())
    columns = (BarColumn(), *timed, TimeRemainingColumn()) if total else timed
    with Progress(
        SpinnerColumn(),
        TextColumn(f"{what}: {{task.completed:,.0f}} {unit}"),
        *columns,
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(what, total=total)
        yield lambda count: bar.advance(task, count)


@contextmanager
def stages(
    *,
    shown: bool,
    units: Mapping[str, str],
    totals: Mapping[str, float | None] | None = None,
) -> Iterator[Callable[[str, int], None]]:
    """Show what is being done, one thing after the other, while the block runs.

    Args:
        shown: As of ``progress``.
        units: What is counted, by what is done.
        totals: How many there are, where that is known.

    Yields:
        What is called with what is being done and a number of further ones.
    """
    with ExitStack() as stack:
        advance: dict[str, Callable[[int], None]] = {}

        def tell(what: str, count: int) -> None:
            if what not in advance:
                stack.close()
                bar = progress(
                    shown=shown,
                    what=what,
                    unit=units[what],
                    total=(totals or {}).get(what),
                )
                advance[what] = stack.enter_context(bar)
            advance[what](count)

        yield tell
