"""The list of MeSH headings, and the page of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette import NotFound

from harvester.browse.figures import ask_for, build_counts, build_years
from harvester.browse.listing import Line, Listing
from harvester.store import Library, Subject

if TYPE_CHECKING:
    from datasette import Response

    from harvester.browse.page import Page

_WORKS, _SHARED = 25, 12


async def view_list(page: Page) -> Response:
    """Return the headings with most articles, or those that the words may mean."""
    listing = Listing.asked(page)
    lines = await page.read(
        lambda library: [
            Line(
                name=one.name,
                href=page.url(f"-/mesh/{one.key}"),
                count=one.count,
                note=str(one.key),
            )
            for one in library.statistics.headings(
                listing.words, limit=listing.wanted, skipped=listing.skipped
            )
        ]
    )
    return await listing.render(
        page,
        lines,
        title="MeSH headings",
        label="A heading or an entry term",
        example="liver neoplasms",
    )


async def view(page: Page) -> Response:
    """Return the page of the heading whose UI stands in the address."""
    ui = str(page.request.url_vars["ui"])
    context = await page.read(lambda library: _load(library, page, ui))
    if context is None:
        raise NotFound(f"There is no MeSH heading {ui} in this library.")
    return await page.render(
        "library_heading.html", context, title=str(context["name"])
    )


def _load(library: Library, page: Page, ui: str) -> dict[str, object] | None:
    match = library.find_mesh(ui)
    if match is None:
        return None
    statistics, around = library.statistics, library.surroundings
    counts = statistics.heading_counts([match.ui])
    sample = around.sample(Subject.HEADING, match.ui)
    query = ask_for(mesh=match.name)
    return {
        "heading": match,
        "sampled": len(sample.works) if sample.is_cut else None,
        "name": match.name,
        "count": counts.get(match.ui, 0),
        "search": page.url("-/search", q=query),
        "exploded": page.url("-/search", q=f"{query}+"),
        "places": library.surroundings.places(match.ui),
        "works": around.works(sample, limit=_WORKS),
        "figures": [
            build_years(
                statistics.mesh_years(match.ui), page.url, query=query, title="Years"
            ),
            build_counts(
                ("together", "Together with"),
                around.shared(sample, Subject.HEADING, limit=_SHARED),
                lambda one: page.url(f"-/mesh/{one.key}"),
            ),
            build_counts(
                ("authors", "Authors"),
                around.shared(sample, Subject.AUTHOR, limit=_SHARED),
                lambda one: page.url(f"-/author/{one.key}"),
            ),
        ],
    }
