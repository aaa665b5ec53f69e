"""Copies of a library, and whether it is sound."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from harvester.errors import LibraryError
from harvester.store.trouble import explained

_MOST = 100


def back_up(db: sqlite3.Connection, path: Path, target: Path) -> None:
    """Write a copy of the library at ``path``; see ``Library.backup``.

    It bears the name of ``target`` only when it is whole and was found sound.
    """
    if target.exists():
        raise LibraryError(f"{target} exists; a backup overwrites nothing.")
    if not target.parent.is_dir():
        raise LibraryError(f"The folder {target.parent} does not exist; make it.")
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with explained(target):
            db.execute("VACUUM INTO ?", (str(part),))
            damage = _check(part)
        if damage:
            raise LibraryError(
                f"The copy of {path} is not sound ({damage[0]}) and was deleted; "
                "run `harvest doctor`."
            )
        _claim(target)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _claim(target: Path) -> None:
    """Take the name, unless somebody took it in the meantime."""
    try:
        target.touch(exist_ok=False)
    except FileExistsError as error:
        raise LibraryError(f"{target} exists; it is not overwritten.") from error


def _check(copy: Path) -> tuple[str, ...]:
    address = f"{copy.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as db:
        return find_damage(db, check="integrity_check")


def find_damage(
    db: sqlite3.Connection, *, check: str = "quick_check"
) -> tuple[str, ...]:
    """Return what is wrong with a file: its pages, its rows, its foreign keys."""
    said = [str(row[0]) for row in db.execute(f"PRAGMA {check}({_MOST})")]
    broken = [
        f"{table} row {row} points at a row of {parent} that is not there"
        for table, row, parent, _ in db.execute("PRAGMA foreign_key_check").fetchmany(
            _MOST
        )
    ]
    return (*(line for line in said if line != "ok"), *broken)


def sqlite_features() -> tuple[str, bool]:
    """Return the version of SQLite, and whether it has full-text search (FTS5)."""
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            db.execute("CREATE VIRTUAL TABLE probe USING fts5 (words)")
        except sqlite3.OperationalError:
            return sqlite3.sqlite_version, False
    return sqlite3.sqlite_version, True


def find_writer(path: Path) -> str | None:
    """Return who is writing to the library at ``path`` now, in words, or None.

    The lock of a refresh (``<path>.lock``) and that of SQLite are looked at; a lock
    file that nobody holds is left from a run that is over, and means nothing.
    """
    import fcntl  # noqa: PLC0415 - absent on Windows, where only this is missing

    lock = path.with_name(f"{path.name}.lock")
    if lock.exists():
        with lock.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                pid = file.read(100).decode("utf-8", "replace").partition(" ")[0]
                return f"process {pid}" if pid.isdecimal() else "another process"
    address = f"{path.absolute().as_uri()}?mode=rw"
    with (
        explained(path),
        closing(sqlite3.connect(address, uri=True, timeout=0)) as db,
    ):
        try:
            db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                return "another process"
            raise
        db.rollback()
    return None
