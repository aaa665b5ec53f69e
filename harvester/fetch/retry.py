"""When a request is tried again, and when a service is left alone."""

from __future__ import annotations

from collections import Counter

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception_type,
    stop_after_attempt,
    stop_before_delay,
    wait_exponential_jitter,
)

from harvester.errors import BlockedError, NotFoundError, SourceError, TransientError
from harvester.fetch.ledger import Sleep
from harvester.model import Value

_MOST_FAILURES = 10
_SHORTEST_PAUSE_SECONDS = 0.5
_wait = wait_exponential_jitter(initial=1, max=60)


class Timeouts(Value, frozen=True, kw_only=True):
    """How long to wait, in seconds, and how often to try.

    Attributes:
        connect: For a connection.
        read: For the next piece of an answer.
        attempts: Tries of one request.
        total: For one request with all its tries and pauses, from the first on.
    """

    connect: float = 15.0
    read: float = 60.0
    attempts: int = 4
    total: float = 300.0


def build_retrying(timeouts: Timeouts, sleep: Sleep) -> AsyncRetrying:
    """Return what tries one request until it succeeds or is given up.

    Only a ``TransientError`` is tried again: after the pause that the service
    names, else after growing ones, and not where the pause would outlast ``total``.
    """
    return AsyncRetrying(
        retry=retry_if_exception_type(TransientError),
        stop=stop_after_attempt(timeouts.attempts) | stop_before_delay(timeouts.total),
        wait=_pause,
        sleep=sleep,
        reraise=True,
    )


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, TransientError) and error.retry_after is not None:
        return max(error.retry_after, _SHORTEST_PAUSE_SECONDS)
    return _wait(state)


class Breaker:
    """Stops asking a service that has had enough, or that is down.

    A ``BlockedError`` stops it at once. Otherwise a route is stopped when ten of
    its requests in a row have failed, each with all its tries: a service that is
    down costs a bounded number of requests, not one for every batch and its halves.
    """

    def __init__(self) -> None:
        self._failures: Counter[tuple[str, str]] = Counter()
        self._stopped: dict[tuple[str, str | None], str] = {}

    def check(self, source: str, route: str) -> None:
        """Raise ``BlockedError`` where nothing more is to be asked."""
        reason = self._stopped.get((source, None)) or self._stopped.get((source, route))
        if reason:
            raise BlockedError(reason, source=source)

    def succeeded(self, source: str, route: str) -> None:
        """Note an answer, be it that the service does not know what was asked."""
        self._failures[source, route] = 0

    def failed(self, source: str, route: str, error: SourceError) -> None:
        """Note a request that failed for good."""
        if isinstance(error, NotFoundError):
            self.succeeded(source, route)
        elif isinstance(error, BlockedError):
            self._stopped.setdefault((source, None), str(error))
        else:
            self._failures[source, route] += 1
            if self._failures[source, route] >= _MOST_FAILURES:
                self._stopped.setdefault(
                    (source, route),
                    f"{source} failed {_MOST_FAILURES} times in a row and is not asked "
                    f"again in this run; the last time: {error}",
                )
