"""``harvest rebuild``: read again what was fetched before."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from harvester.cli.exits import DONE, IN_PART
from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.pipeline import Rebuilt

_SHOWN = 5
_WORDS = ("added", "updated", "unchanged")


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would change; change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@library_options
def rebuild(
    dry_run: bool, as_json: bool, quiet: bool, db: str | None, config: str | None
) -> int:
    """Read every stored reply and merge every article again, without a request.

    A newer version of the program reads more out of the same replies, and out of the
    records of files that are kept as they stood there (keep = "bytes" in config.toml).
    A rebuild that was broken off goes on where it was.

    \b
      harvest rebuild --dry-run
      harvest rebuild
    """
    from harvester.cli.progress import progress
    from harvester.cli.report import write_json
    from harvester.config import load_settings
    from harvester.pipeline import Rebuild
    from harvester.pipeline.rules import read_rules
    from harvester.sources.registry import EVERY_SOURCE
    from harvester.store import Library

    settings = load_settings(config)
    path = db or settings.library.database
    rules = read_rules(settings)
    is_shown = not (quiet or as_json)
    with (
        Library.open(path, create=False) as library,
        progress(shown=is_shown) as advance,
    ):
        command = shlex.join(["harvest", *sys.argv[1:]])
        run = Rebuild(library, EVERY_SOURCE, rules=rules, advance=advance)
        done = run.run(command, is_dry=dry_run)
    if as_json:
        write_json(_view(done))
    elif is_shown:
        _print(path, done, dry_run=dry_run)
    for reason in done.unread[:_SHOWN]:
        click.echo(f"unread: {reason}", err=True)
    if len(done.unread) > _SHOWN:
        click.echo(f"unread: {len(done.unread) - _SHOWN} more", err=True)
    return IN_PART if done.unread else DONE


def _view(done: Rebuilt) -> dict[str, object]:
    from harvester.changes import build_report, render_json

    return {
        "payload_count": done.payload_count,
        "body_count": done.body_count,
        "records": done.records,
        "articles": done.articles,
        "unread": done.unread,
        **render_json(build_report(done.changes)),
    }


def _print(path: str, done: Rebuilt, *, dry_run: bool) -> None:
    from harvester.changes import build_report, render_text
    from harvester.cli.terminal import printable

    click.echo(printable(render_text(build_report(done.changes))))
    bodies = f" · {done.body_count} records of files read" * bool(done.body_count)
    mood = " (dry run: nothing was changed)" if dry_run else ""
    click.echo(
        f"\n{path}: {done.payload_count} replies read{bodies} · "
        f"records {_counts(done.records)} · articles {_counts(done.articles)} · "
        f"{done.seconds:.2f} s{mood}"
    )


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{counts.get(word, 0)} {word}" for word in _WORDS)
