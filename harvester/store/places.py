"""Where records stand in the files that were loaded whole, and their bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from harvester.model import SourceRecord, Value

_MOVE = """
    UPDATE records SET payload_id = :payload,
      payload_offset = :offset, payload_length = :length
    WHERE source = :source AND source_id = :source_id AND version IS :version
      AND (payload_id = :payload AND :offset IS NOT NULL
        OR payload_id <> :payload AND :moves AND EXISTS (
          SELECT 1 FROM bulk_files f WHERE f.payload_id = records.payload_id))
    RETURNING id
"""


class Place(Value, frozen=True, kw_only=True):
    """Where a record stands in a file.

    Attributes:
        offset: Where it begins, in bytes of the file's unpacked content; None: that
            is not known.
        length: How many bytes it takes.
        body: Those themselves (zlib), where they are kept, too.
    """

    offset: int | None
    length: int | None
    body: bytes | None = None


def note_place(db: sqlite3.Connection, record: SourceRecord, place: Place) -> None:
    """Note where a record stands in the file that it was just read from."""
    (number,) = db.execute(
        "UPDATE records SET payload_offset = ?, payload_length = ? "
        "WHERE source = ? AND source_id = ? RETURNING id",
        (place.offset, place.length, record.source, record.source_id),
    ).fetchone()
    save_bodies(db, [(number, place)])


def note_repeated(
    db: sqlite3.Connection,
    record: SourceRecord,
    place: Place | None,
    payload_id: int,
    *,
    moves: bool,
) -> None:
    """Note that a record stands in a file again, as it did in an earlier one.

    By this a later release is known to have it, and an earlier file read afterwards
    to be out of date. A record of another version, or one that was harvested, stays
    with what it was read from.

    Args:
        db: The library.
        record: What the file says.
        place: Where; None: the library has what the source said of it later.
        payload_id: The file.
        moves: Whether one that stands in another file is meant, too.
    """
    row = db.execute(
        _MOVE,
        {
            "payload": payload_id,
            "source": record.source,
            "source_id": record.source_id,
            "version": record.version,
            "offset": place and place.offset,
            "length": place and place.length,
            "moves": moves,
        },
    ).fetchone()
    if row and place:
        save_bodies(db, [(row[0], place)])


def save_bodies(db: sqlite3.Connection, placed: Iterable[tuple[int, Place]]) -> None:
    """Keep the bytes of records, by number, where their places have them."""
    db.executemany(
        "INSERT OR REPLACE INTO record_bodies (record_id, body) VALUES (?, ?)",
        [(number, place.body) for number, place in placed if place.body],
    )


def forget_place(db: sqlite3.Connection, record_id: int) -> None:
    """Forget where a record stood: it is about to say something else."""
    db.execute(
        "UPDATE records SET payload_offset = NULL, payload_length = NULL WHERE id = ?",
        (record_id,),
    )
    db.execute("DELETE FROM record_bodies WHERE record_id = ?", (record_id,))
