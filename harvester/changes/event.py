"""What was done to a work when, and the statements of several sources as one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

import msgspec

from harvester.model import Key, Value


class Event(Value, frozen=True, kw_only=True):
    """A retraction, a correction: what was done to a work.

    Attributes:
        kind: The name of the tie to its notice; see ``normalize.relations``.
        date: As EDTF; None where nobody says.
        notices: The identifiers of the notice; ``()`` where nobody gives any.
        citation: The notice in words, as printed.
        sources: Who says so, as in ``Judgement``.
        silent: Who has a record of the work and does not say so.
    """

    kind: str
    date: str | None = None
    notices: tuple[Key, ...] = ()
    citation: str | None = None
    sources: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


def merge_events(stated: Iterable[Event], heard: Iterable[str]) -> tuple[Event, ...]:
    """Return each event once, with all that state it; by date, the undated last.

    Statements mean one event where they name the same notice. Where they cannot be
    compared so (a PMID here, a DOI there) those of different sources do that agree on
    the month, and one that says no more than its kind is any of it.

    Args:
        stated: What single sources say.
        heard: The sources that have a record of the work.
    """
    merged: list[Event] = []
    for event in sorted(stated, key=_is_bare):
        same = [known for known in merged if _shares_notice(known, event)]
        same = same or [known for known in merged if _may_be(known, event)][:1]
        merged = [known for known in merged if known not in same]
        merged.append(reduce(_joined, [*same, event]))
    names = tuple(heard)
    told = [
        msgspec.structs.replace(
            event,
            silent=tuple(n for n in names if n not in map(_name, event.sources)),
        )
        for event in merged
    ]
    return tuple(sorted(told, key=_place))


def _name(source: str) -> str:
    """Return the source without who told it."""
    return source.partition(" ")[0]


def _is_bare(event: Event) -> bool:
    return not (event.notices or event.date or event.citation)


def _shares_notice(one: Event, other: Event) -> bool:
    return one.kind == other.kind and not set(one.notices).isdisjoint(other.notices)


def _may_be(one: Event, other: Event) -> bool:
    """Whether two events are one for all that is known."""
    if one.kind != other.kind:
        return False
    if _is_bare(one) or _is_bare(other):
        return True
    schemes = {scheme for scheme, _ in one.notices}
    if schemes & {scheme for scheme, _ in other.notices}:
        return False
    month = (one.date or "")[:7]
    is_dated = len(month) == 7 and (other.date or "").startswith(month)
    return is_dated and not set(map(_name, one.sources)) & set(
        map(_name, other.sources)
    )


def _joined(one: Event, other: Event) -> Event:
    dates = [date for date in (one.date, other.date) if date]
    return Event(
        kind=one.kind,
        date=max(dates, key=len, default=None),
        notices=tuple(sorted({*one.notices, *other.notices})),
        citation=one.citation or other.citation,
        sources=tuple(dict.fromkeys([*one.sources, *other.sources])),
    )


def _place(event: Event) -> tuple[bool, str, str, tuple[Key, ...], str]:
    when = (event.date is None, event.date or "")
    return (*when, event.kind, event.notices, event.citation or "")
