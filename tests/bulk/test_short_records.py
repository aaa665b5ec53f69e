"""Records that are kept as what they say otherwise than their article: read whole."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from harvester.bulk.preparing import Preparation
from harvester.model import DOI, PMID, Correction, Identifier, SourceRecord
from harvester.normalize.record import normalize_record
from harvester.pipeline.merging import merge_only
from harvester.reconcile import DEFAULT_RULES
from harvester.sources.base import Piece
from harvester.sources.files import read_records
from harvester.store import Library

NOW = datetime(2026, 11, 1, tzinfo=UTC)
LATER = datetime(2026, 11, 2, tzinfo=UTC)
NOWHERE = Piece(offset=0, body=b"")
_FIXTURES = Path(__file__).parents[2] / "fixtures"


def entries() -> list[SourceRecord]:
    """Return the records of all fixtures, as their files have them."""
    paths = [
        *sorted((_FIXTURES / "pubmed").glob("*.xml")),
        *sorted((_FIXTURES / "crossref").glob("*.json")),
    ]
    found: list[SourceRecord] = []
    for path in paths:
        with path.open("rb") as stream:
            found += [e for e in read_records(stream) if isinstance(e, SourceRecord)]
    return found


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library with one article of PubMed, loaded in bulk."""
    with Library.open(tmp_path / "literature.db") as opened:
        add(opened, RECORD)
        yield opened


def add(library: Library, *records: SourceRecord) -> None:
    """Keep records as a bulk load does."""
    found = [(NOWHERE, record) for record in records]
    batch = Preparation(today=NOW.date(), first_years={}).prepare(found)
    run_id = library.begin_run("harvest bulk pubmed", NOW)
    library.add_articles(batch.additions, payload_id=None, run_id=run_id, now=NOW)


def shortness(library: Library) -> list[tuple[str, int]]:
    """Return which records are short."""
    return library._db.execute(
        "SELECT source_id, is_short FROM records ORDER BY source_id"
    ).fetchall()


PUBMED = [entry for entry in entries() if entry.source == "pubmed"]
RECORD = next(entry for entry in PUBMED if entry.source_id == "38689169")


def test_every_record_is_restored() -> None:
    """Of all fixtures of both sources, whatever their article makes of them."""
    given = entries()
    found = [(NOWHERE, entry) for entry in given]
    batch = Preparation(today=date(2026, 11, 1), first_years={}).prepare(found)

    assert {entry.source for entry in given} == {"pubmed", "crossref"}
    for entry, addition in zip(given, batch.additions, strict=True):
        assert addition.restore() == normalize_record(entry)
        assert len(addition.record[4]) < len(msgspec.json.encode(entry)) / 2


def test_it_is_read_whole_everywhere(library: Library) -> None:
    """By its own key, as part of its work, and for the rules of a refresh."""
    wanted = normalize_record(RECORD)

    assert shortness(library) == [("38689169", 1)]
    assert library.load_record("pubmed", "38689169") == wanted
    assert library.component([(PMID, "38689169")]) == (wanted,)


def test_it_is_written_out_before_its_article_changes(library: Library) -> None:
    """A correction changes the article; what PubMed says stays what it says."""
    said = Correction(
        key=(PMID, "38689169"), field="volume", printed="99", set_at="2026-11-02"
    )
    library.save_correction(said, None, LATER)
    run_id = library.begin_run("harvest set", LATER)
    merge_only(library, [(PMID, "38689169")], DEFAULT_RULES, now=LATER, run_id=run_id)

    assert shortness(library) == [("38689169", 0)]
    assert library.load_record("pubmed", "38689169") == normalize_record(RECORD)
    number = library.find_article((PMID, "38689169"))
    assert number is not None
    assert library.load_article(number).volume == "99"


def test_an_unchanged_article_leaves_it_short(library: Library) -> None:
    """Merging again changes nothing."""
    run_id = library.begin_run("harvest rebuild", LATER)
    merge_only(library, [(PMID, "38689169")], DEFAULT_RULES, now=LATER, run_id=run_id)

    assert shortness(library) == [("38689169", 1)]


def test_an_earlier_version_is_kept_whole(library: Library) -> None:
    """PubMed says otherwise: what it said first stands in the history."""
    run_id = library.begin_run("harvest refresh", LATER)
    said = normalize_record(RECORD)
    library.save_record(
        msgspec.structs.replace(said, volume="100"), None, LATER, run_id
    )

    (content,) = library._db.execute("SELECT json FROM record_versions").fetchone()
    assert msgspec.json.decode(zlib.decompress(content), type=SourceRecord) == said
    newer = library.load_record("pubmed", "38689169")
    assert newer is not None
    assert newer.volume == "100"


def test_a_second_source_joins(library: Library) -> None:
    """Only the record whose article changes is written out."""
    other = next(entry for entry in PUBMED if entry.source_id != "38689169")
    add(library, other)
    wanted = {normalize_record(one) for one in (RECORD, other)}
    library._db.execute("UPDATE records SET article_id = article_id")  # both have one
    crossref = msgspec.structs.replace(
        normalize_record(RECORD), source="crossref", source_id="10.5555/tied"
    )
    run_id = library.begin_run("harvest", LATER)
    library.save_record(crossref, None, LATER, run_id)
    merge_only(library, [(PMID, "38689169")], DEFAULT_RULES, now=LATER, run_id=run_id)

    assert dict(shortness(library))["38689169"] == 0
    kept = {library.load_record("pubmed", one.source_id) for one in (RECORD, other)}
    assert kept == wanted


def test_articles_that_become_one(library: Library) -> None:
    """Two short records meet when the first names the DOI of the second."""
    said = normalize_record(RECORD)
    without = msgspec.structs.replace(
        said,
        source_id="99000801",
        identifiers=(Identifier(scheme=PMID, value="99000801"),),
    )
    doi = Identifier(scheme=DOI, value="10.5555/met")
    crossref = msgspec.structs.replace(
        said, source="crossref", source_id="10.5555/met", identifiers=(doi,)
    )
    add(library, without)
    add(library, crossref)
    named = msgspec.structs.replace(without, identifiers=(*without.identifiers, doi))
    run_id = library.begin_run("harvest", LATER)
    library.save_record(named, None, LATER, run_id)
    merge_only(library, [(PMID, "99000801")], DEFAULT_RULES, now=LATER, run_id=run_id)

    assert library.find_article(doi.key) == library.find_article((PMID, "99000801"))
    assert library.load_record("crossref", "10.5555/met") == normalize_record(crossref)
    assert library.load_record("pubmed", "99000801") == normalize_record(named)
