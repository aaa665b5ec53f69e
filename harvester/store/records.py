"""What each source says about each work, and what it does not know."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

import msgspec

from harvester.model import Container, Key, SourceRecord
from harvester.normalize.journals import issns_of
from harvester.store.encoding import Change, fingerprint, timestamp, to_json
from harvester.store.history import keep_version
from harvester.store.places import forget_place
from harvester.store.short_records import RECORD, read_record, write_out

_COMPONENT = f"""
    WITH RECURSIVE reached(record_id) AS (
      SELECT k.record_id
      FROM json_each(?) asked
      CROSS JOIN record_keys k
        ON k.scheme = json_extract(asked.value, '$[0]')
        AND k.value = json_extract(asked.value, '$[1]')
      UNION
      SELECT other.record_id
      FROM reached
      CROSS JOIN record_keys mine ON mine.record_id = reached.record_id
      CROSS JOIN record_keys other
        ON other.scheme = mine.scheme AND other.value = mine.value
    )
    SELECT {RECORD} FROM reached
    CROSS JOIN records r ON r.id = reached.record_id
    ORDER BY r.source, r.source_id
"""
# CROSS JOIN keeps SQLite to this order: from the keys asked for outwards.


_CONTAINERS = """
    SELECT r.source_id, coalesce(r.json -> '$.container', CASE WHEN r.is_short THEN (
      SELECT a.json -> '$.container' FROM articles a WHERE a.id = r.article_id) END)
    FROM records r WHERE r.source = :source
      AND r.source_id IN (SELECT value FROM json_each(:ids))
"""
"""A short record has a container of its own where its article's is another."""


def save_record(
    db: sqlite3.Connection,
    record: SourceRecord,
    payload_id: int | None,
    now: datetime,
    run_id: int | None = None,
) -> Change:
    """Keep what a source says; nothing is written where it says the same again.

    What it said before is kept as an earlier version of the record. An older version
    of a PubMed record never takes the place of a newer one.
    """
    keys = tuple(dict.fromkeys(record.article_keys))
    db.executemany(
        "DELETE FROM lookups WHERE source = ? AND scheme = ? AND value = ?",
        [(record.source, *key) for key in keys],
    )
    content = to_json(record)
    content_hash = fingerprint(content)
    stored = db.execute(
        "SELECT id, content_hash, version FROM records "
        "WHERE source = ? AND source_id = ?",
        (record.source, record.source_id),
    ).fetchone()
    if stored and (
        stored[1] == content_hash or _number(record.version) < _number(stored[2])
    ):
        return "unchanged"
    if stored:
        write_out(db, record=stored[0])
        keep_version(db, stored[0], run_id, now)
        forget_place(db, stored[0])
    (record_id,) = db.execute(
        "INSERT INTO records (source, source_id, version, payload_id, content_hash, "
        "json, first_seen_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (source, source_id) DO UPDATE SET version = excluded.version, "
        "payload_id = excluded.payload_id, content_hash = excluded.content_hash, "
        "json = excluded.json, updated_at = excluded.updated_at RETURNING id",
        (
            record.source,
            record.source_id,
            record.version,
            payload_id,
            content_hash,
            content,
            timestamp(now),
            timestamp(now),
        ),
    ).fetchone()
    db.execute("DELETE FROM record_keys WHERE record_id = ?", (record_id,))
    db.executemany(
        "INSERT INTO record_keys (scheme, value, record_id) VALUES (?, ?, ?)",
        [(*key, record_id) for key in keys],
    )
    return "updated" if stored else "added"


def _number(version: str | None) -> int:
    return int(version) if version and version.isdecimal() else 0


def component(db: sqlite3.Connection, keys: Iterable[Key]) -> tuple[SourceRecord, ...]:
    """Return all records connected to ``keys`` through shared article identifiers.

    Returns:
        Ordered by (source, source_id).
    """
    rows = db.execute(_COMPONENT, (to_json(sorted(set(keys))),))
    return tuple(read_record(row) for row in rows)


def has_record(db: sqlite3.Connection, source: str, key: Key) -> bool:
    """Return whether there is a record of ``source`` whose own key is ``key``."""
    row = db.execute(
        "SELECT 1 FROM records r JOIN record_keys k ON k.record_id = r.id "
        "WHERE r.source = ? AND r.source_id = ? AND k.scheme = ? AND k.value = ?",
        (source, key[1], *key),
    ).fetchone()
    return row is not None


def load_record(
    db: sqlite3.Connection, source: str, source_id: str
) -> SourceRecord | None:
    """Return what ``source`` says under its own key, None where it said nothing."""
    row = db.execute(
        f"SELECT {RECORD} FROM records r WHERE r.source = ? AND r.source_id = ?",
        (source, source_id),
    ).fetchone()
    return row and read_record(row)


def load_issns(
    db: sqlite3.Connection, source: str, ids: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """Return the ISSNs in records of ``source``, by the record's own key.

    Records without any, and those that are not there, are left out.
    """
    rows = db.execute(_CONTAINERS, {"source": source, "ids": to_json(list(ids))})
    containers = (
        (source_id, msgspec.json.decode(container, type=Container | None))
        for source_id, container in rows
        if container
    )
    return {
        source_id: issns
        for source_id, container in containers
        if container is not None and (issns := issns_of(container))
    }


def find_gone(
    db: sqlite3.Connection, records: Iterable[SourceRecord]
) -> frozenset[tuple[str, str]]:
    """Return (source, source_id) of records that their source says to have no more."""
    names = [
        (record.source, scheme, value)
        for record in records
        for scheme, value in record.article_keys
        if value == record.source_id
    ]
    rows = db.execute(
        "SELECT l.source, l.value FROM json_each(?) asked CROSS JOIN lookups l "
        "ON l.source = json_extract(asked.value, '$[0]') "
        "AND l.scheme = json_extract(asked.value, '$[1]') "
        "AND l.value = json_extract(asked.value, '$[2]')",
        (to_json(names),),
    )
    return frozenset((source, value) for source, value in rows)


def save_unknown(db: sqlite3.Connection, source: str, key: Key, now: datetime) -> bool:
    """Remember that ``source`` says it does not know ``key``.

    Forgotten as soon as a record of that source with that identifier is saved.

    Returns:
        Whether that is news.
    """
    inserted = db.execute(
        "INSERT INTO lookups (source, scheme, value, state, since) "
        "VALUES (?, ?, ?, 'unknown', ?) ON CONFLICT DO NOTHING",
        (source, *key, timestamp(now)),
    )
    return inserted.rowcount > 0
