"""``harvest list``: the library as a table."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import click

from harvester.cli.options import library_options
from harvester.cli.search import QUERY_SETTINGS, SORTS, read_query

if TYPE_CHECKING:
    from harvester.store import Hit

_WIDTHS = (10, 4, 18, 24)
"""Of identifier, year, first author, journal on a terminal; the title has the rest."""


@click.command("list", context_settings=QUERY_SETTINGS)
@click.argument("query", nargs=-1)
@click.option(
    "--sort", type=click.Choice(SORTS), default="newest", help="Order of the articles."
)
@click.option("--limit", type=click.IntRange(0), help="At most so many  [default: all]")
@library_options
@click.pass_context
def list_articles(
    context: click.Context,
    query: tuple[str, ...],
    sort: str,
    limit: int | None,
    db: str | None,
    config: str | None,
) -> None:
    """List the articles of the library, or those that meet QUERY, as a table.

    Identifier, year, first author, journal, title: one line each, cut to the width of
    the terminal; elsewhere whole, with tabs between. `harvest search --help` tells
    what a query may be.

    \b
      harvest list
      harvest list year:2024 --sort cited --limit 50
      harvest list -has:pmid > without-pmid.tsv
    """
    from harvester.cli.terminal import printable
    from harvester.config import load_settings
    from harvester.search import parse_query
    from harvester.store import Library, Page, Sort

    asked = parse_query(read_query(context, query))
    path = db or load_settings(config).library.database
    with Library.open(path, create=False, read_only=True) as library:
        found = library.search(asked, Page(sort=Sort(sort), limit=limit))
    for note in found.notes:
        click.echo(printable(f"harvest: {note}"), err=True)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    for hit in found.hits:
        click.echo(printable(build_row(hit, width)))


def build_row(hit: Hit, width: int | None) -> str:
    """Return an article in one line of ``width`` characters; None: with tabs, whole."""
    first_author = (hit.authors or "").partition(",")[0]
    cells = (
        hit.pmid or hit.doi or hit.pmcid or "",
        str(hit.year or ""),
        first_author,
        hit.journal or "",
        hit.title or "[no title]",
    )
    if width is None:
        return "\t".join(" ".join(cell.split()) for cell in cells)
    *before, title = cells
    start = "  ".join(
        _cut(cell, room).ljust(room) for cell, room in zip(before, _WIDTHS, strict=True)
    )
    return f"{start}  {_cut(title, max(width - len(start) - 2, 10))}"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"
