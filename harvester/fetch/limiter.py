"""Not asking faster than a service allows, all processes of a machine together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from harvester.errors import TransientError
from harvester.fetch.ledger import Clock, Entry, Ledger, Sleep
from harvester.fetch.limits import Pace, Stated
from harvester.sources.base import Rate

_MARGIN = 1.02
"""Windows are taken this much longer than a service says: the time from here to its
door varies, and two requests that start a second apart may arrive closer."""
_KEPT_SECONDS = 60.0
_LONGEST_PAUSE_SECONDS = 3600.0
_SHORTEST_SLEEP_SECONDS = 0.001
_NEGLIGIBLE_SECONDS = 0.002
_MOMENT_SECONDS = 0.1


class Limiter:
    """Paces the requests of one route class and caps how many are under way.

    In any window at most as many requests begin as are allowed, whoever of those
    that share the ledger begins them, and two of them are at least half the even
    distance apart. A request is written down at the moment it begins, not when it
    is planned: a program that was busy does not make up for it by a burst. It is
    corrected when the request is on its way.

    The cap holds for this process; the pace holds for all.

    Args:
        source: The service, for messages.
        rate: What is allowed until the service says less; no pace at 0 a second.
        ledger: Where the starts are written down.
        clock: Seconds since 1970, as in the ledger.
        sleep: Waits that many seconds.
        patience: Longest wait for a turn, in seconds, that is worth it.
    """

    def __init__(  # noqa: PLR0913 - the seams of the shell
        self,
        source: str,
        rate: Rate,
        *,
        ledger: Ledger,
        clock: Clock,
        sleep: Sleep,
        patience: float,
    ) -> None:
        self._source = source
        self._pace = _pace(rate)
        self._concurrency = rate.concurrency
        self._slots = asyncio.Semaphore(rate.concurrency)
        self._withdrawn = 0
        self._turn = asyncio.Lock()
        self._begun = 0.0
        self._ledger = ledger
        self._clock = clock
        self._sleep = sleep
        self._patience = patience

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Be one of the requests under way: its tries, and the pauses between them."""
        await self._slots.acquire()
        try:
            yield
        finally:
            if self._withdrawn:
                self._withdrawn -= 1
            else:
                self._slots.release()

    async def turn(self) -> float:
        """Wait until a request may begin, write it down, and return when that is.

        Raises:
            TransientError: The service wants a pause longer than our patience.
        """
        if self._pace is None:
            return self._clock()
        async with self._turn:
            while (pause := await self._ledger.update(self._begin)) > 0:
                if pause > self._patience:
                    raise TransientError(
                        f"{self._source} asks for a pause of {pause:.0f} seconds",
                        source=self._source,
                        retry_after=pause,
                    )
                await self._sleep(max(pause, _SHORTEST_SLEEP_SECONDS))
            return self._begun

    async def sent(self, begun: float) -> float:
        """Note that the request of ``begun`` is on its way only now; return when.

        A new connection takes its time, a busy program too.
        """
        now = self._clock()
        if self._pace is None or now - begun < _NEGLIGIBLE_SECONDS:
            return begun

        def correct(entry: Entry) -> None:
            if begun in entry.starts:
                entry.starts.remove(begun)
                entry.starts = sorted([*entry.starts, now])

        await self._ledger.update(correct)
        return now

    async def answered(self, sent: float) -> None:
        """Note that the request sent at ``sent`` is answered.

        The service has counted it in between. Where that is a moment, the end of
        it is taken, and no jitter can bring two requests too close; where it is
        long, it was the service at work.
        """
        if self._clock() - sent <= _MOMENT_SECONDS:
            await self.sent(sent)

    async def back_off(self, seconds: float) -> None:
        """Let nobody begin before ``seconds`` have passed.

        The service as a whole asks for the pause, not one request.
        """
        until = self._clock() + min(seconds, _LONGEST_PAUSE_SECONDS)

        def put_off(entry: Entry) -> None:
            entry.not_before = max(entry.not_before, until)

        if self._pace is not None:
            await self._ledger.update(put_off)

    def obey(self, stated: Stated) -> None:
        """Take over the limits that the service states, where they are lower."""
        if self._pace is None:
            return
        if stated.pace is not None and stated.pace.per_second < self._pace.per_second:
            self._pace = stated.pace
        if stated.concurrency is not None and stated.concurrency < self._concurrency:
            self._withdraw(self._concurrency - stated.concurrency)
            self._concurrency = stated.concurrency

    def _withdraw(self, slots: int) -> None:
        """Give up ``slots``: none that is free now, the rest as they are freed."""
        self._withdrawn += slots

    def _begin(self, entry: Entry) -> float:
        """Write down a request that begins now, or return the seconds to wait."""
        pace = self._pace
        if pace is None:
            return 0.0
        now = self._clock()
        window = pace.seconds * _MARGIN
        kept = max(_KEPT_SECONDS, window)
        # What lies ahead was written before the clock was set back.
        starts = [start for start in entry.starts if -window <= now - start < kept]
        not_before = min(entry.not_before, now + _LONGEST_PAUSE_SECONDS)
        if len(starts) >= pace.count:
            not_before = max(not_before, starts[-pace.count] + window)
        if starts:
            not_before = max(not_before, starts[-1] + pace.seconds / pace.count / 2)
        if not_before <= now:
            starts.append(now)
            self._begun = now
        entry.starts = starts
        return not_before - now


def _pace(rate: Rate) -> Pace | None:
    """Return whole requests per seconds; None for no limit."""
    if not rate.per_second:
        return None
    if rate.per_second < 1:
        return Pace(count=1, seconds=1 / rate.per_second)
    return Pace(
        count=int(rate.per_second), seconds=int(rate.per_second) / rate.per_second
    )
