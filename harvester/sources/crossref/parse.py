"""A Crossref work message → a source record, as deposited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harvester.errors import RecordError
from harvester.model import DOI, Abstract, Identifier, SourceRecord, Text
from harvester.normalize.markup import read_markup
from harvester.sources.crossref import container, dates, people, rights
from harvester.sources.crossref.abstract import parse_abstract
from harvester.sources.crossref.references import parse_references
from harvester.sources.crossref.types import csl_type
from harvester.sources.crossref.updates import parse_relations
from harvester.sources.dois import lowered
from harvester.sources.values import (
    child,
    count,
    doi,
    listed,
    objects,
    spell,
    strings,
    words,
)

NAME = "crossref"

KEPT_WHOLE = (
    "type", "subtype", "group-title", "degree", "institution", "standards-body",
    "archive", "review", "version", "description", "special_numbering", "part-number",
    "component-number", "issue-title", "isbn-type", "free-to-read", "update-policy",
    "URL", "resource", "link", "publisher-id", "member", "prefix", "source",
)  # fmt: skip
"""Fields without a place of their own: they stand in ``other`` as they came."""

_REFERENCE_COUNTS = ("references-count", "reference-count", "citing-count")
_CITED_BY_COUNTS = ("is-referenced-by-count", "cited-count")
"""Names of one number each, today's first."""

READ = frozenset({
    "DOI", "ISBN", "ISSN", "abstract", "alias", "aliases", "alternative-id",
    "article-number", "assertion", "clinical-trial-number", "container-title",
    "content-domain", "edition-number", "event", "funder", "issn-type", "issue",
    "journal-issue", "language", "license", "original-title", "page", "publisher",
    "publisher-location", "reference", "relation", "score", "short-container-title",
    "short-title", "subject", "subtitle", "title", "update-to", "updated-by", "volume",
    *_REFERENCE_COUNTS, *_CITED_BY_COUNTS, *KEPT_WHOLE, *people.ROLES,
    *(name for name, _ in dates.PLACES),
})  # fmt: skip
"""Every field that is understood. ``score`` is of the query, not of the work."""


def parse_work(message: object) -> SourceRecord:
    """Return what Crossref says about one work, verbatim.

    Texts lose their markup to ``Text.markup``, and ``source_id`` is the DOI in
    lower case; everything else stays as deposited. A field of an unexpected type
    is absent. What has no place in the record stands in ``other`` under Crossref's
    name: a string as it is, anything else as JSON, a list member by member.

    Args:
        message: The decoded ``message`` of a single reply or an item of a list.

    Raises:
        RecordError: It is no object, or has no DOI.
    """
    work = child(message)
    own = doi(work.get("DOI"))
    if own is None or "/" not in own.value:
        raise RecordError("a work of the Crossref reply has no DOI: it is left out")
    titles = _texts(work.get("title"))
    originals = _texts(work.get("original-title"))
    abstracts = _abstracts(work)
    place = container.parse_place(work)
    return SourceRecord(
        source=NAME,
        source_id=lowered(own.value),
        type=csl_type(words(work.get("type")), words(work.get("subtype"))),
        identifiers=_identifiers(own, work),
        title=titles[0] if titles else None,
        original_title=originals[0] if originals else None,
        subtitles=_texts(work.get("subtitle")),
        other_titles=(
            *titles[1:],
            *originals[1:],
            *_texts(work.get("short-title")),
        ),
        container=container.parse_container(work),
        volume=place.volume,
        issue=place.issue,
        page=place.page,
        article_number=place.article_number,
        dates=dates.parse_dates(work),
        languages=strings(work.get("language")),
        contributors=people.parse_contributors(work),
        abstract=abstracts[0] if abstracts else None,
        other_abstracts=abstracts[1:],
        subjects=strings(work.get("subject")),
        funding=rights.parse_funding(work),
        data_banks=rights.parse_trials(work),
        licenses=rights.parse_licenses(work),
        relations=parse_relations(work),
        references=parse_references(work),
        reference_count=_first_count(work, _REFERENCE_COUNTS),
        cited_by_count=_first_count(work, _CITED_BY_COUNTS),
        assertions=rights.parse_assertions(work),
        other=tuple(_other(work)),
    )


def _identifiers(own: Identifier, work: Mapping[str, object]) -> tuple[Identifier, ...]:
    """Return the DOI, the DOIs that lead to it, and the publisher's own numbers."""
    aliases, alias = strings(work.get("aliases")), strings(work.get("alias"))
    numbers = strings(work.get("alternative-id"))
    return (
        own,
        *(Identifier(scheme=DOI, value=doi, place="alias") for doi in aliases or alias),
        *(Identifier(scheme="alternative-id", value=number) for number in numbers),
    )


def _texts(value: object) -> tuple[Text, ...]:
    return tuple(text for raw in strings(value) if (text := read_markup(raw)))


def _abstracts(work: Mapping[str, object]) -> tuple[Abstract, ...]:
    raws = strings(work.get("abstract"))
    return tuple(found for raw in raws if (found := parse_abstract(raw)))


def _first_count(work: Mapping[str, object], names: tuple[str, ...]) -> int | None:
    found = [count(work.get(name)) for name in names]
    return next((number for number in found if number is not None), None)


def _other(work: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield what has no field of its own: known, unplaced, and not known at all."""
    for name in KEPT_WHOLE:
        if (value := work.get(name)) is not None:
            yield from _spelled(name, value)
    for domain in objects(work.get("content-domain")):
        if listed(domain.get("domain")):
            yield from _spelled("content-domain", domain)
    for event in objects(work.get("event")):
        if event.keys() - {"name", "start", "end"}:
            yield from _spelled("event", event)
    yield from _spelled("indexed.version", child(work.get("indexed")).get("version"))
    yield from container.unplaced(work)
    yield from people.unplaced(work)
    yield from rights.unplaced(work)
    for name in work:
        if name not in READ:
            yield from _spelled(name, work[name])


def _spelled(name: str, value: object) -> Iterator[tuple[str, str]]:
    for member in listed(value):
        if text := spell(member):
            yield name, text
