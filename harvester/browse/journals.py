"""The list of journals, and the page of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette import NotFound

from harvester.browse.figures import ask_for, build_counts, build_years
from harvester.browse.listing import Line, Listing
from harvester.store import Library, Subject

if TYPE_CHECKING:
    from datasette import Response

    from harvester.browse.page import Page

_WORKS, _SHARED = 25, 10


async def view_list(page: Page) -> Response:
    """Return the journals with most articles, or those whose title has the words."""
    listing = Listing.asked(page)
    lines = await page.read(
        lambda library: [
            Line(
                name=one.name,
                href=page.url(f"-/journal/{one.key}"),
                count=one.count,
            )
            for one in library.statistics.journals(
                listing.words, limit=listing.wanted, skipped=listing.skipped
            )
        ]
    )
    return await listing.render(
        page, lines, title="Journals", label="Title contains", example="surgery"
    )


async def view(page: Page) -> Response:
    """Return the page of the journal with the number in the address."""
    context = await page.read(lambda library: _load(library, page))
    if context is None:
        raise NotFound(f"There is no journal number {page.number} in this library.")
    return await page.render(
        "library_journal.html", context, title=str(context["name"])
    )


def _load(library: Library, page: Page) -> dict[str, object] | None:
    number, around = page.number, library.surroundings
    journal = around.journal(number)
    if journal is None:
        return None
    name = (
        journal.title
        or journal.medline_abbreviation
        or journal.iso_abbreviation
        or f"Journal {number}"
    )
    sample = around.sample(Subject.JOURNAL, number)
    query = ask_for(journal=journal.medline_abbreviation or name)
    return {
        "journal": journal,
        "sampled": len(sample.works) if sample.is_cut else None,
        "name": name,
        "search": page.url("-/search", q=query),
        "works": around.works(sample, limit=_WORKS),
        "figures": [
            build_years(
                library.statistics.journal_years(number),
                page.url,
                query=query,
                title="Years",
            ),
            build_counts(
                ("topics", "Headings"),
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
