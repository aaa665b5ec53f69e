"""Article pages of PubMed, in the web's layout and as saved abstract text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from harvester.identify.abstract import parse_abstract
from harvester.identify.fields import looks_like_title, meta_record, split_keywords
from harvester.identify.own import (
    Rank,
    is_identifier_line,
    meta_claims,
    section_claims,
)
from harvester.identify.page import Line, Page
from harvester.identify.readers.base import Reader, Reading
from harvester.model import Container, RecordDate, SourceRecord, Text

_MARKS = (
    "similar articles", "cited by", "mesh terms", "publication types", "substances",
    "linkout - more resources", "related information", "pubmed disclaimer",
    "full text sources", "grants and funding", "supplementary concepts",
    "title & authors", "full text links", "references",
)  # fmt: skip
_OWN = frozenset(
    {
        "", "affiliations", "affiliation", "author information", "authors", "author",
        "full text links", "actions", "share", "page navigation", "title & authors",
        "copyright",
    }
)  # fmt: skip
_LATE = frozenset(
    {"abstract", "copyright information", "conflict of interest statement"}
)
_HOST = re.compile(
    r"pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed|PubMed Disclaimer"
)
_SOURCE = re.compile(
    r"(?:\d{1,3}\.\s+)?(?P<journal>[A-Z][\w&().:,/ -]{1,100}?)?\.\s+"
    r"(?P<date>(?:1[89]|20)\d\d"
    r"(?:[ -][A-Z][a-z]{2,5}(?:-[A-Z][a-z]{2})?(?: \d{1,2})?)?)"
    r"(?:;(?P<volume>[^(:;.\s]*(?: Suppl ?\w*)?)(?:\((?P<issue>[^)]*)\))?"
    r"(?::(?P<page>[^.;\s]+))?)?\."
)
_EPUB = re.compile(r"\bEpub (?P<date>\d{4}(?: [A-Z][a-z]{2}(?: \d{1,2})?)?)")
_KEYWORDS = re.compile(r"key ?words\s*:\s*", re.IGNORECASE)


def _recognises(page: Page) -> bool:
    marks = page.has(*_MARKS)
    hosted = _HOST.search(page.text) is not None
    labelled = any(
        found.label and "pmid" in found.label.casefold()
        for section in page.sections
        for line in section.lines
        for found in line.found
    )
    return marks >= 3 or (marks >= 1 and (labelled or hosted))


def _read(page: Page) -> Reading:
    own = [section for section in page.sections if section.key in _OWN]
    late = [section for section in page.sections if section.key in _LATE]
    return Reading(
        claims=(
            *meta_claims(page),
            *section_claims(own, Rank.BLOCK),
            *section_claims(late, Rank.WEAK, citations=False),
        ),
        record=_record(page),
    )


def _record(page: Page) -> SourceRecord:
    base = meta_record(page)
    citation = " ".join(line.text for line in _own_lines(page))
    source = _SOURCE.search(citation)
    epub = _EPUB.search(citation)
    journal = source and source["journal"]
    dates = (
        RecordDate(kind=kind, printed=match["date"])
        for kind, match in (("issue", source), ("online", epub))
        if match
    )
    abstract = page.section("abstract")
    title = _title(page)
    return SourceRecord(
        source="document",
        source_id=page.name,
        title=base.title or (Text(plain=title) if title else None),
        container=Container(title=journal) if journal else base.container,
        volume=(source["volume"] if source else None) or base.volume,
        issue=(source["issue"] if source else None) or base.issue,
        page=(source["page"] if source else None) or base.page,
        dates=tuple(dates) or base.dates,
        contributors=base.contributors,
        abstract=parse_abstract(abstract.lines) if abstract else None,
        keywords=split_keywords(list(_keywords(page))) or base.keywords,
    )


def _own_lines(page: Page) -> Iterator[Line]:
    """Yield the lines before the abstract that are not the title's."""
    for section in page.sections:
        if section.key in _OWN:
            yield from (
                line
                for line in section.lines
                if not looks_like_title(line.text) or line.found
            )


def _keywords(page: Page) -> Iterator[str]:
    for section in page.sections:
        if section.role is None:
            for line in section.lines:
                if match := _KEYWORDS.match(line.text):
                    yield line.text[match.end() :]


def _title(page: Page) -> str | None:
    """Return the title: printed twice, or the first line that may be one."""
    lines = [
        line.text
        for line in page.head.lines
        if looks_like_title(line.text)
        and not is_identifier_line(line)
        and not _SOURCE.search(line.text)
    ]
    repeated = [text for text, count in Counter(lines).items() if count > 1]
    return next(iter(repeated or lines), None)


PUBMED = Reader(name="pubmed", recognises=_recognises, read=_read)
