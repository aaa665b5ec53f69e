"""The list of authors, and the page of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette import NotFound

from harvester.browse.figures import (
    ask_for_author,
    build_counts,
    build_network,
    build_years,
)
from harvester.browse.listing import Line, Listing
from harvester.store import Library, Subject

if TYPE_CHECKING:
    from datasette import Response

    from harvester.browse.page import Page

_WORKS, _SHARED, _DRAWN = 25, 10, 30


async def view_list(page: Page) -> Response:
    """Return the authors with most works, or those whose name begins so."""
    listing = Listing.asked(page)
    lines = await page.read(lambda library: _load_lines(library, listing, page))
    return await listing.render(
        page,
        lines,
        title="Authors",
        label="Surname and initials begin with",
        example="chen h",
    )


def _load_lines(library: Library, listing: Listing, page: Page) -> list[Line]:
    found = library.authors.beginning(
        listing.words, limit=listing.wanted, skipped=listing.skipped
    )
    if not found and not listing.skipped:
        found = library.authors.find(listing.words, limit=listing.wanted)
    return [
        Line(
            name=author.name,
            href=page.url(f"-/author/{author.id}"),
            count=author.work_count,
            note=f"ORCID {author.orcid}" if author.orcid else "",
        )
        for author in found
    ]


async def view(page: Page) -> Response:
    """Return the page of the author with the number in the address."""
    context = await page.read(lambda library: _load(library, page))
    if context is None:
        raise NotFound(f"There is no author number {page.number} in this library.")
    return await page.render("library_author.html", context, title=str(context["name"]))


def _load(library: Library, page: Page) -> dict[str, object] | None:
    number, around = page.number, library.surroundings
    author = library.authors.load(number)
    if author is None:
        return None
    query = ask_for_author(author.name)
    sample = around.sample(Subject.AUTHOR, number)
    return {
        "author": author,
        "forms": around.forms(sample),
        "sampled": len(sample.works) if sample.is_cut else None,
        "name": author.name,
        "search": page.url("-/search", q=query),
        "works": around.works(sample, limit=_WORKS),
        "figures": [
            build_years(
                around.author_years(number), page.url, query=query, title="Years",
                unit="works",
            ),
            build_counts(
                ("coauthors", "Wrote with"),
                around.shared(sample, Subject.AUTHOR, limit=_SHARED),
                lambda one: page.url(f"-/author/{one.key}"),
            ),
            build_counts(
                ("topics", "Wrote on"),
                around.shared(sample, Subject.HEADING, limit=_SHARED),
                lambda one: page.url(f"-/mesh/{one.key}"),
            ),
            build_counts(
                ("journals", "Published in"),
                around.shared(sample, Subject.JOURNAL, limit=_SHARED),
                lambda one: page.url(f"-/journal/{one.key}"),
            ),
        ],
        "network": build_network(
                ("network", "The circle"),
            library.networks.coauthors(limit=_DRAWN, around=number),
            lambda other: page.url(f"-/author/{other}"),
            heads=("Author", "With", "Articles together"),
            more=(
                page.url("-/network", kind="authors", around=number),
                "To move about",
            ),
        ),
    }  # fmt: skip
