"""The part of a library that takes files whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

from harvester.model import Key, SourceRecord
from harvester.store import adding, bulk, indexing, places
from harvester.store.beside import Advance, Beside, hold_beside
from harvester.store.learnt import Learnt
from harvester.store.session import Session
from harvester.store.trouble import explained

_LEAST_CACHE, _MOST_CACHE = 1 << 28, 1 << 30
"""Bytes. A page that is put aside before its file is in is written twice."""
_SHARE = 8
_PIECES = 16
"""Of a level of the full-text index, before they become one of the next."""


class Loading(Session):
    """Many articles at once, and the files that they come from."""

    def find_taken(self, source: str, keys: Iterable[Key]) -> frozenset[Key]:
        """Return those of ``keys`` that the library knows anything of."""
        with explained(self.path):
            return adding.find_taken(self._db, source, keys)

    def add_articles(
        self,
        batch: Sequence[adding.Addition],
        *,
        payload_id: int | None,
        run_id: int,
        now: datetime,
        learnt: Learnt | None = None,
    ) -> tuple[int, ...]:
        """Keep many new articles at once; see ``adding``.

        Args:
            batch: None of their keys is taken, in the library or by one another.
            payload_id: From what they were read.
            run_id: The run that does it.
            now: The clock.
            learnt: What was learnt from earlier batches within the transaction.

        Returns:
            Whose findings are to be looked at again: a notice names them.
        """
        with self.transaction():
            return adding.add_articles(
                self._db,
                batch,
                payload_id=payload_id,
                run_id=run_id,
                now=now,
                learnt=learnt,
            )

    def is_loaded(self, file: bulk.BulkFile) -> bool:
        """Whether the very file was loaded with the same selection."""
        with explained(self.path):
            return bulk.is_loaded(self._db, file)

    def find_last_file(self, source: str) -> tuple[int, int]:
        """Return release and number of the last file loaded; (-1, -1): none."""
        with explained(self.path):
            return bulk.find_last(self._db, source)

    def find_bulk_habit(self, source: str) -> tuple[tuple[str, ...], str]:
        """Return the folders that files came from, and the last selection."""
        with explained(self.path):
            return bulk.find_habit(self._db, source)

    def is_empty(self) -> bool:
        """Return whether the library has no articles."""
        with explained(self.path):
            return indexing.is_empty(self._db)

    def beside(
        self, advance: Advance = lambda _: None
    ) -> AbstractContextManager[Beside]:
        """Keep other writers out while the ``with`` block fills a copy.

        The copy is that of an earlier block, if the library was not written to since.
        What the block saves in the library itself is there when it ends, unless the
        copy was swapped in. Use it within ``exclusive``: one copy at a time.

        Args:
            advance: Called with a number of pages copied, a copy being made.

        Yields:
            The copy, to be opened by its path and closed before it is swapped in.

        Raises:
            LibraryBusyError: Another process is writing.
            LibraryError: There is no room, or another file in the copy's place.
        """
        return hold_beside(self._db, self.path, advance)

    @contextmanager
    def prepared_for_load(
        self, advance: Callable[[int], None] = lambda _: None
    ) -> Iterator[None]:
        """Be ready for many articles within the ``with`` statement.

        More of the file is held in memory while this connection is open: an eighth of
        what the machine has, from 256 MB to 1 GB. The full-text index grows in more
        pieces before it is merged, for good: merging small ones into those of a large
        library took half the time of a load. Indexes of an empty library rest, and are
        made at the end, however that comes; after a process that was killed, by the
        next that opens the library to write.

        Args:
            advance: Called with a number of indexes that were made.
        """
        with explained(self.path):
            self._db.execute(f"PRAGMA cache_size = -{_find_cache() // 1024}")
            self._db.execute(
                "INSERT INTO articles_fts (articles_fts, rank) VALUES ('automerge', ?)",
                (_PIECES,),
            )
        with self.transaction():
            are_resting = indexing.rest_indexes(self._db)
        try:
            yield
        finally:
            if are_resting:
                with self.transaction():
                    indexing.make_indexes(self._db, advance)

    def refer_to_file(self, file: bulk.BulkFile, run_id: int, now: datetime) -> int:
        """Keep where records stand, in the place of a reply; return its number."""
        with self.transaction():
            return bulk.refer_to_file(self._db, file, run_id, now)

    def note_place(self, record: SourceRecord, place: places.Place) -> None:
        """Note where a record stands in the file that it was just read from."""
        with self.transaction():
            places.note_place(self._db, record, place)

    def note_repeated(
        self,
        record: SourceRecord,
        place: places.Place | None,
        payload_id: int,
        *,
        moves: bool,
    ) -> None:
        """Note that a file says again what the library has; see ``places``."""
        with self.transaction():
            places.note_repeated(self._db, record, place, payload_id, moves=moves)

    def note_loaded(
        self, file: bulk.BulkFile, loaded: bulk.LoadedFile, now: datetime
    ) -> None:
        """Note that a file is in the library."""
        with self.transaction():
            bulk.note_loaded(self._db, file, loaded, now)

    def find_later(self, file: bulk.BulkFile, ids: Iterable[str]) -> frozenset[str]:
        """Return those of ``ids`` whose record stands in a file that follows."""
        with explained(self.path):
            return bulk.find_later(self._db, file, ids)

    def find_gone_keys(self, source: str, keys: Iterable[Key]) -> frozenset[Key]:
        """Return those of ``keys`` that a source is known to have no more."""
        with explained(self.path):
            return bulk.find_gone_keys(self._db, source, keys)

    def find_vanished(self, source: str, release: int) -> tuple[str, ...]:
        """Return the keys of records that stand in files of older releases alone."""
        with explained(self.path):
            return bulk.find_vanished(self._db, source, release)


def _find_cache() -> int:
    """Return the bytes of the library that are held in memory during a load."""
    try:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # not on every system
        memory = 0
    return min(max(memory // _SHARE, _LEAST_CACHE), _MOST_CACHE)
