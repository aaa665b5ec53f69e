"""What the head of a saved page states about its article, for machines to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from harvester.identify.fields import looks_like_title, page_range, split_keywords
from harvester.identify.page import Page
from harvester.model import (
    Abstract,
    AbstractSection,
    Affiliation,
    Container,
    Contributor,
    RecordDate,
    SourceRecord,
    Text,
)

STATED = {
    "title": (
        "citation_title", "bepress_citation_title", "eprints.title", "dc.title",
        "dcterms.title", "prism.title", "info.title",
    ),
    "headline": ("json-ld.headline", "json-ld.name"),
    "journal": (
        "citation_journal_title", "bepress_citation_journal_title",
        "prism.publicationname", "eprints.publication", "citation_inbook_title",
        "citation_conference_title", "json-ld.journal", "dc.source",
    ),
    "publisher": (
        "citation_publisher", "dc.publisher", "eprints.publisher", "json-ld.publisher",
    ),
    "issn": (
        "citation_issn", "prism.issn", "prism.eissn", "bepress_citation_issn",
        "eprints.issn", "json-ld.issn",
    ),
    "volume": (
        "citation_volume", "bepress_citation_volume", "prism.volume",
        "eprints.volume", "json-ld.volumenumber",
    ),
    "issue": (
        "citation_issue", "bepress_citation_issue", "prism.number",
        "eprints.number", "json-ld.issuenumber",
    ),
    "first_page": (
        "citation_firstpage", "bepress_citation_firstpage", "prism.startingpage",
        "json-ld.pagestart",
    ),
    "last_page": (
        "citation_lastpage", "bepress_citation_lastpage", "prism.endingpage",
        "json-ld.pageend",
    ),
    "pages": ("eprints.pagerange", "prism.pagerange", "json-ld.pagination"),
    "published": (
        "citation_publication_date", "citation_date", "bepress_citation_date",
        "citation_cover_date", "dc.date", "dc.date.issued", "dcterms.issued",
        "dcterms.date", "prism.publicationdate", "eprints.date", "citation_year",
        "json-ld.datepublished",
    ),
    "online": ("citation_online_date", "bepress_citation_online_date"),
    "author": (
        "citation_author", "bepress_citation_author", "eprints.creators_name",
        "dc.creator", "dcterms.creator", "dc.contributor.author", "json-ld.author",
    ),
    "authors": ("citation_authors",),
    "affiliation": ("citation_author_institution", "json-ld.affiliation"),
    "keyword": (
        "citation_keywords", "citation_keyword", "eprints.keywords", "prism.keyword",
        "dc.subject", "dcterms.subject", "json-ld.keywords",
    ),
    "abstract": (
        "citation_abstract", "dcterms.abstract", "eprints.abstract",
        "json-ld.abstract", "dc.description.abstract", "dc.description",
        "json-ld.description",
    ),
}  # fmt: skip
"""What is stated → the names it is stated under, the more telling first."""

_DESCRIPTIVE = frozenset({"dc.title", "dcterms.title", "prism.title", "info.title"})
"""Titles that software fills in as well as people: only what reads like one counts."""
_FILE_NAME = re.compile(
    r"Microsoft|untitled|.*\.(?:docx?|indd|tex|dvi|pdf)$", re.IGNORECASE
)
_TAGS = re.compile(r"<[^<>]{1,200}>")
_SHORTEST_ABSTRACT = 200
"""Characters from which on a description is an abstract and no advertisement."""


def complete_record(page: Page, record: SourceRecord | None) -> SourceRecord | None:
    """Return what a page says, with what only its head states put beside it.

    The head's own word for the title is taken first: on the page a title is known
    by its looks only. A headline comes last, for it may be cut.
    """
    if record is None:
        return None
    head = _record(page)
    title = _title(page)
    gaps: dict[str, Any] = {
        name: value
        for name in head.__struct_fields__
        if getattr(record, name) in (None, ()) and (value := getattr(head, name))
    }
    if record.container and head.container:
        gaps["container"] = _filled(record.container, head.container)
    gaps["title"] = title or record.title or _text(_first(page, "headline"))
    return msgspec.structs.replace(record, **gaps)


def _filled(container: Container, other: Container) -> Container:
    gaps = {
        name: getattr(other, name)
        for name in container.__struct_fields__
        if getattr(container, name) in (None, ())
    }
    return msgspec.structs.replace(container, **gaps)


def _record(page: Page) -> SourceRecord:
    container = Container(
        title=_first(page, "journal"),
        publisher=_first(page, "publisher"),
        issns=tuple(dict.fromkeys(_all(page, "issn"))),
    )
    stated = _first(page, "first_page"), _first(page, "last_page")
    abstract = next(
        (a for a in _all(page, "abstract") if len(a) >= _SHORTEST_ABSTRACT), None
    )
    return SourceRecord(
        source="document",
        source_id=page.name,
        container=container if container != Container() else None,
        volume=_first(page, "volume"),
        issue=_first(page, "issue"),
        page=page_range(*stated) or _first(page, "pages"),
        dates=tuple(
            RecordDate(kind=kind, printed=printed)
            for kind in ("published", "online")
            if (printed := _first(page, kind))
        ),
        contributors=tuple(_people(page)),
        keywords=split_keywords(_all(page, "keyword")),
        abstract=Abstract(
            sections=(AbstractSection(text=Text(plain=_TAGS.sub("", abstract))),)
        )
        if abstract
        else None,
    )


def _title(page: Page) -> Text | None:
    for name in STATED["title"]:
        for meta in page.metas:
            is_it = meta.name == name and not _FILE_NAME.match(meta.content)
            if is_it and (name not in _DESCRIPTIVE or looks_like_title(meta.content)):
                return _text(meta.content)
    return None


def _text(printed: str | None) -> Text | None:
    plain = _TAGS.sub("", printed or "").strip()
    return Text(plain=plain) if plain else None


def _people(page: Page) -> Iterator[Contributor]:
    """Yield the authors, each with the affiliations stated behind the name."""
    name = _name(page, "author")
    if name is None:
        for printed in _all(page, "authors"):
            yield from (
                Contributor(literal=one.strip())
                for one in printed.split(";")
                if one.strip()
            )
        return
    people: list[tuple[str, list[str]]] = []
    for meta in page.metas:
        if meta.name == name:
            people.append((meta.content, []))
        elif meta.name in STATED["affiliation"] and people:
            people[-1][1].append(meta.content)
    for printed, places in people:
        yield Contributor(
            literal=printed,
            affiliations=tuple(Affiliation(name=Text(plain=p)) for p in places),
        )


def _name(page: Page, what: str) -> str | None:
    """Return the first name that something is stated under, or None."""
    there = {meta.name for meta in page.metas}
    return next((name for name in STATED[what] if name in there), None)


def _all(page: Page, what: str) -> list[str]:
    """Return every statement under the first name that occurs."""
    name = _name(page, what)
    return [meta.content for meta in page.metas if meta.name == name]


def _first(page: Page, what: str) -> str | None:
    return next(iter(_all(page, what)), None)
