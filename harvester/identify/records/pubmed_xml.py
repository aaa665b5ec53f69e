"""PubMed XML, as EFetch and PubMed's "Save" send it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from harvester import xml
from harvester.identify.found import Found
from harvester.identify.records.base import (
    Entry,
    Format,
    first_of_each,
    locate,
    read_field,
)
from harvester.model import DOI, PMCID, PMID

_SNIFFED = 5000
_MARK = re.compile(r"<(?:Pubmed(?:Book)?Article|MedlineCitation)[\s>]")
_CITATIONS = ("MedlineCitation/", "", "BookDocument/")
_LISTS = ("PubmedData/", "BookDocument/")
_PATHS: tuple[tuple[str, str], ...] = (
    *((PMID, f"{place}PMID") for place in _CITATIONS),
    *((DOI, f"{place}ArticleIdList/ArticleId[@IdType='doi']") for place in _LISTS),
    *((DOI, f"{p}Article/ELocationID[@EIdType='doi']") for p in _CITATIONS[:2]),
    *((PMCID, f"{place}ArticleIdList/ArticleId[@IdType='pmc']") for place in _LISTS),
)
_FIELDS = (
    ("title", "Article/ArticleTitle"),
    ("title", "ArticleTitle"),
    ("title", "Book/BookTitle"),
    ("journal", "Article/Journal/Title"),
    ("short_journal", "Article/Journal/ISOAbbreviation"),
    ("issn", "Article/Journal/ISSN"),
    ("volume", "Article/Journal/JournalIssue/Volume"),
    ("issue", "Article/Journal/JournalIssue/Issue"),
    ("date", "Article/Journal/JournalIssue/PubDate"),
    ("page", "Article/Pagination/MedlinePgn"),
    ("abstract", "Article/Abstract"),
    ("abstract", "Abstract"),
    ("keyword", "KeywordList/Keyword"),
    ("kind", "Article/PublicationTypeList/PublicationType"),
)


def _read(text: str) -> Iterator[Entry]:
    try:
        root = etree.fromstring(
            text.encode(errors="replace"), xml.parser(encoding="utf-8")
        )
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ValueError(f"its XML is broken: {error}") from error
    articles = list(root.iter("PubmedArticle", "PubmedBookArticle")) or list(
        root.iter("MedlineCitation")
    )
    position = 0
    for article in articles:
        position = locate(text, f"<{article.tag}", position)
        entry = _entry(article, text, position)
        yield entry
        position += 1


def _entry(article: etree._Element, text: str, start: int) -> Entry:
    found = first_of_each(
        found
        for scheme, path in _PATHS
        for element in article.findall(path)
        if element.get("ValidYN") != "N"
        for found in _identifiers(element, scheme, text, start)
    )
    citation = next(
        (c for tag in _CITATIONS[::2] if (c := article.find(tag[:-1])) is not None),
        article,
    )
    return Entry(found=found, fields=tuple(_describe(citation)))


def _identifiers(
    element: etree._Element, scheme: str, text: str, start: int
) -> Iterator[Found]:
    if printed := xml.text(element):
        offset = locate(text, f">{printed}<", start)
        place = offset + 1 if offset > start else locate(text, printed, start)
        label = element.get("IdType") or element.get("EIdType") or str(element.tag)
        yield from read_field(scheme, printed, offset=place, label=label)


def _describe(citation: etree._Element) -> Iterator[tuple[str, str]]:
    for field, path in _FIELDS:
        for element in citation.findall(path):
            # The parts of a date or an abstract stand in elements of their own.
            parts = [xml.text(child) or "" for child in element]
            is_divided = field in {"date", "abstract"} and parts
            value = " ".join(parts) if is_divided else xml.text(element)
            if value:
                yield field, value
    for place in ("Article/AuthorList/Author", "AuthorList/Author"):
        for author in citation.findall(place):
            family = xml.text(author.find("LastName"))
            given = xml.text(author.find("ForeName")) or xml.text(
                author.find("Initials")
            )
            group = xml.text(author.find("CollectiveName"))
            if family:
                yield "author", f"{family}, {given}" if given else family
            elif group:
                yield "group", group


PUBMED_XML = Format(
    name="pubmed-xml",
    called="PubMed XML file",
    recognises=lambda text: (
        text.lstrip("\ufeff \t\r\n").startswith("<")
        and bool(_MARK.search(text, 0, _SNIFFED))
    ),
    read=_read,
)
