"""What the checks found: how often each struck, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvester.browse.paging import SIZE, cut, read_number
from harvester.findings import BY_CODE
from harvester.store import Library

if TYPE_CHECKING:
    from datasette import Response

    from harvester.browse.page import Page


async def view(page: Page) -> Response:
    """Return the checks with their counts, or what one of them found."""
    context = await page.read(lambda library: _load(library, page))
    return await page.render("library_findings.html", context, title="Findings")


def _load(library: Library, page: Page) -> dict[str, object]:
    counts = library.count_open_findings()
    code = page.argument("check")
    chosen = next((one for one in counts if one.code == code), None)
    found = (
        library.load_findings(
            code, after=read_number(page, "after") or 0, limit=SIZE + 1
        )
        if chosen
        else ()
    )
    findings, more = cut(found, lambda one: one.number)
    return {
        "counts": counts,
        "what": {name: check.what for name, check in BY_CODE.items()},
        "chosen": chosen,
        "findings": findings,
        "more": more,
    }
