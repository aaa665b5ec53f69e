"""How a library comes to have the schema of this version.

Every migration makes what bears its number in ``schema``. A library made by an older
version gets those that it lacks, one after the other; a new one is made as the schema
has it now, and they find nothing left to do.
"""

from __future__ import annotations

from collections import defaultdict

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from harvester.store.articles import trace_payloads
from harvester.store.attach import count_citing
from harvester.store.counting import count_all
from harvester.store.editorial import examine_all
from harvester.store.learnt import learn_again
from harvester.store.people import introduce_all, name_all
from harvester.store.schema import TABLES, VERSION, VIEWS
from harvester.store.schema.base import (
    build_addition,
    build_indexes,
    build_search,
    build_table,
)

MIGRATIONS = Migrations("harvester")


@MIGRATIONS(name="0001_begin")
def _begin(db: Database) -> None:
    for table in TABLES:
        db.execute(build_table(table))
    build_schema(db, since=1)


@MIGRATIONS(name="0002_mesh")
def _mesh(db: Database) -> None:
    build_schema(db, since=2)
    learn_again(db.conn)


@MIGRATIONS(name="0003_history")
def _history(db: Database) -> None:
    build_schema(db, since=3)


@MIGRATIONS(name="0004_refresh")
def _refresh(db: Database) -> None:
    build_schema(db, since=4)


@MIGRATIONS(name="0005_match")
def _match(db: Database) -> None:
    build_schema(db, since=5)  # indexes to match citations by


@MIGRATIONS(name="0006_reconcile")
def _reconcile(db: Database) -> None:
    build_schema(db, since=6)
    for name in _REPLACED:
        db.execute(f'DROP INDEX IF EXISTS "{name}"')
    examine_all(db.conn)
    db.execute("UPDATE findings SET severity = 'warning' WHERE severity IS NULL")
    introduce_all(db.conn)
    trace_payloads(db.conn)
    name_all(db.conn)
    count_citing(db.conn)
    count_all(db.conn)


@MIGRATIONS(name="0007_serials")
def _serials(db: Database) -> None:
    # What bore an earlier number may be younger than a library of that number.
    for number in range(1, VERSION + 1):
        _build_tables(db, number)
    for name in ("articles_year", "articles_journal_id"):
        db.execute(f'DROP INDEX IF EXISTS "{name}"')


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
    "article_mesh_descriptor",
    "article_mesh_qualifier",
    "contributors_role",
    "dates_kind",
)
"""Indexes of older versions: longer ones begin with the same columns, or they were of
no use and a third as large as their tables."""


def build_schema(db: Database, *, since: int) -> None:
    """Make what bears the number ``since``, as far as it is not there."""
    _build_tables(db, since)
    for table in TABLES:
        for statement in build_search(table, since=since):
            db.execute(statement)


def migrate(db: Database) -> None:
    """Apply the migrations that the library lacks, within the caller's transaction."""
    MIGRATIONS.apply(db)
    db.execute(f"PRAGMA user_version = {VERSION}")


def _build_tables(db: Database, since: int) -> None:
    """Make tables, columns, indexes and views that bear a number and are not there."""
    known: dict[str, set[str]] = defaultdict(set)
    for name, column in db.execute(_COLUMNS):
        known[name].add(column)
    for table in TABLES:
        there = known[table.name]
        if table.since == since and not there:
            db.execute(build_table(table))
        elif table.since <= since:
            for column in table.columns:
                if column.since == since and column.name not in there:
                    db.execute(build_addition(table, column))
        for statement in build_indexes(table, since=since):
            db.execute(statement)
    for view in VIEWS:
        if view.since == since:
            db.execute(f'CREATE VIEW IF NOT EXISTS "{view.name}" AS {view.sql}')
