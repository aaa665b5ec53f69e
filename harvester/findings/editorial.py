"""Retractions and the like that sources do not agree on."""

from __future__ import annotations

from harvester.changes import GRAVE, STATUS_OF, WITNESSES
from harvester.findings.base import Case


def find_disagreement(case: Case) -> str | None:
    """Notice a retraction or concern that one source states and another does not."""
    for event in case.events:
        if STATUS_OF[event.kind] in GRAVE and event.silent:
            return (
                f"{', '.join(event.sources)} says {event.kind}, "
                f"{', '.join(event.silent)} does not."
            )
    return None


def find_doubt(case: Case) -> str | None:
    """Notice what speaks of a retraction and is no statement of one.

    That nobody who could know has a record of it is no defect.
    """
    is_known = any(record.source in WITNESSES for record in case.records)
    if is_known and case.doubts:
        told = "; ".join(case.doubts)
        return f"Its editorial status is in doubt: {told}."
    return None
