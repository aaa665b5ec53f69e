"""Searches kept under a name."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from harvester.model import Value
from harvester.store.encoding import timestamp

_COLUMNS = "name, query, sort, saved_at"


class SavedSearch(Value, frozen=True, kw_only=True):
    """A search kept under a name.

    Attributes:
        name: By which it is asked for.
        query: As typed.
        sort: The order of the hits; None: as the query suggests.
        saved_at: When it was last saved (UTC, ISO 8601).
    """

    name: str
    query: str
    sort: str | None = None
    saved_at: str


def save_search(
    db: sqlite3.Connection, name: str, query: str, sort: str | None, now: datetime
) -> None:
    """Keep a search; one of the same name is replaced."""
    db.execute(
        f"INSERT INTO saved_searches ({_COLUMNS}) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET query = excluded.query, sort = excluded.sort, "
        "saved_at = excluded.saved_at "
        "WHERE query <> excluded.query OR sort IS NOT excluded.sort",
        (name, query, sort, timestamp(now)),
    )


def forget_search(db: sqlite3.Connection, name: str) -> bool:
    """Delete a search; False where there is none of that name."""
    written = db.execute("DELETE FROM saved_searches WHERE name = ?", (name,))
    return written.rowcount > 0


def load_searches(db: sqlite3.Connection) -> tuple[SavedSearch, ...]:
    """Return all searches, by name."""
    rows = db.execute(f"SELECT {_COLUMNS} FROM saved_searches ORDER BY name")
    names = SavedSearch.__struct_fields__
    return tuple(SavedSearch(**dict(zip(names, row, strict=True))) for row in rows)
