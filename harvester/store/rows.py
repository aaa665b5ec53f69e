"""The rows that belong to an article, replaced as a whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import chain
from typing import Any

from harvester.store.schema import table_named

Row = tuple[Any, ...]

_VALUES = 2_000
"""Of one statement: rows of their own take a third longer, and for more of them SQLite
puts more pages aside, to take them back."""


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


def insert_rows(
    db: sqlite3.Connection,
    table: str,
    rows: Sequence[Row],
    names: Sequence[str] | None = None,
) -> None:
    """Add rows to a table.

    Args:
        db: The library.
        table: Its name.
        rows: In order.
        names: Their columns; None: all of the table.
    """
    names = names or table_named(table).column_names
    insert = f"INSERT INTO {table} ({', '.join(names)}) VALUES "
    row = f"({', '.join('?' * len(names))})"
    together = _VALUES // len(names)
    whole = len(rows) - len(rows) % together
    db.executemany(
        insert + ", ".join([row] * together),
        (
            tuple(chain.from_iterable(rows[first : first + together]))
            for first in range(0, whole, together)
        ),
    )
    db.executemany(insert + row, rows[whole:])
