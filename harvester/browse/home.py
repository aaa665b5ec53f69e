"""The first page: a search, what there is, what is new, what needs a look."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from harvester.browse import attention
from harvester.browse.figures import Url, build_overview
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
    shown = await page.recall("home", lambda: page.read(partial(_load, page.url)))
    return await page.render("library_home.html", shown, title="Home")


def _load(url: Url, library: Library) -> dict[str, Any]:
    newest = Window(sort=Sort.ADDED, limit=_NEW)
    overview = library.statistics.overview(datetime.now(UTC), limit=_SHOWN)
    return {
        "overview": overview,
        "figures": build_overview(overview, url),
        "attention": attention.load(library),
        "runs": library.load_runs(limit=_NEW),
        "added": library.search(parse_query(""), newest).hits,
        "saved": library.load_searches(),
    }
