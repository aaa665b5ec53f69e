"""Pages of VIVO, the profile software of universities: articles and persons."""

from __future__ import annotations

import re

import msgspec

from harvester.identify.abstract import parse_abstract
from harvester.identify.fields import labelled, page_range, split_keywords
from harvester.identify.own import Rank, meta_claims, section_claims
from harvester.identify.page import Line, Page
from harvester.identify.readers.base import Reader, Reading
from harvester.model import Container, PublicationType, RecordDate, SourceRecord, Text

_LABEL = "uri icon"
_TYPE = re.compile(
    r"(?:^|\s)(?P<type>(?:Academic |Editorial |Journal )?Article|Review|Book|Chapter"
    r"|Conference (?:Paper|Poster)|Letter|Case Report|Thesis|Report|Comment|Preprint"
    r"|Document|Faculty Member|Person|Artículo(?: Académico| Científico)?"
    r"|Artigo(?: Acadêmico)?|Article Universitaire|(?:Wissenschaftlicher )?Artikel)$",
    re.IGNORECASE,
)
_LONGEST_TITLE = 1000
_DOI, _PMID, _PMCID = (
    "digital object identifier (doi)",
    "pubmed id",
    "pubmedcentral id",
)
_OTHER = (
    "scopus document identifier",
    "web of science id",
    "international standard serial number (issn)",
    "international standard book number (isbn) 13",
    "number of pages",
    "presented at event",
    "author list",
)
_LABELS = (
    "abstract", "authors", "publication date", "date/time value", "published in",
    "keywords", "volume", "issue", "start page", "end page", "pagination",
    _DOI, _PMID, _PMCID, *_OTHER,
)  # fmt: skip
_ARTICLE = ("identity", "additional document info", "publication date", _DOI, _PMID)
_PERSON = (
    "positions", "contact", "teaching", "awards and honors", "selected publications",
    "publications", "education and training", "research areas",
    "background and education",
)  # fmt: skip


def _recognises(page: Page) -> bool:
    titled = any(_is_title(line.text) for line in page.lines[:60])
    articles = page.has(*_ARTICLE, "overview", "research", "keywords")
    return (titled and articles + page.has(*_PERSON) >= 2) or (
        page.has("identity", "additional document info") >= 1
        and page.has(_DOI, _PMID, "publication date") >= 1
    )


def _read(page: Page) -> Reading:
    values = labelled(page, _LABELS)
    if _is_person(page):
        return Reading(no_article="It is the profile of a person, not of one article.")
    identity = [s for s in page.sections if s.key in {"identity", _DOI, _PMID, _PMCID}]
    return Reading(
        claims=(
            *meta_claims(page),
            *section_claims(identity, Rank.BLOCK, citations=False),
        ),
        record=_record(page, values),
    )


def _is_person(page: Page) -> bool:
    return page.has(*_PERSON) > 0 and page.has("identity", _DOI, _PMID) == 0


def _record(page: Page, values: dict[str, tuple[str, ...]]) -> SourceRecord:
    def one(label: str) -> str | None:
        # A footer may follow below the last of the values.
        return next(iter(values.get(label, ())), None)

    title, kind = _title(page)
    section = page.section("abstract")
    abstract = section.lines if section else _beside(page, "abstract")
    date = one("publication date") or one("date/time value")
    journal = one("published in")
    return SourceRecord(
        source="document",
        source_id=page.name,
        title=Text(plain=title) if title else None,
        container=Container(title=journal) if journal else None,
        volume=one("volume"),
        issue=one("issue"),
        page=one("pagination") or page_range(one("start page"), one("end page")),
        dates=(RecordDate(kind="published", printed=date),) if date else (),
        abstract=parse_abstract(abstract),
        keywords=split_keywords(values.get("keywords", ())),
        publication_types=(PublicationType(name=kind),) if kind else (),
        other=tuple((name, value) for name in _OTHER for value in values.get(name, ())),
    )


def _beside(page: Page, label: str) -> tuple[Line, ...]:
    """Return the line that has its label on it, without the label."""
    start = f"{label}:"
    return tuple(
        msgspec.structs.replace(line, raw=line.text[len(start) :].strip())
        for line in page.lines
        if line.text.casefold().startswith(start)
    )


def _is_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and text.casefold().endswith(_LABEL)


def _title(page: Page) -> tuple[str | None, str | None]:
    """Return the title without the page's label, and the type that the label names."""
    previous = ""
    for line in page.lines[:60]:
        if _is_title(line.text):
            title = line.text[: -len(_LABEL)].strip() or previous
            kind = _TYPE.search(title)
            title = (title[: kind.start()] if kind else title).strip(" |–—-")
            return title or None, kind["type"] if kind else None
        previous = line.text or previous
    return None, None


VIVO = Reader(name="vivo", recognises=_recognises, read=_read)
