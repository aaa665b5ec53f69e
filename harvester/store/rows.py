"""The rows that belong to an article, replaced as a whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from harvester.store.schema import table_named

Row = tuple[Any, ...]


def next_number(db: sqlite3.Connection, table: str) -> int:
    """Return the number that the next row of ``table`` gets; none is given twice."""
    ever = f"SELECT max(id) FROM {table}"
    if table_named(table).is_numbered_once:
        ever = f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'"
    row = db.execute(ever).fetchone()
    return ((row and row[0]) or 0) + 1


def replace_rows(
    db: sqlite3.Connection, table: str, article_id: int, rows: Sequence[Row]
) -> None:
    """Put ``rows``, with all columns of ``table``, in the place of an article's."""
    db.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))
    insert_rows(db, table, rows)


def insert_rows(db: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    """Add ``rows``, with all columns of ``table``."""
    names = table_named(table).column_names
    db.executemany(
        f"INSERT INTO {table} ({', '.join(names)}) "
        f"VALUES ({', '.join('?' * len(names))})",
        rows,
    )
