"""What somebody should look at: how much there is of it, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvester.store import Library

if TYPE_CHECKING:
    from datasette import Response

    from harvester.browse.page import Page

_ALERTS = (
    ("retracted", "Retracted"),
    ("withdrawn", "Withdrawn"),
    ("expression-of-concern", "Expression of concern"),
    ("reinstated", "Reinstated"),
    ("corrected", "Corrected"),
    ("notice", "Notices"),
    ("unverified", "Not verified: nobody who could know was heard"),
)


async def view(page: Page) -> Response:
    """Return what there is to look at, with a link to each kind."""
    context = await page.read(load)
    return await page.render("library_attention.html", context, title="To look at")


def load(library: Library) -> dict[str, object]:
    """Return how much there is to look at, by kind."""
    standings = library.count_standings()
    changes = library.count_changes()
    return {
        "alerts": [
            (status, title, standings["articles"][status])
            for status, title in _ALERTS
            if standings["articles"].get(status)
        ],
        "deleted": changes.get("deleted", 0),
        "conflicts": {
            kind.value: sum(fields.values())
            for kind, fields in library.count_conflicts().items()
        },
        "cases": standings["quarantine"].get("open", 0),
        "pairs": standings["duplicates"].get("proposed", 0),
        "documents": standings["documents"],
        "failed_sets": standings["link_sets"].get("failed", 0),
        "findings": library.count_open_findings(),
    }
