"""Article pages of the JAMA Network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from harvester.identify.abstract import parse_abstract
from harvester.identify.fields import looks_like_title
from harvester.identify.found import Found
from harvester.identify.own import Claim, Rank, meta_claims
from harvester.identify.page import Page
from harvester.identify.readers.base import Reader, Reading
from harvester.model import (
    Abstract,
    Container,
    PublicationType,
    RecordDate,
    SourceRecord,
    Text,
)

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November"
    "|December"
)
_DATE = re.compile(
    rf"(?:published online\s*)?(?P<date>(?:{_MONTHS}) (?:\d{{1,2}}, )?\d{{4}})"
)
_JOURNAL = r"(?P<journal>(?:JAMA|Arch|AMA)\b[A-Za-z ]{0,60})\.\s+"
_CITATION = re.compile(
    _JOURNAL + r"(?P<year>\d{4});(?P<volume>[^(:;\s]+)(?:\((?P<issue>[^)]*)\))?"
    r":(?P<page>[^\s.;]+)\.\s*doi:"
)
_ONLINE = re.compile(
    _JOURNAL + rf"Published online (?P<date>(?:{_MONTHS}) \d{{1,2}}, \d{{4}})\.\s*doi:"
)
_REGISTRANT = "10.1001/"
_LONGEST = 300
_TOP = 60
_NAMES = re.compile(r"\((?:Drs?|Mss?|Mrs?|Messrs)\.? ([^)]*)\)")
_MARK = re.compile(
    r"\[?skip to (?:main )?(?:content|navigation)|author affiliations|jama network",
    re.IGNORECASE,
)
_TYPES = re.compile(
    r"(?:original (?:article|investigation|contribution)|research letter|review"
    r"|viewpoint|invited commentary|commentary|editorial|comment & response|correction"
    r"|brief report|special communication|paper|research|case report|clinical trial"
    r"|letters?)(?:\s*\|.*)?",
    re.IGNORECASE,
)


def _recognises(page: Page) -> bool:
    marked = any(_MARK.match(line.text) for line in page.lines[:_TOP])
    hosted = any(
        "jamanetwork.com/" in meta.content
        for meta in page.metas
        if meta.name in {"canonical", "og:url"}
    )
    return hosted or (marked and any(True for _ in _citations(page)))


def _citations(page: Page) -> Iterator[tuple[str, tuple[Found, ...]]]:
    """Yield the citation lines of the page's own article with their identifiers.

    Those of the references begin with names. The DOI may have a line of its own.
    """
    for section in page.sections:
        lines = [line for line in section.lines if line.text]
        for line, below in zip_longest(lines, lines[1:]):
            text, found = line.text, line.found
            if not found and below and len(text) + len(below.text) < _LONGEST:
                text, found = f"{text} {below.text}", below.found
            cited = _CITATION.match(text) or _ONLINE.match(text)
            own = [f for f in found if f.identifier.value.startswith(_REGISTRANT)]
            if section.role is None and cited and own:
                yield text, tuple(own)


def _read(page: Page) -> Reading:
    citations = list(_citations(page))
    claims = (
        Claim(found=found, rank=Rank.BLOCK)
        for _, identifiers in citations
        for found in identifiers
    )
    return Reading(
        claims=(*meta_claims(page), *claims),
        record=_record(page, citations[0][0] if citations else ""),
    )


def _record(page: Page, citation: str) -> SourceRecord:
    cited = _CITATION.match(citation)
    online = _ONLINE.match(citation)
    kind, date, title = _top(page)
    match = cited or online
    dates = tuple(
        RecordDate(kind=kind_of_date, printed=printed)
        for kind_of_date, printed in (
            ("published", date),
            ("online", online["date"] if online else None),
        )
        if printed
    )
    return SourceRecord(
        source="document",
        source_id=page.name,
        title=Text(plain=title) if title else None,
        container=Container(title=match["journal"]) if match else None,
        volume=cited["volume"] if cited else None,
        issue=cited["issue"] if cited else None,
        page=cited["page"] if cited else None,
        dates=dates,
        abstract=_abstract(page, citation),
        publication_types=(PublicationType(name=kind),) if kind else (),
        other=tuple(_affiliations(page)),
    )


def _top(page: Page) -> tuple[str | None, str | None, str | None]:
    """Return article type, date and title: the three lines on top, in this order."""
    kind = date = None
    for line in page.lines:
        text = line.text
        if kind is None and date is None and _TYPES.fullmatch(text):
            kind = text.partition("|")[0].strip()
        elif date is None and (match := _DATE.fullmatch(text)):
            date = match["date"]
        elif (kind or date) and looks_like_title(text):
            return kind, date, text
    return kind, date, None


def _abstract(page: Page, citation: str) -> Abstract | None:
    """Return the abstract: under its heading, or else below the citation line."""
    section = page.section("abstract")
    if section and any(line.text for line in section.lines):
        return parse_abstract(section.lines)
    for section in page.sections:
        for i, line in enumerate(section.lines):
            if line.text and citation.startswith(line.text):
                below = section.lines[i + 1 :]
                return parse_abstract(each for each in below if not each.found)
    return None


def _affiliations(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the affiliations as printed, and the surnames that stand in them.

    The names stand in the order of the departments: who wrote it, not in which
    order.
    """
    prefix = "author affiliations:"
    for line in page.lines:
        if line.text.casefold().startswith(prefix):
            printed = line.text[len(prefix) :].strip()
            yield "affiliation", printed
            for group in _NAMES.findall(printed):
                for name in re.split(r",\s*(?:and\s+)?|\s+and\s+", group):
                    if name.strip():
                        yield "surname_in_affiliations", name.strip()


JAMA = Reader(name="jama", recognises=_recognises, read=_read)
