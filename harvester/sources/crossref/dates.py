"""The dates of a work: every kind that Crossref knows, with the parts printed."""

from __future__ import annotations

from collections.abc import Mapping

from harvester.model import RecordDate
from harvester.sources.values import child, listed, words

PLACES: tuple[tuple[str, str], ...] = (
    ("published-print", "print"),
    ("published-online", "online"),
    ("published-other", "published_other"),
    ("published", "published"),
    ("issued", "issued"),
    ("posted", "posted"),
    ("accepted", "accepted"),
    ("approved", "approved"),
    ("content-created", "content_created"),
    ("content-updated", "content_updated"),
    ("created", "created"),
    ("deposited", "deposited"),
    ("indexed", "indexed"),
)
"""(Crossref's field, our kind) of the dates that stand in the work itself."""

_NESTED = (
    ("journal-issue", "published-print", "issue_print"),
    ("journal-issue", "published-online", "issue_online"),
    ("journal-issue", "published-other", "issue_other"),
    ("event", "start", "event_start"),
    ("event", "end", "event_end"),
)


def parse_dates(work: Mapping[str, object]) -> tuple[RecordDate, ...]:
    """Return the dates of a work, each with the precision deposited.

    ``{"date-parts": [[null]]}`` (no date known) is absent.
    """
    found = [_date(kind, work.get(name)) for name, kind in PLACES]
    found += [
        _date(kind, child(work.get(place)).get(name)) for place, name, kind in _NESTED
    ]
    return tuple(date for date in found if date)


def printed_date(value: object) -> str | None:
    """Return the numbers of ``date-parts`` joined by hyphens: ``2024-4-30``.

    Two dates are the ends of an interval and joined by ``/``. An object without
    parts gives the day of its ``date-time``; None where there is neither.
    """
    date = child(value)
    spelled = [
        "-".join(parts)
        for day in _days(date.get("date-parts"))
        if (parts := _leading(day))
    ]
    if spelled:
        return "/".join(spelled)
    stamp = words(date.get("date-time"))
    return stamp.partition("T")[0] or None if stamp else None


def _date(kind: str, value: object) -> RecordDate | None:
    if value is None:
        return None
    printed = printed_date(value)
    if printed is None:
        return None
    stamp = words(child(value).get("date-time"))
    time = stamp.partition("T")[2] or None if stamp else None
    return RecordDate(kind=kind, printed=printed, time=time)


def _days(parts: object) -> list[list[object]]:
    """Return the dates in ``date-parts``: a list of lists, rarely one list."""
    days = listed(parts)
    if days and not any(isinstance(day, list) for day in days):
        return [days]
    return [day for day in days if isinstance(day, list)]


def _leading(day: list[object]) -> list[str]:
    """Return year, month, day up to the first that is missing."""
    parts: list[str] = []
    for part in day:
        number = words(part)
        if number is None:
            break
        parts.append(number)
    return parts
