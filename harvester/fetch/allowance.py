"""How much a user lets us ask of a service: per day, and by daylight.

NCBI asks to run large jobs at weekends, or between 21:00 and 05:00 US Eastern
time on weekdays (NBK25497).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from harvester.errors import BudgetError
from harvester.fetch.ledger import Clock, Entry, Ledger
from harvester.model import Value

_NIGHT_BEGINS, _NIGHT_ENDS = 21, 5
_SATURDAY = 5


class Allowance(Value, frozen=True, kw_only=True):
    """What one service may be asked; None is no limit.

    Attributes:
        per_day: Requests in a day (UTC), by all processes that share the ledger.
        in_peak_hours: Requests of this run while NCBI's peak hours last; a larger
            job stops there, and goes on when it is run off-peak.
    """

    per_day: int | None = None
    in_peak_hours: int | None = None


class Account:
    """Counts the requests to one service against its allowance.

    Args:
        source: The service.
        allowance: See ``Allowance``.
        ledger: Where the requests of the day are counted.
        clock: Seconds since 1970.
    """

    def __init__(
        self, source: str, allowance: Allowance, *, ledger: Ledger, clock: Clock
    ) -> None:
        self._source = source
        self._allowance = allowance
        self._ledger = ledger
        self._clock = clock
        self._by_daylight = 0

    async def spend(self) -> None:
        """Count one request.

        Raises:
            BudgetError: It is one too many; it is not counted.
        """
        now = datetime.fromtimestamp(self._clock(), UTC)
        most = self._allowance.in_peak_hours
        if most is not None and not is_off_peak(now):
            if self._by_daylight >= most:
                raise BudgetError(
                    f"{self._source}: {most} requests were made in peak hours, no more "
                    "are allowed; run this again at a weekend or between 21:00 and "
                    "05:00 US Eastern time",
                    source=self._source,
                )
            self._by_daylight += 1
        per_day = self._allowance.per_day
        if per_day is None:
            return

        def count(entry: Entry) -> bool:
            today = now.date().isoformat()
            if entry.day != today:
                entry.day, entry.count = today, 0
            if entry.count >= per_day:
                return False
            entry.count += 1
            return True

        if not await self._ledger.update(count):
            raise BudgetError(
                f"{self._source}: the {per_day} requests allowed for a day are used "
                "up; run this again tomorrow (UTC), or allow more",
                source=self._source,
            )


def is_off_peak(moment: datetime) -> bool:
    """Whether NCBI welcomes large jobs at ``moment`` (which knows its zone)."""
    there = moment.astimezone(_eastern())
    at_night = there.hour >= _NIGHT_BEGINS or there.hour < _NIGHT_ENDS
    return at_night or there.weekday() >= _SATURDAY


def _eastern() -> tzinfo:
    """Return US Eastern time; winter time all year where no zones are installed."""
    try:
        return ZoneInfo("America/New_York")
    except ZoneInfoNotFoundError:
        return timezone(timedelta(hours=-5))
