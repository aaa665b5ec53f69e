"""Answers of a library that are given again, as long as they hold.

Many readers open the same first pages, and leaf to and fro in the same lists. What the
library said holds while its file is as it was. While others write to it all the time,
an answer about a large library is given again for some seconds, so that readers do not
wait for one another.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from harvester.model import Value

if TYPE_CHECKING:
    from datasette.app import Datasette

_Result = TypeVar("_Result")

_KEPT = 200
"""Answers at most; those that nobody asked for longest go first."""
_LONGEST = 600
"""Seconds for which an answer about a file that stays the same is given again: some
speak of days."""
_BYTES_A_SECOND = 1 << 31
"""For how many bytes of a file that changes an answer holds a second more."""
_LONGEST_CHANGED = 10
_SETTLED = 1
"""Seconds after a change in which another one might bear the same time."""


class State(Value, frozen=True, kw_only=True):
    """How the file of a library stands.

    Attributes:
        stamps: Time (ns) and size of the file and of its log.
        size: Bytes of both.
        is_settled: Whatever changes it from now on changes ``stamps``.
    """

    stamps: tuple[tuple[int, int], ...]
    size: int
    is_settled: bool


def look_at(file: Path, now: float) -> State:
    """Return how a library stands.

    Args:
        file: The library.
        now: Seconds since 1970.
    """
    stamps = tuple(_stamp(file.with_name(file.name + end)) for end in ("", "-wal"))
    return State(
        stamps=stamps,
        size=sum(size for _, size in stamps),
        is_settled=now - max(at for at, _ in stamps) / 1e9 > _SETTLED,
    )


def _stamp(file: Path) -> tuple[int, int]:
    """Return time and size; of a log that is empty, as readers make it, as of none."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size) if found.st_size else (0, 0)


class Answers:
    """The answers that are kept.

    Args:
        clock: Seconds since 1970.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._known: OrderedDict[Hashable, _Answer] = OrderedDict()

    async def get(
        self, file: Path, asked: Hashable, ask: Callable[[], Awaitable[_Result]]
    ) -> _Result:
        """Return the answer to a question, which is asked once for all who wait for it.

        Args:
            file: The library.
            asked: What tells the question from others about it.
            ask: Asks it. What it raises is kept for nobody who comes later.
        """
        key, now = (file, asked), self._clock()
        state = look_at(file, now)
        answer = self._known.get(key)
        if answer is None or not answer.holds(state, now):
            answer = _Answer(asyncio.ensure_future(ask()), state, now)
            self._known[key] = answer
        self._known.move_to_end(key)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        # One who no longer waits takes nothing from the others who do.
        result: _Result = await asyncio.shield(answer.result)
        return result


class _Answer:
    def __init__(self, result: asyncio.Future[Any], state: State, at: float) -> None:
        self.result = result
        self._state = state
        self._at = at

    def holds(self, state: State, now: float) -> bool:
        """Whether it is given again."""
        age = now - self._at
        if self.result.done() and (
            self.result.cancelled() or self.result.exception() is not None
        ):
            return False
        if state.stamps == self._state.stamps and self._state.is_settled:
            return 0 <= age < _LONGEST
        return 0 <= age < min(state.size / _BYTES_A_SECOND, _LONGEST_CHANGED)


_of_servers: WeakKeyDictionary[Datasette, Answers] = WeakKeyDictionary()


def answers_of(datasette: Datasette) -> Answers:
    """Return the answers that a server keeps."""
    return _of_servers.setdefault(datasette, Answers())
