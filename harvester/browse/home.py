"""The first page: a search, what there is, what is new, what needs a look."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from harvester.browse import attention
from harvester.browse.figures import build_overview
from harvester.search import parse_query
from harvester.store import Library, Sort
from harvester.store import Page as Window

if TYPE_CHECKING:
    from datasette import Response

    from harvester.browse.page import Page

_SHOWN = 8
_NEW = 5


async def view(page: Page) -> Response:
    """Return the home of a library."""
    context = await page.read(_load)
    overview = context.pop("overview")
    figures = build_overview(overview, page.url)
    shown = {"figures": figures, "overview": overview, **context}
    return await page.render("library_home.html", shown, title="Home")


def _load(library: Library) -> dict[str, Any]:
    newest = Window(sort=Sort.ADDED, limit=_NEW)
    return {
        "overview": library.statistics.overview(datetime.now(UTC), limit=_SHOWN),
        "attention": attention.load(library),
        "runs": library.load_runs(limit=_NEW),
        "added": library.search(parse_query(""), newest).hits,
        "saved": library.load_searches(),
    }
