"""Files of Crossref's public data file in a library."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from harvester.bulk.choice import Choice
from harvester.bulk.files import FileReport, load_files
from harvester.bulk.folder import FoundFile
from harvester.bulk.forms import CROSSREF
from harvester.bulk.load import Load
from harvester.bulk.work import choose_all
from harvester.model import DOI, PMID
from harvester.store import Library
from tests.bulk.test_pubmed_load import (
    article,
    content,
    merge_one_by_one,
    parsed,
)

NOW = datetime(2026, 11, 1, tzinfo=UTC)
_FIXTURES = Path(__file__).parents[2] / "fixtures"


def work(number: int, year: int, **others: Any) -> dict[str, Any]:
    """Return a made-up work."""
    return {
        "DOI": f"10.5555/Made.{number}",
        "type": "journal-article",
        "title": [f"Made up {number}"],
        "issued": {"date-parts": [[year]]},
        **others,
    }


WORKS = [work(1, 2019), work(2, 2021), work(3, 2022)]
LINES = "\n".join(map(json.dumps, WORKS)).encode()
KEYS = {f"10.5555/made.{number}" for number in (1, 2, 3)}


def load(
    library: Library,
    path: Path,
    body: bytes,
    where: str | None = None,
    *,
    keeps_bytes: bool = False,
) -> FileReport:
    """Load a file of some content."""
    path.write_bytes(gzip.compress(body) if path.suffix == ".gz" else body)
    choice = Choice(library=library.path, where=where) if where else choose_all
    run_id = library.begin_run("harvest bulk crossref", NOW)
    with Load(
        library,
        CROSSREF,
        run_id,
        now=lambda: NOW,
        keeps_bytes=keeps_bytes,
        choose=choice,
    ) as loading:
        (report,) = load_files(
            loading, library, [FoundFile(path=path)], selection=where or ""
        )
    return report


def dois(library: Library) -> set[str]:
    """Return the DOIs of all articles."""
    return {doi for (doi,) in library._db.execute("SELECT doi FROM articles")}


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (json.dumps({"items": WORKS}).encode(), "0.json.gz"),
        (json.dumps({"items": WORKS}, indent=1).encode(), "0.json"),
        (LINES, "0.jsonl.gz"),
        (LINES + b"\n\n", "0.jsonl"),
        (json.dumps(WORKS).encode(), "0.json.gz"),
        (json.dumps(WORKS, indent=2).encode(), "0.json"),
    ],
)
def test_all_forms_hold_the_same_works(
    library: Library, tmp_path: Path, body: bytes, name: str
) -> None:
    """Items, lines, packed or not; a subset by query."""
    report = load(library, tmp_path / name, body, "year>=2021")
    assert (report.state, dois(library)) == ("loaded", KEYS - {"10.5555/made.1"})
    load(library, tmp_path / name, body)
    assert dois(library) == KEYS


def test_a_bad_line_loses_nothing_else(library: Library, tmp_path: Path) -> None:
    """A line that is no JSON, a work without a DOI: both are told."""
    lines = LINES.split(b"\n")
    body = b"\n".join([lines[0], b'{"DOI": ', b'{"title": ["x"]}', *lines[1:]])
    report = load(library, tmp_path / "0.jsonl.gz", body)

    (_, no_json), (_, no_doi) = report.faults
    assert no_json.startswith("a line is not valid JSON")
    assert '{"DOI":' in no_json
    assert "DOI" in no_doi
    assert dois(library) == KEYS


@pytest.mark.parametrize("body", [b"<html>", b"\x00x", b'{"items": [{"DOI": "10.5'])
def test_another_file_is_refused(library: Library, tmp_path: Path, body: bytes) -> None:
    """A page, bytes, a document that ends in the middle: nothing is kept."""
    report = load(library, tmp_path / "0.json", body)

    assert (report.state, dois(library)) == ("broken", set())
    assert report.reason


def test_works_join_what_is_there(library: Library, tmp_path: Path) -> None:
    """A work joins its article by DOI and title; of another title it does not."""
    doi = '<ELocationID EIdType="doi" ValidYN="Y">10.5555/made.{}</ELocationID>'
    merge_one_by_one(
        library,
        parsed(article(99000901, "Made up 1", extra=doi.format(1)).encode())
        + parsed(
            article(99000902, "On whales and ships", extra=doi.format(2)).encode()
        ),
    )
    load(library, tmp_path / "0.jsonl", LINES)
    joined = library.load_article(library.find_article((PMID, "99000901")) or 0)
    apart = library.load_article(library.find_article((PMID, "99000902")) or 0)

    assert [source for source, _ in joined.sources] == ["crossref", "pubmed"]
    assert [source for source, _ in apart.sources] == ["pubmed"]


def test_a_later_state_of_a_work_stays(library: Library, tmp_path: Path) -> None:
    """What Crossref said later is not replaced by an older file."""
    new = work(1, 2019, title=["New"], indexed={"date-time": "2026-05-01T00:00:00Z"})
    old = work(1, 2019, title=["Old"], indexed={"date-time": "2025-05-01T00:00:00Z"})
    for name, one in (("a.jsonl", new), ("b.jsonl", old)):
        load(library, tmp_path / name, json.dumps(one).encode())
    number = library.find_article((DOI, "10.5555/made.1"))
    assert number is not None
    title = library.load_article(number).title

    assert title is not None
    assert title.plain == "New"


def test_a_file_says_what_its_works_say_one_by_one(
    library: Library, tmp_path: Path
) -> None:
    """Every table, for every fixture of Crossref: the same rows, whichever way."""
    works = [
        json.loads(path.read_text("utf-8"))
        for path in sorted((_FIXTURES / "crossref").glob("*.json"))
    ]
    bodies = [json.dumps(one.get("message", one)).encode() for one in works]
    load(library, tmp_path / "0.jsonl.gz", b"\n".join(bodies))
    with Library.open(tmp_path / "other.db") as other:
        for body in bodies:
            load(other, tmp_path / f"{bodies.index(body)}.json", body)
        loaded, merged = content(library), content(other)

    assert len(loaded["articles"]) > 5
    for table, rows in merged.items():
        assert loaded[table] == rows, table
