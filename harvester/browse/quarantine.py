"""Identities in doubt: two records side by side, and how to settle them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvester.browse.commands import settle_command
from harvester.browse.paging import SIZE, cut, read_number
from harvester.export import build_citation
from harvester.reconcile import merge_records
from harvester.store import Case, CaseState, Library

if TYPE_CHECKING:
    from datasette import Response

    from harvester.browse.page import Page

_STATES = {
    CaseState.OPEN: "Open",
    CaseState.JOINED: "Joined by a person",
    CaseState.APART: "Kept apart by a person",
    CaseState.GONE: "Resolved by itself",
}


async def view(page: Page) -> Response:
    """Return the cases of a state, or those from one case on."""
    context = await page.read(lambda library: _load(library, page))
    return await page.render("library_quarantine.html", context, title="Quarantine")


def _load(library: Library, page: Page) -> dict[str, object]:
    wanted = page.argument("state")
    state = CaseState(wanted) if wanted in set(CaseState) else CaseState.OPEN
    first = read_number(page, "case")
    found = library.quarantine.cases(
        {state} if first is None else set(CaseState),
        first=first or (read_number(page, "after") or 0) + 1,
        limit=SIZE + 1,
    )
    cases, more = cut(found, lambda case: case.number)
    counts = library.count_standings()["quarantine"]
    return {
        "cases": [_shown(library, case) for case in cases],
        "states": [(s.value, title, counts.get(s, 0)) for s, title in _STATES.items()],
        "titles": {s.value: title for s, title in _STATES.items()},
        "state": state.value if first is None else None,
        "more": more,
    }


def _shown(library: Library, case: Case) -> dict[str, object]:
    """Return a case with both citations; a record that is gone has none."""
    homes = library.find_homes(case.doubt.pair)
    citations = {
        (record.source, record.source_id): build_citation(merge_records([record]))
        for record in case.records
    }
    file = library.path.name
    return {
        "case": case,
        "records": [
            (name, homes.get(name), citations.get(name)) for name in case.doubt.pair
        ],
        "commands": [
            (title, settle_command(case.number, decision, file))
            for decision, title in (("join", "One work"), ("apart", "Two works"))
        ]
        if case.state is CaseState.OPEN
        else [("Take it back", settle_command(case.number, "undo", file))]
        if case.state is not CaseState.GONE
        else [],
    }
