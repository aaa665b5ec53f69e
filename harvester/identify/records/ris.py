"""RIS, as reference managers and publishers save citations (``.ris``)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harvester.identify.found import Found
from harvester.identify.records.base import Entry, Format, first_of_each, read_field
from harvester.model import DOI, PMCID, PMID

_BEGIN = re.compile(r"^[ \ufeff]{0,3}TY {0,2}- ?\w+", re.MULTILINE)
_TAG = re.compile(r"^[ \ufeff]{0,3}(?P<tag>[A-Z][A-Z0-9]) {0,2}-(?: |$)", re.MULTILINE)
_PUBMED = re.compile(r"pubmed|medline|\bNLM\b", re.IGNORECASE)
_SCHEMES: tuple[tuple[str, str | None], ...] = (
    ("DO", DOI),
    ("DI", DOI),
    ("M3", None),
    ("L3", None),
    ("C2", None),
    ("N1", None),
    ("UR", None),
    ("LK", None),
    ("L2", None),
    ("L1", None),
    ("ID", None),
    ("AN", None),
)
"""Tag → what it holds, the surest first; None: an identifier only if it says so."""
_FIELDS = {
    "TI": "title", "T1": "title", "CT": "title", "T2": "journal", "JO": "journal",
    "JF": "journal", "JA": "short_journal", "J2": "short_journal",
    "J1": "short_journal",
    "SN": "issn", "PB": "publisher", "VL": "volume", "IS": "issue", "CP": "issue",
    "SP": "first_page", "EP": "last_page", "PY": "date", "Y1": "date", "AU": "author",
    "A1": "author", "AB": "abstract", "N2": "abstract", "KW": "keyword",
}  # fmt: skip

_Value = tuple[str, str, int]
"""Tag, value and where the value begins."""


def _read(text: str) -> Iterator[Entry]:
    record: list[_Value] = []
    tags = list(_TAG.finditer(text))
    for index, tag in enumerate(tags):
        end = tags[index + 1].start() if index + 1 < len(tags) else len(text)
        if tag["tag"] in {"TY", "ER"}:
            if record:
                yield _entry(record)
            record = []
        if tag["tag"] != "ER" and (record or tag["tag"] == "TY"):
            record.append((tag["tag"], text[tag.end() : end], tag.end()))
    if record:
        yield _entry(record)


def _entry(record: list[_Value]) -> Entry:
    return Entry(
        found=first_of_each(_identifiers(record)),
        fields=tuple(
            (field, value.strip().strip("/") if field == "date" else value)
            for tag, value, _ in record
            if (field := _FIELDS.get(tag))
        ),
    )


def _identifiers(record: list[_Value]) -> Iterator[Found]:
    """Yield what the tags hold; an accession number counts where PubMed gave it."""
    named = any(tag in {"DB", "DP"} and _PUBMED.search(v) for tag, v, _ in record)
    for wanted, scheme in _SCHEMES:
        holds = PMID if wanted == "AN" and named else scheme
        for tag, value, offset in record:
            if tag == wanted:
                if wanted == "C2" and value.strip().upper().startswith("PMC"):
                    holds = PMCID
                yield from read_field(holds, value, offset=offset, label=tag)


RIS = Format(
    name="ris",
    called="RIS file",
    recognises=lambda text: bool(
        (begin := _BEGIN.search(text))
        and not text[: begin.start()].strip()[200:]
        and len(_TAG.findall(text, begin.start(), begin.start() + 5000)) > 1
    ),
    read=_read,
)
