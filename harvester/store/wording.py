"""Status, events and related works of an article, in words for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from harvester.changes import WITNESSES, Event
from harvester.store.history import Fate
from harvester.store.related import Related

_PREPOSITIONS = {"comment": "on", "reply": "to", "expression-of-concern": "about"}


def status_lines(fate: Fate) -> Iterator[str]:
    """Say what has become of an article, as of when, and who says otherwise."""
    yield f"Status: {_status(fate)}"
    for doubt in fate.doubts if fate.status != "unverified" else ():
        yield f"  look at it: {doubt}"
    for event in fate.events:
        yield f"  {_event(event)}"


def _status(fate: Fate) -> str:
    told = f" ({', '.join(fate.status_sources)})" if fate.status_sources else ""
    match fate.status:
        case "ok":
            return f"not retracted {_as_of(fate.as_of)}"
        case "corrected":
            return f"corrected{told}; not retracted {_as_of(fate.as_of)}"
        case "unverified":
            return f"unverified: {'; '.join(fate.doubts)}"
        case "notice":
            return f"it is itself an editorial notice{told}"
        case status:
            return f"{status}{told}"


def _as_of(checked: Mapping[str, str]) -> str:
    """Return ``as of 2026-11-28 (crossref, pubmed)`` and who was not heard."""
    by_day: dict[str, list[str]] = {}
    for source, moment in checked.items():
        by_day.setdefault(moment[:10], []).append(source)
    told = ", ".join(f"{day} ({', '.join(by_day[day])})" for day in sorted(by_day))
    unheard = ", ".join(name for name in WITNESSES if name not in checked)
    return f"as of {told}" + (f"; {unheard} has no record of it" if unheard else "")


def _event(event: Event) -> str:
    said = f"{event.kind} {event.date or 'of unknown date'}"
    where = "; ".join(
        [*filter(None, [event.citation]), *(f"{s} {v}" for s, v in event.notices)]
    )
    silent = f"; {', '.join(event.silent)} does not say so" if event.silent else ""
    return f"{said}{where and f': {where}'} ({', '.join(event.sources)}{silent})"


def related_lines(related: Iterable[Related]) -> Iterator[str]:
    """Say what an article is tied to, one line each, by tie."""
    for one in related:
        name = name_tie(one)
        words = one.citation or "not in the library"
        date = f"{one.date} " if one.date and one.direction == "by" else ""
        told = " ".join((words, *one.identifiers))
        yield f"{name}: {date}{told} ({say_who(one)})"


def name_tie(one: Related) -> str:
    """Return what a work is to an article: ``Retraction of``, ``Comment``."""
    name = one.tie.replace("-", " ").capitalize()
    return (
        f"{name} {_PREPOSITIONS.get(one.tie, 'of')}" * (one.direction == "of") or name
    )


def say_who(one: Related) -> str:
    """Return who says so, and which side of a pair that is here does not."""
    here, there = ", ".join(one.said_here), ", ".join(one.said_there)
    if not here:
        return f"{there}, of the other"
    return here
