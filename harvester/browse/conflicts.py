"""Where the sources of an article differ, field by field, the real ones first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from harvester.browse.commands import set_command
from harvester.browse.paging import SIZE, cut, read_number
from harvester.reconcile import ConflictKind
from harvester.store import Conflict, Library

if TYPE_CHECKING:
    from datasette import Response

    from harvester.browse.page import Page

MEANINGS = {
    ConflictKind.REAL: "both cannot be right",
    ConflictKind.PRECISION: "one says more than the other",
    ConflictKind.FORMATTING: "the same, written otherwise",
}
_Counts = Mapping[ConflictKind, Mapping[str, int]]


async def view(page: Page) -> Response:
    """Return the fields that differ, and of one of them the articles."""
    context = await page.read(lambda library: _load(library, page))
    return await page.render("library_conflicts.html", context, title="Conflicts")


def _load(library: Library, page: Page) -> dict[str, object]:
    counts = library.count_conflicts()
    kind, field = _choose(counts, page.argument("class"), page.argument("field"))
    found = (
        library.load_conflicts(
            kind, field, after=read_number(page, "after") or 0, limit=SIZE + 1
        )
        if kind and field
        else ()
    )
    conflicts, more = cut(found, lambda one: one.article_id)
    fields = dict.fromkeys(name for kind in counts for name in counts[kind])
    return {
        "kinds": [(kind.value, MEANINGS[kind]) for kind in counts],
        "fields": [
            (name, [(kind.value, counts[kind].get(name, 0)) for kind in counts])
            for name in fields
        ],
        "kind": kind and kind.value,
        "field": field,
        "conflicts": [(one, _others(one, library.path.name)) for one in conflicts],
        "more": more,
    }


def _choose(
    counts: _Counts, kind: str, field: str
) -> tuple[ConflictKind | None, str | None]:
    """Return which conflicts are shown: those asked for, else the gravest."""
    wanted = [one for one in counts if kind in {"", one.value}]
    for one in wanted:
        if field in counts[one] or (not field and counts[one]):
            return one, field or next(iter(counts[one]))
    return None, None


def _others(conflict: Conflict, file: str) -> list[dict[str, object]]:
    """Return the values that were not chosen, the gravest first, each with its command.

    What is only written otherwise needs none.
    """
    order = [kind.value for kind in reversed(ConflictKind)]
    rejected = sorted(
        conflict.origin.rejected,
        key=lambda r: order.index(r.kind) if r.kind in order else len(order),
    )
    return [
        {
            "said": one,
            "command": None
            if one.kind == ConflictKind.FORMATTING
            else set_command(conflict.key, conflict.origin.field, one.value, file),
        }
        for one in rejected
    ]
