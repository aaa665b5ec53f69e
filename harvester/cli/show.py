"""``harvest show``: an article in the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from harvester.cli.exits import DONE
from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.store import Library


@contextmanager
def open_article(
    identifier: str, db: str | None, config: str | None, *, read_only: bool = True
) -> Iterator[tuple[Library, int]]:
    """Open the library and find the article that a user names.

    Args:
        identifier: As the user spells it.
        db: The library's file, where the command line names one.
        config: The configuration's file, the same.
        read_only: Nothing will be saved.

    Raises:
        IdentifierError: It is no identifier.
        AbsentError: The library does not hold the article.
    """
    from harvester.config import load_settings
    from harvester.identify import read_identifier
    from harvester.store import Library

    named = read_identifier(identifier)
    path = db or load_settings(config).library.database
    with Library.open(path, create=False, read_only=read_only) as library:
        yield library, library.find_named(named)


@click.command()
@click.argument("identifier", metavar="PMID|DOI|PMCID|URL")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--documents",
    "with_documents",
    is_flag=True,
    help="Show the documents that are it or mention it, beside the sources.",
)
@click.option(
    "--raw", "is_raw", is_flag=True, help="Print what each source sent, verbatim."
)
@library_options
def show(
    identifier: str,
    as_json: bool,
    with_documents: bool,
    is_raw: bool,
    db: str | None,
    config: str | None,
) -> int:
    """Show one article of the library, as a reader wants it.

    As wide as the terminal, in colours unless NO_COLOR is set; in a file or a pipe
    always the same, plain.

    With --documents: what the documents that are this article print of it, beside
    every source, and their lists beside the ones that the services give.

    With --raw: the record of each source byte for byte, behind a line that says where
    it comes from: the reply, or the place in a file loaded whole, which is read again
    unless its bytes are kept (keep = "bytes" in config.toml).

    \b
      harvest show 38689169
      harvest show 22752376 --documents
      harvest show 38689169 --raw

    \b
    Exit codes: 0 done · 1 failed, not in the library · 2 usage · 3 --raw: the file of
    a source is not there · 75 the library is busy · 78 configuration.
    """
    from harvester.cli.documents import build_documents, build_lines
    from harvester.cli.layout import print_paragraphs
    from harvester.cli.page import build_page
    from harvester.cli.raw import print_raw
    from harvester.cli.report import write_json
    from harvester.cli.terminal import printable
    from harvester.cli.view import load_view

    if is_raw and with_documents:
        raise click.UsageError("--raw and --documents show different things.")
    with open_article(identifier, db, config) as (library, number):
        if is_raw:
            return print_raw(library, number, as_json=as_json)
        if with_documents:
            told = build_documents(library, number)
            if as_json:
                write_json(told)
            else:
                lines = build_lines(library.load_article(number), told)
                click.echo(printable("\n".join(lines)))
            return DONE
        if as_json:
            write_json(load_view(library, number))
            return DONE
        article = library.load_article(number)
        links = library.load_links(number)
        fate = library.load_fate(number)
        related = library.load_related(number)
        cases = library.quarantine.cases_of(number)
    print_paragraphs(build_page(article, links, fate, related, cases))
    return DONE
