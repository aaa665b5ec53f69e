"""Whether a work was retracted, corrected, or is itself such a notice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from harvester.model import Key, Relation, Value, Work
from harvester.normalize.publication_types import is_retracted, is_retraction_notice


class EditorialStatus(StrEnum):
    """What the sources say has become of a work; the gravest counts."""

    RETRACTED = "retracted"
    WITHDRAWN = "withdrawn"
    REINSTATED = "reinstated"
    CONCERN = "expression-of-concern"
    NOTICE = "notice"
    CORRECTED = "corrected"
    OK = "ok"


class Judgement(Value, frozen=True, kw_only=True):
    """The status of a work.

    Attributes:
        status: The gravest that any source states; ``ok`` where all are silent.
        sources: Who states it: ``pubmed``, ``crossref``, or with the one who told
            Crossref ``crossref (retraction-watch)``.
    """

    status: EditorialStatus
    sources: tuple[str, ...] = ()


_BY_RELATION = {
    # RefType of PubMed's CommentsCorrections, in snake case. What stands on the
    # article ends in "in"; what stands on the notice, in "of" or "for".
    "retraction_in": EditorialStatus.RETRACTED,
    "retracted_and_republished_in": EditorialStatus.RETRACTED,
    "expression_of_concern_in": EditorialStatus.CONCERN,
    "erratum_in": EditorialStatus.CORRECTED,
    "corrected_and_republished_in": EditorialStatus.CORRECTED,
    "partial_retraction_in": EditorialStatus.CORRECTED,
    "retraction_of": EditorialStatus.NOTICE,
    "partial_retraction_of": EditorialStatus.NOTICE,
    "expression_of_concern_for": EditorialStatus.NOTICE,
    "erratum_for": EditorialStatus.NOTICE,
}
_BY_UPDATE = {
    # Crossref's types of updates. A new version or edition is no correction.
    "retraction": EditorialStatus.RETRACTED,
    "withdrawal": EditorialStatus.WITHDRAWN,
    "removal": EditorialStatus.WITHDRAWN,
    "reinstatement": EditorialStatus.REINSTATED,
    "expression_of_concern": EditorialStatus.CONCERN,
    "correction": EditorialStatus.CORRECTED,
    "corrigendum": EditorialStatus.CORRECTED,
    "erratum": EditorialStatus.CORRECTED,
    "addendum": EditorialStatus.CORRECTED,
    "clarification": EditorialStatus.CORRECTED,
    "partial_retraction": EditorialStatus.CORRECTED,
}
_NUMBER = re.compile(r"\d+")
_FLAGGED = {EditorialStatus.RETRACTED, EditorialStatus.WITHDRAWN}

_Statement = tuple[EditorialStatus, str, tuple[int, ...]]
"""Status, who states it, its year, month, day as far as they are printed."""


def judge_status(records: Iterable[tuple[str, Work]], own: Iterable[Key]) -> Judgement:
    """Return what ``records`` say has become of the work.

    A relation of the work to itself says nothing (publishers deposit such for new
    versions), nor does a notice become what it announces. A reinstatement counts
    where every retraction bears a date that is not after it.

    Args:
        records: (source, record) of all that is known of the work.
        own: Its own identifiers.
    """
    keys = frozenset(own)
    stated = [
        statement
        for source, record in records
        for statement in _statements(source, record, keys)
    ]
    found = {status for status, _, _ in stated}
    if EditorialStatus.REINSTATED in found and _is_last(stated):
        found -= _FLAGGED
    for status in EditorialStatus:
        if status in found:
            sources = (who for other, who, _ in stated if other is status)
            return Judgement(status=status, sources=tuple(dict.fromkeys(sources)))
    return Judgement(status=EditorialStatus.OK)


def _is_last(stated: list[_Statement]) -> bool:
    """Whether no retraction is, or may be, younger than the last reinstatement."""
    reinstated = EditorialStatus.REINSTATED
    back = max(date for status, _, date in stated if status is reinstated)
    return all(() < date <= back for status, _, date in stated if status in _FLAGGED)


def _statements(source: str, record: Work, own: frozenset[Key]) -> Iterator[_Statement]:
    if is_retracted(record.publication_types):
        yield EditorialStatus.RETRACTED, source, ()
    if is_retraction_notice(record.publication_types):
        yield EditorialStatus.NOTICE, source, ()
    for relation in record.relations:
        status = _status_of(relation)
        if status and not _is_to_itself(relation, own):
            teller = relation.asserted_by
            is_told = teller and relation.update_type and teller != "publisher"
            who = f"{source} ({teller})" if is_told else source
            yield status, who, tuple(map(int, _NUMBER.findall(relation.date or "")))


def _status_of(relation: Relation) -> EditorialStatus | None:
    if relation.kind in {"updated_by", "update_to"}:
        word = (relation.update_type or "").casefold().replace("-", "_")
        status = _BY_UPDATE.get(word.replace(" ", "_"))
        is_notice = status and relation.kind == "update_to"
        return EditorialStatus.NOTICE if is_notice else status
    return _BY_RELATION.get(relation.kind)


def _is_to_itself(relation: Relation, own: frozenset[Key]) -> bool:
    return bool(relation.identifiers) and all(
        identifier.key in own for identifier in relation.identifiers
    )
