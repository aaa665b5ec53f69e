"""What all processes of a user must know of each other's requests.

A ledger is a small file under a lock of the operating system. The lock of a
process that dies is released, and what it wrote down ages like everything else,
so that a crash leaves no debt.

pyrate-limiter (4.5) was considered: its shared bucket is SQLite behind a file
lock, synchronous only, and knows neither a limit that a service changes by a
header, nor a pause that one process learns of and all must keep, nor a budget
for the day. This file does, in fewer lines than the adapter would take.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")
_LOCK_PAUSE_SECONDS = 0.005
_DAMAGED_SECONDS = 1.0

Sleep = Callable[[float], Awaitable[None]]
Clock = Callable[[], float]


class Entry(msgspec.Struct):
    """What a ledger holds.

    Attributes:
        starts: When requests began, in seconds since 1970, in order.
        not_before: No request may begin earlier.
        day: The day (UTC) that ``count`` is of.
        count: Requests on that day.
    """

    starts: list[float] = msgspec.field(default_factory=list)
    not_before: float = 0.0
    day: str = ""
    count: int = 0


class Ledger(Protocol):
    """Keeps an entry, and lets one at a time change it."""

    async def update(self, change: Callable[[Entry], _Result]) -> _Result:
        """Let ``change`` read and alter the entry; return what it returns."""
        ...


class MemoryLedger:
    """A ledger for this process alone."""

    def __init__(self) -> None:
        self._entry = Entry()

    async def update(self, change: Callable[[Entry], _Result]) -> _Result:
        """Let ``change`` read and alter the entry."""
        return change(self._entry)


class FileLedger:
    """A ledger in a file that processes share.

    The file is locked for the time of reading and writing it, a fraction of a
    millisecond; where another process has it, we come back. A file that cannot
    be used is told once, and replaced by a ledger of this process alone.

    Args:
        path: The file; it and its folder are made where they are missing.
        clock: Seconds since 1970.
        sleep: Waits that many seconds.
    """

    def __init__(self, path: Path, *, clock: Clock, sleep: Sleep) -> None:
        self._path = path
        self._clock = clock
        self._sleep = sleep
        self._instead: MemoryLedger | None = None

    async def update(self, change: Callable[[Entry], _Result]) -> _Result:
        """Let ``change`` read and alter the entry while nobody else does."""
        if self._instead is None:
            try:
                return await self._update(change)
            except OSError as error:
                _log.warning(
                    "%s cannot be used (%s): the limits of the services are kept by "
                    "this process alone; do not run several at once",
                    self._path,
                    error.strerror,
                )
                self._instead = MemoryLedger()
        return await self._instead.update(change)

    async def _update(self, change: Callable[[Entry], _Result]) -> _Result:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            while not _lock(file):
                await self._sleep(_LOCK_PAUSE_SECONDS)
            entry = self._read(file)
            result = change(entry)
            written = msgspec.json.encode(entry)
            os.lseek(file, 0, os.SEEK_SET)
            os.write(file, written)
            os.ftruncate(file, len(written))
        finally:
            os.close(file)  # releases the lock
        return result

    def _read(self, file: int) -> Entry:
        """Read the entry; after damage nothing is known, so a moment must pass."""
        content = os.read(file, os.fstat(file).st_size)
        if not content:
            return Entry()
        try:
            return msgspec.json.decode(content, type=Entry)
        except msgspec.DecodeError:
            return Entry(not_before=self._clock() + _DAMAGED_SECONDS)


def _lock(file: int) -> bool:
    """Take the lock of an open file, if nobody has it."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def build_ledger(
    folder: Path | None,
    name: str,
    *,
    clock: Clock,
    sleep: Sleep = asyncio.sleep,
) -> Ledger:
    """Return the ledger ``name`` of a state folder; without one, of this process."""
    if folder is None:
        return MemoryLedger()
    return FileLedger(folder / f"{name}.json", clock=clock, sleep=sleep)


def default_state_folder() -> Path:
    """Return where the platform wants a program to keep its state.

    ``$XDG_STATE_HOME``, else ``~/.local/state``; ``%LOCALAPPDATA%`` on Windows,
    ``~/Library/Application Support`` on a Mac.
    """
    if sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA") or str(Path.home())
    elif sys.platform == "darwin":
        home = str(Path.home() / "Library" / "Application Support")
    else:
        home = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(home) / "harvester"
