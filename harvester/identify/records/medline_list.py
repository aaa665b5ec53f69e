"""MEDLINE text of several records; one alone is read as a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO

from Bio import Medline

from harvester.identify.found import Found
from harvester.identify.records.base import Entry, Format, first_of_each, read_field
from harvester.model import DOI, PMCID, PMID

_BEGIN = re.compile(r"^PMID- ", re.MULTILINE)
_TAG = re.compile(r"^(?:OWN |STAT|TI  |AU  |DP  )- ", re.MULTILINE)
_FIELDS = (
    (PMID, re.compile(r"^(PMID)- +(\S+)", re.MULTILINE)),
    (PMCID, re.compile(r"^(PMC ) ?- +(\S+)", re.MULTILINE)),
    (DOI, re.compile(r"^(AID|LID) +- +(\S+) \[doi\]", re.MULTILINE)),
)
_NAMES = {
    "TI": "title", "BTI": "title", "JT": "journal", "TA": "short_journal",
    "VI": "volume", "IP": "issue", "PG": "page", "DP": "date", "AB": "abstract",
    "OT": "keyword", "PT": "kind", "CN": "group",
}  # fmt: skip


def _recognises(text: str) -> bool:
    return len(_BEGIN.findall(text)) > 1 and bool(_TAG.search(text))


def _read(text: str) -> Iterator[Entry]:
    starts = [begin.start() for begin in _BEGIN.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield Entry(
            found=first_of_each(_identifiers(text, start, end)),
            fields=tuple(_describe(text[start:end])),
        )


def _describe(text: str) -> Iterator[tuple[str, str]]:
    for record in Medline.parse(StringIO(text.strip())):
        for tag, name in _NAMES.items():
            held = record.get(tag, ())
            yield from (
                (name, one) for one in ([held] if isinstance(held, str) else held)
            )
        for author in record.get("FAU") or map(_divided, record.get("AU", ())):
            yield "author", author


def _divided(author: str) -> str:
    family, _, initials = author.rpartition(" ")
    return f"{family}, {initials}" if family else author


def _identifiers(text: str, start: int, end: int) -> Iterator[Found]:
    for scheme, field in _FIELDS:
        for match in field.finditer(text, start, end):
            yield from read_field(
                scheme, match[2], offset=match.start(2), label=match[1].strip()
            )


MEDLINE_LIST = Format(
    name="medline", called="MEDLINE file", recognises=_recognises, read=_read
)
