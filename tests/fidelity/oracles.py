"""What others read out of the same records: Zotero's expected results and iCite."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from harvester.model import SourceRecord
from harvester.normalize.pages import build_pages
from harvester.normalize.record import normalize_record
from harvester.sources.pubmed.parse import parse_articles
from tests.fidelity.tally import Form

ZOTERO = [
    "00_18157122", "02_26074225", "04_30133126", "05_30714901", "07_33760390",
    "09_37064529", "10_37398060",
]  # fmt: skip
REASONS = {
    ("30714901", "DOI"): "we print DOIs in lower case and keep the printed form beside",
    ("30714901", "pages"): "Zotero takes the pii e42692 for pages; the record has none",
    ("37064529", "PMID"): "Zotero gives preprints no PMID",
    ("37064529", "PMCID"): "Zotero gives preprints no PMCID",
    ("37398060", "PMID"): "Zotero gives preprints no PMID",
    ("37398060", "PMCID"): "Zotero gives preprints no PMCID",
}
"""(PMID, field) → why Zotero's expected result differs from ours."""


def records(body: bytes) -> list[SourceRecord]:
    """The normalised records of a set."""
    return [
        normalize_record(r) for r in parse_articles(body) if isinstance(r, SourceRecord)
    ]


def as_zotero(record: SourceRecord) -> dict[str, Any]:
    """Our record in the words and conventions of Zotero's translator."""
    locator, date = record.locator, record.date("issue")
    title = record.title.plain if record.title else ""
    return {
        "title": title.removesuffix("."),
        "creators": [
            (a.family or a.literal, re.sub(r"\b(\w)\b(?!\.)", r"\1.", a.given or ""))
            for a in record.authors
        ],
        "date": (date.edtf if date else None),
        "DOI": record.doi,
        "PMID": record.pmid,
        "PMCID": record.pmcid,
        "volume": record.volume,
        "issue": record.issue,
        "pages": build_pages(locator) if locator else None,
    }


def as_icite(record: SourceRecord) -> dict[str, str]:
    """Our record as a row of iCite."""
    date, container = record.date("issue"), record.container
    return {
        "pmid": record.source_id,
        "doi": record.doi or "",
        "title": record.title.plain if record.title else "",
        "year": ((date and date.edtf) or "")[:4],
        "journal": (container and container.medline_abbreviation) or "",
        "authors": ", ".join(
            a.literal or f"{a.given or ''} {a.family}".strip() for a in record.authors
        ),
    }


def zotero_forms(folder: Path) -> Iterator[tuple[str, Form, Form]]:
    """Yield PMID, Zotero's fields and ours, of every record that Zotero expects."""
    for name in ZOTERO:
        mine = records((folder / f"{name}.xml").read_bytes())
        theirs = json.loads((folder / f"{name}.expected-zotero.json").read_bytes())
        for record, item in zip(mine, theirs, strict=True):
            fields = as_zotero(record)
            wanted = item | {
                "creators": [
                    (c.get("lastName") or c["name"], c.get("firstName", ""))
                    for c in item["creators"]
                    if c["creatorType"] == "author"
                ]
            }
            yield record.source_id, {name: wanted.get(name) for name in fields}, fields


def icite_forms(shared_data: Path) -> Iterator[tuple[str, Form, Form]]:
    """Yield PMID, iCite's row and ours, of the records that both have."""
    rows = {
        row["pmid"]: row
        for path in sorted((shared_data / "icite").glob("*.csv"))
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    }
    path = shared_data / "baseline/net_synergy/pubmed21n0001.subset.xml.gz"
    for record in records(gzip.decompress(path.read_bytes())):
        if record.source_id in rows:
            fields = as_icite(record)
            row = rows[record.source_id]
            yield record.source_id, {name: row[name] for name in fields}, fields
