"""An article as PDF: its metadata, and where its first page prints its identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from harvester.identify.own import (
    ELSEWHERE,
    Claim,
    Rank,
    section_claims,
    without_identifiers,
)
from harvester.identify.page import Line, Page, Section
from harvester.identify.readers.base import Reader, Reading
from harvester.model import DOI, Role, SourceRecord

_STATING = re.compile(
    r".+\.(?:doi|article-?_?doi|wps-articledoi|identifier|pmid|pmcid|doi-?id)"
)
_DESCRIBING = re.compile(
    r"info\.(?:subject|title)|dc\.(?:description|title)|prism\.url|dc\.source"
)
_LONGEST_DESCRIPTION = 300
_LISTS = frozenset({Role.REFERENCE, Role.SIMILAR, Role.CITED_BY, Role.RECOMMENDED})
_DATA = re.compile(
    r"\b(?:data ?sets?|data (?:are|is|were|from|availab)|deposited|repositor(?:y|ies)"
    r"|dryad|zenodo|figshare|mendeley data|osf\b|accession|code (?:is|are)"
    r"|available (?:at|from|in)|software|protocol)",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"\s*[\[(]?\d{1,3}[.\])]+\s*[A-Z][\w'’-]+,?\s+(?:[A-Z]\.?[ -]?){1,3}(?:[,.;]|\s|$)"
)
_CONTEXT = 2
_ENTRY = 4
"""Lines that an entry of a reference list may be long."""
_MARGIN = 15
_WORD = re.compile(r"(?<![\w.])[a-z]{2,}(?![\w.])")
_MOST_WORDS = 2


def _read(page: Page) -> Reading:
    end = _end_of_first_page(page)
    printed = {found.identifier.key for found in page.found_within(page.body, end)}
    stated = tuple(_meta_claims(page, _STATING, Rank.STATED))
    confirmed = tuple(c for c in stated if c.found.identifier.key in printed)
    first = tuple(_first_page(page, end))
    if any(claim.found.identifier.scheme == DOI for claim in confirmed):
        # The first page prints what the metadata state: other DOIs on it are others.
        first = tuple(c for c in first if c.found.identifier.scheme != DOI)
    described = () if stated else tuple(_meta_claims(page, _DESCRIBING, Rank.BLOCK))
    return Reading(
        claims=(*(confirmed or stated), *described, *first),
        record=SourceRecord(source="document", source_id=page.name),
    )


def _end_of_first_page(page: Page) -> int:
    """Return where the first page with text ends; covers may be pictures."""
    start = page.body
    while (end := page.text.find("\f", start)) >= 0:
        if page.text[start:end].strip():
            return end
        start = end + 1
    return len(page.text)


def _meta_claims(page: Page, names: re.Pattern[str], rank: Rank) -> Iterator[Claim]:
    for meta in page.metas:
        if names.fullmatch(meta.name) and len(meta.content) <= _LONGEST_DESCRIPTION:
            for found in page.found_within(meta.offset, meta.end):
                yield Claim(found=found, rank=rank)


def _first_page(page: Page, end: int) -> Iterator[Claim]:
    """Yield what the first page prints as its own, by place and form of the line."""
    lines = [line for line in page.lines if line.offset < end]
    filled = [line for line in lines if not line.is_blank]
    margins = {line.offset for line in (*filled[:_MARGIN], *filled[-_MARGIN:])}
    later = {
        found.identifier.key
        for section in page.sections
        if section.role not in _LISTS
        for line in section.lines
        for found in line.found
        if found.offset >= end
    }
    usable = _usable(filled)
    for section in page.sections:
        if section.role in _LISTS:
            continue
        own = tuple(line for line in section.lines if line.offset in usable)
        yield from section_claims([_with_lines(section, own)], Rank.BLOCK)
        for line in own:
            if _is_prose(line):
                continue
            for found in line.found:
                if found.identifier.key in later:  # a running head or foot
                    yield Claim(found=found, rank=Rank.BLOCK)
                elif line.offset in margins and found.label:
                    yield Claim(found=found, rank=Rank.WEAK)


def _is_prose(line: Line) -> bool:
    """Tell whether a line is running text: more than two words in lower case."""
    return len(_WORD.findall(without_identifiers(line))) > _MOST_WORDS


def _usable(lines: list[Line]) -> set[int]:
    """Return where lines begin that speak neither of others nor of data.

    A line is read with those before it: sentences and references go over several.
    """
    usable = set()
    for index, line in enumerate(lines):
        if not line.found:
            continue
        around = lines[max(0, index - _CONTEXT) : index + 1]
        entry = lines[max(0, index - _ENTRY + 1) : index + 1]
        text = " ".join(each.text for each in around)
        if (
            not _DATA.search(text)
            and not ELSEWHERE.search(line.text)
            and not any(_LISTED.match(each.raw) for each in entry)
        ):
            usable.add(line.offset)
    return usable


def _with_lines(section: Section, lines: tuple[Line, ...]) -> Section:
    return msgspec.structs.replace(section, lines=lines)


PDF = Reader(name="pdf", recognises=lambda _page: False, read=_read)
"""Never found by its layout: what is a PDF is known from its bytes."""
