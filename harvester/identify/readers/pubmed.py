"""Article pages of PubMed, in the web's layout and as saved abstract text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from harvester.identify.abstract import parse_abstract
from harvester.identify.fields import (
    find_affiliations,
    looks_like_title,
    split_keywords,
)
from harvester.identify.own import Rank, meta_claims, section_claims
from harvester.identify.page import Page
from harvester.identify.readers.base import Reader, Reading
from harvester.model import Container, RecordDate, SourceRecord, Text

_MARKS = (
    "similar articles", "cited by", "mesh terms", "publication types",
    "linkout - more resources", "related information", "pubmed disclaimer",
    "full text sources", "grants and funding", "supplementary concepts",
    "title & authors", "full text links",
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
    r"(?:\d{1,3}\.\s+)?(?P<journal>[A-Z][\w&():/ -]{1,80})?\.\s+"
    r"(?P<date>(?:1[89]|20)\d\d"
    r"(?:[ -][A-Z][a-z]{2,5}(?:-[A-Z][a-z]{2})?(?: \d{1,2})?)?)"
    r"(?:;(?P<volume>[^(:;.\s]*(?: Suppl ?\w*)?)(?:\((?P<issue>[^)]*)\))?"
    r"(?::(?P<page>[^.;\s]+))?)?\."
)
_JOURNAL = re.compile(r"[A-Z][\w&().: -]{1,60}")
_NO_JOURNAL = re.compile(
    r"\b(?:review|trial|stud(?:y|ies)|editorial|comment|letter|case reports?|navigation"
    r"|meta-analysis|content|search|share|actions|homepage|secure|links?|guideline)\b",
    re.IGNORECASE,
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


def _is_result_list(page: Page) -> bool:
    """Tell whether each of several results has its own link ``Similar articles``."""
    return sum(section.key == "similar articles" for section in page.sections) > 1


def _read(page: Page) -> Reading:
    if _is_result_list(page):
        return Reading(no_article="It is a page of search results, not of one article.")
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
    source, journal = _source(page)
    epub = next(filter(None, (_EPUB.search(text) for text in _own_texts(page))), None)
    dates = tuple(
        RecordDate(kind=kind, printed=match["date"])
        for kind, match in (("issue", source), ("online", epub))
        if match
    )
    abstract = page.section("abstract")
    title = _title(page)
    return SourceRecord(
        source="document",
        source_id=page.name,
        title=Text(plain=title) if title else None,
        container=Container(title=journal) if journal else None,
        volume=source["volume"] if source else None,
        issue=source["issue"] if source else None,
        page=source["page"] if source else None,
        dates=dates,
        other=find_affiliations(page),
        abstract=parse_abstract(abstract.lines) if abstract else None,
        keywords=split_keywords(list(_keywords(page))),
    )


def _own_texts(page: Page) -> Iterator[str]:
    """Yield the lines that are not empty before the abstract."""
    for section in page.sections:
        if section.key in _OWN:
            yield from (line.text for line in section.lines if line.text)


def _source(page: Page) -> tuple[re.Match[str] | None, str | None]:
    """Return the line ``Journal. 2024 Aug;31(8):5-9.`` and the journal's name.

    The name may stand on the line above.
    """
    previous = ""
    for text in _own_texts(page):
        if match := _SOURCE.match(text):
            above = _JOURNAL.fullmatch(previous) and not _NO_JOURNAL.search(previous)
            return match, match["journal"] or (previous if above else None)
        previous = text
    return None, None


def _keywords(page: Page) -> Iterator[str]:
    for section in page.sections:
        if section.role is None:
            for line in section.lines:
                if match := _KEYWORDS.match(line.text):
                    yield line.text[match.end() :]


def _title(page: Page) -> str | None:
    """Return the title: printed twice, below the citation, or on top."""
    lines = list(_own_texts(page))
    cited = next((i for i, text in enumerate(lines) if _SOURCE.match(text)), -1)
    titles = [(i, text) for i, text in enumerate(lines) if looks_like_title(text)]
    repeated = [
        text for text, n in Counter(text for _, text in titles).items() if n > 1
    ]
    below = [text for i, text in titles if i > cited]
    return next(iter(repeated or below), None)


PUBMED = Reader(name="pubmed", recognises=_recognises, read=_read)
