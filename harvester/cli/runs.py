"""``harvest runs``: the run log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.store import RunEntry


@click.command()
@click.option(
    "-n",
    "--last",
    type=click.IntRange(1),
    default=20,
    show_default=True,
    help="How many.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@library_options
def runs(last: int, as_json: bool, db: str | None, config: str | None) -> None:
    """List the last runs over the library, the newest first.

    \b
      harvest runs
      harvest runs --json
    """
    import msgspec

    from harvester.cli.report import write_json
    from harvester.cli.terminal import printable
    from harvester.config import load_settings
    from harvester.store import Library

    path = db or load_settings(config).library.database
    with Library.open(path, create=False, read_only=True) as library:
        entries = library.load_runs(limit=last)
    if as_json:
        write_json([{**_NOTHING, **msgspec.to_builtins(entry)} for entry in entries])
        return
    for entry in entries:
        click.echo(printable(run_line(entry)))


_NOTHING: dict[str, Any] = {"summary": None}


def run_line(entry: RunEntry) -> str:
    """Return a run in one line: number, start, outcome, what it did, command."""
    outcome = entry.outcome or "under way or broken off"
    requests = ", ".join(f"{name} {count}" for name, count in entry.requests.items())
    told = [outcome, _news(entry.summary), f"requests: {requests}" if requests else ""]
    return (
        f"{entry.id:>4}  {entry.started_at}  {' · '.join(filter(None, told))}  "
        f"$ {entry.command}"
    )


def _news(summary: Any) -> str:
    """Return how many articles came and changed; runs differ in their summaries."""
    if not isinstance(summary, dict):
        return ""
    counts = summary.get("articles", summary)
    if not isinstance(counts, dict):
        return ""
    return f"{counts.get('added', 0)} added, {counts.get('updated', 0)} updated"
