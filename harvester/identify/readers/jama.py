"""Article pages of the JAMA Network."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harvester.identify.abstract import parse_abstract
from harvester.identify.fields import looks_like_title, meta_record
from harvester.identify.own import Claim, Rank, meta_claims
from harvester.identify.page import Line, Page
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
_NAMES = re.compile(r"\((?:Drs?|Mss?|Mrs?|Messrs)\.? ([^)]*)\)")
_SKIP = re.compile(r"\[?skip to (?:main )?content", re.IGNORECASE)
_TYPES = re.compile(
    r"(?:original (?:article|investigation|contribution)|research letter|review"
    r"|viewpoint|invited commentary|commentary|editorial|comment & response|correction"
    r"|brief report|special communication|paper|research|case report|clinical trial"
    r"|letters?)(?:\s*\|.*)?",
    re.IGNORECASE,
)


def _recognises(page: Page) -> bool:
    skip = any(_SKIP.match(line.text) for line in page.lines[:30])
    cited = any(_is_own_citation(line) for line in page.lines)
    hosted = "jamanetwork.com" in "".join(
        meta.content for meta in page.metas if meta.name in {"canonical", "og:url"}
    )
    return hosted or (cited and (skip or page.has("author affiliations") > 0))


def _is_own_citation(line: Line) -> bool:
    return any(
        found.identifier.value.startswith(_REGISTRANT) for found in line.found
    ) and bool(_CITATION.match(line.text) or _ONLINE.match(line.text))


def _citations(page: Page) -> Iterator[Line]:
    """Yield the citation lines of the page's own article, numbered ones are others'."""
    for section in page.sections:
        if section.role is None:
            yield from (line for line in section.lines if _is_own_citation(line))


def _read(page: Page) -> Reading:
    citations = list(_citations(page))
    claims = [
        Claim(found=found, rank=Rank.BLOCK)
        for line in citations
        for found in line.found
    ]
    return Reading(
        claims=(*meta_claims(page), *claims),
        record=_record(page, citations[0].text if citations else ""),
    )


def _record(page: Page, citation: str) -> SourceRecord:
    base = meta_record(page)
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
        title=Text(plain=title) if title else base.title,
        container=Container(title=match["journal"]) if match else base.container,
        volume=cited["volume"] if cited else base.volume,
        issue=cited["issue"] if cited else base.issue,
        page=cited["page"] if cited else base.page,
        dates=dates or base.dates,
        contributors=base.contributors,
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
        texts = [line.text for line in section.lines]
        if citation and citation in texts:
            return parse_abstract(section.lines[texts.index(citation) + 1 :])
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
            yield "author_affiliations", printed
            for group in _NAMES.findall(printed):
                for name in re.split(r",\s*(?:and\s+)?|\s+and\s+", group):
                    if name.strip():
                        yield "surname_in_affiliations", name.strip()


JAMA = Reader(name="jama", recognises=_recognises, read=_read)
