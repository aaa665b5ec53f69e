"""Any other text: an article's page of an unknown layout, a note, a list."""

from __future__ import annotations

from collections.abc import Iterator

from harvester.identify.abstract import parse_abstract
from harvester.identify.fields import find_affiliations, looks_like_title
from harvester.identify.own import (
    ELSEWHERE,
    Claim,
    Rank,
    is_identifier_line,
    meta_claims,
    section_claims,
    without_identifiers,
)
from harvester.identify.page import Page
from harvester.identify.readers.base import Reader, Reading
from harvester.model import SourceRecord, Text

_ARTICLE = (
    "abstract", "summary", "introduction", "methods", "results", "discussion",
    "materials and methods", "conclusions", "conclusion", "highlights", "references",
    "keywords", "article information",
)  # fmt: skip
_LATE = frozenset(
    {
        "abstract", "about this article", "article information",
        "copyright", "copyright information", "rights and permissions", "full text",
        "additional information", "keywords", "author information", "affiliations",
        "author affiliations", "authors",
    }
)  # fmt: skip
_CITING = frozenset(
    {
        "cite this article", "how to cite", "how to cite this article", "cite as",
        "cite this paper", "suggested citation", "recommended citation", "citation",
    }
)  # fmt: skip
_PARAGRAPH_WORDS = 60
_ABSTRACT_STARTS = ("abstract", "background:", "objective:", "summary:", "purpose:")


def _read(page: Page) -> Reading:
    metas = tuple(meta_claims(page))
    if not metas and not _is_article(page):
        return Reading(no_article=_why_none(page))
    claims: tuple[Claim, ...] = (
        *metas,
        *section_claims([page.head], Rank.BLOCK),
        *_cited_itself(page),
        *section_claims(
            [s for s in page.sections if s.key in _LATE], Rank.WEAK, citations=False
        ),
    )
    return Reading(claims=claims, record=_record(page))


def _cited_itself(page: Page) -> Iterator[Claim]:
    """Yield the identifiers of the citation that a page wants to be cited by."""
    for section in page.sections:
        if section.key in _CITING:
            named = [line for line in section.lines if line.found][:1]
            yield from (
                Claim(found=found, rank=Rank.BLOCK)
                for line in named
                for found in line.found
                if not ELSEWHERE.search(without_identifiers(line))
            )


def _is_article(page: Page) -> bool:
    """Tell whether a page has an abstract, or paragraphs as articles have."""
    return (
        page.has(*_ARTICLE) > 0
        or any(len(line.text.split()) >= _PARAGRAPH_WORDS for line in page.lines)
        or any(line.text.casefold().startswith(_ABSTRACT_STARTS) for line in page.lines)
    )


def _why_none(page: Page) -> str:
    count = len({found.identifier.key for found in page.found})
    if count == 0:
        return "It names no identifier and is not laid out as an article's page."
    if count == 1:
        return "It names one identifier, but is not laid out as that article's page."
    return "It is a list of identifiers, not one article's page."


def _record(page: Page) -> SourceRecord:
    abstract = page.section("abstract", "summary")
    title = next(
        (
            line.text
            for line in page.head.lines
            if looks_like_title(line.text)
            and not is_identifier_line(line)
            and len(line.text.split()) < _PARAGRAPH_WORDS // 2
        ),
        None,
    )
    return SourceRecord(
        source="document",
        source_id=page.name,
        title=Text(plain=title) if title else None,
        other=find_affiliations(page),
        abstract=parse_abstract(abstract.lines) if abstract else None,
    )


GENERAL = Reader(name="general", recognises=lambda _page: True, read=_read)
