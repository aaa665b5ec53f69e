"""SQLite's errors → ours, with what to do about them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harvester.errors import LibraryBusyError, LibraryError

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_ADVICE = {
    sqlite3.SQLITE_NOTADB: "is not a database; name another file",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore it from a backup",
    sqlite3.SQLITE_READONLY: "cannot be written to; check its permissions",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check the permissions of the file "
    "and its folder",
    sqlite3.SQLITE_PERM: "cannot be opened; check its permissions",
    sqlite3.SQLITE_FULL: "cannot grow, the disk is full; make room and try again",
    sqlite3.SQLITE_IOERR: "cannot be read or written; check the disk",
}


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the file into a sentence for the user.

    Raises:
        LibraryBusyError: Another process is writing.
        LibraryError: The file cannot be used as it is.
    """
    try:
        yield
    except sqlite3.Error as error:
        # Extended codes keep the primary one in their lowest byte.
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _BUSY:
            raise LibraryBusyError(
                f"Another process is writing to {path}; try again when it is done."
            ) from error
        if code in _ADVICE:
            raise LibraryError(f"{path} {_ADVICE[code]} ({error}).") from error
        raise
