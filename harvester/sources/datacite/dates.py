"""The dates of a resource, and those of its DOI."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harvester.model import RecordDate
from harvester.sources.datacite.types import snake
from harvester.sources.values import objects, spell, words

_KINDS = {"Created": "content_created", "Updated": "content_updated"}
"""Types of date whose word other sources use for the record: here it is the work."""
_OF_THE_DOI = ("created", "registered", "updated")
_READ = frozenset({"date", "dateType"})
_YEAR = 4


def parse_dates(resource: Mapping[str, object]) -> tuple[RecordDate, ...]:
    """Return the dates with the precision deposited, ranges as ``a/b``.

    The kind is the type in snake case: ``issued``, ``available``, ``collected``. The
    year of publication, which a resource is cited by, is ``published``, unless an
    ``Issued`` date of the same year says it more precisely. ``created``,
    ``registered`` and ``updated`` are those of the DOI.
    """
    found = [
        _date(_kind(stated), printed)
        for stated in objects(resource.get("dates"))
        if (printed := words(stated.get("date")))
    ]
    year = words(resource.get("publicationYear"))
    issued = {d.printed[:_YEAR] for d in found if d.kind == "issued"}
    if year and year not in issued:
        found.insert(0, RecordDate(kind="published", printed=year))
    found += [
        _date(name, printed)
        for name in _OF_THE_DOI
        if (printed := words(resource.get(name)))
    ]
    return tuple(found)


def unplaced(resource: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield what is said of a date beside it: ``dates[1].dateInformation``."""
    for index, stated in enumerate(objects(resource.get("dates"))):
        for name in stated:
            if name not in _READ and (text := spell(stated[name])):
                yield f"dates[{index}].{name}", text


def _kind(stated: Mapping[str, object]) -> str:
    kind = words(stated.get("dateType")) or "Other"
    return _KINDS.get(kind, snake(kind))


def _date(kind: str, printed: str) -> RecordDate:
    """Part a date from its time of day; a range keeps its two days only."""
    days = [part.strip().partition("T") for part in printed.split("/")]
    time = days[0][2] if len(days) == 1 else ""
    return RecordDate(
        kind=kind, printed="/".join(day for day, _, _ in days), time=time or None
    )
