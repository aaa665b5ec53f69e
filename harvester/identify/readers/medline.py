"""MEDLINE text, as PubMed's "Send to: Citation manager" saves it (``.nbib``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

from Bio import Medline

from harvester.identify.own import Claim, Rank
from harvester.identify.page import Page
from harvester.identify.readers.base import Reader, Reading
from harvester.model import (
    Abstract,
    AbstractSection,
    Container,
    Contributor,
    Keyword,
    RecordDate,
    SourceRecord,
    Text,
)

_RECORD = re.compile(r"^PMID- ", re.MULTILINE)
_FIELD = re.compile(r"^(?:OWN |STAT|TI  |AU  |DP  )- ", re.MULTILINE)
_OWN = re.compile(r"^(?:PMID- |PMC - |(?:AID|LID) - .*\[doi\])", re.MULTILINE)


def _recognises(page: Page) -> bool:
    return bool(_RECORD.search(page.text) and _FIELD.search(page.text))


def _read(page: Page) -> Reading:
    count = len(_RECORD.findall(page.text))
    if count > 1:
        return Reading(no_article=f"It is a MEDLINE file of {count} records.")
    (fields,) = Medline.parse(StringIO(page.text.strip()))
    return Reading(claims=tuple(_claims(page)), record=_record(page.name, fields))


def _claims(page: Page) -> Iterator[Claim]:
    """Yield the identifiers of the fields that hold the record's own ones."""
    for line in _OWN.finditer(page.text):
        end = page.text.find("\n", line.start())
        inside = page.found_within(line.start(), end if end > 0 else len(page.text))
        yield from (Claim(found=found, rank=Rank.STATED) for found in inside)


def _record(name: str, fields: dict[str, Any]) -> SourceRecord:
    title, original, abstract, date = map(fields.get, ("TI", "TT", "AB", "DP"))
    return SourceRecord(
        source="document",
        source_id=name,
        title=Text(plain=title) if title else None,
        original_title=Text(plain=original) if original else None,
        container=Container(
            title=fields.get("JT"),
            medline_abbreviation=fields.get("TA"),
            nlm_id=fields.get("JID"),
        ),
        volume=fields.get("VI"),
        issue=fields.get("IP"),
        page=fields.get("PG"),
        dates=(RecordDate(kind="issue", printed=date),) if date else (),
        languages=tuple(fields.get("LA", ())),
        contributors=tuple(_people(fields)),
        abstract=(
            Abstract(sections=(AbstractSection(text=Text(plain=abstract)),))
            if abstract
            else None
        ),
        keywords=tuple(Keyword(text=Text(plain=k)) for k in fields.get("OT", ())),
    )


def _people(fields: dict[str, Any]) -> Iterator[Contributor]:
    """Yield the authors by their full names, or by initials where there are none."""
    for printed in fields.get("FAU") or fields.get("AU", ()):
        family, comma, given = printed.partition(", ")
        if not comma:
            family, _, given = printed.rpartition(" ")
        yield Contributor(family=family or given, given=given if family else None)
    for group in fields.get("CN", ()):
        yield Contributor(literal=group)


MEDLINE = Reader(name="medline", recognises=_recognises, read=_read)
