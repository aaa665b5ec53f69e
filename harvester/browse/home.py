"""The first page: what there is, what is new, what needs a look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvester.store import Library

if TYPE_CHECKING:
    from datasette import Response

    from harvester.browse.page import Page


async def view(page: Page) -> Response:
    """Return the home of a library."""
    context = await page.read(_load)
    return await page.render("library_home.html", context, title="Home")


def _load(library: Library) -> dict[str, object]:
    return {
        "counts": library.counts(),
        "runs": library.load_runs(limit=5),
        "findings": library.count_findings(),
    }
