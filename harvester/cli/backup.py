"""``harvest backup``: a copy of the library that is known to be good."""

from __future__ import annotations

from pathlib import Path

import click

from harvester.cli.options import library_options


@click.command()
@click.argument("file", metavar="FILE")
@library_options
def backup(file: str, db: str | None, config: str | None) -> None:
    """Write a checked copy of the library to FILE, also while it is in use.

    An existing FILE is never overwritten.

    \b
      harvest backup copy.db
    """
    from harvester.cli.status import in_words
    from harvester.config import load_settings
    from harvester.store import Library

    path = db or load_settings(config).library.database
    target = Path(file)
    with Library.open(path, create=False, read_only=True) as library:
        library.backup(target)
    size = in_words(target.stat().st_size)
    click.echo(f"{path} copied to {target} ({size}), checked", err=True)
