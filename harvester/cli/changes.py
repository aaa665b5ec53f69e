"""``harvest changes``: what changed in the library."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.changes import ArticleChange, ChangeKind
    from harvester.store import Library

_AGE = re.compile(r"(\d{1,6})([hdw])")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


@click.command()
@click.option(
    "--since",
    metavar="AGE|DATE|RUN",
    help="7d, 12h, 2w; 2026-11-01; or a run's number  [default: the last run]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "md", "json"]),
    default="text",
    show_default=True,
    help="How to print.",
)
@click.option("--only", metavar="KINDS", help="Kinds, e.g. retracted,deleted.")
@library_options
def changes(
    since: str | None, form: str, only: str | None, db: str | None, config: str | None
) -> None:
    """Show what changed in articles, retractions and the like first.

    \b
    Kinds: retracted, withdrawn, expression-of-concern, reinstated, deleted, merged,
    split, restored, corrected, notice, added, issued, indexed, identified, cited,
    changed.

    \b
      harvest changes
      harvest changes --since 7d --only retracted,deleted
      harvest changes --format md
    """
    from harvester.changes import (
        build_report,
        render_json,
        render_markdown,
        render_text,
    )
    from harvester.cli.report import write_json
    from harvester.cli.terminal import printable
    from harvester.config import load_settings
    from harvester.store import Library

    kinds = read_kinds(only.split(",") if only else [])
    path = db or load_settings(config).library.database
    with Library.open(path, create=False, read_only=True) as library:
        report = build_report(_load(library, since), kinds)
    if form == "json":
        write_json(render_json(report))
    else:
        render = render_markdown if form == "md" else render_text
        click.echo(printable(render(report)))


def read_kinds(names: list[str]) -> tuple[ChangeKind, ...]:
    """Return the kinds of changes that are called ``names``."""
    from harvester.changes import ChangeKind

    try:
        return tuple(ChangeKind(name.strip()) for name in names)
    except ValueError as error:
        known = ", ".join(kind for kind in ChangeKind if kind is not ChangeKind.DETAIL)
        raise click.BadParameter(f"{error}; choose of {known}") from error


def _load(library: Library, since: str | None) -> tuple[ArticleChange, ...]:
    """Return what the user means by ``since``."""
    if since is None:
        runs = library.load_runs(limit=1)
        return library.load_changes(run_id=runs[0].id) if runs else ()
    if since.isdecimal() and len(since) < 8:
        return library.load_changes(first_run_id=int(since))
    if age := _AGE.fullmatch(since):
        past = timedelta(**{_UNITS[age[2]]: int(age[1])})
        try:
            return library.load_changes(since=datetime.now(UTC) - past)
        except OverflowError:
            return library.load_changes()
    try:
        moment = datetime.fromisoformat(since)
    except ValueError as error:
        raise click.BadParameter(
            f"{since} is no age (7d), no date (2026-11-01) and no number of a run"
        ) from error
    # A date without zone is one of the user's own clock.
    return library.load_changes(since=moment.astimezone(UTC))
