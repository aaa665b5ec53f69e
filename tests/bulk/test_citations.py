from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count

import pytest

from harvester.bulk import citation_files
from harvester.bulk.citations import load_citations, read_dump, staging_path
from harvester.errors import DocumentError
from harvester.model import LinkKind, LinkState
from harvester.sources.icite.reply import build_link_set
from harvester.store import Library

DAY = datetime(2025, 11, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
OCC = "citing,referenced\n99000003,99000001\n99000001,99000002\n7,99000001\n8,9\n"
OC = (
    "oci,citing,cited\n1,doi:10.5555/x pmid:5,omid:br/1 doi:10.5555/a1\n"
    "2,doi:10.5555/x,pmid:99000001\n3,omid:br/7,doi:10.5555/a1\n"
    "4,10.5555/a1,10.5555/a2\n5,doi:10.5555/a1,doi:10.5555/a1\n"
)


@pytest.fixture
def filled(tmp_path, article, record):
    """Make a library of three articles: with PMID and DOI, with either."""

    @contextmanager
    def make(name):
        with Library.open(tmp_path / name) as opened:
            for number, names in enumerate(
                (
                    ("pmid:99000001", "doi:10.5555/a1"),
                    ("pmid:99000002",),
                    ("doi:10.5555/a2",),
                ),
                1,
            ):
                key = ("pubmed", f"9900000{number}")
                opened.save_record(record(*key, *names), None, NOW)
                one = article(*names, sources=(key,))
                opened.save_article(one, citation="x", now=NOW)
            yield opened

    return make


@pytest.fixture
def library(filled):
    """Three articles."""
    with filled("library.db") as opened:
        yield opened


@pytest.fixture
def load(library, tmp_path):
    """Load a dump and return what it brought."""
    runs = count(1)

    def run(text, name="dump.csv", date=DAY, tell=lambda *_: None):
        path = tmp_path / name
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
        run_id = library.begin_run(f"bulk {next(runs)}", NOW)
        dump = read_dump([path], date)
        return load_citations(library, dump, run_id=run_id, now=NOW, tell=tell)

    return run


def rows(library, sql):
    return library._db.execute(sql).fetchall()


SETS = (
    "SELECT owner_scheme || ':' || owner_value, kind, state, expected_count "
    "FROM link_sets ORDER BY 1, 2"
)
PAIRS = (
    "SELECT citing_value, cited_value, reference_rank, cited_by_rank, provider "
    "FROM citations ORDER BY 1, 2"
)
COUNTS = "SELECT cited_by_count FROM articles ORDER BY id"


def test_every_article_gets_both_lists(library, load):
    """As iCite would give them: those of nobody are empty; no pair of strangers."""
    loaded = load(OCC)
    assert (loaded.row_count, loaded.pair_count, loaded.broken_count) == (4, 4, 0)
    assert (loaded.complete_count, loaded.empty_count, loaded.newer_count) == (3, 1, 0)
    assert rows(library, SETS) == [
        ("pmid:99000001", "cited-by", "complete", 2),
        ("pmid:99000001", "references", "complete", 1),
        ("pmid:99000002", "cited-by", "complete", 1),
        ("pmid:99000002", "references", "empty", 0),
    ]
    assert rows(library, PAIRS) == [
        ("7", "99000001", None, 2, "icite"),
        ("99000001", "99000002", 1, 1, "icite"),
        ("99000003", "99000001", None, 1, "icite"),
    ]
    assert rows(library, COUNTS) == [(2,), (1,), (None,)]
    assert rows(library, "SELECT DISTINCT checked_at FROM run_link_sets") == [
        ("2025-11-01T00:00:00Z",)
    ]
    assert not staging_path(library.path, "icite").exists()


def test_a_dump_says_what_the_service_says(library, load, filled):
    """The same lists, given by the service, leave the same rows."""
    load(OCC)
    lists = (
        ("99000001", LinkKind.CITED_BY, ["99000003", "7"]),
        ("99000001", LinkKind.REFERENCES, ["99000002"]),
        ("99000002", LinkKind.CITED_BY, ["99000001"]),
        ("99000002", LinkKind.REFERENCES, []),
    )
    with filled("other.db") as other:
        run_id = other.begin_run("x", NOW)
        for pmid, kind, listed in lists:
            other.save_link_set(build_link_set(pmid, kind, listed), run_id, DAY)
        for sql in (SETS, PAIRS, COUNTS, "SELECT * FROM citation_pairs"):
            assert rows(library, sql) == rows(other, sql)


def test_loading_again_changes_nothing(library, load):
    """But the run log; a work that a later dump leaves out stays, marked."""
    load(OCC)
    before = [rows(library, sql) for sql in (SETS, PAIRS, "SELECT * FROM link_counts")]
    load(OCC)
    assert before == [
        rows(library, sql) for sql in (SETS, PAIRS, "SELECT * FROM link_counts")
    ]
    load(OCC.replace("7,99000001\n", ""), date=NOW)
    assert rows(
        library, "SELECT citing_value FROM citations WHERE last_seen_at IS NOT NULL"
    ) == [("7",)]


def test_opencitations_by_any_identifier(library, load):
    """Lists are of the DOI, as the service is asked; aliases are kept."""
    loaded = load(OC)
    assert rows(library, SETS) == [
        ("doi:10.5555/a1", "cited-by", "complete", 2),
        ("doi:10.5555/a1", "references", "complete", 1),
        ("doi:10.5555/a2", "cited-by", "complete", 1),
        ("doi:10.5555/a2", "references", "empty", 0),
        ("pmid:99000002", "cited-by", "empty", 0),
        ("pmid:99000002", "references", "empty", 0),
    ]
    assert [row[:2] for row in rows(library, PAIRS)] == [
        ("10.5555/a1", "10.5555/a2"),
        ("10.5555/x", "10.5555/a1"),
    ]
    assert rows(library, COUNTS) == [(1,), (None,), (1,)]
    assert loaded.unnamed_count == 1


def test_later_lists_stay(library, load):
    """What the service said after the day of the dump is not taken back."""
    later = build_link_set("99000001", LinkKind.CITED_BY, ["10", "11", "12"])
    library.save_link_set(later, library.begin_run("x", NOW), NOW)
    assert load(OCC).newer_count == 1
    assert rows(library, SETS)[0] == ("pmid:99000001", "cited-by", "complete", 3)
    assert rows(library, COUNTS)[0] == (3,)


class _KilledError(Exception):
    pass


@pytest.mark.parametrize("moment", range(5))
def test_a_killed_run_goes_on(library, load, monkeypatch, moment):
    """Whenever it ended, what the second one leaves is the same."""
    monkeypatch.setattr(citation_files, "BLOCK_BYTES", 20)
    monkeypatch.setattr("harvester.bulk.citations._AT_ONCE", 1)
    told = []

    def tell(what, number):
        told.append((what, number))
        if len(told) == moment + 3:
            raise _KilledError

    with pytest.raises(_KilledError):
        load(OCC, tell=tell)
    loaded = load(OCC)
    assert (loaded.is_continued, loaded.row_count, loaded.pair_count) == (True, 4, 4)
    assert [row[2:] for row in rows(library, SETS)] == [
        ("complete", 2),
        ("complete", 1),
        ("complete", 1),
        ("empty", 0),
    ]
    assert rows(library, COUNTS) == [(2,), (1,), (None,)]


def test_another_dump_begins_anew(library, load):
    """Pairs that were put aside of one count for no other."""
    with pytest.raises(_KilledError):
        load(OCC, tell=lambda *_: (_ for _ in ()).throw(_KilledError))
    loaded = load("citing,referenced\n7,99000001\n", name="other.csv")
    assert (loaded.is_continued, loaded.pair_count) == (False, 1)


def test_two_providers_at_once_are_refused(tmp_path):
    """They are two dumps."""
    for name, text in (("a.csv", OCC), ("b.csv", OC)):
        (tmp_path / name).write_text(text)
    with pytest.raises(DocumentError, match="two providers"):
        read_dump([tmp_path / "a.csv", tmp_path / "b.csv"])


def test_states_are_those_of_the_service():
    """An empty list is empty, not complete."""
    assert build_link_set("1", LinkKind.CITED_BY, ["1"]).state is LinkState.EMPTY
