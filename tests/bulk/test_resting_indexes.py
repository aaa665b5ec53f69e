"""Indexes rest while files fill an empty library, and are there whatever happens."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvester.bulk.files import FileReport, load_files
from harvester.bulk.folder import find_pubmed_files
from harvester.bulk.forms import PUBMED
from harvester.bulk.load import Load
from harvester.store import Library
from harvester.store.indexing import RESTING, make_indexes, rest_indexes
from harvester.store.lock import exclusive
from tests.bulk.test_pubmed_load import article, deletion, fixtures, load, write

NOW = datetime(2026, 11, 1, tzinfo=UTC)
_INDEX = re.compile(r"USING (?:COVERING )?INDEX (\w+)")


def indexes(library: Library) -> frozenset[str]:
    """Return the names of the indexes that are there."""
    rows = library._db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    )
    return frozenset(name for (name,) in rows)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the library lies."""
    return tmp_path / "literature.db"


@pytest.fixture
def all_of_them(tmp_path: Path) -> frozenset[str]:
    """The indexes of a new library."""
    with Library.open(tmp_path / "new.db") as library:
        return indexes(library)


def load_and_look(
    library: Library, files: Sequence[Path], *, until: str | None = None
) -> list[frozenset[str]]:
    """Load files; return which indexes are there after each."""
    seen = []

    def look(report: FileReport) -> None:
        seen.append(indexes(library))
        if report.name == until:
            raise KeyboardInterrupt

    run_id = library.begin_run("harvest bulk", NOW)
    with Load(library, PUBMED, run_id) as loading:
        load_files(loading, library, find_pubmed_files(files), tell=look)
    return seen


def test_they_rest_while_an_empty_library_is_filled(
    path: Path, tmp_path: Path, all_of_them: frozenset[str]
) -> None:
    """For all files of the first load; a library with articles keeps them."""
    assert all_of_them >= set(RESTING)
    files = [
        write(tmp_path / "files", number, article(99000000 + number, "Tea"))
        for number in (1, 2)
    ]
    with Library.open(path) as library:
        assert load_and_look(library, files) == [all_of_them - set(RESTING)] * 2
        assert indexes(library) == all_of_them
        third = write(tmp_path / "files", 3, article(99000003, "Tea"))
        assert load_and_look(library, [third]) == [all_of_them]


def test_how_many_are_made_is_told(path: Path, tmp_path: Path) -> None:
    """It takes a while in a large library; where none rested nothing is told."""
    first = write(tmp_path / "files", 1, article(99000901, "Moths"))
    second = write(tmp_path / "files", 2, article(99000902, "Wasps"))
    told: list[int] = []
    with Library.open(path) as library:
        run_id = library.begin_run("harvest bulk", NOW)
        with Load(library, PUBMED, run_id) as loading:
            load_files(
                loading, library, find_pubmed_files([first]), advance=told.append
            )
            assert sum(told) == len(RESTING)
            assert told[0] == 0, "said before the first is made"
            told.clear()
            load_files(
                loading, library, find_pubmed_files([second]), advance=told.append
            )
    assert told == []


def test_a_load_that_is_broken_off_makes_them(
    path: Path, tmp_path: Path, all_of_them: frozenset[str]
) -> None:
    """What is in stays in, and is found as quickly as ever."""
    first = write(tmp_path / "files", 1, article(99000001, "Tea"))
    with Library.open(path) as library:
        with pytest.raises(KeyboardInterrupt):
            load_and_look(library, [first], until=first.name)
        assert indexes(library) == all_of_them


def test_the_next_who_writes_makes_what_a_killed_load_left(
    path: Path, all_of_them: frozenset[str]
) -> None:
    """Nobody who reads waits for it, nor disturbs a load that goes on."""
    with Library.open(path) as library:
        rest_indexes(library._db)
    with Library.open(path, read_only=True) as library:
        assert indexes(library) == all_of_them - set(RESTING)
    with exclusive(path, NOW), Library.open(path) as library:
        assert indexes(library) == all_of_them - set(RESTING)
    with Library.open(path) as library:
        assert indexes(library) == all_of_them
        assert library._db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_no_load_asks_them(path: Path, tmp_path: Path) -> None:
    """Neither for new records nor for those that change, come back or are deleted."""
    words = [re.sub("<ArticleTitle>", "<ArticleTitle>Now ", one) for one in fixtures()]
    files = [
        write(tmp_path / "files", 1, *fixtures(), article(99000101, "Tea")),
        write(tmp_path / "files", 2, *words, deletion(99000101)),
        write(tmp_path / "files", 3, article(99000101, "Tea")),
    ]
    statements: dict[str, None] = {}
    with Library.open(path) as library:
        library._db.set_trace_callback(
            lambda sql: statements.setdefault(sql) if sql[:2] != "--" else None
        )
        load(library, *files)
        library._db.set_trace_callback(None)
        make_indexes(library._db)
        asked = {
            name
            for statement in statements
            if not statement.startswith(("CREATE", "DROP", "PRAGMA", "BEGIN", "COMMIT"))
            for name in used(library._db, statement)
        }
    assert {"records_article_id_source", "identifiers_article_id"} <= asked
    assert asked.isdisjoint(RESTING)


def used(db: sqlite3.Connection, statement: str) -> list[str]:
    """Return the indexes that a statement goes by."""
    try:
        plan = db.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
    except sqlite3.Error:
        return []  # a savepoint
    return [name for *_, step in plan for name in _INDEX.findall(step)]
