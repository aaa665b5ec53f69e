"""What harvested articles and documents teach about MeSH: names of UIs, keywords."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from harvester.store.article_headings import Name
from harvester.vocabulary import fold_term

_KINDS = {"mesh_descriptors": "record", "mesh_qualifiers": "qualifier"}


class Learnt:
    """What was learnt within a transaction, not to be looked for again.

    Attributes:
        names: By table: UI → the name that was learnt last.
        numbers: Of the names in ``mesh_names``.
    """

    def __init__(self) -> None:
        self.names: dict[str, dict[str, str]] = defaultdict(dict)
        self.numbers: dict[Name, int] = {}


def learn_names(
    db: sqlite3.Connection,
    table: str,
    names: Iterable[tuple[str, str]],
    learnt: dict[str, str],
) -> None:
    """Keep (ui, name) as a record has them; a MeSH that was loaded knows better.

    Any name of a descriptor in a record finds it from then on.

    Args:
        db: The library.
        table: That of descriptors or of qualifiers.
        names: In order; the last one of a UI counts.
        learnt: What was learnt within the transaction; it is added to.
    """
    new = []
    for ui, name in names:
        if learnt.get(ui) != name:
            learnt[ui] = name
            new.append((ui, name))
    db.executemany(
        f"INSERT INTO {table} (ui, name) VALUES (?, ?) "
        "ON CONFLICT (ui) DO UPDATE SET name = excluded.name "
        "WHERE name <> excluded.name AND mesh_year IS NULL",
        new,
    )
    _learn_terms(db, table, new)


def _learn_terms(
    db: sqlite3.Connection, table: str, names: Iterable[tuple[str, str]]
) -> None:
    kind = _KINDS[table]
    db.executemany(
        "INSERT INTO mesh_terms (key, ui, term, kind) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        [(fold_term(name), ui, name, kind) for ui, name in names],
    )


def learn_keywords(db: sqlite3.Connection, keywords: Iterable[str]) -> None:
    """Keep the key by which a keyword is looked up in MeSH."""
    db.executemany(
        "INSERT INTO keyword_keys (keyword, key) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [(keyword, fold_term(keyword)) for keyword in keywords],
    )


def learn_again(db: sqlite3.Connection) -> None:
    """Learn from what is in the library: it was filled before there were keys."""
    for table in _KINDS:
        _learn_terms(db, table, db.execute(f"SELECT ui, name FROM {table}").fetchall())
    rows = db.execute(
        "SELECT keyword FROM keywords UNION "
        "SELECT json_extract(k.value, '$.text.plain') "
        "FROM documents d, json_each(d.json, '$.record.keywords') k"
    ).fetchall()
    learn_keywords(db, (keyword for (keyword,) in rows if keyword))
