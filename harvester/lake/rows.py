"""A record as rows of the lake's tables; the order of values is that of the schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any

import msgspec

from harvester.model import (
    DOI,
    PMCID,
    PMID,
    Abstract,
    Chemical,
    Contributor,
    Funding,
    Identifier,
    Keyword,
    MeshHeading,
    PublicationType,
    RecordDate,
    Reference,
    Relation,
    SourceRecord,
    Text,
)
from harvester.reconcile.cited_date import find_cited_date, year_of

Row = tuple[Any, ...]

_encode = msgspec.json.Encoder().encode


def build_rows(record: SourceRecord, *, input_name: str) -> dict[str, list[Row]]:
    """Return the rows of a record, by table.

    Args:
        record: Normalised.
        input_name: The file that it was read from.

    Returns:
        Every table of ``schema.RECORD_TABLES``; a list is empty where the record has
        nothing of the kind.
    """
    key = (record.source, record.source_id)
    cited = find_cited_date(record)
    year = year_of(cited) if cited else None
    bears = (record.pmid, record.doi, record.pmcid)
    published = cited.edtf if cited else None
    rows = {
        "articles": [(*key, *_article(record, bears, year, published))],
        "records": [(*key, *bears, year, input_name, _encode(record).decode())],
    }
    for name, (items, build) in _PARTS.items():
        rows[name] = [
            (*key, position, *row)
            for position, item in enumerate(items(record), 1)
            for row in build(item)
        ]
    return rows


def version_of(printed: str | None) -> int:
    """Return PubMed's version of a record as a number; 1 where none is printed."""
    return int(printed) if printed and printed.isdecimal() else 1


def _article(
    record: SourceRecord,
    bears: tuple[str | None, ...],
    year: int | None,
    published: str | None,
) -> Row:
    held, locator = record.container, record.locator
    return (
        version_of(record.version),
        *bears,
        record.type,
        _plain(record.title),
        record.title.markup if record.title else None,
        _plain(record.original_title),
        *(getattr(held, name) if held else None for name in _CONTAINER),
        record.volume,
        record.issue,
        record.page,
        locator.first_page if locator else None,
        locator.last_page if locator else None,
        (locator.article_number if locator else None) or record.article_number,
        year,
        published,
        record.languages,
        _whole(record.abstract) if record.abstract else None,
        record.publication_status,
        record.indexing_status,
        len(record.authors),
        record.reference_count,
        record.cited_by_count,
    )


_CONTAINER = (
    "title",
    "iso_abbreviation",
    "medline_abbreviation",
    "nlm_id",
    "issn_print",
    "issn_electronic",
    "issn_linking",
    "publisher",
)


def _whole(abstract: Abstract) -> str:
    """Return an abstract as one text, a section a line, labels before them."""
    return "\n".join(
        f"{section.label}: {section.text.plain}"
        if section.label
        else section.text.plain
        for section in abstract.sections
    )


def _plain(text: Text | None) -> str | None:
    return text.plain if text else None


def _named(identifiers: Iterable[Identifier]) -> tuple[str, ...]:
    return tuple(map(str, identifiers))


def _first(identifiers: Iterable[Identifier], scheme: str) -> str | None:
    for identifier in identifiers:
        if identifier.scheme == scheme and identifier.is_valid:
            return identifier.value
    return None


def _identifier(one: Identifier) -> Iterator[Row]:
    yield one.scheme, one.value, one.printed, one.is_valid, one.place


def _contributor(one: Contributor) -> Iterator[Row]:
    yield (
        one.role,
        one.family,
        one.given,
        one.initials,
        one.suffix,
        one.dropping_particle,
        one.literal,
        one.orcid,
        _named(one.identifiers),
        one.is_valid,
        one.equal_contribution,
        one.group_id,
    )


def _affiliations(contributor: Contributor) -> Iterator[Row]:
    for number, one in enumerate(contributor.affiliations, 1):
        ror = _first(one.identifiers, "ror")
        named = _named(one.identifiers)
        yield number, _plain(one.name), ror, named, one.departments, one.places


def _sections(abstract: Abstract | None) -> Iterator[Row]:
    if abstract is None:
        return
    for number, one in enumerate(abstract.sections, 1):
        yield (
            number,
            abstract.kind,
            abstract.language,
            one.label,
            one.category,
            one.text.plain,
            one.text.markup,
        )


def _heading(heading: MeshHeading) -> Iterator[Row]:
    head = heading.descriptor, heading.ui, heading.is_major, heading.is_major_topic
    tail = heading.kind, heading.is_automatic
    for qualifier in heading.qualifiers:
        yield *head, qualifier.name, qualifier.ui, qualifier.is_major, *tail
    if not heading.qualifiers:
        yield *head, None, None, None, *tail


def _keyword(one: Keyword) -> Iterator[Row]:
    yield one.text.plain, one.owner, one.is_major


def _publication_type(one: PublicationType) -> Iterator[Row]:
    yield one.name, one.ui


def _reference(one: Reference) -> Iterator[Row]:
    yield (
        *(_first(one.identifiers, scheme) for scheme in (PMID, DOI, PMCID)),
        _plain(one.citation),
        one.article_title,
        one.container_title,
        one.author,
        one.year,
        one.volume,
        one.first_page,
        one.list_title,
        one.asserted_by,
    )


def _awards(one: Funding) -> Iterator[Row]:
    tail = one.acronym, one.country, _named(one.identifiers), one.asserted_by
    for award in one.awards or (None,):
        yield one.agency, award, *tail


def _chemical(one: Chemical) -> Iterator[Row]:
    yield one.name, one.ui, one.registry_number


def _relation(one: Relation) -> Iterator[Row]:
    tail = _plain(one.citation), one.note, one.asserted_by, one.date
    for identifier in one.identifiers or (None,):
        key = identifier.key if identifier else (None, None)
        yield one.kind, one.update_type, *key, *tail


def _date(one: RecordDate) -> Iterator[Row]:
    yield one.kind, one.printed, one.time, one.edtf, one.precision, year_of(one)


def _abstracts(record: SourceRecord) -> tuple[Abstract | None, ...]:
    return (record.abstract, *record.other_abstracts)


_Items = Callable[[SourceRecord], Iterable[Any]]
_PARTS: dict[str, tuple[_Items, Callable[[Any], Iterator[Row]]]] = {
    "identifiers": (attrgetter("identifiers"), _identifier),
    "contributors": (attrgetter("contributors"), _contributor),
    "affiliations": (attrgetter("contributors"), _affiliations),
    "abstract_sections": (_abstracts, _sections),
    "mesh": (attrgetter("mesh_headings"), _heading),
    "keywords": (attrgetter("keywords"), _keyword),
    "publication_types": (attrgetter("publication_types"), _publication_type),
    "references": (attrgetter("references"), _reference),
    "funding": (attrgetter("funding"), _awards),
    "chemicals": (attrgetter("chemicals"), _chemical),
    "relations": (attrgetter("relations"), _relation),
    "dates": (attrgetter("dates"), _date),
}
"""What a record has several of: table → the items, and the rows of one."""
