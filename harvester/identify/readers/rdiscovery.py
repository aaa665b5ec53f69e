"""Article pages of R Discovery."""

from __future__ import annotations

import re

from harvester.identify.abstract import parse_abstract
from harvester.identify.fields import labelled, looks_like_title
from harvester.identify.own import Rank, meta_claims, section_claims
from harvester.identify.page import Page
from harvester.identify.readers.base import Reader, Reading
from harvester.model import Container, RecordDate, SourceRecord, Text

_MARKS = (
    "talk to us", "highlights", "read more", "summary", "full text", "similar papers",
    "abstract",
)  # fmt: skip
_INVITATION = re.compile(
    r"join us for a \d+ min session|schedule a call|r discovery"
    r"|published version \(free\)|\btranslate article\b|\bcopy doi\b"
    r"|\blisten abstract\b",
    re.IGNORECASE,
)
_FIELDS = ("journal", "publication date", "citations", "license", "doi")
_FIELD = re.compile(
    r"(?P<label>journal|publication date)\s*:?\s*(?P<value>[^|]+)", re.IGNORECASE
)
_OWN = frozenset(
    {"", "journal", "publication date", "authors", "full text", "abstract"}
)


def _recognises(page: Page) -> bool:
    inviting = any(_INVITATION.search(line.text) for line in page.lines if line.text)
    return (inviting and page.has(*_MARKS) >= 3) or page.has(
        "talk to us"
    ) == 1 == page.has("highlights")


def _read(page: Page) -> Reading:
    own = [section for section in page.sections if section.key in _OWN]
    return Reading(
        claims=(*meta_claims(page), *section_claims(own, Rank.BLOCK)),
        record=_record(page),
    )


def _record(page: Page) -> SourceRecord:
    fields = {k: " ".join(v) for k, v in labelled(page, _FIELDS).items()}
    for line in page.head.lines:
        if "|" in line.text:
            for part in line.text.split("|"):
                if match := _FIELD.fullmatch(part.strip()):
                    fields[match["label"].casefold()] = match["value"].strip()
    title = next(
        (line.text for line in page.head.lines if looks_like_title(line.text)), None
    )
    journal = fields.get("journal", "").partition("|")[0].strip()
    date = fields.get("publication date", "").partition("|")[0].strip()
    abstract = page.section("abstract")
    return SourceRecord(
        source="document",
        source_id=page.name,
        title=Text(plain=title) if title else None,
        container=Container(title=journal) if journal else None,
        dates=(RecordDate(kind="published", printed=date),) if date else (),
        abstract=parse_abstract(abstract.lines) if abstract else None,
    )


RDISCOVERY = Reader(name="rdiscovery", recognises=_recognises, read=_read)
