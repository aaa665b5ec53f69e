"""The part of a library that dumps of citations are loaded into, and their staging."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from harvester.model import Key, LinkKind, LinkSet, Value
from harvester.store import links
from harvester.store.encoding import timestamp
from harvester.store.session import Session
from harvester.store.trouble import explained

_LISTED = """
    SELECT EXISTS (
      SELECT 1 FROM link_sets s JOIN run_link_sets r ON r.link_set_id = s.id
      WHERE s.owner_scheme = ? AND s.owner_value = ? AND s.kind = ?
        AND s.provider = ? AND r.state IN ('complete', 'cut', 'empty')
        AND r.checked_at > ?
    )
"""
_STAGING = """
    CREATE TABLE IF NOT EXISTS pairs (
      id INTEGER PRIMARY KEY, owner TEXT NOT NULL, kind TEXT NOT NULL,
      other TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS bookmark (
      dump TEXT NOT NULL, part INTEGER NOT NULL, place INTEGER NOT NULL,
      line_count INTEGER NOT NULL, row_count INTEGER NOT NULL,
      broken_count INTEGER NOT NULL, unnamed_count INTEGER NOT NULL,
      last_owner TEXT
    );
"""


class Dumps(Session):
    """Lists of citations, many at once; a part of ``Library``."""

    def load_link_owners(self) -> Iterator[tuple[str | None, str | None]]:
        """Yield PMID and DOI of every article that has one, in no order."""
        with explained(self.path):
            yield from self._db.execute(
                "SELECT pmid, doi FROM articles "
                "WHERE coalesce(pmid, doi) IS NOT NULL AND deleted_at IS NULL"
            )

    def is_listed_since(
        self, owner: Key, kind: LinkKind, provider: str, moment: datetime
    ) -> bool:
        """Return whether a provider gave a list of a work later than ``moment``."""
        with explained(self.path):
            values = (*owner, kind, provider, timestamp(moment))
            return bool(self._db.execute(_LISTED, values).fetchone()[0])

    def save_link_sets(
        self, sets: Iterable[LinkSet], run_id: int, now: datetime
    ) -> None:
        """Keep lists, all or none; see ``save_link_set``."""
        with self.transaction():
            for one in sets:
                links.save_link_set(self._db, one, run_id, now)


class Bookmark(Value, frozen=True, kw_only=True):
    """How far a dump was read.

    Attributes:
        dump: What tells it, and the works that are looked for, from others.
        part: Number of the part that is being read, from 0.
        place: Bytes of it that were read, unpacked.
        line_count: Lines of it.
        row_count, broken_count, unnamed_count: Of all parts until now.
        last_owner: The last work whose lists are in the library; None: not yet any.
    """

    dump: str
    part: int = 0
    place: int = 0
    line_count: int = 0
    row_count: int = 0
    broken_count: int = 0
    unnamed_count: int = 0
    last_owner: str | None = None


class Staging:
    """The pairs of a dump that touch the library, in a file beside it.

    The library itself can be used while the dump is read; a run that was killed goes
    on where its last block ended.

    Args:
        path: The file; made where there is none.
        dump: What the bookmark must be of; another one's pairs are thrown away.
    """

    def __init__(self, path: Path, dump: str) -> None:
        self.path = path
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript(f"PRAGMA journal_mode = WAL; {_STAGING}")
        row = self._db.execute("SELECT * FROM bookmark WHERE dump = ?", (dump,))
        found = row.fetchone()
        names = Bookmark.__struct_fields__
        self.is_continued = found is not None
        self.bookmark = (
            Bookmark(**dict(zip(names, found, strict=True)))
            if found
            else Bookmark(dump=dump)
        )
        if not found:
            self._db.execute("DELETE FROM pairs")
            self._mark(self.bookmark)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()

    def _mark(self, bookmark: Bookmark) -> None:
        places = ", ".join("?" for _ in Bookmark.__struct_fields__)
        values = [getattr(bookmark, name) for name in Bookmark.__struct_fields__]
        self._db.execute("DELETE FROM bookmark")
        self._db.execute(f"INSERT INTO bookmark VALUES ({places})", values)
        self.bookmark = bookmark

    def add(self, pairs: Iterable[tuple[str, str, str]], bookmark: Bookmark) -> None:
        """Keep (owner, kind, other) of a block and its bookmark, both or neither."""
        with explained(self.path):
            self._db.execute("BEGIN")
            try:
                self._db.executemany(
                    "INSERT INTO pairs (owner, kind, other) VALUES (?, ?, ?)", pairs
                )
                self._mark(bookmark)
                self._db.execute("COMMIT")
            except BaseException:
                self._db.execute("ROLLBACK")
                raise

    def sort(self) -> None:
        """Make the lists of a work quick to find; when all is read."""
        with explained(self.path):
            self._db.execute(
                "CREATE INDEX IF NOT EXISTS pairs_by_owner ON pairs (owner, kind, id)"
            )

    def count(self) -> int:
        """Return how many pairs are kept."""
        (count,) = self._db.execute("SELECT count(*) FROM pairs").fetchone()
        return int(count)

    def load_others(self, owner: str, kind: str) -> list[str]:
        """Return the other works of a list, in the order of the dump."""
        rows = self._db.execute(
            "SELECT other FROM pairs WHERE owner = ? AND kind = ? ORDER BY id",
            (owner, kind),
        )
        return [other for (other,) in rows]

    def mark(self, bookmark: Bookmark) -> None:
        """Note how far the dump came."""
        with explained(self.path):
            self._mark(bookmark)

    def remove(self) -> None:
        """Close and delete the file: all of it is in the library."""
        self._db.close()
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
