"""Files loaded whole: which, in what order, and what stands in their place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from harvester.model import Key, Value
from harvester.store.encoding import fingerprint, timestamp, to_json

_ROUTE = "bulk"
_OWN = ("source", "name", "folder", "md5", "selection", "release", "number")
_ORDER = "(coalesce(f.release, -1), coalesce(f.number, -1))"
_LATER = f"""
    SELECT r.source_id FROM json_each(:ids) k
    JOIN records r ON r.source = :source AND r.source_id = k.value
    JOIN bulk_files f ON f.payload_id = r.payload_id
    WHERE {_ORDER} > (:release, :number)
"""
_VANISHED = """
    SELECT r.source_id FROM records r JOIN bulk_files f ON f.payload_id = r.payload_id
    WHERE r.source = :source AND f.release < :release ORDER BY r.id
"""


class BulkFile(Value, frozen=True, kw_only=True):
    """A file of a bulk source.

    Attributes:
        source: Whose.
        name: Its name.
        folder: Where it lies.
        md5, sha256, size: Of its bytes as they lie on the disk.
        selection: What is kept of it, in words; empty: everything.
        release, number: Year and number in its name; None where it bears none.
    """

    source: str
    name: str
    folder: str | None = None
    md5: str
    sha256: str
    size: int
    selection: str = ""
    release: int | None = None
    number: int | None = None

    @property
    def order(self) -> tuple[int, int]:
        """What the file follows, and what follows it."""
        return (
            -1 if self.release is None else self.release,
            -1 if self.number is None else self.number,
        )


class LoadedFile(Value, frozen=True, kw_only=True):
    """What came of a file, in numbers of records and articles."""

    payload_id: int
    run_id: int
    record_count: int = 0
    chosen_count: int = 0
    added_count: int = 0
    updated_count: int = 0
    deleted_count: int = 0
    fault_count: int = 0


def is_loaded(db: sqlite3.Connection, file: BulkFile) -> bool:
    """Whether the very file was loaded with the same selection."""
    row = db.execute(
        "SELECT 1 FROM bulk_files WHERE source = ? AND name = ? AND md5 = ? "
        "AND selection = ?",
        (file.source, file.name, file.md5, file.selection),
    ).fetchone()
    return row is not None


def find_last(db: sqlite3.Connection, source: str) -> tuple[int, int]:
    """Return release and number of the last file; (-1, -1) where there is none."""
    row: tuple[int, int] | None = db.execute(
        "SELECT coalesce(release, -1) AS r, coalesce(number, -1) AS n FROM bulk_files "
        "WHERE source = ? ORDER BY r DESC, n DESC LIMIT 1",
        (source,),
    ).fetchone()
    return row or (-1, -1)


def find_habit(db: sqlite3.Connection, source: str) -> tuple[tuple[str, ...], str]:
    """Return the folders that files came from, the last first, and the last selection.

    Returns:
        No folder where nothing was loaded.
    """
    rows = db.execute(
        "SELECT folder, selection FROM bulk_files "
        "WHERE source = ? AND folder IS NOT NULL GROUP BY folder ORDER BY max(id) DESC",
        (source,),
    ).fetchall()
    last = db.execute(
        "SELECT selection FROM bulk_files WHERE source = ? ORDER BY id DESC LIMIT 1",
        (source,),
    ).fetchone()
    return tuple(folder for folder, _ in rows), last[0] if last else ""


def refer_to_file(
    db: sqlite3.Connection, file: BulkFile, run_id: int, now: datetime
) -> int:
    """Keep, in the place of a reply, in which file the records stand.

    Returns:
        The number of the reply; it has no body.
    """
    asked = fingerprint(to_json((file.source, _ROUTE, file.name)))
    row = (
        db.execute(
            "SELECT id FROM payloads WHERE request_hash = ? AND sha256 = ?",
            (asked, file.sha256),
        ).fetchone()
        or db.execute(
            "INSERT INTO payloads (source, route, method, url, params, asked, status, "
            "fetched_at, request_hash, sha256, size) "
            "VALUES (?, ?, 'FILE', ?, '[]', '[]', NULL, ?, ?, ?, ?) RETURNING id",
            (
                *(file.source, _ROUTE, file.name, timestamp(now), asked),
                *(file.sha256, file.size),
            ),
        ).fetchone()
    )
    db.execute(
        "INSERT INTO run_payloads (run_id, payload_id, fetched_at) VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET fetched_at = excluded.fetched_at",
        (run_id, row[0], timestamp(now)),
    )
    return int(row[0])


def note_loaded(
    db: sqlite3.Connection, file: BulkFile, loaded: LoadedFile, now: datetime
) -> None:
    """Note that a file is in the library; of one read again, what came of it now."""
    columns = {
        name: getattr(file, name) for name in file.__struct_fields__ if name in _OWN
    } | {name: getattr(loaded, name) for name in loaded.__struct_fields__}
    db.execute(
        f"INSERT INTO bulk_files ({', '.join(columns)}, loaded_at) "
        f"VALUES ({', '.join('?' * len(columns))}, ?) ON CONFLICT DO UPDATE SET "
        + ", ".join(f"{name} = excluded.{name}" for name in (*columns, "loaded_at")),
        (*columns.values(), timestamp(now)),
    )


def find_later(
    db: sqlite3.Connection, file: BulkFile, ids: Iterable[str]
) -> frozenset[str]:
    """Return those of ``ids`` whose record stands in a file that follows ``file``."""
    release, number = file.order
    rows = db.execute(
        _LATER,
        {
            "source": file.source,
            "ids": to_json(list(ids)),
            "release": release,
            "number": number,
        },
    )
    return frozenset(source_id for (source_id,) in rows)


def find_gone_keys(
    db: sqlite3.Connection, source: str, keys: Iterable[Key]
) -> frozenset[Key]:
    """Return those of ``keys`` that the source is known to have no more."""
    rows = db.execute(
        "SELECT l.scheme, l.value FROM json_each(?) k JOIN lookups l "
        "ON l.source = ? AND l.scheme = k.value ->> 0 AND l.value = k.value ->> 1",
        (to_json(list(keys)), source),
    )
    return frozenset((scheme, value) for scheme, value in rows)


def find_vanished(db: sqlite3.Connection, source: str, release: int) -> tuple[str, ...]:
    """Return the keys of records that stand in files of older releases alone."""
    rows = db.execute(_VANISHED, {"source": source, "release": release})
    return tuple(source_id for (source_id,) in rows)
