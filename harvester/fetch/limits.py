"""What a service says about its limits, in the headers of every answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from harvester.model import Value

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h)?", re.IGNORECASE)
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


class Pace(Value, frozen=True, kw_only=True):
    """So many requests in any stretch of so many seconds."""

    count: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Requests per second on average."""
        return self.count / self.seconds


class Stated(Value, frozen=True, kw_only=True):
    """The limits that an answer states; None where it says nothing usable.

    Attributes:
        pace: ``x-rate-limit-limit`` per ``x-rate-limit-interval`` (Crossref),
            ``X-RateLimit-Limit`` per second (NCBI).
        concurrency: ``x-concurrency-limit``.
        pool: ``x-api-pool``.
    """

    pace: Pace | None = None
    concurrency: int | None = None
    pool: str | None = None


def read_limits(headers: Mapping[str, str]) -> Stated:
    """Read the limits; names in any case.

    Of doubled values (``50, 50`` was sent in 2021) the smallest counts; what is
    no positive number is not there. An interval is ``1s``, ``60s``, ``1m``.

    >>> read_limits({"x-rate-limit-limit": "50, 50", "x-rate-limit-interval": "1s, 1s"})
    Stated(pace=Pace(count=50, seconds=1.0))
    >>> read_limits({"X-RateLimit-Limit": "3", "X-RateLimit-Remaining": "0"}).pace
    Pace(count=3, seconds=1.0)
    >>> read_limits({"x-rate-limit-limit": "many"}).pace is None
    True
    """
    found = {name.lower(): value for name, value in headers.items()}
    count = _smallest(found.get("x-rate-limit-limit"))
    seconds = _seconds(found.get("x-rate-limit-interval"))
    if count is None:
        count, seconds = _smallest(found.get("x-ratelimit-limit")), 1.0
    return Stated(
        pace=Pace(count=count, seconds=seconds) if count else None,
        concurrency=_smallest(found.get("x-concurrency-limit")),
        pool=found.get("x-api-pool", "").partition(",")[0].strip() or None,
    )


def read_retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Read the seconds of ``Retry-After``: a number of them, or a date.

    >>> noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    >>> read_retry_after({"Retry-After": "2"}, noon)
    2.0
    >>> read_retry_after({"Retry-After": "Fri, 20 Nov 2026 12:00:30 GMT"}, noon)
    30.0
    >>> read_retry_after({"Retry-After": "soon"}, noon)
    """
    found = {name.lower(): value for name, value in headers.items()}
    printed = found.get("retry-after", "").strip()
    first = printed.partition(",")[0].strip()
    if re.fullmatch(r"\d+(\.\d+)?", first):
        return float(first)
    try:
        moment = parsedate_to_datetime(printed)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def _smallest(printed: str | None) -> int | None:
    numbers = [int(n) for n in re.findall(r"(?<![\d.-])\d+(?![\d.])", printed or "")]
    return min((n for n in numbers if n > 0), default=None)


def _seconds(printed: str | None) -> float:
    """Return the longest interval named; a second where there is none."""
    found = [
        float(number) * _UNITS[(unit or "s").lower()]
        for number, unit in _DURATION.findall(printed or "")
    ]
    return max((seconds for seconds in found if seconds > 0), default=1.0)
