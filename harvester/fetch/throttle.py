"""Not asking faster than a service allows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType

Sleep = Callable[[float], Awaitable[None]]
Clock = Callable[[], float]


class Throttle:
    """Spaces the requests of one route class and caps how many are under way.

    Requests start at least ``1 / per_second`` apart: smooth, without the burst
    that a leaky bucket lets through.

    Args:
        per_second: Requests per second; 0 for no limit.
        concurrency: Requests under way at once.
        clock: Monotonic seconds.
        sleep: Waits that many seconds.
    """

    def __init__(
        self, per_second: float, concurrency: int, *, clock: Clock, sleep: Sleep
    ) -> None:
        self._interval = 1 / per_second if per_second else 0.0
        self._slots = asyncio.Semaphore(concurrency)
        self._clock = clock
        self._sleep = sleep
        self._next_start = 0.0

    async def __aenter__(self) -> None:
        await self._slots.acquire()
        try:
            now = self._clock()
            start = max(now, self._next_start)
            self._next_start = start + self._interval
            if start > now:
                await self._sleep(start - now)
        except BaseException:
            self._slots.release()
            raise

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._slots.release()

    def back_off(self, seconds: float) -> None:
        """Start no request of this class before ``seconds`` have passed.

        The service as a whole asks for the pause, not one request.
        """
        self._next_start = max(self._next_start, self._clock() + seconds)
