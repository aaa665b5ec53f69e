"""The page of one article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from datasette import NotFound

from harvester.changes.render import TITLES
from harvester.export import FORMATS
from harvester.export.citation import build_place
from harvester.model import Affiliation, Article, Contributor, Value
from harvester.reconcile import print_value
from harvester.store import (
    ArticleLinks,
    Library,
    LinkedWork,
    group_works,
    name_tie,
    say_who,
    status_lines,
)

if TYPE_CHECKING:
    from datasette import Response

    from harvester.browse.page import Page


_OFFERED = ("ris", "bibtex", "csl-json", "nbib")


class LinkedGroup(Value, frozen=True, kw_only=True):
    """A work of a list, with all providers that name it."""

    work: LinkedWork
    providers: tuple[str, ...]


class LinkList(Value, frozen=True, kw_only=True):
    """A list of linked works as it is shown.

    Attributes:
        kind: ``similar``, ``cited-by`` or ``references``.
        title: For people.
        works: In order, each once.
        known_count: How many of them are in the library.
        states: What each provider says of how far its list is known.
    """

    kind: str
    title: str
    works: tuple[LinkedGroup, ...]
    known_count: int
    states: tuple[str, ...]


async def view(page: Page) -> Response:
    """Return the page of the article with the number in the address."""
    article = await page.read(lambda library: _load_article(library, page.number))
    if article is None:
        raise NotFound(f"There is no article number {page.number} in this library.")
    context = await page.read(lambda library: _load(library, page.number, article))
    title = article.title.plain if article.title else "[no title]"
    return await page.render("library_article.html", context, title=title)


def _load_article(library: Library, number: int) -> Article | None:
    try:
        return library.load_article(number)
    except KeyError:
        return None


def _load(library: Library, number: int, article: Article) -> dict[str, object]:
    fate = library.load_fate(number)
    changes = library.load_changes(article_id=number)
    return {
        "number": number,
        "formats": [FORMATS[name] for name in _OFFERED],
        "article": article,
        "place": build_place(article),
        "authors": list(_authors(article, library.authors.numbers(number))),
        "addresses": _addresses(article.authors),
        "lists": _lists(library.load_links(number)),
        "fate": fate,
        "status": tuple(status_lines(fate)),
        "related": [
            (name_tie(one), one, say_who(one)) for one in library.load_related(number)
        ],
        "cases": library.quarantine.cases_of(number),
        "documents": library.load_documents(number),
        "values": [
            (origin, _shown(getattr(article, origin.field)))
            for origin in article.origins
        ],
        "changes": [c for c in changes if c.change.kind in TITLES][::-1],
        "kinds": TITLES,
    }


def _shown(value: object) -> str:
    return "(none)" if value is None else print_value(value)


def _addresses(authors: Iterable[Contributor]) -> tuple[Affiliation, ...]:
    """Return all affiliations once each, in the order of the byline."""
    named = (one for author in authors for one in author.affiliations)
    return tuple(dict.fromkeys(one for one in named if one.name))


def _authors(article: Article, known: Mapping[int, int]) -> Iterator[dict[str, object]]:
    """Yield what is shown of each author: name, ORCID iD, numbers of addresses.

    Args:
        article: Whose.
        known: Place among its contributors, from 1 → the author's number.
    """
    numbers = {a: n for n, a in enumerate(_addresses(article.authors), 1)}
    for place, author in enumerate(article.contributors, 1):
        if author.role != "author" or not author.is_valid:
            continue
        yield {
            "number": known.get(place),
            "name": author.literal or full_name(author),
            "is_group": author.literal is not None,
            "orcid": author.orcid,
            "addresses": [numbers[a] for a in author.affiliations if a in numbers],
        }


def full_name(person: Contributor) -> str:
    """Return a person's name in reading order."""
    parts = (
        person.given or person.initials,
        person.dropping_particle,
        person.family,
        person.suffix,
    )
    return " ".join(part for part in parts if part)


def _lists(links: ArticleLinks) -> list[LinkList]:
    kinds = (
        ("similar", "Similar articles", links.similar),
        ("cited-by", "Cited by", links.cited_by),
        ("references", "References", links.references),
    )
    return [_list(kind, title, works, links) for kind, title, works in kinds]


def _list(
    kind: str, title: str, works: tuple[LinkedWork, ...], links: ArticleLinks
) -> LinkList:
    groups = tuple(
        LinkedGroup(
            work=next((w for w in group if w.citation or w.title), group[0]),
            providers=tuple(dict.fromkeys(w.provider for w in group)),
        )
        for group in group_works(works)
    )
    return LinkList(
        kind=kind,
        title=title,
        works=groups,
        known_count=sum(1 for g in groups if g.work.article_id is not None),
        states=tuple(
            f"{known.provider}: {known.state}"
            + (f" ({known.reason})" if known.reason else "")
            for known in links.sets
            if known.kind == kind
        ),
    )
