"""Ties of a work to others: relations, updates and the notices about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harvester.model import Relation, Work
from harvester.sources.crossref.dates import printed_date
from harvester.sources.values import (
    child,
    doi,
    objects,
    snake,
    typed_identifier,
    words,
)

_UPDATES = (("update-to", "update_to"), ("updated-by", "updated_by"))


def parse_relations(work: Mapping[str, object]) -> tuple[Relation, ...]:
    """Return the notices first, then the ``relation`` map, each in its order.

    ``update_to`` stands on a notice and names the work it is about; ``updated_by``
    stands on that work and names its notice. Publishers also deposit new versions
    that point at themselves: these are kept, and ``is_to_itself`` tells them.
    """
    return (*_updates(work), *_relations(work))


def is_to_itself(work: Work, relation: Relation) -> bool:
    """Whether a relation names no work but the one that it stands on.

    True for the ``new_version`` entries that point at their own DOI, which say
    nothing about any other work. The identifiers of both must be canonical.
    """
    own = set(work.article_keys)
    return bool(relation.identifiers) and all(
        found.key in own for found in relation.identifiers
    )


def _updates(work: Mapping[str, object]) -> Iterator[Relation]:
    for name, kind in _UPDATES:
        for entry in objects(work.get(name)):
            target = doi(entry.get("DOI"))
            relation = Relation(
                kind=kind,
                update_type=words(entry.get("type")),
                identifiers=(target,) if target else (),
                asserted_by=words(entry.get("source")),
                date=printed_date(entry.get("updated")),
                label=words(entry.get("label")),
                record_id=words(entry.get("record-id")),
            )
            if relation != Relation(kind=kind):
                yield relation


def _relations(work: Mapping[str, object]) -> Iterator[Relation]:
    for name, entries in child(work.get("relation")).items():
        for entry in objects(entries):
            target = typed_identifier(entry.get("id-type"), entry.get("id"))
            if target:
                yield Relation(
                    kind=snake(name),
                    identifiers=(target,),
                    asserted_by=words(entry.get("asserted-by")),
                )
