"""A whole source record: every derived field from the printed ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from harvester.model import (
    Contributor,
    Identifier,
    RecordDate,
    Reference,
    Relation,
    SourceRecord,
)
from harvester.normalize.dates import normalize_date
from harvester.normalize.identifiers import is_plain, normalize_identifier
from harvester.normalize.journals import normalize_container
from harvester.normalize.names import normalize_contributor
from harvester.normalize.numbering import normalize_numbering
from harvester.normalize.pages import normalize_pages
from harvester.normalize.publication_types import csl_type

_T = TypeVar("_T")
_Identified = TypeVar("_Identified", Contributor, Reference, Relation)


def normalize_record(record: SourceRecord) -> SourceRecord:
    """Return ``record`` with every derived field filled; printed values stay.

    Identifiers of the work, its relations and references take their canonical form, in
    the order printed and exact duplicates dropped; one that is none of its scheme keeps
    its printed value and is marked as not valid. A record in which there is nothing to
    derive is returned as it is.
    """
    changes: dict[str, Any] = {}
    for field, normalize in _FIELDS:
        printed = getattr(record, field)
        if printed:
            derived = normalize(printed)
            if derived is not printed:
                changes[field] = derived
    locator = normalize_pages(
        record.page,
        start=record.start_page,
        end=record.end_page,
        article_number=record.article_number,
    )
    if locator != record.locator:
        changes["locator"] = locator
    if record.volume or record.issue:
        numbering = normalize_numbering(record.volume, record.issue)
        if numbering != record.numbering:
            changes["numbering"] = numbering
    if record.publication_types and record.type in {None, "article-journal"}:
        kind = csl_type(record.publication_types)
        if kind and kind != record.type:
            changes["type"] = kind
    return msgspec.structs.replace(record, **changes) if changes else record


def _each(
    normalize: Callable[[_T], _T],
) -> Callable[[tuple[_T, ...]], tuple[_T, ...]]:
    """Apply to every item; where none changes, the tuple itself is returned."""

    def all_of(items: tuple[_T, ...]) -> tuple[_T, ...]:
        derived = tuple(map(normalize, items))
        for new, old in zip(derived, items, strict=True):
            if new is not old:
                return derived
        return items

    return all_of


def _identifiers(identifiers: tuple[Identifier, ...]) -> tuple[Identifier, ...]:
    """Return canonical identifiers in order, exact duplicates dropped."""
    derived = _each_identifier(identifiers)
    if len(derived) < 2:
        return derived
    unique = tuple(dict.fromkeys(derived))
    return derived if len(unique) == len(derived) else unique


def _identifier(identifier: Identifier) -> Identifier:
    if is_plain(identifier.scheme, identifier.value):
        return identifier
    printed = identifier.printed or identifier.value
    derived = normalize_identifier(identifier.scheme, printed)
    if derived is None:
        if identifier.printed is None and not identifier.is_valid:
            return identifier
        return msgspec.structs.replace(
            identifier, value=printed, printed=None, is_valid=False
        )
    if derived.value == identifier.value:
        return identifier
    return msgspec.structs.replace(
        identifier, value=derived.value, printed=derived.printed
    )


_each_identifier = _each(_identifier)


def _contributor(contributor: Contributor) -> Contributor:
    derived = normalize_contributor(contributor)
    if not derived.identifiers:
        return derived
    return _with_identifiers(derived)


def _date(date: RecordDate) -> RecordDate:
    derived = normalize_date(date.printed, date.kind)
    if derived is None:
        return date
    if derived.rule == date.rule and derived.edtf == date.edtf:
        return date
    return msgspec.structs.replace(
        date, edtf=derived.edtf, precision=derived.precision, rule=derived.rule
    )


def _with_identifiers(item: _Identified) -> _Identified:
    """Normalise the identifiers of a contributor, relation or reference."""
    if not item.identifiers:
        return item
    identifiers = _identifiers(item.identifiers)
    if identifiers is item.identifiers:
        return item
    return msgspec.structs.replace(item, identifiers=identifiers)


_relations: Callable[[tuple[Relation, ...]], tuple[Relation, ...]] = _each(
    _with_identifiers
)
_references: Callable[[tuple[Reference, ...]], tuple[Reference, ...]] = _each(
    _with_identifiers
)
_FIELDS: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("identifiers", _identifiers),
    ("dates", _each(_date)),
    ("contributors", _each(_contributor)),
    ("personal_name_subjects", _each(_contributor)),
    ("container", normalize_container),
    ("relations", _relations),
    ("references", _references),
)
