"""The schema as an earlier version had it, for tests of what becomes of a library."""

from __future__ import annotations

import sqlite3

import msgspec

from harvester.store import APPLICATION_ID
from harvester.store.migrations import MIGRATIONS
from harvester.store.schema import TABLES, VIEWS
from harvester.store.schema.base import build_indexes, build_search, build_table

_PROVENANCE = """
    CREATE TABLE provenance (
      article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
      position INTEGER, field TEXT, source TEXT, source_id TEXT, rule TEXT,
      agreeing TEXT, rejected TEXT{later}, PRIMARY KEY (article_id, position)
    )
"""
_LATER = ", payload_id INTEGER REFERENCES payloads(id), conflict TEXT"
_SECTIONS = """
    CREATE TABLE abstract_sections (
      article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
      position INTEGER, label TEXT, category TEXT, text TEXT, markup TEXT,
      PRIMARY KEY (article_id, position)
    )
"""
_CITED_WORKS = """
    CREATE TABLE cited_works (
      article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
      position INTEGER, citation TEXT, doi TEXT, pmid TEXT, key TEXT,
      article_title TEXT, container_title TEXT, author TEXT, year TEXT, volume TEXT,
      first_page TEXT, asserted_by TEXT, source TEXT,
      PRIMARY KEY (article_id, position)
    )
"""
_ARTICLE_MESH = """
    CREATE TABLE article_mesh (
      article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
      position INTEGER, qualifier_position INTEGER,
      descriptor_ui TEXT REFERENCES mesh_descriptors(ui), descriptor TEXT,
      qualifier_ui TEXT REFERENCES mesh_qualifiers(ui), qualifier TEXT,
      is_major INTEGER, PRIMARY KEY (article_id, position, qualifier_position)
    )
"""
_REPLACED = (
    ("citing_scheme", "citing_value", "provider", "reference_rank"),
    ("provider",),
    ("cited_article_id", "citing_article_id"),
)
"""Indexes of citations that schema 11 dropped, or narrowed down."""


def _build_headings(db: sqlite3.Connection, _version: int) -> None:
    """Make the table of which schema 13 made a view."""
    db.execute(_ARTICLE_MESH)
    for columns in ("descriptor_ui, article_id", "qualifier_ui"):
        name = f"article_mesh_{columns.replace(', ', '_')}"
        db.execute(f"CREATE INDEX {name} ON article_mesh ({columns})")


def _build_affiliations(db: sqlite3.Connection, _version: int) -> None:
    """Make the column that schema 12 made a table of."""
    db.execute("ALTER TABLE contributors ADD COLUMN affiliations TEXT")


def _build_sections(db: sqlite3.Connection, _version: int) -> None:
    """Make the table of which schema 9 made a view."""
    db.execute(_SECTIONS)


def _build_reference_lists(db: sqlite3.Connection, _version: int) -> None:
    """Make the table of which schema 11 made a view, and indexes that it replaced."""
    db.execute(_CITED_WORKS)
    db.execute("CREATE INDEX cited_works_doi ON cited_works (doi)")
    for columns in _REPLACED:
        name = "_".join(("citations", *columns))
        db.execute(f"DROP INDEX IF EXISTS {name}")
        db.execute(f"CREATE INDEX {name} ON citations ({', '.join(columns)})")


def _build_provenance(db: sqlite3.Connection, version: int) -> None:
    """Make the table of which schema 8 made a view, and an index that it replaced."""
    is_new = version >= 6
    db.execute(_PROVENANCE.format(later=_LATER if is_new else ""))
    db.execute(
        "CREATE INDEX articles_first_page_volume ON articles (first_page, volume)"
    )
    if is_new:
        db.execute("CREATE INDEX provenance_payload_id ON provenance (payload_id)")


_ENDED = {
    8: _build_provenance,
    9: _build_sections,
    11: _build_reference_lists,
    12: _build_affiliations,
    13: _build_headings,
}
"""Schema → what makes that which it ended."""


def build_older(db: sqlite3.Connection, version: int) -> None:
    """Make an empty library of ``version``.

    Its tables have row numbers, and no column, index or view of later.
    """
    for table in TABLES:
        if table.since > version:
            continue
        columns = tuple(c for c in table.columns if c.since <= version)
        there = {column.name for column in columns}
        older = msgspec.structs.replace(
            table,
            columns=columns,
            is_clustered=table.is_clustered and table.since == 6,
            indexes=tuple(i for i in table.indexes if there.issuperset(i)),
            sparse_indexes=tuple(
                i for i in table.sparse_indexes if there.issuperset(i)
            ),
            presence=tuple(n for n in table.presence if n in there)
            if version >= 9
            else (),
            facets=tuple(name for name in table.facets if name in there),
            sort=table.sort if table.sort in there else None,
            searched=tuple(name for name in table.searched if name in there),
            filled=table.filled if version >= 9 else None,
        )
        db.execute(build_table(older))
        for statement in build_indexes(older).values():
            db.execute(statement)
        newest = max((c.since for c in columns if c.name in older.searched), default=0)
        for statement in build_search(older, since=newest):
            db.execute(statement)
    for end, build in _ENDED.items():
        if version < end:
            build(db, version)
    for view in VIEWS:
        if view.since <= version:
            db.execute(f'CREATE VIEW "{view.name}" AS {view.sql}')
    db.execute(
        "CREATE TABLE _sqlite_migrations (migration_set TEXT, name TEXT, "
        "applied_at TEXT, PRIMARY KEY (migration_set, name))"
    )
    db.executemany(
        "INSERT INTO _sqlite_migrations VALUES ('harvester', ?, '2026')",
        [(step.name,) for step in MIGRATIONS._migrations[:version]],
    )
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {version}")
