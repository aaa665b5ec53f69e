"""``harvest journals``: NLM's list of serials in the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from harvester.cli.options import library_options

if TYPE_CHECKING:
    from pathlib import Path

    from harvester.store import Library


@click.group()
def journals() -> None:
    """Load NLM's list of serials: since when each journal is published."""


@journals.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@library_options
def load(files: tuple[str, ...], db: str | None, config: str | None) -> int:
    """Load NLM's list of serials: XML, its root element SerialsSet; .gz is unpacked.

    Articles that are dated before their journal began become findings then
    (date-before-journal), those of later harvests and bulk loads too. A newer list
    replaces what an older one says of a journal; of one that is cut off, the journals
    before are kept and it is said so.

    \b
      harvest journals load serials.xml.gz
      harvest findings date-before-journal
    """
    from datetime import UTC, datetime

    from harvester.cli.packed import load_each
    from harvester.config import load_settings
    from harvester.pipeline import renew_early
    from harvester.store import Library

    path = db or load_settings(config).library.database
    with Library.open(path) as library:
        loaded_count, code = load_each(files, lambda name: _load(library, name))
        if loaded_count:
            early = renew_early(library, datetime.now(UTC))
            click.echo(
                f"{early:,} article{'s' * (early != 1)} dated before the journal began"
            )
    return code


def _load(library: Library, path: Path) -> str | None:
    """Load a file and say so; return why not all of it, where it is cut off."""
    from datetime import UTC, datetime

    from harvester.cli.packed import opened, unpacked
    from harvester.vocabulary import check_serials, read_serials
    from harvester.vocabulary.files import HEAD_BYTES

    with opened(path) as (stream, _):
        check_serials(stream.peek(HEAD_BYTES)[:HEAD_BYTES])
        loaded = library.save_serials(
            unpacked(read_serials(stream)), file=path.name, now=datetime.now(UTC)
        )
    plural = "s" * (loaded.serial_count != 1)
    click.echo(
        f"{path}: {loaded.serial_count:,} serial{plural}, first year known of "
        f"{loaded.year_count:,}"
    )
    return loaded.problem
