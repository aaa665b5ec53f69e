"""From what each record of an article was read: a reply, or a file loaded whole."""

from __future__ import annotations

import sqlite3
import zlib
from typing import Any

from harvester.model import Value

_SENT = """
    SELECT r.source, r.source_id, coalesce(max(c.fetched_at), p.fetched_at), p.body,
      p.url, p.size, r.payload_offset, r.payload_length, b.body, (
        SELECT f.folder FROM bulk_files f WHERE f.payload_id = p.id
        ORDER BY f.loaded_at DESC, f.id DESC LIMIT 1)
    FROM records r JOIN payloads p ON p.id = r.payload_id
    LEFT JOIN run_payloads c ON c.payload_id = p.id
    LEFT JOIN record_bodies b ON b.record_id = r.id
    WHERE r.article_id = ? GROUP BY r.id ORDER BY r.source, r.source_id
"""


class Sent(Value, frozen=True, kw_only=True):
    """What a source sent of a work, or where that lies.

    Attributes:
        source: The source.
        source_id: Its own key of the record.
        came_at: When the reply last came, or the file was loaded (UTC, ISO 8601).
        reply: The whole reply; None: it stood in a file.
        name: Of the file, else the address that was asked.
        folder: Where the file lay; None: that is not known.
        size: Bytes of the reply, or of the file as it lay on the disk.
        offset: Where the record begins in the file, unpacked; None: not known.
        length: How many bytes it takes there.
        body: The record as it stood in the file, where the library keeps it.
    """

    source: str
    source_id: str
    came_at: str
    reply: bytes | None
    name: str
    folder: str | None
    size: int
    offset: int | None
    length: int | None
    body: bytes | None


def load_sent(db: sqlite3.Connection, article_id: int) -> tuple[Sent, ...]:
    """Return from what every record of an article was read; by source and key."""
    return tuple(map(_read, db.execute(_SENT, (article_id,))))


def _read(row: tuple[Any, ...]) -> Sent:
    source, source_id, came_at, reply, name, *rest = row
    size, offset, length, body, folder = rest
    return Sent(
        source=source,
        source_id=source_id,
        came_at=came_at,
        reply=reply and zlib.decompress(reply),
        name=name,
        folder=folder,
        size=size,
        offset=offset,
        length=length,
        body=body and zlib.decompress(body),
    )
