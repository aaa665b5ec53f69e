"""The records of one work → one article, with the origin of every field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from harvester.model import Article, Origin, Rejected, SourceRecord, Text
from harvester.reconcile.byline import merge_bylines, says_same
from harvester.reconcile.cited_date import find_cited_date
from harvester.reconcile.compare import comparable
from harvester.reconcile.policy import FieldPolicy, Rule
from harvester.reconcile.rules import DEFAULT_RULES, Rules

Given = tuple[SourceRecord, Any]
"""A record and the value that it gives for the field in question."""


def merge_records(
    records: Sequence[SourceRecord], rules: Rules = DEFAULT_RULES
) -> Article:
    """Return the article that ``records`` describe.

    Args:
        records: All of one work, at most one per source, in any order.
        rules: Who is believed, and which date the article is cited under.

    Returns:
        Every field of ``Work`` that any record gives, chosen by the policy; for
        each of them an ``Origin`` with the losing values.
    """
    values: dict[str, Any] = {}
    origins: list[Origin] = []
    for policy in rules.policy:
        given = _given(policy, records)
        if not given:
            continue
        value, origin = _choose(policy, given)
        values[policy.field] = value
        origins.append(origin)
    sources = tuple(sorted((record.source, record.source_id) for record in records))
    article = Article(sources=sources, origins=tuple(origins), **values)
    if (cited := find_cited_date(article, rules.year)) is None:
        return article
    year, published = cited
    return msgspec.structs.replace(article, year=year, published=published)


def _given(policy: FieldPolicy, records: Sequence[SourceRecord]) -> list[Given]:
    """Return the records that say something about the field, the believed first."""
    places = {source: place for place, source in enumerate(policy.order)}
    ordered = sorted(
        records,
        key=lambda r: (places.get(r.source, len(places)), r.source, r.source_id),
    )
    return [
        (record, value)
        for record in ordered
        if (value := getattr(record, policy.field)) not in (None, ())
    ]


def _choose(policy: FieldPolicy, given: list[Given]) -> tuple[Any, Origin]:
    if policy.rule is Rule.FULLER:
        # Stable: at equal length the order of preference stands.
        given = sorted(given, key=lambda pair: -len(pair[1]))
    (chosen, value), losing = given[0], given[1:]
    if policy.rule is Rule.UNION:
        value = _union(policy.field, given)
    elif policy.rule is Rule.FILL:
        value = _fill([part for _, part in given])
    elif policy.rule is Rule.ALIGN:
        value = merge_bylines(byline for _, byline in given)
        # The source whose list it is, where one of them has the whole of it.
        given = sorted(given, key=lambda pair: not says_same(pair[1], value))
        (chosen, _), losing = given[0], given[1:]
    agreeing = []
    rejected = []
    for record, other in losing:
        if (refused := _refused(policy, value, other)) is None:
            agreeing.append(record.source)
        else:
            rejected.append(
                Rejected(
                    source=record.source,
                    source_id=record.source_id,
                    value=print_value(refused),
                )
            )
    return value, Origin(
        field=policy.field,
        source=chosen.source,
        source_id=chosen.source_id,
        rule=str(policy),
        agreeing=tuple(agreeing),
        rejected=tuple(rejected),
    )


def _refused(policy: FieldPolicy, chosen: Any, other: Any) -> Any | None:
    """Return what of ``other`` did not get into ``chosen``; None if it agrees."""
    if policy.rule is Rule.UNION:
        return None
    if policy.rule is Rule.FILL:
        parts = {
            name: part
            for name in other.__struct_fields__
            if (part := getattr(other, name)) not in (None, ())
            and comparable(name, part) != comparable(name, getattr(chosen, name))
        }
        return parts or None
    if policy.rule is Rule.ALIGN:
        return None if says_same(other, chosen) else other
    if comparable(policy.field, other) == comparable(policy.field, chosen):
        return None
    return other


def _union(field: str, given: list[Given]) -> tuple[Any, ...]:
    entries: dict[Any, Any] = {}
    for _, value in given:
        for entry in value:
            entries.setdefault(comparable(field, entry), entry)
    return tuple(entries.values())


def _fill(values: list[Any]) -> Any:
    first, *others = values
    gaps: dict[str, Any] = {}
    for name in first.__struct_fields__:
        if getattr(first, name) in (None, ()):
            for other in others:
                if (value := getattr(other, name)) not in (None, ()):
                    gaps[name] = value
                    break
    return msgspec.structs.replace(first, **gaps) if gaps else first


def print_value(value: Any) -> str:
    """Return a value as it is shown among the rejected ones."""
    if isinstance(value, str):
        return value
    if isinstance(value, Text):
        return value.markup or value.plain
    return msgspec.json.encode(value).decode()
