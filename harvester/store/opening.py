"""Opening a library: what the file is, and whether we can use it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from harvester.errors import LibraryError
from harvester.store.indexing import are_indexes_resting, make_indexes
from harvester.store.lock import is_held
from harvester.store.schema import VERSION
from harvester.store.trouble import explained

APPLICATION_ID = 0x48525653
"""``HRVS`` in the header of the file: by this a library is known."""

_HEADER_BYTES = 100

BUSY_SECONDS = 5.0
"""How long one writer waits for another."""

_ABSENT = (
    "There is no library at {path}; harvest something into it first, "
    "or name another file."
)


def is_library(path: Path) -> bool:
    """Return whether a file bears our mark in its header; nothing is opened."""
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except OSError:
        return False
    is_sqlite = header.startswith(b"SQLite format 3\0")
    return is_sqlite and header[68:72] == APPLICATION_ID.to_bytes(4, "big")


def open_connection(path: Path, *, create: bool, read_only: bool) -> sqlite3.Connection:
    """Return a connection to the library at ``path``, at the newest schema.

    An older library is brought to the newest schema; a new one is made if
    ``create``. Nothing is written to a file that is no library.

    Raises:
        LibraryBusyError: Another process is writing.
        LibraryError: There is no library there, or none that can be used.
    """
    _check_place(path, create=create and not read_only)
    with explained(path):
        connection = _connect(path, "ro" if read_only else "rwc")
        try:
            version = _version(connection, path, required=read_only or not create)
            if version < VERSION and read_only:
                connection.close()
                open_connection(path, create=False, read_only=False).close()
                connection = _connect(path, "ro")
            elif not read_only:
                _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def _check_place(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise LibraryError(f"{path} is a folder; name a file in it.")
    if not path.parent.is_dir():
        raise LibraryError(
            f"The folder {path.parent} does not exist; make it, or name another place."
        )
    if not create and (not path.exists() or path.stat().st_size == 0):
        raise LibraryError(_ABSENT.format(path=path))


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode={mode}"
    try:
        connection = _configure(address)
    except sqlite3.OperationalError:
        # A library in WAL mode on a read-only disk: nobody can be writing to it.
        if mode != "ro" or path.with_name(f"{path.name}-wal").exists():
            raise
        connection = _configure(f"{address}&immutable=1")
    return connection


def _configure(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        address, uri=True, isolation_level=None, timeout=BUSY_SECONDS
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _version(
    connection: sqlite3.Connection, path: Path, *, required: bool = False
) -> int:
    """Return the schema number of a library; 0 for an empty file, if it may be."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    tables = {
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        )
    }
    if not application and not tables:
        if required:
            raise LibraryError(_ABSENT.format(path=path))
        return 0
    if application != APPLICATION_ID:
        raise LibraryError(
            f"{path} is a database of another program; name another file."
        )
    if not isinstance(version, int) or not {"articles", "records"} <= tables:
        raise LibraryError(
            f"{path} lacks tables of a library; restore it from a backup."
        )
    if version > VERSION:
        raise LibraryError(
            f"{path} was made by a newer version of harvester (schema {version}, this "
            f"one knows {VERSION}); update harvester."
        )
    return version


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make sure that the library can be written to and has the newest schema."""
    connection.execute("PRAGMA journal_mode = WAL")
    # Takes the lock, so that a library in use is found out now.
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again: another process may have made it in the meantime.
        is_older = _version(connection, path) < VERSION
        # A load that was killed left indexes to be made; one that goes on makes them.
        lacks_indexes = (
            not is_older and are_indexes_resting(connection) and not is_held(path)
        )
        # A write, even if it is taken back: only that finds out a read-only file.
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        if is_older:
            # Imported when it is needed: it takes sqlite-utils in, see Session.
            from harvester.store.migrations import migrate  # noqa: PLC0415 - above

            migrate(connection)
        elif lacks_indexes:
            make_indexes(connection)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT" if is_older or lacks_indexes else "ROLLBACK")
