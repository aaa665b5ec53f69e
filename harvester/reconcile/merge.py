"""The records of one work → one article, with the origin of every field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from harvester.model import (
    USER,
    Article,
    Container,
    Correction,
    Origin,
    Rejected,
    SourceRecord,
)
from harvester.normalize.numbering import normalize_numbering
from harvester.normalize.pages import normalize_pages
from harvester.reconcile.byline import merge_bylines, says_same
from harvester.reconcile.cited_date import (
    find_cited_date,
    find_comparable_date,
    year_of,
)
from harvester.reconcile.compare import comparable
from harvester.reconcile.conflict import classify_conflict, is_translated
from harvester.reconcile.conflict_kind import ConflictKind
from harvester.reconcile.correct import CORRECTED, find_corrections, read_correction
from harvester.reconcile.policy import FieldPolicy, Rule
from harvester.reconcile.rules import DEFAULT_RULES, Rules
from harvester.reconcile.shown import print_value

Given = tuple[SourceRecord, Any]
"""A record and the value that it gives for the field in question."""
Choice = tuple[Any, Origin]
"""The value of a field, None where a person says that there is none; its origin."""

_PLACE = ("page", "start_page", "article_number")
_NUMBERS = ("volume", "issue")


def merge_records(
    records: Sequence[SourceRecord],
    rules: Rules = DEFAULT_RULES,
    corrections: Iterable[Correction] = (),
) -> Article:
    """Return the article that ``records`` describe.

    Args:
        records: All of one work, at most one per source, in any order.
        rules: Who is believed, and which date the article is cited under.
        corrections: What a person says against them; those of other articles
            count for nothing here.

    Returns:
        Every field of ``Work`` that any record or correction gives, chosen by the
        policy; for each of them an ``Origin`` with the losing values.
    """
    keys = [key for record in records for key in record.article_keys]
    corrected = find_corrections(keys, corrections)
    chosen: dict[str, Choice] = {}
    for policy in rules.policy:
        given = _given(policy, records)
        if policy.field in corrected:
            chosen[policy.field] = _correct(corrected[policy.field], given)
        elif given:
            chosen[policy.field] = _choose(policy, given)
    chosen |= _derive(chosen)
    _keep_translations(chosen, rules.policy, records)
    values = {field: value for field, (value, _) in chosen.items() if value is not None}
    article = Article(
        sources=tuple(sorted((record.source, record.source_id) for record in records)),
        origins=tuple(origin for _, origin in chosen.values()),
        **values,
    )
    return _date(article, records, rules, corrected.get("published"))


def _given(policy: FieldPolicy, records: Sequence[SourceRecord]) -> list[Given]:
    """Return the records that say something about the field, the believed first."""
    given = []
    for record in records:
        value = getattr(record, policy.field)
        if value is not None and value != () and policy.rule is not Rule.DERIVE:
            given.append((record, value))
    return _ordered(policy, given) if len(given) > 1 else given


def _ordered(policy: FieldPolicy, given: Iterable[Given]) -> list[Given]:
    """Return what records give, that of the believed first."""
    places = {source: place for place, source in enumerate(policy.order)}

    def place(pair: Given) -> tuple[int, str, str]:
        source = pair[0].source
        return places.get(source, len(places)), source, pair[0].source_id

    return sorted(given, key=place)


def _choose(policy: FieldPolicy, given: list[Given]) -> Choice:
    if len(given) > 1:
        given = _ranked(policy.rule, given)
    (record, value), losing = given[0], given[1:]
    origin = Origin(
        field=policy.field,
        source=record.source,
        source_id=record.source_id,
        rule=str(policy),
    )
    if not losing:
        is_union = policy.rule is Rule.UNION
        return _union(policy.field, given) if is_union else value, origin
    if policy.rule is Rule.UNION:
        agreeing = tuple(other.source for other, _ in losing)
        value = _union(policy.field, given)
        return value, msgspec.structs.replace(origin, agreeing=agreeing)
    if policy.rule is Rule.ALIGN:
        return _align(origin, given)
    if policy.rule is Rule.FILL:
        value = _fill([part for _, part in given])
    return value, _with_others(origin, value, losing)


def _ranked(rule: Rule, given: list[Given]) -> list[Given]:
    """Return what records give in the order of the rule; of equals the order stands."""
    if rule is Rule.FULLER:
        return sorted(given, key=lambda pair: -_size(pair[1]))
    if rule is Rule.ORIGINAL:
        return sorted(given, key=lambda pair: is_translated(pair[1]))
    return given


def _align(origin: Origin, given: list[Given]) -> Choice:
    """Merge bylines; the source that has the whole of it, if any, is the origin."""
    value = merge_bylines(byline for _, byline in given)
    whole = [pair for pair in given if says_same(pair[1], value)]
    partial = [pair for pair in given if not says_same(pair[1], value)]
    record, _ = (whole or given)[0]
    origin = msgspec.structs.replace(
        origin,
        source=record.source,
        source_id=record.source_id,
    )
    others = [pair for pair in partial if pair[0] is not record]
    origin = _with_others(origin, value, others)
    equal = tuple(other.source for other, _ in whole if other is not record)
    return value, msgspec.structs.replace(origin, agreeing=(*equal, *origin.agreeing))


def _size(value: Any) -> int:
    """Return the length of a list, without names marked as wrong, or a count."""
    if isinstance(value, int):
        return value
    return sum(getattr(entry, "is_valid", True) for entry in value)


def _correct(correction: Correction, given: list[Given]) -> Choice:
    """Return what a person says, beside what the sources say."""
    field, value = correction.field, None
    if correction.printed is not None:
        value = read_correction(field, correction.printed)
    origin = Origin(
        field=field, source=USER, source_id=correction.set_at, rule=CORRECTED
    )
    if field == "container":
        # Only the title was corrected: that the others say more is no conflict.
        titles = [
            (record, Container(title=held.title, title_markup=held.title_markup))
            for record, held in given
            if held.title
        ]
        filled = _fill([held for _, held in given]) if given else None
        return _retitled(filled, value), _with_others(origin, value, titles)
    return value, _with_others(origin, value, given)


def _retitled(held: Container | None, named: Container | None) -> Container | None:
    """Return the journal under the title that a person gives it.

    Where that names another journal, nothing of the old one is kept.
    """
    if held is None:
        return named
    if named and classify_conflict("container", held, named) is ConflictKind.REAL:
        return named
    return msgspec.structs.replace(
        held,
        title=named and named.title,
        title_markup=named and named.title_markup,
    )


def _with_others(origin: Origin, chosen: Any, others: Iterable[Given]) -> Origin:
    """Add who says the same, and every value that is printed otherwise."""
    agreeing: list[str] = []
    rejected: list[Rejected] = []
    for record, value in others:
        kind: ConflictKind | None = ConflictKind.REAL
        if chosen is not None:
            kind = classify_conflict(origin.field, chosen, value)
        if kind in (None, ConflictKind.FORMATTING):
            agreeing.append(record.source)
        if kind is not None:
            rejected.append(
                Rejected(
                    source=record.source,
                    source_id=record.source_id,
                    value=print_value(_differing(chosen, value)),
                    kind=kind,
                )
            )
    return msgspec.structs.replace(
        origin, agreeing=tuple(agreeing), rejected=tuple(rejected)
    )


def _differing(chosen: Any, other: Any) -> Any:
    """Return ``other``, of a journal only the parts that differ."""
    if not isinstance(other, Container) or chosen is None:
        return other
    return {
        name: part
        for name in other.__struct_fields__
        if (part := getattr(other, name)) not in (None, ())
        and part != getattr(chosen, name)
    }


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


def _keep_translations(
    chosen: dict[str, Choice],
    policies: Sequence[FieldPolicy],
    records: Sequence[SourceRecord],
) -> None:
    """Put translated titles that yielded to the original among the other titles."""
    policy = next(row for row in policies if row.field == "title")
    if policy.rule is not Rule.ORIGINAL or "title" not in chosen:
        return
    title, _ = chosen["title"]
    given = [
        (record, (value,))
        for record, value in _given(policy, records)
        if title and value != title and is_translated(value)
    ]
    if given and not is_translated(title):
        named, origin = chosen.get("other_titles", ((), None))
        record, _ = given[0]
        chosen["other_titles"] = (
            _union("other_titles", [(record, named or ()), *given]),
            origin
            or Origin(
                field="other_titles",
                source=record.source,
                source_id=record.source_id,
                rule="translation",
            ),
        )


def _derive(chosen: dict[str, Choice]) -> dict[str, Choice]:
    """Return what follows from the printed values that were chosen.

    First and last page are taken apart only from the pages of the same source.
    """
    pages, ends = chosen.get("page"), ("start_page", "end_page")
    if pages:
        for name in ends:
            if name in chosen and chosen[name][1].source != pages[1].source:
                del chosen[name]
    printed = {name: value for name, (value, _) in chosen.items()}
    first, last = map(printed.get, ends)
    derived = {
        "locator": normalize_pages(
            printed.get("page"),
            start=first,
            end=last,
            article_number=printed.get("article_number"),
        ),
        "numbering": normalize_numbering(*map(printed.get, _NUMBERS))
        if any(map(printed.get, _NUMBERS))
        else None,
    }
    return {
        name: (value, _derived_from(name, chosen))
        for name, value in derived.items()
        if value is not None
    }


def _derived_from(name: str, chosen: dict[str, Choice]) -> Origin:
    bases = _PLACE if name == "locator" else _NUMBERS
    of = next(chosen[base][1] for base in bases if base in chosen and chosen[base][0])
    return Origin(
        field=name,
        source=of.source,
        source_id=of.source_id,
        rule=f"{Rule.DERIVE} {of.field}",
    )


def _date(
    article: Article,
    records: Sequence[SourceRecord],
    rules: Rules,
    correction: Correction | None,
) -> Article:
    """Set the date under which the article is cited, and where that comes from."""
    cited = find_cited_date(article, rules.year)
    policy = next(row for row in rules.policy if row.field == "dates")
    given = _ordered(
        policy,
        (
            (record, date)
            for record in records
            if cited and (date := find_comparable_date(record, cited))
        ),
    )
    if correction:
        cited, origin = _correct(correction, given)
    elif cited:
        at = next(n for n, (_, date) in enumerate(given) if date.kind == cited.kind)
        (record, _), others = given[at], given[:at] + given[at + 1 :]
        origin = Origin(
            field="published",
            source=record.source,
            source_id=record.source_id,
            rule=f"cited {cited.kind}",
        )
        origin = _with_others(origin, cited, others)
    else:
        return article
    return msgspec.structs.replace(
        article,
        year=cited and year_of(cited),
        published=cited and cited.edtf,
        origins=(*article.origins, origin),
    )
