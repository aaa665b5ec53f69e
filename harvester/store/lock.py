"""One refresh of a library at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from harvester.errors import LibraryBusyError, LibraryError
from harvester.store.encoding import timestamp


@contextmanager
def exclusive(path: Path, now: datetime) -> Iterator[None]:
    """Hold ``<path>.lock`` while the block runs.

    The lock is the operating system's and goes with the process, however that ends;
    what the file says is for people only. The file stays.

    Args:
        path: The library.
        now: The clock.

    Raises:
        LibraryBusyError: Another process holds it.
        LibraryError: The file cannot be made.
    """
    import fcntl  # noqa: PLC0415 - absent on Windows, where only this is missing

    place = path.with_name(f"{path.name}.lock")
    try:
        descriptor = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise LibraryError(
            f"{place} cannot be opened ({error.strerror}); check the folder of the "
            "library."
        ) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LibraryBusyError(_held(descriptor, path)) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()} {timestamp(now)}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def is_held(path: Path) -> bool:
    """Return whether a process holds the lock of the library at ``path``."""
    import fcntl  # noqa: PLC0415 - see ``exclusive``

    try:
        descriptor = os.open(path.with_name(f"{path.name}.lock"), os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _held(descriptor: int, path: Path) -> str:
    pid, _, since = (
        os.pread(descriptor, 100, 0).decode("utf-8", "replace").partition(" ")
    )
    told = f" (process {pid}, since {since.strip()})" if pid.isdecimal() else ""
    return f"{path} is being refreshed already{told}; try again when that is done."
