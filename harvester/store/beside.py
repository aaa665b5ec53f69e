"""A copy that is filled beside its library and then takes its place at once.

While the copy is filled the library is held: a transaction that writes nothing keeps
other writers out, and readers go on in WAL mode. The swap copies the pages of the copy
into the library as one transaction of SQLite's: whoever has the library open sees it as
it was, and then as the copy is; a swap that is broken off is taken back.

The copy outlives a command that is broken off, and ``<copy>.json`` beside it says of
which state of the library it was made: sizes and times of the library's file and of its
log, read while no other can write. Every write of SQLite's touches one of the two; so
may what is no write, such as ``touch``, and then a copy is made anew for nothing.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from harvester.errors import LibraryBusyError, LibraryError
from harvester.store.opening import BUSY_SECONDS, is_library
from harvester.store.trouble import explained

_STEP = 100
"""Pages that are copied at once: far fewer than a library has that is empty, so that a
first step is never the last; and fewer than are kept in memory, so that nothing is in
the log yet when it is asked who else wrote."""
_GB = 1e9

Advance = Callable[[int], None]
"""Called with a number of further pages."""


class Beside:
    """A copy beside a library that is held; see ``hold_beside``.

    Attributes:
        path: Of the copy.
        is_anew: One was there, of a state that the library has no more.
        is_swapped: The library is what the copy was.
    """

    def __init__(self, db: sqlite3.Connection, library: Path) -> None:
        self._db = db
        self._library = library
        self._version = -1
        self.path = library.with_name(f"{library.name}.new-baseline")
        self._note = self.path.with_name(f"{self.path.name}.json")
        self.is_anew = False
        self.is_swapped = False

    def hold(self, advance: Advance) -> None:
        """Keep other writers out of the library, and see to it that there is a copy."""
        self._version = self._keep_out()
        try:
            if not self._is_there():
                self._make(advance)
        except BaseException:
            self._db.rollback()
            raise

    def swap(self, advance: Advance = lambda _: None) -> None:
        """Put the copy in the place of the library.

        Nobody may have the copy open to write to it.

        Raises:
            LibraryBusyError: Somebody wrote to the library when it had to be let go
                for a moment; it stays as it is.
            LibraryError: The disk is full; the library stays as it is.
        """
        state: int | None = None

        def watch(status: int, *_: int) -> None:
            nonlocal state
            if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise LibraryBusyError(self._overtaken)
            if state is None and status == sqlite3.SQLITE_OK:
                # From the first step on nobody else can write.
                if self._ask("data_version") != self._version:
                    raise LibraryBusyError(self._overtaken)
                state = self._ask("schema_version")
            advance(_STEP)

        with (
            explained(self._library),
            closing(_open(self.path, "ro")) as source,
            closing(_open(self._library, "rw")) as target,
        ):
            self._db.rollback()
            try:
                source.backup(target, pages=_STEP, progress=watch)
            finally:
                # Asked, since an interruption may come when all is done: a backup
                # raises the number.
                self.is_swapped = state not in {None, self._ask("schema_version")}

    def release(self) -> None:
        """Let writers in again; remove a copy that is in, keep one that is not."""
        with explained(self._library):
            if self.is_swapped:
                self._remove()  # first: it leaves room for what the log holds
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                return
            if self._db.in_transaction:
                self._db.execute("COMMIT")
            # What was written while the library was held is our own.
            if self._keep_out() == self._version:
                self._sign()
            self._db.rollback()

    @property
    def _overtaken(self) -> str:
        return (
            f"Another process wrote to {self._library} just when {self.path.name} was "
            "to take its place; nothing was changed. Run the same command again: it "
            "begins with a new copy."
        )

    def _ask(self, pragma: str) -> int:
        return int(self._db.execute(f"PRAGMA {pragma}").fetchone()[0])

    def _keep_out(self) -> int:
        """Begin to write, on an empty log; return what other writers would raise."""
        with explained(self._library):
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._db.execute("BEGIN IMMEDIATE")
            return self._ask("data_version")

    def _is_there(self) -> bool:
        """Return whether there is a copy of the library as it is now."""
        if not self.path.exists():
            return False
        try:
            signed = json.loads(self._note.read_text("utf-8"))
        except (OSError, ValueError):
            signed = None
        if signed is None or not is_library(self.path):
            raise LibraryError(
                f"{self.path} is there, and is no copy that was made for a new "
                "baseline; move it away."
            )
        self.is_anew = signed != self._state()
        return not self.is_anew

    def _state(self) -> list[list[int]]:
        real = self._library.resolve()
        found = [
            place.stat()
            for place in (real, real.with_name(f"{real.name}-wal"))
            if place.exists()
        ]
        return [[one.st_size, one.st_mtime_ns] for one in found if one.st_size]

    def _sign(self) -> None:
        self._note.write_text(json.dumps(self._state()), "utf-8")

    def _make(self, advance: Advance) -> None:
        self._remove()
        self._check_room()
        part = self.path.with_name(f"{self.path.name}.part")
        part.unlink(missing_ok=True)
        try:
            with (
                explained(part),
                closing(_open(self._library, "ro")) as source,
                closing(_open(part, "rwc")) as target,
            ):
                # Nobody needs a part of it: it begins anew.
                target.execute("PRAGMA journal_mode = OFF")
                source.backup(target, pages=_STEP, progress=lambda *_: advance(_STEP))
            self._sign()
            part.replace(self.path)
        finally:
            part.unlink(missing_ok=True)

    def _check_room(self) -> None:
        """Refuse to begin where the copy, and the log of the swap, have no room."""
        needed = 2 * self._ask("page_count") * self._ask("page_size")
        free = shutil.disk_usage(self._library.absolute().parent).free
        if free < needed:
            raise LibraryError(
                f"A copy beside {self._library} and the swap take at least "
                f"{needed / _GB:,.1f} GB, the disk has {free / _GB:,.1f} GB left; make "
                "room and try again."
            )

    def _remove(self) -> None:
        # The note last: a copy without one is nobody's.
        for end in ("", "-wal", "-shm", ".json"):
            self.path.with_name(f"{self.path.name}{end}").unlink(missing_ok=True)


@contextmanager
def hold_beside(
    db: sqlite3.Connection, library: Path, advance: Advance
) -> Iterator[Beside]:
    """Hold a library while the block fills a copy; see ``Library.beside``."""
    copy = Beside(db, library)
    copy.hold(advance)
    try:
        yield copy
    finally:
        copy.release()


def _open(path: Path, mode: str) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(
        address, uri=True, isolation_level=None, timeout=BUSY_SECONDS
    )
