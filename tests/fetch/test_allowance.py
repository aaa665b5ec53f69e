"""Budgets: per day, and in NCBI's peak hours."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from harvester.errors import BlockedError, BudgetError
from harvester.fetch import Allowance
from harvester.fetch.allowance import Account, is_off_peak
from harvester.fetch.ledger import FileLedger, MemoryLedger


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        # Winter: US Eastern is UTC-5. Friday 20 November 2026.
        ((2026, 11, 20, 17, 0), False),  # noon
        ((2026, 11, 21, 1, 59), False),  # Friday, 20:59
        ((2026, 11, 21, 2, 0), True),  # Friday, 21:00
        ((2026, 11, 20, 9, 59), True),  # Friday, 04:59
        ((2026, 11, 20, 10, 0), False),  # Friday, 05:00
        ((2026, 11, 21, 17, 0), True),  # Saturday noon
        ((2026, 11, 22, 17, 0), True),  # Sunday noon
        # Summer: UTC-4. Wednesday 15 July 2026.
        ((2026, 7, 15, 1, 0), True),  # Tuesday, 21:00
        ((2026, 7, 15, 0, 59), False),
        ((2026, 7, 15, 9, 0), False),  # Wednesday, 05:00
    ],
)
def test_peak_hours_are_those_of_the_us_east(moment, expected):
    """Weekends, and 21:00 to 05:00 on weekdays, are off-peak."""
    assert is_off_peak(datetime(*moment, tzinfo=UTC)) is expected


async def test_a_day_is_shared_and_ends_at_midnight(tmp_path):
    """Three requests a day, whoever makes them; a refused one is not counted."""
    now = datetime(2026, 11, 20, 23, 59, tzinfo=UTC).timestamp()

    async def sleep(_: float) -> None: ...

    def clock() -> float:
        return now

    first, second = (
        Account(
            "pubmed",
            Allowance(per_day=3),
            ledger=FileLedger(tmp_path / "day.json", clock=clock, sleep=sleep),
            clock=clock,
        )
        for _ in range(2)
    )
    await first.spend()
    await second.spend()
    await first.spend()
    with pytest.raises(BudgetError, match="the 3 requests allowed for a day"):
        await second.spend()
    now += 60
    await second.spend()


async def test_a_large_job_stops_in_peak_hours():
    """It goes on off-peak; the error stops the service for the run."""
    now = datetime(2026, 11, 20, 17, 0, tzinfo=UTC).timestamp()
    account = Account(
        "pubmed",
        Allowance(in_peak_hours=2),
        ledger=MemoryLedger(),
        clock=lambda: now,
    )
    await account.spend()
    await account.spend()
    with pytest.raises(BudgetError, match="run this again at a weekend") as caught:
        await account.spend()
    assert isinstance(caught.value, BlockedError)
    now += 24 * 3600
    await account.spend()
