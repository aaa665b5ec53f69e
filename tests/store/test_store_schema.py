from __future__ import annotations

import sqlite3

import msgspec
import pytest
from sqlite_utils.migrations import Migrations

from harvester.model import Text
from harvester.store import Library, migrations, opening
from harvester.store.describe import describe_tables
from harvester.store.schema import TABLES, VIEWS, Table, table_named
from harvester.store.schema.base import Column, text

NEXT = migrations.VERSION + 1
TRIGGERS = [("articles_ad",), ("articles_ai",), ("articles_au",)]


def test_tables_are_as_described(select):
    """The file has the tables and columns of the schema, and no others."""
    technical = {"_sqlite_migrations", "sqlite_sequence"}
    names = {
        name
        for (name,) in select("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not name.startswith("articles_fts")
    }
    assert names == {table.name for table in TABLES} | technical
    for table in TABLES:
        found = select("SELECT name FROM pragma_table_info(?)", table.name)
        assert [name for (name,) in found] == list(table.column_names)


def test_only_counts_and_keys_are_integers():
    """A volume 007 stays as printed: what is no count, key or flag is text."""
    words = {"volume", "issue", "pages", "pmid", "version", "printed", "edtf"}
    kinds = {c.type for table in TABLES for c in table.columns if c.name in words}
    assert kinds == {"TEXT"}


def test_everything_is_described():
    """Every table, view and column has its line for people."""
    for table in (*TABLES, *VIEWS):
        assert table.title
        assert table.description.endswith(".")
        assert all(column.description for column in table.columns)


def test_sorts_and_facets_are_indexed(select):
    """What Datasette sorts and narrows down by has an index of its own."""
    leading = {
        table.name: {
            column
            for (column,) in select(
                "SELECT c.name FROM pragma_index_list(?) i, "
                "pragma_index_info(i.name) c WHERE c.seqno = 0",
                table.name,
            )
        }
        for table in TABLES
    }
    missing = [
        (table.name, column)
        for table in TABLES
        for column in (*table.facets, *filter(None, [table.sort]))
        if column not in leading[table.name]
    ]
    assert missing == []


def test_foreign_keys_are_indexed(select):
    """Every column that points at another table is found from there quickly."""
    for table in TABLES:
        for column in table.columns:
            if column.references:
                ((*_, plan),) = select(
                    f"EXPLAIN QUERY PLAN SELECT 1 FROM {table.name} "
                    f"WHERE {column.name} = 1"
                )
                assert plan.startswith("SEARCH"), (table.name, column.name, plan)


def test_search_index_is_declared_for_datasette(select):
    """The index names its table in quotes, else Datasette shows no search box."""
    ((sql,),) = select("SELECT sql FROM sqlite_master WHERE name = 'articles_fts'")
    assert 'content="articles"' in sql
    assert "unicode61 remove_diacritics 2" in sql
    triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY 1"
    assert select(triggers) == TRIGGERS


def test_metadata_speaks_of_what_is_there():
    """The words for Datasette name tables, columns, labels and hidden tables."""
    tables = describe_tables()
    assert set(tables) == {
        *(table.name for table in TABLES),
        *(view.name for view in VIEWS),
        "_sqlite_migrations",
        "sqlite_sequence",
    }
    assert tables["articles"]["label_column"] == "citation"
    assert tables["articles"]["sort_desc"] == "year"
    assert tables["articles"]["facets"] == [
        *("year", "type", "language", "journal_id", "retraction_status"),
    ]
    assert tables["articles"]["columns"]["doi"] == "DOI, in lower case."
    assert tables["record_keys"]["hidden"]
    assert "hidden" not in tables["articles"]


# Migrations: another version, made up.


@pytest.fixture
def next_version(monkeypatch):
    """A version of the schema with a new column, a new table and a new index."""
    articles = table_named("articles")
    column = Column(name="mood", description="Made up.", since=NEXT)
    newer = msgspec.structs.replace(
        articles,
        columns=(*articles.columns, column),
        facets=(*articles.facets, "mood"),
    )
    moods = Table(
        name="moods",
        title="Moods",
        description="Made up.",
        columns=(text("name", "Made up."),),
        primary_key=("name",),
        since=NEXT,
    )

    def install(step=lambda db: migrations.build_searches(db, since=NEXT)):
        steps = Migrations("harvester")
        for known in migrations.MIGRATIONS._migrations:
            steps(name=known.name)(known.fn)
        steps(name="9999_moods")(step)
        tables = [newer if table is articles else table for table in TABLES]
        monkeypatch.setattr(migrations, "TABLES", (*tables, moods))
        monkeypatch.setattr(migrations, "MIGRATIONS", steps)
        monkeypatch.setattr(migrations, "VERSION", NEXT)
        monkeypatch.setattr(opening, "VERSION", NEXT)

    return install


def _shape(path):
    with sqlite3.connect(path) as db:
        shape = {
            name: sorted(
                db.execute("SELECT name, type FROM pragma_table_info(?)", [name])
            )
            for (name,) in db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1"
            )
        }
        indexes = db.execute(
            "SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') "
            "ORDER BY 1"
        ).fetchall()
        (version,) = db.execute("PRAGMA user_version").fetchone()
    db.close()
    return shape, indexes, version


@pytest.mark.parametrize("read_only", [False, True])
def test_older_library_is_brought_up_to_date(
    path, tmp_path, article, next_version, read_only, now
):
    """An older library has all that a new one has, and keeps what it had."""
    with Library.open(path) as library:
        one = article("pmid:99000001", title=Text(plain="Früher"))
        library.save_article(one, citation="x", now=now)
    next_version()
    with Library.open(path, read_only=read_only) as library:
        assert library.load_article(1) == one
        found = library._db.execute(
            "SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'fruher'"
        )
        assert found.fetchall() == [(1,)]
    Library.open(tmp_path / "new.db").close()
    assert _shape(path) == _shape(tmp_path / "new.db")
    assert [row for row in _shape(path)[1] if (row[0],) in TRIGGERS]
    assert _shape(path)[2] == NEXT


def test_library_of_schema_6_gets_what_came_to_it_later(path, tmp_path):
    """Also what bore the number 6 and was made after the library."""
    Library.open(path).close()
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE serials")
        db.execute("DROP TABLE bulk_files")
        db.execute("ALTER TABLE records DROP COLUMN is_short")
        db.execute("CREATE INDEX articles_year ON articles (year)")
        db.execute("DELETE FROM _sqlite_migrations WHERE name > '0007'")
        db.execute("PRAGMA user_version = 6")
    db.close()
    Library.open(path).close()
    Library.open(tmp_path / "new.db").close()

    assert _shape(path) == _shape(tmp_path / "new.db")


def test_migration_that_fails_leaves_everything(path, next_version):
    """A migration that breaks off leaves the library as it was."""
    Library.open(path).close()
    before = _shape(path)

    def broken(db):
        migrations.build_searches(db, since=NEXT)
        raise ValueError("broken")

    next_version(broken)
    with pytest.raises(ValueError, match="broken"):
        Library.open(path)
    assert _shape(path) == before
