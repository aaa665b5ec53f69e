"""What has become of a work: retracted, corrected, or itself such a notice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from harvester.changes.event import Event, merge_events
from harvester.model import DOI, Key, Relation, Value, Work
from harvester.normalize.publication_types import is_notice, is_retracted
from harvester.normalize.relations import Direction, Tie, find_cited_doi, read_tie
from harvester.normalize.titles import find_marks


class EditorialStatus(StrEnum):
    """What the sources say has become of a work; the gravest counts."""

    RETRACTED = "retracted"
    WITHDRAWN = "withdrawn"
    REINSTATED = "reinstated"
    CONCERN = "expression-of-concern"
    NOTICE = "notice"
    CORRECTED = "corrected"
    OK = "ok"
    UNVERIFIED = "unverified"
    """Nobody who could know was heard, or what was heard does not add up."""


class Judgement(Value, frozen=True, kw_only=True):
    """The status of a work.

    Attributes:
        status: The gravest that any source states. ``ok`` only where a source that
            keeps such notices has a record of the work and is silent.
        sources: Who states it: ``pubmed``, ``crossref``, or with the one who told
            Crossref ``crossref (retraction-watch)``.
        events: What was done to the work, by date; the undated last.
        doubts: What a person should look at before relying on the status.
    """

    status: EditorialStatus
    sources: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    doubts: tuple[str, ...] = ()


WITNESSES = ("pubmed", "crossref")
"""The sources whose silence says something: they keep retractions and the like."""

STATUS_OF = {
    "retraction": EditorialStatus.RETRACTED,
    "retracted-republication": EditorialStatus.RETRACTED,
    "withdrawal": EditorialStatus.WITHDRAWN,
    "removal": EditorialStatus.WITHDRAWN,
    "reinstatement": EditorialStatus.REINSTATED,
    "expression-of-concern": EditorialStatus.CONCERN,
    "partial-retraction": EditorialStatus.CORRECTED,
    "correction": EditorialStatus.CORRECTED,
    "corrected-republication": EditorialStatus.CORRECTED,
    "addendum": EditorialStatus.CORRECTED,
    "clarification": EditorialStatus.CORRECTED,
}
"""The ties that are editorial events → what they make of the work acted on.

Updates and new versions are none: they say nothing against the work.
"""
GRAVE = frozenset(
    {
        EditorialStatus.RETRACTED,
        EditorialStatus.WITHDRAWN,
        EditorialStatus.CONCERN,
    }
)

_REPUBLICATIONS = {"retracted-republication", "corrected-republication"}
"""What acts here is an article again, not a notice."""
_FLAGGED = {EditorialStatus.RETRACTED, EditorialStatus.WITHDRAWN}
_CURATOR = "retraction-watch"
_UNHEARD = "neither PubMed nor Crossref has a record of it"
_NUMBER = re.compile(r"\d+")


def judge_status(
    records: Iterable[tuple[str, Work]],
    own: Iterable[Key],
    told: Iterable[Event] = (),
) -> Judgement:
    """Return what has become of a work.

    A notice does not become what it announces, even where it shares the DOI of the
    paper and that DOI's record is flagged. A tie of the work to itself is no event
    (publishers deposit such for new versions) but where Retraction Watch states it:
    its entries are about papers. A reinstatement counts where every retraction bears
    a date that is not after it.

    Args:
        records: (source, record) of all that is known of the work.
        own: Its own identifiers.
        told: What the records of its notices say of it.
    """
    records, keys = tuple(records), frozenset(own)
    notices = _notices(records, keys)
    stated = [e for source, record in records for e in _stated(source, record, keys)]
    stated += told
    doubts = []
    if typed := {source for source, kind in notices if kind == "type"}:
        borrowed = [event for event in stated if typed.isdisjoint(event.sources)]
        stated = [event for event in stated if event not in borrowed]
        doubts += [
            f"{', '.join(event.sources)} says {event.kind} of an identifier that the "
            "notice shares with the paper"
            for event in borrowed
        ]
    heard = dict.fromkeys(source for source, _ in records if source in WITNESSES)
    events = merge_events(stated, heard)
    found = {STATUS_OF[event.kind] for event in events}
    if EditorialStatus.REINSTATED in found and _is_last(events):
        found -= _FLAGGED
    if notices:
        found.add(EditorialStatus.NOTICE)
    elif found.isdisjoint(GRAVE):
        doubts += [
            d for source, record in records for d in _doubts(source, record, keys)
        ]
    if not found and not heard:
        doubts.append(_UNHEARD)
    silence = EditorialStatus.UNVERIFIED if doubts else EditorialStatus.OK
    status = next((status for status in EditorialStatus if status in found), silence)
    return Judgement(
        status=status,
        sources=_who(status, events, notices),
        events=events,
        doubts=tuple(dict.fromkeys(doubts)),
    )


def _who(
    status: EditorialStatus, events: Iterable[Event], notices: list[tuple[str, str]]
) -> tuple[str, ...]:
    if status is EditorialStatus.NOTICE:
        return tuple(dict.fromkeys(source for source, _ in notices))
    said = (e.sources for e in events if STATUS_OF[e.kind] is status)
    return tuple(dict.fromkeys(source for sources in said for source in sources))


def _is_last(events: Iterable[Event]) -> bool:
    """Whether no retraction is, or may be, younger than the last reinstatement."""
    dates = [(STATUS_OF[e.kind], _numbers(e.date)) for e in events]
    back = max(date for s, date in dates if s is EditorialStatus.REINSTATED)
    return all(() < date <= back for s, date in dates if s in _FLAGGED)


def _numbers(date: str | None) -> tuple[int, ...]:
    return tuple(map(int, _NUMBER.findall(date or "")))


def _notices(
    records: Iterable[tuple[str, Work]], own: frozenset[Key]
) -> list[tuple[str, str]]:
    """Return (source, how) of what says that the work is itself a notice."""
    found = []
    for source, record in records:
        if is_notice(record.publication_types):
            found.append((source, "type"))
        for relation, tie in _ties(record):
            acts = tie.direction is Direction.OF and tie.name not in _REPUBLICATIONS
            if acts and not _is_to_itself(relation, own):
                found.append((_teller(source, relation), "tie"))
    return found


def _stated(source: str, record: Work, own: frozenset[Key]) -> Iterator[Event]:
    """Return what a record says was done to the work."""
    for relation, tie in _ties(record):
        is_curated = relation.asserted_by == _CURATOR
        if tie.direction is Direction.BY and (
            is_curated or not _is_to_itself(relation, own)
        ):
            yield Event(
                kind=tie.name,
                date=tie.date,
                notices=_notice_keys(relation, own),
                citation=relation.citation.plain if relation.citation else None,
                sources=(_teller(source, relation),),
            )
    if is_retracted(record.publication_types):
        yield Event(kind="retraction", sources=(source,))


def _ties(record: Work) -> Iterator[tuple[Relation, Tie]]:
    """Return the relations of a record that are editorial events."""
    for relation in record.relations:
        tie = read_tie(relation)
        if tie.name in STATUS_OF:
            yield relation, tie


def _notice_keys(relation: Relation, own: frozenset[Key]) -> tuple[Key, ...]:
    """Return the identifiers of a notice, those in words too, but the work's own."""
    keys = [i.key for i in relation.identifiers if i.is_valid]
    doi = find_cited_doi(relation.citation.plain) if relation.citation else None
    keys += [(DOI, doi)] if doi else []
    return tuple(key for key in dict.fromkeys(keys) if key not in own)


def _teller(source: str, relation: Relation) -> str:
    teller = relation.asserted_by
    is_told = teller and relation.update_type and teller != "publisher"
    return f"{source} ({teller})" if is_told else source


def _is_to_itself(relation: Relation, own: frozenset[Key]) -> bool:
    return bool(relation.identifiers) and all(
        identifier.key in own for identifier in relation.identifiers
    )


def _doubts(source: str, record: Work, own: frozenset[Key]) -> Iterator[str]:
    """Return what speaks of a retraction and is no statement of one."""
    title = record.title
    for mark in find_marks(title.markup or title.plain) if title else ():
        yield f"{source} prints “{mark}” before the title"
    for relation, tie in _ties(record):
        is_grave = STATUS_OF[tie.name] in GRAVE and relation.asserted_by != _CURATOR
        if is_grave and _is_to_itself(relation, own):
            yield f"{source} says {tie.name} of the work by itself"
