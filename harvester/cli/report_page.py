"""``harvest report``: the pictures of a library as one file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from harvester.cli.options import library_options


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@library_options
def report(file: Path, db: str | None, config: str | None) -> None:
    """Write the pictures of the library into FILE, one page of HTML.

    Years, journals, topics, authors, networks, the most cited, completeness and
    freshness. The page stands alone: it loads nothing from anywhere, and can be sent
    or printed. A report that is there is replaced.

    \b
      harvest report report.html
    """
    from harvester.browse.report import build_report
    from harvester.config import load_settings
    from harvester.store import Library

    path = db or load_settings(config).library.database
    with Library.open(path, create=False, read_only=True) as library:
        page = build_report(library, datetime.now(UTC))
    if file.is_file() and not _is_report(file):
        raise click.ClickException(
            f"{file} is there and is no page of HTML; name another file"
        )
    part = file.with_name(f"{file.name}.part")
    try:
        part.write_text(page, encoding="utf-8")
        part.replace(file)
    except OSError as error:
        raise click.ClickException(
            f"cannot write {file} ({error.strerror}); name another file"
        ) from error
    click.echo(f"{file}: {len(page.encode()) // 1000} kB")


def _is_report(file: Path) -> bool:
    """Return whether a file may be replaced: it is empty, or a page of HTML."""
    with file.open("rb") as opened:
        start = opened.read(100).lstrip().lower()
    return not start or start.startswith(b"<!doctype html")
