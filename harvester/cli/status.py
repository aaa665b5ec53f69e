"""``harvest status``: the library in numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.store import RunEntry, Survey

_SHOWN_TABLES = 8
_SHOWN_RUNS = 5
_UNITS = ("bytes", "kB", "MB", "GB", "TB")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@library_options
def status(as_json: bool, db: str | None, config: str | None) -> None:
    """Show how much there is, how complete, how fresh, and what went wrong.

    \b
      harvest status
      harvest status --json
    """
    import msgspec

    from harvester.cli.report import write_json
    from harvester.cli.terminal import printable
    from harvester.config import load_settings
    from harvester.store import Library

    path = db or load_settings(config).library.database
    with Library.open(path, create=False, read_only=True) as library:
        survey = library.survey(datetime.now(UTC))
        runs = library.load_runs(limit=_SHOWN_RUNS)
    if as_json:
        write_json({**msgspec.to_builtins(survey), "runs": msgspec.to_builtins(runs)})
    else:
        click.echo(printable("\n".join(_lines(path, survey, runs))))


def _lines(path: str, survey: Survey, runs: tuple[RunEntry, ...]) -> Iterator[str]:
    from harvester.cli.runs import run_line

    yield f"{path}: {survey.article_count} articles, {in_words(survey.size_bytes)}"
    rows = (
        ("With", _percentages(survey.shares, survey.article_count)),
        ("Fetched", _counted(survey.ages)),
        ("Status", _counted(survey.status_counts)),
        ("Unknown to", _counted(survey.unknown_counts)),
        ("Findings", _counted(survey.finding_counts)),
        ("Lists without answer", _counted(survey.failed_set_counts)),
        ("On disk", _sizes(survey.table_bytes)),
    )
    for title, told in rows:
        if told:
            yield f"{title}: {told}"
    counts = (
        ("articles deleted from PubMed", survey.deleted_count),
        ("documents not resolved", survey.unresolved_count),
    )
    yield ", ".join(f"{count} {noun}" for noun, count in counts)
    if runs:
        yield ""
        yield "Last runs:"
        yield from map(run_line, runs)


def _percentages(shares: Mapping[str, int], total: int) -> str:
    if not total:
        return ""
    return ", ".join(
        f"{name} {count} ({100 * count // total} %)" for name, count in shares.items()
    )


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _sizes(sizes: Mapping[str, int]) -> str:
    largest = list(sizes.items())[:_SHOWN_TABLES]
    return ", ".join(f"{name} {in_words(size)}" for name, size in largest)


def in_words(size: int) -> str:
    """Return a number of bytes in words.

    Examples:
        >>> in_words(999), in_words(12_345_678)
        ('999 bytes', '12.3 MB')
    """
    amount, unit = float(size), 0
    while amount >= 1000 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    return f"{amount:.1f} {_UNITS[unit]}" if unit else f"{size} bytes"
