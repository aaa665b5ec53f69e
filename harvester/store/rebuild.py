"""What a rebuild reads, and how far it has come: it may be broken off at any time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

import harvester
from harvester.model import Key, LinkSet, Value
from harvester.store.encoding import timestamp
from harvester.store.payloads import load_payload
from harvester.store.places import Place
from harvester.wire import Payload

_NEWEST_FIRST = """
    SELECT p.id, coalesce(max(r.fetched_at), p.fetched_at), max(r.run_id)
    FROM payloads p LEFT JOIN run_payloads r ON r.payload_id = p.id
    WHERE p.body IS NOT NULL AND p.id NOT IN (SELECT number FROM rebuilt WHERE what = ?)
    GROUP BY p.id ORDER BY 2 DESC, 3 DESC, p.id DESC
"""

_FROM_LATER_FILE = """
    SELECT 1 FROM records r JOIN payloads p ON p.id = r.payload_id
    JOIN run_payloads c ON c.payload_id = p.id
    WHERE r.source = ? AND r.source_id = ? AND p.body IS NULL
      AND (c.fetched_at, c.run_id) > (?, ?)
"""


_BODIES = """
    SELECT b.record_id, r.payload_id, max(c.fetched_at), max(c.run_id),
      r.payload_offset, r.payload_length, b.body
    FROM record_bodies b JOIN records r ON r.id = b.record_id
    JOIN run_payloads c ON c.payload_id = r.payload_id
    WHERE b.record_id > ?
      AND b.record_id NOT IN (SELECT number FROM rebuilt WHERE what = ?)
    GROUP BY b.record_id ORDER BY b.record_id LIMIT ?
"""


class KeptPayload(Value, frozen=True, kw_only=True):
    """A reply to read again.

    Attributes:
        number: Its number.
        last_at: When it last came, equal replies being kept once.
        run_id: The run in which it last came.
    """

    number: int
    last_at: datetime
    run_id: int | None


class KeptBody(Value, frozen=True, kw_only=True):
    """A record of a file loaded whole to read again.

    Attributes:
        number: That of the record.
        file: The file, in the place of a reply.
        place: Where the record stands in it, with its bytes.
    """

    number: int
    file: KeptPayload
    place: Place


def _mark(what: str) -> str:
    return f"{what} {harvester.__version__}"


class Rebuilding:
    """The progress of a rebuild; every method runs in the caller's transaction.

    Another version of the program reads otherwise: it does not go on with what this
    one began.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def payloads(self) -> tuple[KeptPayload, ...]:
        """Return the replies that are still to be read, the newest first."""
        return tuple(
            KeptPayload(
                number=number, last_at=datetime.fromisoformat(last_at), run_id=run_id
            )
            for number, last_at, run_id in self._db.execute(
                _NEWEST_FIRST, (_mark("payload"),)
            )
        )

    def payload(self, number: int) -> Payload:
        """Return one reply."""
        return load_payload(self._db, number)

    def bodies(self, *, after: int, limit: int) -> tuple[KeptBody, ...]:
        """Return up to ``limit`` records that are kept as they stood in a file.

        Args:
            after: The number of the last one returned; 0: begin.
            limit: How many at most.

        Returns:
            Those that were read again from no newer reply, by number.
        """
        return tuple(
            KeptBody(
                number=number,
                file=KeptPayload(
                    number=payload_id,
                    last_at=datetime.fromisoformat(last_at),
                    run_id=run_id,
                ),
                place=Place(offset=offset, length=length, body=body),
            )
            for number, payload_id, last_at, run_id, offset, length, body in (
                self._db.execute(_BODIES, (after, _mark("record"), limit))
            )
        )

    def record(self, source: str, source_id: str) -> int | None:
        """Return the number of a record, or None."""
        row = self._db.execute(
            "SELECT id FROM records WHERE source = ? AND source_id = ?",
            (source, source_id),
        ).fetchone()
        return row and int(row[0])

    def is_from_later_file(
        self, source: str, source_id: str, kept: KeptPayload
    ) -> bool:
        """Whether a record was read from a file loaded after a reply came."""
        row = self._db.execute(
            _FROM_LATER_FILE,
            (source, source_id, timestamp(kept.last_at), kept.run_id),
        ).fetchone()
        return row is not None

    def keys_of_records(self, *, limit: int) -> tuple[Key, ...]:
        """Return identifiers of up to ``limit`` records not merged again yet."""
        rows = self._db.execute(
            "SELECT k.scheme, k.value FROM record_keys k JOIN ("
            "SELECT DISTINCT record_id FROM record_keys WHERE record_id NOT IN "
            "(SELECT number FROM rebuilt WHERE what = ?) LIMIT ?) r "
            "ON r.record_id = k.record_id",
            (_mark("article"), limit),
        )
        return tuple((scheme, value) for scheme, value in rows)

    def link_set(self, link_set: LinkSet) -> tuple[int | None, str | None, str | None]:
        """Return number, state and reason of a list as it is kept, or Nones."""
        row = self._db.execute(
            "SELECT id, state, reason FROM link_sets WHERE owner_scheme = ? "
            "AND owner_value = ? AND kind = ? AND provider = ?",
            (*link_set.owner, link_set.kind, link_set.provider),
        ).fetchone()
        return row or (None, None, None)

    def is_done(self, what: str, number: int) -> bool:
        """Whether a reply, record or article is done."""
        row = self._db.execute(
            "SELECT 1 FROM rebuilt WHERE what = ? AND number = ?",
            (_mark(what), number),
        ).fetchone()
        return row is not None

    def note_done(self, what: str, numbers: Iterable[int]) -> None:
        """Note that these are done."""
        self._db.executemany(
            "INSERT INTO rebuilt (what, number) VALUES (?, ?) ON CONFLICT DO NOTHING",
            [(_mark(what), number) for number in numbers],
        )

    def forget(self) -> None:
        """Forget what is done: the rebuild is at its end, or begins anew."""
        self._db.execute("DELETE FROM rebuilt")
