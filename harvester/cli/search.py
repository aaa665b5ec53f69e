"""``harvest search``: the articles of the library that meet a query."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.store import Library, SavedSearch

SORTS = ("relevance", "newest", "oldest", "cited", "added")
_SHOWN = 20

HELP = """List the articles of the library that meet QUERY; all, without one.

Words are searched for in title, abstract, authors, journal, MeSH and keywords;
accents and case do not count. Put the query into single quotes.

\b
  word  "a phrase"  begin*     all must be there
  -word  NOT word  a OR b      exclude; either; (brackets group)
  au:"Chen H"  ti:word  ab:word  kw:word
  mesh:"Liver Neoplasms"+      with + what is narrower, too
  year:2015  year:2010-2020  journal:"Ann Surg"  lang:ger
  doi:10.1001/*  pmid:38689169  pmcid:PMC123  orcid:0000-…
  type:review  source:crossref
  is:retracted                 withdrawn, corrected, concern, notice, ok,
                               unverified, preprint, quarantined, duplicate …
  has:abstract                 doi, pmid, mesh, references, cited-by,
                               conflicts, findings, documents …

What cannot be understood so is searched for as words, or left out, and said.

\b
  harvest search recurrence hepatectomy
  harvest search 'mesh:"Neuroendocrine Tumors"+ year:2010- -is:retracted'
  harvest search 'au:"Chen H" ti:liver' --sort cited --facets
  harvest search 'has:doi -has:pmid' --ids | harvest -
  harvest search --save livers 'mesh:"Liver Neoplasms"+'
  harvest search --saved livers
"""


QUERY_SETTINGS: dict[str, Any] = {
    "ignore_unknown_options": True,
    "help_option_names": ["--help"],
}
"""What begins with a hyphen excludes: -hepatic is no -h."""


@click.command(help=HELP, context_settings=QUERY_SETTINGS)
@click.argument("query", nargs=-1)
@click.option("--sort", type=click.Choice(SORTS), help="Order of the articles.")
@click.option(
    "--limit",
    type=click.IntRange(0),
    help=f"At most so many  [default: {_SHOWN}; with --ids all]",
)
@click.option("--offset", type=click.IntRange(0), default=0, help="Leave out so many.")
@click.option("--facets", "with_facets", is_flag=True, help="Count what they are, too.")
@click.option(
    "--ids", "only_ids", is_flag=True, help="One identifier a line: PMID, DOI."
)
@click.option("--save", metavar="NAME", help="Keep the query under a name.")
@click.option("--saved", metavar="NAME", help="The query that was kept; QUERY narrows.")
@click.option("--list-saved", is_flag=True, help="List the queries that were kept.")
@click.option("--forget", metavar="NAME", help="Delete a query that was kept.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@library_options
@click.pass_context
def search(
    context: click.Context,
    query: tuple[str, ...],
    sort: str | None,
    limit: int | None,
    offset: int,
    save: str | None,
    saved: str | None,
    forget: str | None,
    db: str | None,
    config: str | None,
    *,
    with_facets: bool,
    only_ids: bool,
    list_saved: bool,
    as_json: bool,
) -> None:
    """List the articles of the library that meet QUERY."""
    from harvester.cli.hits import build_json, build_lines, build_summary, list_ids
    from harvester.cli.report import write_json
    from harvester.cli.terminal import printable
    from harvester.config import load_settings
    from harvester.search import narrow, parse_query
    from harvester.store import Library, Page, Sort

    text = read_query(context, query)
    path = db or load_settings(config).library.database
    is_read = save is None and forget is None
    with Library.open(path, create=False, read_only=is_read) as library:
        if list_saved or forget is not None:
            _tell_saved(library, forget, as_json=as_json)
            return
        asked = parse_query(text)
        if saved is not None:
            kept = _find_saved(library, saved)
            asked = narrow(parse_query(kept.query), asked)
            text, sort = f"{kept.query} {text}".strip(), sort or kept.sort
        if save is not None:
            library.save_search(save, text, datetime.now(UTC), sort=sort)
            click.echo(f"saved as {save}", err=True)
        page = Page(
            sort=Sort(sort) if sort else None,
            offset=offset,
            limit=(None if only_ids else _SHOWN) if limit is None else limit,
            with_facets=with_facets,
        )
        found = library.search(asked, page)
    for note in found.notes:
        click.echo(printable(f"harvest: {note}"), err=True)
    if as_json:
        write_json(build_json(found))
        return
    lines = list_ids(found) if only_ids else build_lines(found)
    for line in lines:
        click.echo(line)
    click.echo(build_summary(found), err=True)


def read_query(context: click.Context, arguments: tuple[str, ...]) -> str:
    """Return the query; an option that does not exist is no part of one.

    Alone, -h asks for help.
    """
    if arguments == ("-h",):
        click.echo(context.get_help())
        context.exit()
    for argument in arguments:
        if re.fullmatch(r"--[a-z][a-z-]*(=.*)?", argument):
            raise click.NoSuchOption(argument.partition("=")[0], ctx=context)
    return " ".join(arguments)


def _find_saved(library: Library, name: str) -> SavedSearch:
    searches = {one.name: one for one in library.load_searches()}
    if name not in searches:
        known = ", ".join(searches) or "none"
        raise click.UsageError(f"no search is kept as {name!r}; there is {known}")
    return searches[name]


def _tell_saved(library: Library, forget: str | None, *, as_json: bool) -> None:
    """List the searches that are kept, one having been deleted if that was asked."""
    from harvester.cli.report import write_json
    from harvester.cli.terminal import printable

    if forget is not None:
        _find_saved(library, forget)
        library.forget_search(forget)
    searches = library.load_searches()
    if as_json:
        write_json(
            [{name: getattr(s, name) for name in s.__struct_fields__} for s in searches]
        )
        return
    for one in searches:
        order = f"  ({one.sort})" if one.sort else ""
        click.echo(printable(f"{one.name}: {one.query}{order}"))
    if not searches:
        click.echo("no search is kept; --save NAME keeps one", err=True)
