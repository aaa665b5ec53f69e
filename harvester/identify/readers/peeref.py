"""Article pages of Peeref."""

from __future__ import annotations

import re

from harvester.identify.abstract import parse_abstract
from harvester.identify.fields import labelled, looks_like_title, split_keywords
from harvester.identify.own import Rank, meta_claims, section_claims
from harvester.identify.page import Page
from harvester.identify.readers.base import Reader, Reading
from harvester.model import Container, PublicationType, RecordDate, SourceRecord, Text

_MARKS = (
    "ask authors/readers for more resources", "primary rating", "secondary ratings",
    "recommended", "publisher", "reviews", "journal", "keywords",
)  # fmt: skip
_OWN = frozenset({"", "journal", "publisher", "category", "keywords"})
_RATED = re.compile(r"(?:\d\.\d\s+)?(?P<type>[A-Z][A-Za-z ]{2,40})")
_NUMBERS = re.compile(
    r"\bvolume\s+(?P<volume>[^\s,;]+)"
    r"|\bissue\s+(?P<issue>[^\s,;]+)"
    r"|\bpages?\s+(?P<page>[^\s,;]+)"
    r"|\barticle\s+(?:no\.?|number)\s+(?P<article>[^\s,;]+)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"published\s+(?P<date>\d{4}(?:[-/ ][\w]+){0,2})", re.IGNORECASE
)


def _recognises(page: Page) -> bool:
    rated = page.has("primary rating", "secondary ratings") > 0
    asked = page.has("ask authors/readers for more resources") > 0
    return (rated or asked) and page.has(*_MARKS) >= 4


def _read(page: Page) -> Reading:
    own = [section for section in page.sections if section.key in _OWN]
    return Reading(
        claims=(*meta_claims(page), *section_claims(own, Rank.BLOCK)),
        record=_record(page),
    )


def _record(page: Page) -> SourceRecord:
    values = labelled(page, ("journal", "publisher", "keywords", "category"))
    journal = next(iter(values.get("journal", ())), None)
    publisher = next(iter(values.get("publisher", ())), None)
    if publisher and publisher.casefold().startswith("doi"):
        publisher = None
    numbers: dict[str, str] = {}
    date = None
    for section in page.sections:
        if section.key == "journal":
            for line in section.lines:
                for match in _NUMBERS.finditer(line.text):
                    numbers.update({k: v for k, v in match.groupdict().items() if v})
                date = date or _PUBLISHED.search(line.text)
    asked = page.section("ask authors/readers for more resources", "abstract")
    container = Container(title=journal, publisher=publisher)
    title, kind = _title(page)
    return SourceRecord(
        source="document",
        source_id=page.name,
        title=Text(plain=title) if title else None,
        container=container if journal or publisher else None,
        volume=numbers.get("volume"),
        issue=numbers.get("issue"),
        page=numbers.get("page"),
        article_number=numbers.get("article"),
        dates=(RecordDate(kind="published", printed=date["date"]),) if date else (),
        abstract=parse_abstract(asked.lines) if asked else None,
        keywords=split_keywords(
            [
                v
                for v in values.get("keywords", ())
                if not v.casefold().startswith("doi")
            ]
        ),
        publication_types=(PublicationType(name=kind),) if kind else (),
    )


def _title(page: Page) -> tuple[str | None, str | None]:
    """Return the title and, from the line above (``4.7 Article``), the type.

    The number there is a rating.
    """
    kind = first = None
    for line in page.head.lines:
        rated = _RATED.fullmatch(line.text)
        if rated and len(line.text.split()) <= 3:
            kind = rated["type"]
        elif looks_like_title(line.text):
            if kind:
                return line.text, kind
            first = first or line.text
    return first, kind


PEEREF = Reader(name="peeref", recognises=_recognises, read=_read)
