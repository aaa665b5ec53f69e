"""The library at a glance: years, journals, topics, people, citations."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from harvester.browse.figures import Url, build_network, build_overview
from harvester.model import Value
from harvester.store import Library, Network, Overview

if TYPE_CHECKING:
    from datasette import Response

    from harvester.browse.page import Page

SHOWN = 12
DRAWN = 40
"""How many nodes a network has among other pictures."""


async def view(page: Page) -> Response:
    """Return the page with all pictures."""
    context = await page.recall("explore", lambda: _draw(page))
    return await page.render("library_explore.html", context, title="Explore")


async def _draw(page: Page) -> dict[str, object]:
    # One by one, as each may take as long as a page may.
    seen = Seen(
        overview=await page.read(look_over),
        coauthors=await page.read(look_at_coauthors),
        citations=await page.read(look_at_citations),
    )
    return {**build(seen, page.url), "overview": seen.overview}


class Seen(Value, frozen=True, kw_only=True):
    """What is read from a library to be drawn.

    Attributes:
        overview: The library in numbers.
        coauthors, citations: Its networks.
    """

    overview: Overview
    coauthors: Network
    citations: Network


def look(library: Library) -> Seen:
    """Return what a library has to be drawn."""
    return Seen(
        overview=look_over(library),
        coauthors=look_at_coauthors(library),
        citations=look_at_citations(library),
    )


def look_over(library: Library) -> Overview:
    """Return a library in numbers."""
    return library.statistics.overview(datetime.now(UTC), limit=SHOWN)


def look_at_coauthors(library: Library) -> Network:
    """Return who wrote together most."""
    return library.networks.coauthors(limit=DRAWN)


def look_at_citations(library: Library) -> Network:
    """Return who cites whom."""
    return library.networks.citations(limit=DRAWN)


def build(seen: Seen, url: Url) -> dict[str, object]:
    """Return the figures, by id, and the years from the first to the last."""
    years = list(seen.overview.years)
    coauthors = build_network(
        ("coauthors", "Who writes with whom"),
        seen.coauthors,
        lambda number: url(f"-/author/{number}"),
        heads=("Author", "With", "Articles together"),
        more=(url("-/network", kind="authors"), "The whole picture, to move about"),
    )
    citations = build_network(
        ("citations", "Who cites whom"),
        seen.citations,
        lambda number: url(f"articles/{number}"),
        heads=("Citing", "Cited", "Ties"),
        more=(
            url("-/network", kind="citations"),
            "The whole picture, to move about, by year",
        ),
    )
    return {
        "years": f"{years[0]}–{years[-1]}" if years else "",
        "figures": {
            **build_overview(seen.overview, url),
            **{figure.id: figure for figure in (coauthors, citations)},
        },
    }
