"""How a library comes to have the schema of this version.

Whatever a library lacks of the tables, columns and indexes that ``schema`` has now is
made first; what the migrations that it lacks then do to its content, one after the
other, may rely on all of them.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from harvester.store.article_headings import settle_headings
from harvester.store.attach import count_citing
from harvester.store.counting import count_all
from harvester.store.editorial import examine_all
from harvester.store.learnt import learn_again
from harvester.store.people import (
    count_names,
    introduce_all,
    name_all,
    settle_affiliations,
)
from harvester.store.schema import TABLES, VERSION, VIEWS, table_named
from harvester.store.schema.base import (
    build_addition,
    build_indexes,
    build_search,
    build_table,
    build_triggers,
)
from harvester.store.tools import Database, Migrations

MIGRATIONS = Migrations("harvester")


@MIGRATIONS(name="0001_begin")
def _begin(db: Database) -> None:
    build_searches(db, since=1)


@MIGRATIONS(name="0002_mesh")
def _mesh(db: Database) -> None:
    build_searches(db, since=2)
    learn_again(db.conn)


@MIGRATIONS(name="0003_history")
def _history(db: Database) -> None:
    build_searches(db, since=3)


@MIGRATIONS(name="0004_refresh")
def _refresh(db: Database) -> None:
    build_searches(db, since=4)


@MIGRATIONS(name="0005_match")
def _match(db: Database) -> None:
    build_searches(db, since=5)  # indexes to match citations by


@MIGRATIONS(name="0006_reconcile")
def _reconcile(db: Database) -> None:
    build_searches(db, since=6)
    _settle_headings(db)  # they are counted below
    for name in _REPLACED:
        db.execute(f'DROP INDEX IF EXISTS "{name}"')
    examine_all(db.conn)
    db.execute("UPDATE findings SET severity = 'warning' WHERE severity IS NULL")
    introduce_all(db.conn)
    name_all(db.conn)
    count_citing(db.conn)
    count_all(db.conn)


@MIGRATIONS(name="0007_serials")
def _serials(db: Database) -> None:
    build_searches(db, since=7)
    for name in ("articles_year", "articles_journal_id"):
        db.execute(f'DROP INDEX IF EXISTS "{name}"')


@MIGRATIONS(name="0008_origins")
def _origins(db: Database) -> None:
    build_searches(db, since=8)
    if _kind(db, "provenance") == "table":
        db.execute(_CONFLICTS)
        db.execute("DROP TABLE provenance")
    db.execute("DROP INDEX IF EXISTS articles_first_page_volume")


@MIGRATIONS(name="0009_sections_and_whole_rows")
def _sections_and_whole_rows(db: Database) -> None:
    if _kind(db, "abstract_sections") == "table":
        db.execute("DROP TABLE abstract_sections")
    articles = table_named("articles")
    for statement in build_triggers(articles, articles.searched):
        db.execute(statement)


@MIGRATIONS(name="0010_names_of_authors")
def _names_of_authors(db: Database) -> None:
    count_names(db.conn)


@MIGRATIONS(name="0011_reference_lists")
def _reference_lists(db: Database) -> None:
    if _kind(db, "cited_works") == "table":
        db.execute("DROP TABLE cited_works")
    for name in (
        "citations_citing_scheme_citing_value_provider_reference_rank",
        "citations_provider",
        "citations_citing_article_id_cited_article_id",  # narrower since
        "citations_cited_article_id_citing_article_id",
    ):
        db.execute(f'DROP INDEX IF EXISTS "{name}"')
    for statement in build_indexes(table_named("citations")).values():
        db.execute(statement)
    db.execute(_COUNT_ENTRIES)


@MIGRATIONS(name="0012_affiliations")
def _affiliations(db: Database) -> None:
    if "affiliations" in _columns(db)["contributors"]:
        db.execute("DELETE FROM article_affiliations")  # of those of migration 6
        settle_affiliations(db.conn)
        db.execute("ALTER TABLE contributors DROP COLUMN affiliations")


@MIGRATIONS(name="0013_headings")
def _headings(db: Database) -> None:
    _settle_headings(db)


def _settle_headings(db: Database) -> None:
    if _kind(db, "article_mesh") == "table":
        settle_headings(db.conn)
        db.execute("DROP TABLE article_mesh")


_COUNT_ENTRIES = """
    UPDATE articles
    SET reference_entry_count = json_array_length(json, '$.references')
    WHERE json_array_length(json, '$.references') > 0
"""
_CONFLICTS = """
    INSERT OR IGNORE INTO conflict_fields (article_id, field, conflict)
    SELECT p.article_id, p.field, (
      SELECT j.value ->> '$.kind' FROM json_each(p.rejected) j
      WHERE j.value ->> '$.kind' IS NOT NULL
      ORDER BY j.value ->> '$.kind' = 'real' DESC,
        j.value ->> '$.kind' = 'precision' DESC LIMIT 1)
    FROM provenance p WHERE p.rejected IS NOT NULL
"""
_COLUMNS = """
    SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
    WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%'
"""
_REPLACED = (
    "citations_cited_article_id",
    "citations_citing_article_id",
    "citations_cited_scheme_cited_value_provider",
    "link_sets_article_id",
    "records_article_id",
    "provenance_field",
    "provenance_source",
    "contributors_role",
    "dates_kind",
)
"""Indexes of older versions: longer ones begin with the same columns, or they were of
no use and a third as large as their tables."""


def build_searches(db: Database, *, since: int) -> None:
    """Make the full-text indexes anew that search columns of the number ``since``."""
    for table in TABLES:
        for statement in build_search(table, since=since):
            db.execute(statement)


def migrate(connection: sqlite3.Connection) -> None:
    """Apply the migrations that the library lacks, within the caller's transaction."""
    db = Database(connection, execute_plugins=False)
    _complete(db)
    _make_views(db)
    MIGRATIONS.apply(db)
    _make_views(db)
    db.execute(f"PRAGMA user_version = {VERSION}")


def _complete(db: Database) -> None:
    """Make the tables, columns and indexes that are not there."""
    known = _columns(db)
    for table in TABLES:
        if there := known[table.name]:
            for column in table.columns:
                if column.name not in there:
                    db.execute(build_addition(table, column))
        else:
            db.execute(build_table(table))
        for statement in build_indexes(table).values():
            db.execute(statement)


def _columns(db: Database) -> dict[str, set[str]]:
    """Return the columns of every table."""
    known: dict[str, set[str]] = defaultdict(set)
    for name, column in db.execute(_COLUMNS):
        known[name].add(column)
    return known


def _make_views(db: Database) -> None:
    """Make the views that are not there, or say something else.

    One whose name a table still bears, for a migration to move, is left for later.
    """
    known = {
        name: (kind, sql)
        for kind, name, sql in db.execute("SELECT type, name, sql FROM sqlite_master")
    }
    for view in VIEWS:
        made = ("view", f'CREATE VIEW "{view.name}" AS {view.sql}')
        kind, _ = there = known.get(view.name, (None, None))
        if kind == "table" or there == made:
            continue
        if kind:
            db.execute(f'DROP VIEW "{view.name}"')
        db.execute(made[1])


def _kind(db: Database, name: str) -> str | None:
    """Return whether a name is that of a table or of a view; None: of neither."""
    row = db.execute(
        "SELECT type FROM sqlite_master WHERE name = ?", (name,)
    ).fetchone()
    return row and str(row[0])
