"""Journals: one row each, however many articles they hold."""

from __future__ import annotations

import sqlite3

from harvester.model import Container
from harvester.normalize.journals import issns_of

_FIELDS = (
    "title",
    "iso_abbreviation",
    "medline_abbreviation",
    "nlm_id",
    "issn_print",
    "issn_electronic",
    "issn_linking",
)


def intern_journal(db: sqlite3.Connection, container: Container | None) -> int | None:
    """Return the number of the journal that ``container`` describes.

    A journal is recognised by its NLM ID, else by an ISSN, unless both sides have
    an NLM ID and the two differ; by its title, else MEDLINE's abbreviation, only where
    that is all there is. What the row lacks is filled in; what it has stays.

    Returns:
        None for a book, and where nothing names the journal.
    """
    if container is None or not (keys := _keys(container)):
        return None
    journal_id = _find(db, container, keys)
    values = [getattr(container, name) for name in _FIELDS]
    if journal_id is None:
        (journal_id,) = db.execute(
            f"INSERT INTO journals ({', '.join(_FIELDS)}) "
            f"VALUES ({', '.join('?' * len(_FIELDS))}) RETURNING id",
            values,
        ).fetchone()
    else:
        gaps = ", ".join(f"{name} = coalesce({name}, ?)" for name in _FIELDS)
        db.execute(f"UPDATE journals SET {gaps} WHERE id = ?", (*values, journal_id))
    db.executemany(
        "INSERT INTO journal_keys (scheme, value, journal_id) VALUES (?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        [(*key, journal_id) for key in keys],
    )
    return int(journal_id)


def _keys(container: Container) -> tuple[tuple[str, str], ...]:
    keys = [("nlm_id", container.nlm_id)] if container.nlm_id else []
    keys += [("issn", issn) for issn in issns_of(container)]
    if not keys and container.title and not container.isbns:
        keys = [("title", container.title)]
    if not keys and container.medline_abbreviation:
        keys = [("medline_abbreviation", container.medline_abbreviation)]
    return tuple(dict.fromkeys(keys))


def _find(
    db: sqlite3.Connection, container: Container, keys: tuple[tuple[str, str], ...]
) -> int | None:
    for key in keys:
        row = db.execute(
            "SELECT j.id, j.nlm_id FROM journal_keys k "
            "JOIN journals j ON j.id = k.journal_id "
            "WHERE k.scheme = ? AND k.value = ?",
            key,
        ).fetchone()
        if row and container.nlm_id in {None, row[1] or container.nlm_id}:
            return int(row[0])
    return None
