"""A library out of a lake: like any other, and nothing in it is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvester.lake.inputs import read_input
from harvester.lake.narrowing import Narrowing
from harvester.lake.reading import Lake
from harvester.model import SourceRecord
from harvester.pipeline.extract import Extracted, Extraction
from harvester.store import Library
from tests.lake.files import build, write_shipped

NOW = datetime(2026, 11, 28, tzinfo=UTC)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    folder = tmp_path_factory.mktemp("lake")
    build(folder / "lake", *write_shipped(folder))
    return Lake(str(folder / "lake"))


def extract(
    path: Path,
    lake: Lake,
    test: Callable[[SourceRecord], bool] = lambda _: True,
    narrowing: Narrowing = Narrowing(),  # noqa: B008 - a frozen value
) -> Extracted:
    with Library.open(str(path)) as library:
        extraction = Extraction(library, lake, now=lambda: NOW)
        return extraction.run(
            "harvest lake extract", query="q", test=test, narrowing=narrowing
        )


def records_of(path: Path, key: tuple[str, str]) -> dict[str, SourceRecord]:
    with Library.open(str(path), create=False) as library:
        return {record.source: record for record in library.component([key])}


def test_a_record_comes_with_its_partner(tmp_path: Path, lake: Lake) -> None:
    """Of PMID 99000024 Crossref's record is taken along; both are one article."""
    done = extract(tmp_path / "a.db", lake, lambda one: one.source_id == "99000024")

    held = records_of(tmp_path / "a.db", ("pmid", "99000024"))
    assert set(held) == {"pubmed", "crossref"}
    assert (done.chosen_count, done.partner_count) == (1, 1)
    assert dict(done.records) == {"added": 2}
    assert dict(done.articles) == {"added": 1}
    with Library.open(str(tmp_path / "a.db"), create=False) as library:
        number = library.find_article(("doi", "10.5555/ais.2009.0007"))
        assert number is not None
        article = library.load_article(number)
        assert article.sources == (
            ("crossref", "10.5555/ais.2009.0007"),
            ("pubmed", "99000024"),
        )
        assert article.pmid == "99000024"


def test_from_the_other_side(tmp_path: Path, lake: Lake) -> None:
    """Of a DOI that is asked for, PubMed's record is taken along."""
    extract(
        tmp_path / "a.db", lake, lambda one: one.source_id == "10.5555/ais.2009.0007"
    )

    held = records_of(tmp_path / "a.db", ("doi", "10.5555/ais.2009.0007"))
    assert set(held) == {"pubmed", "crossref"}


def test_records_are_what_the_files_say(tmp_path: Path, lake: Lake) -> None:
    """Every record of both files is there, equal to what `harvest parse` reads."""
    done = extract(tmp_path / "a.db", lake)

    pubmed, crossref = write_shipped(tmp_path)
    expected = [
        entry
        for path in (pubmed, crossref)
        for entry in read_input(str(path))
        if isinstance(entry, SourceRecord)
    ]
    assert done.chosen_count == len(expected)
    with Library.open(str(tmp_path / "a.db"), create=False) as library:
        for record in expected:
            assert record in library.component(record.article_keys)


def test_a_second_time_changes_nothing(tmp_path: Path, lake: Lake) -> None:
    """What is there already is unchanged; the run log names lake and query."""
    extract(tmp_path / "a.db", lake)

    again = extract(tmp_path / "a.db", lake)

    assert set(again.records) == {"unchanged"}
    assert set(again.articles) == {"unchanged"}
    with Library.open(str(tmp_path / "a.db"), create=False) as library:
        (last, _) = library.load_runs(limit=2)
        assert last.outcome == "done"


def test_narrowing_leaves_out_unread(tmp_path: Path, lake: Lake) -> None:
    """Years and identifiers are told by Parquet, before the test is asked."""
    asked: list[SourceRecord] = []

    def note(record: SourceRecord) -> bool:
        asked.append(record)
        return True

    year = Narrowing(first_year=2009, last_year=2009)
    extract(tmp_path / "a.db", lake, note, year)
    assert ("pubmed", "99000024") in {(one.source, one.source_id) for one in asked}
    assert len(asked) < 10

    asked.clear()
    keys = Narrowing(keys=frozenset({("doi", "10.5555/ais.2009.0007")}))
    extract(tmp_path / "b.db", lake, note, keys)
    assert sorted(one.source for one in asked) == ["crossref", "pubmed"]


def test_references_are_linked(tmp_path: Path, lake: Lake) -> None:
    """The reference list of PMID 99000001 is the link set of its article."""
    extract(tmp_path / "a.db", lake, lambda one: one.source_id == "99000001")

    with Library.open(str(tmp_path / "a.db"), create=False) as library:
        number = library.find_article(("pmid", "99000001"))
        assert number is not None
        sets = library.load_links(number).sets
        assert {str(one.provider) for one in sets} >= {"pubmed-record"}
