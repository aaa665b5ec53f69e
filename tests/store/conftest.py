"""A library to try things on, and made-up records and articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvester.model import Article, Identifier, SourceRecord, Text
from harvester.store import Library
from harvester.store.schema import TABLES

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def check(library: Library) -> None:
    """Fail unless the file, its foreign keys and its search index are sound."""
    db = library._db
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    db.execute(
        "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the library lies."""
    return tmp_path / "library.db"


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    """A new library; found sound after every test."""
    with Library.open(path) as opened:
        yield opened
        check(opened)


@pytest.fixture
def now() -> datetime:
    """The time of the first run."""
    return NOON


@pytest.fixture
def later() -> datetime:
    """The time of a second run, a day after the first."""
    return NOON.replace(day=21)


@pytest.fixture
def record() -> Callable[..., SourceRecord]:
    """Make a record from ``scheme:value`` identifiers."""

    def make(source: str, source_id: str, *names: str, **fields) -> SourceRecord:
        return SourceRecord(
            source=source,
            source_id=source_id,
            identifiers=identifiers(names),
            **{"title": Text(plain=f"{source} {source_id}"), **fields},
        )

    return make


@pytest.fixture
def article() -> Callable[..., Article]:
    """Make an article from ``scheme:value`` identifiers."""

    def make(*names: str, sources=(("pubmed", "99000001"),), **fields) -> Article:
        return Article(sources=sources, identifiers=identifiers(names), **fields)

    return make


def identifiers(names) -> tuple[Identifier, ...]:
    """Return identifiers spelled ``scheme:value``."""
    pairs = (name.partition(":") for name in names)
    return tuple(Identifier(scheme=scheme, value=value) for scheme, _, value in pairs)


@pytest.fixture
def dump() -> Callable[[Library], dict[str, list[tuple]]]:
    """Return all rows of all tables but the run log."""
    log = {table.name for table in TABLES if table.is_log}

    def rows(library: Library) -> dict[str, list[tuple]]:
        names = library._db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall()
        return {
            name: library._db.execute(f'SELECT * FROM "{name}"').fetchall()
            for (name,) in names
            if name not in log
        }

    return rows


@pytest.fixture
def select(library: Library) -> Callable[..., list[tuple]]:
    """Ask the library in SQL."""
    return lambda sql, *values: library._db.execute(sql, values).fetchall()
