"""``harvest show``: an article in the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.model import Article
    from harvester.store import ArticleLinks, Case, Fate, Library, LinkedWork, Related

_WIDTH = 88
_LISTED = 10


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
        ClickException: The library does not hold the article.
    """
    from harvester.config import load_settings
    from harvester.errors import IdentifierError
    from harvester.identify import explain_not_identifier, read_argument
    from harvester.store import Library

    key = read_argument(identifier)
    if key is None:
        raise IdentifierError(explain_not_identifier(identifier))
    path = db or load_settings(config).library.database
    with Library.open(path, create=False, read_only=read_only) as library:
        number = library.find_article(key.key)
        if number is None:
            raise click.ClickException(
                f"{key.value} is not in {path}; `harvest {key.value}` gets it."
            )
        yield library, number


@click.command()
@click.argument("identifier", metavar="PMID|DOI|PMCID|URL")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--documents",
    "with_documents",
    is_flag=True,
    help="Show the documents that are it or mention it, beside the sources.",
)
@library_options
def show(
    identifier: str,
    as_json: bool,
    with_documents: bool,
    db: str | None,
    config: str | None,
) -> None:
    """Show one article of the library, as a reader wants it.

    With --documents: what the documents that are this article print of it, beside
    every source, and their lists beside the ones that the services give.

    \b
      harvest show 38689169
      harvest show 22752376 --documents
    """
    from harvester.cli.documents import build_documents, build_lines
    from harvester.cli.report import write_json
    from harvester.cli.terminal import printable
    from harvester.cli.view import load_view

    with open_article(identifier, db, config) as (library, number):
        if with_documents:
            told = build_documents(library, number)
            if as_json:
                write_json(told)
            else:
                lines = build_lines(library.load_article(number), told)
                click.echo(printable("\n".join(lines)))
            return
        if as_json:
            write_json(load_view(library, number))
            return
        article = library.load_article(number)
        links = library.load_links(number)
        fate = library.load_fate(number)
        related = library.load_related(number)
        cases = library.quarantine.cases_of(number)
    shown = [*_warnings(fate, cases), *_lines(article, links, fate, related)]
    click.echo(printable("\n".join(shown)))


def _warnings(fate: Fate, cases: Sequence[Case]) -> Iterator[str]:
    for told in _alarms(fate, cases):
        yield from _wrap(told)


def _alarms(fate: Fate, cases: Sequence[Case]) -> Iterator[str]:
    if fate.status not in {None, "ok", "unverified"}:
        sources = ", ".join(fate.status_sources)
        yield f"*** {fate.status.upper()} ({sources}) ***"
    if fate.deleted_at:
        told = f"*** No longer in PubMed (since {fate.deleted_at[:10]}) ***"
        if fate.replaced_by:
            told += f" Instead: {fate.replaced_by[1]}"
        yield told
    for case in cases:
        names = " and ".join(" ".join(name) for name in case.doubt.pair)
        yield (
            f"*** In doubt ({' '.join(case.doubt.key)}): {names} are kept apart, "
            f"{case.doubt.reason}; `harvest settle {case.number}` decides ***"
        )


def _head(article: Article) -> Iterator[str]:
    from harvester.cli.report import identifiers
    from harvester.export.citation import build_byline, build_place
    from harvester.sources.doira import AGENCY

    yield from _wrap(article.title.plain if article.title else "[no title]")
    if article.original_title:
        yield from _wrap(article.original_title.plain)
    yield from _wrap(build_byline(article))
    yield from _wrap(build_place(article))
    yield from _wrap(identifiers(article))
    if agency := dict(article.other).get(AGENCY):
        yield f"DOI registered at {agency}"


def _lines(
    article: Article, links: ArticleLinks, fate: Fate, related: Sequence[Related]
) -> Iterator[str]:
    from harvester.store import related_lines, status_lines

    yield from _head(article)
    if article.abstract:
        yield ""
        for section in article.abstract.sections:
            label = f"{section.label}: " if section.label else ""
            yield from _wrap(label + section.text.plain)
    yield from _terms(article)
    yield ""
    for line in status_lines(fate):
        yield from _wrap(line.lstrip(), indent=" " * (len(line) - len(line.lstrip())))
    for line in related_lines(related):
        yield from _wrap(line)
    yield from _list("Similar articles", links.similar, _states(links, "similar"))
    yield from _list("Cited by", links.cited_by, _states(links, "cited-by"))
    yield from _list("References", links.references, _states(links, "references"))
    yield ""
    named = ", ".join(f"{source} {key}" for source, key in article.sources)
    yield f"Sources: {named}"
    for origin in article.origins:
        for other in origin.rejected:
            if other.kind == "formatting":
                continue
            text = (
                f"{origin.field}: {origin.source} ({origin.rule}), not {other.source}: "
            )
            yield textwrap.shorten(f"  {text}{other.value}", _WIDTH, placeholder=" …")


def _terms(article: Article) -> Iterator[str]:
    headings = [
        heading.descriptor
        + "".join(f" / {q.name}{'*' * q.is_major}" for q in heading.qualifiers)
        + "*" * heading.is_major
        for heading in article.mesh_headings
    ]
    keywords = [keyword.text.plain for keyword in article.keywords]
    kinds = [kind.name for kind in article.publication_types]
    rows = (("MeSH", headings), ("Keywords", keywords), ("Publication types", kinds))
    for title, terms in rows:
        if terms:
            yield ""
            yield from _wrap(f"{title}: " + "; ".join(terms))


def _states(links: ArticleLinks, kind: str) -> str:
    return ", ".join(
        f"{known.provider}: {known.state}"
        + (f" ({known.reason})" if known.reason else "")
        for known in links.sets
        if known.kind == kind
    )


def _list(title: str, works: Sequence[LinkedWork], states: str) -> Iterator[str]:
    """Print works once each, with the providers that list them."""
    from harvester.store import group_works, tally_works

    if not works and not states:
        return
    tally = tally_works(works)
    counts = ", ".join(f"{name} {count}" for name, count in tally.counts.items())
    told = f"{counts}; {tally.total} in all" if counts else "0"
    yield ""
    yield from _wrap(f"{title}: {told}" + (f" [{states}]" if states else ""))
    groups = group_works(works)
    for group in groups[:_LISTED]:
        first = group[0]
        name = f"{first.scheme}:{first.value}" if first.scheme else ""
        words = next(filter(None, (w.citation or w.title for w in group)), None)
        names = ", ".join(dict.fromkeys(work.provider for work in group))
        line = f"- {words or 'not in the library'} {name}".rstrip()
        yield from _wrap(f"{line} ({names})", indent="  ")
    if len(groups) > _LISTED:
        yield f"  … and {len(groups) - _LISTED} more; --json lists all"


def _wrap(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  " * bool(indent),
        break_on_hyphens=False,
        break_long_words=False,
    )
