"""The list of articles: all of them, or those that meet a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvester.browse.export import list_formats, read_sort
from harvester.browse.paging import read_number
from harvester.model import Value
from harvester.search import Every, Query, build_text, parse_query
from harvester.store import Library, SavedSearch, SearchResult, Sort
from harvester.store import Page as Window

if TYPE_CHECKING:
    from datasette import Response

    from harvester.browse.page import Page

SHOWN = 20
_FARTHEST = 5_000
"""Pages behind which nobody leafs."""

SORTS = {
    Sort.RELEVANCE: "Best match",
    Sort.NEWEST: "Newest",
    Sort.OLDEST: "Oldest",
    Sort.CITED: "Most cited",
    Sort.ADDED: "Last added",
}


class Filter(Value, frozen=True, kw_only=True):
    """A part of the query, and the query without it."""

    text: str
    without: str


async def view(page: Page) -> Response:
    """Return page ``p`` of the articles that meet ``q``, in the order ``sort``."""
    query = parse_query(page.argument("q"))
    sort = read_sort(page)
    number = min(max(read_number(page, "p") or 1, 1), _FARTHEST)

    def ask(library: Library) -> tuple[SearchResult, tuple[SavedSearch, ...]]:
        window = Window(
            sort=sort, offset=(number - 1) * SHOWN, limit=SHOWN, with_facets=True
        )
        return library.search(query, window), library.load_searches()

    asked = ("search", page.argument("q"), sort, number)
    found, saved = await page.recall(asked, lambda: page.read(ask))
    context = {
        "found": found,
        "saved": saved,
        "sorts": SORTS,
        "sort": sort,
        "number": number,
        "page_count": min(-(-found.total // SHOWN), _FARTHEST),
        "filters": list_filters(query),
        "formats": list_formats(),
    }
    title = page.argument("q") or "All articles"
    return await page.render("library_search.html", context, title=title)


def list_filters(query: Query) -> list[Filter]:
    """Return the parts of a query that can be taken out of it, where there are any.

    Examples:
        >>> for one in list_filters(parse_query("tea year:2019")):
        ...     print(one.text, "|", one.without)
        tea | year:2019
        year:2019 | tea
    """
    parts = query.root.parts
    return [
        Filter(
            text=build_text(part),
            without=build_text(Every(parts=(*parts[:place], *parts[place + 1 :]))),
        )
        for place, part in enumerate(parts)
    ]
