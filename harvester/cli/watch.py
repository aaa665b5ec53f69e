"""``harvest watch`` and ``harvest unwatch``: whose changes matter most."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import click

from harvester.cli.exits import DONE, FAILED, IN_PART, USAGE
from harvester.cli.options import library_options


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="PMID|DOI|PMCID|URL...")
@library_options
def watch(ids: tuple[str, ...], db: str | None, config: str | None) -> int:
    """Have articles of the library looked at by every daily refresh.

    \b
      harvest watch 38689169 10.1155/2012/782672
    """
    return _mark(ids, db, config, is_watched=True)


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="PMID|DOI|PMCID|URL...")
@library_options
def unwatch(ids: tuple[str, ...], db: str | None, config: str | None) -> int:
    """Have articles looked at as often as others again.

    \b
      harvest unwatch 38689169
    """
    return _mark(ids, db, config, is_watched=False)


def _mark(
    ids: Sequence[str], db: str | None, config: str | None, *, is_watched: bool
) -> int:
    from harvester.cli.inputs import read_inputs
    from harvester.config import load_settings
    from harvester.pipeline import mark_watched
    from harvester.store import Library

    settings = load_settings(config)
    given = read_inputs(ids, {})
    lost = [str(problem) for problem in given.problems]
    done = 0
    with Library.open(db or settings.library.database, create=False) as library:
        for one in given.asked:
            numbers = {
                number
                for keys in one.wanted
                for key in keys
                if (number := library.find_article(key)) is not None
            }
            if not numbers:
                lost.append(f"{one.printed}: no such article in {library.path}")
            for number in sorted(numbers):
                mark_watched(library, number, datetime.now(UTC), is_watched=is_watched)
                done += 1
    for problem in lost:
        click.echo(f"harvest: {problem}", err=True)
    if not lost:
        return DONE
    return IN_PART if done else FAILED if given.asked else USAGE
