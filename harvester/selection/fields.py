"""The fields whose values a record prints: clause → test."""

from __future__ import annotations

from collections.abc import Callable

from harvester.changes import EditorialStatus, judge_status
from harvester.errors import SelectionError
from harvester.model import Container, SourceRecord, Work
from harvester.normalize.identifiers import normalize_identifier, normalize_issn
from harvester.normalize.journals import journal_key
from harvester.normalize.languages import normalize_language
from harvester.reconcile.cited_date import YearRule, find_cited_date, year_of
from harvester.search import Clause, Field, Property, State
from harvester.search.values import read_property, read_state, read_years
from harvester.selection.base import RecordTest
from harvester.vocabulary import fold_term


def find_year(clause: Clause, rule: YearRule) -> RecordTest:
    """Return whether the year under which a work is cited is one of a span."""
    years = read_years(clause.text)
    if years is None:
        raise SelectionError(f"year:{clause.text} is no year (2015, 2010-2020, 2010-).")
    first = years.first if years.first is not None else -1
    last = years.last if years.last is not None else 10_000

    def is_within(record: SourceRecord) -> bool:
        date = find_cited_date(record, rule)
        year = year_of(date) if date else None
        return year is not None and first <= year <= last

    return is_within


def _identifier(clause: Clause) -> RecordTest:
    scheme, text = str(clause.field), clause.text
    if clause.is_prefix:
        first = text.lower() if clause.field is Field.DOI else text
        return lambda record: any(
            one.is_valid and one.scheme == scheme and one.value.startswith(first)
            for one in record.identifiers
        )
    key = (scheme, _canonical(scheme, text))
    return lambda record: any(
        one.key == key and one.is_valid for one in record.identifiers
    )


def _canonical(scheme: str, text: str) -> str:
    one = normalize_identifier(scheme, text)
    if one is None:
        raise SelectionError(f"{scheme}:{text}: this is no {scheme.upper()}.")
    return one.value


def _orcid(clause: Clause) -> RecordTest:
    value = _canonical("orcid", clause.text)
    return lambda record: any(one.orcid == value for one in record.contributors)


def _journal(clause: Clause) -> RecordTest:
    """Ask for a journal's name, abbreviation, ISSN or NLM ID; with a star, for words.

    What a star stands behind is the beginning of a word of the title.
    """
    *whole, begun = fold_term(clause.text).split()
    key = journal_key(clause.text)
    codes = {clause.text, normalize_issn(clause.text)} - {None}

    def has_words(held: Container) -> bool:
        there = fold_term(held.title or "").split()
        return set(whole) <= set(there) and any(one.startswith(begun) for one in there)

    def is_named(held: Container) -> bool:
        titles = (held.title, held.iso_abbreviation, held.medline_abbreviation)
        numbers = (
            *(held.nlm_id, held.issn_print, held.issn_electronic, held.issn_linking),
        )
        return any(title and journal_key(title) == key for title in titles) or any(
            number in codes for number in numbers if number
        )

    return _remembered(has_words if clause.is_prefix else is_named)


def _remembered(test: Callable[[Container], bool]) -> RecordTest:
    """Ask of every journal once: there are few, and their records are many."""
    known: dict[Container, bool] = {}

    def is_in(record: SourceRecord) -> bool:
        held = record.container
        if held is None:
            return False
        found = known.get(held)
        if found is None:
            found = known[held] = test(held)
        return found

    return is_in


def _chooser(clause: Clause) -> Callable[[str], bool]:
    """Return whether a value is meant, whatever its case and hyphens."""
    asked = _fold(clause.text)
    known: dict[str, bool] = {}

    def is_meant(value: str) -> bool:
        found = known.get(value)
        if found is None:
            folded = _fold(value)
            found = folded.startswith(asked) if clause.is_prefix else folded == asked
            known[value] = found
        return found

    return is_meant


def _fold(value: str) -> str:
    return fold_term(value).replace("-", " ").replace("_", " ")


def _type(clause: Clause) -> RecordTest:
    """Ask for the kind of work (CSL's words) or a publication type (PubMed's)."""
    is_meant = _chooser(clause)
    return lambda record: (
        any(is_meant(one.name) for one in record.publication_types)
        or (record.type is not None and is_meant(record.type))
    )


def _language(clause: Clause) -> RecordTest:
    asked, is_meant = normalize_language(clause.text), _chooser(clause)
    known: dict[str, bool] = {}

    def is_in(printed: str) -> bool:
        found = known.get(printed)
        if found is None:
            one = normalize_language(printed)
            is_same = bool(asked and one and one.value == asked.value)
            found = known[printed] = is_same or is_meant(printed)
        return found

    return lambda record: any(is_in(one) for one in record.languages)


def _source(clause: Clause) -> RecordTest:
    is_meant = _chooser(clause)
    return lambda record: is_meant(record.source)


STATUSES = {
    State.RETRACTED: EditorialStatus.RETRACTED,
    State.WITHDRAWN: EditorialStatus.WITHDRAWN,
    State.REINSTATED: EditorialStatus.REINSTATED,
    State.CONCERN: EditorialStatus.CONCERN,
    State.NOTICE: EditorialStatus.NOTICE,
    State.CORRECTED: EditorialStatus.CORRECTED,
    State.OK: EditorialStatus.OK,
    State.UNVERIFIED: EditorialStatus.UNVERIFIED,
}
"""What ``is:`` asks for → the editorial status that is meant."""


def _standing(clause: Clause) -> RecordTest:
    state = read_state(clause.text)
    if state is State.PREPRINT:
        return lambda record: any(
            one.name in {"Preprint", "preprint"} for one in record.publication_types
        )
    status = STATUSES.get(state) if state else None
    if status is None:
        raise SelectionError(_unsaid(clause))
    return lambda record: (
        status is (judge_status([(record.source, record)], record.article_keys).status)
    )


_HAVING: dict[Property, Callable[[Work], bool]] = {
    Property.ABSTRACT: lambda work: work.abstract is not None,
    Property.DOI: lambda work: work.doi is not None,
    Property.PMID: lambda work: work.pmid is not None,
    Property.PMCID: lambda work: work.pmcid is not None,
    Property.ORCID: lambda work: any(one.orcid for one in work.contributors),
    Property.MESH: lambda work: bool(work.mesh_headings),
    Property.KEYWORDS: lambda work: bool(work.keywords),
    Property.REFERENCES: lambda work: bool(work.references),
    Property.RELATIONS: lambda work: bool(work.relations),
    Property.FUNDING: lambda work: bool(work.funding),
    Property.CHEMICALS: lambda work: bool(work.chemicals),
}


def _having(clause: Clause) -> RecordTest:
    having = read_property(clause.text)
    test = _HAVING.get(having) if having else None
    if test is None:
        raise SelectionError(_unsaid(clause))
    return test


def _unsaid(clause: Clause) -> str:
    return (
        f"{clause.field}:{clause.text}: no record says that of itself; ask the library "
        "for it when the records are in it (`harvest search`)."
    )


TESTS: dict[Field, Callable[[Clause], RecordTest]] = {
    Field.JOURNAL: _journal,
    Field.DOI: _identifier,
    Field.PMID: _identifier,
    Field.PMCID: _identifier,
    Field.ORCID: _orcid,
    Field.TYPE: _type,
    Field.LANGUAGE: _language,
    Field.SOURCE: _source,
    Field.IS: _standing,
    Field.HAS: _having,
}
"""Field → what builds its test; words, headings and years have builders of their own.
"""
