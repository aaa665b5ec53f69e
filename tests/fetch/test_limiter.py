"""Pace and concurrency, in this process and among several."""

from __future__ import annotations

import asyncio
import json
import logging
import math
import os
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from harvester.errors import TransientError
from harvester.fetch.ledger import FileLedger, MemoryLedger, default_state_folder
from harvester.fetch.limiter import Limiter
from harvester.fetch.limits import Pace, Stated
from harvester.sources.base import Rate

ROOT = Path(__file__).resolve().parents[2]


class Waits:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


def limiter(waits, ledger=None, *, rate=None, patience=300.0) -> Limiter:
    return Limiter(
        "service",
        rate or Rate(per_second=10, concurrency=3),
        ledger=ledger or MemoryLedger(),
        clock=waits.clock,
        sleep=waits.sleep,
        patience=patience,
    )


async def start(one: Limiter, waits: Waits, count: int) -> list[float]:
    starts = []
    for _ in range(count):
        await one.turn()
        starts.append(waits.now)
    return starts


def most_in_a_second(starts: list[float]) -> int:
    return max(sum(s <= t < s + 1 for t in starts) for s in starts)


async def test_no_second_holds_more_than_allowed():
    """Any stretch of a second, not only those that begin with the clock's."""
    waits = Waits()
    starts = await start(limiter(waits), waits, 100)

    assert most_in_a_second(starts) == 10
    assert starts[-1] - starts[0] < 10 / 0.95  # and no slower than it must be
    assert min(b - a for a, b in pairwise(starts)) >= 0.0499  # no bursts


async def test_a_busy_program_does_not_make_up_by_a_burst():
    """What was planned while the program slept is not sent all at once."""
    waits = Waits()
    one = limiter(waits)
    starts = await start(one, waits, 5)
    waits.now += 0.7  # the event loop was busy parsing
    starts += await start(one, waits, 30)

    assert most_in_a_second(starts) == 10


async def test_what_takes_its_time_is_counted_when_it_arrives():
    """Connecting took half a second: the window ends half a second later."""
    waits = Waits()
    one = limiter(waits)
    moments = [await one.turn() for _ in range(10)]
    waits.now = moments[-1] + 0.5
    for moment in moments:
        await one.answered(await one.sent(moment))
    arrived = waits.now

    await one.turn()

    assert waits.now - arrived >= 1


async def test_a_slow_service_does_not_slow_us_down():
    """An answer after a second says nothing of when the request arrived."""
    waits = Waits()
    one = limiter(waits)
    moments = [await one.turn() for _ in range(10)]
    waits.now = moments[0] + 1.5
    for moment in moments:
        await one.answered(moment)
    begun = waits.now

    await one.turn()

    assert waits.now == begun


async def test_two_limiters_share_a_file(tmp_path):
    """Cron and a one-off: what one begins counts for the other."""
    waits = Waits()
    file = tmp_path / "state" / "service.json"
    both = [
        limiter(waits, FileLedger(file, clock=waits.clock, sleep=waits.sleep))
        for _ in range(2)
    ]
    starts = [(await start(one, waits, 1))[0] for _ in range(30) for one in both]

    assert most_in_a_second(starts) == 10
    assert starts[-1] - starts[0] < 6 / 0.95
    assert file.stat().st_mode & 0o077 == 0


async def test_a_crashed_process_leaves_no_debt(tmp_path):
    """What it began ages; after a window everything is allowed again."""
    waits = Waits()
    file = tmp_path / "service.json"
    file.write_text(json.dumps({"starts": [waits.now] * 10}))
    one = limiter(waits, FileLedger(file, clock=waits.clock, sleep=waits.sleep))
    begun = waits.now

    await one.turn()

    assert 1 < waits.now - begun < 1.1


async def test_a_clock_set_back_does_not_stop_us(tmp_path):
    """Starts that lie in the future are forgotten."""
    waits = Waits()
    file = tmp_path / "service.json"
    file.write_text(json.dumps({"starts": [waits.now + 86_400] * 10}))
    one = limiter(waits, FileLedger(file, clock=waits.clock, sleep=waits.sleep))
    begun = waits.now

    await one.turn()

    assert waits.now == begun


@pytest.mark.parametrize("content", [b"\x00\x01", b'{"starts": [1', b'{"starts": "x"}'])
async def test_a_damaged_file_costs_a_moment(tmp_path, content):
    """A second passes, since nothing is known; then all is as before."""
    waits = Waits()
    file = tmp_path / "service.json"
    file.write_bytes(content)
    one = limiter(waits, FileLedger(file, clock=waits.clock, sleep=waits.sleep))
    begun = waits.now

    await one.turn()

    assert waits.now - begun == pytest.approx(1.0)
    assert len(json.loads(file.read_bytes())["starts"]) == 1


async def test_a_folder_that_cannot_be_written_is_told(tmp_path, caplog):
    """Once; the pace is then kept by this process alone."""
    waits = Waits()
    (tmp_path / "file").write_text("no folder")
    ledger = FileLedger(
        tmp_path / "file" / "x.json", clock=waits.clock, sleep=waits.sleep
    )
    with caplog.at_level(logging.WARNING):
        starts = await start(limiter(waits, ledger), waits, 25)

    assert most_in_a_second(starts) == 10
    assert caplog.text.count("cannot be used") == 1


async def test_a_lower_limit_of_the_service_is_obeyed():
    """Two in ten seconds instead of ten a second; a higher one changes nothing."""
    waits = Waits()
    one = limiter(waits)
    one.obey(Stated(pace=Pace(count=50, seconds=1), concurrency=50))
    one.obey(Stated(pace=Pace(count=2, seconds=10)))
    one.obey(Stated(pace=Pace(count=5, seconds=1)))

    starts = await start(one, waits, 6)

    assert min(b - a for a, b in zip(starts, starts[2:], strict=False)) >= 10


async def test_a_pause_holds_for_all_processes(tmp_path):
    """Who learns of it writes it down."""
    waits = Waits()
    file = tmp_path / "service.json"
    first, second = (
        limiter(waits, FileLedger(file, clock=waits.clock, sleep=waits.sleep))
        for _ in range(2)
    )
    begun = waits.now

    await first.back_off(7)
    await second.turn()

    assert waits.now - begun == pytest.approx(7)


async def test_a_pause_beyond_our_patience_is_an_error():
    """The run ends with a sentence instead of hanging for hours."""
    waits = Waits()
    one = limiter(waits, patience=60)
    await one.back_off(600)

    with pytest.raises(TransientError, match="pause of 600 seconds"):
        await one.turn()


async def test_concurrency_is_capped_and_can_shrink():
    """At most three at once; at most one after the service says so."""
    waits = Waits()
    one = limiter(waits)
    under_way, most = 0, []

    async def work() -> None:
        nonlocal under_way
        async with one.slot():
            under_way += 1
            most.append(under_way)
            await asyncio.sleep(0.001)
            under_way -= 1

    await asyncio.gather(*(work() for _ in range(9)))
    assert max(most) == 3
    one.obey(Stated(concurrency=1))
    await asyncio.gather(*(work() for _ in range(2)))  # what was free is used up
    most.clear()
    await asyncio.gather(*(work() for _ in range(6)))
    assert max(most) == 1


def test_the_state_folder_is_the_platforms(monkeypatch):
    """$XDG_STATE_HOME decides where it is set."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_STATE_HOME", "/somewhere")
    assert default_state_folder() == Path("/somewhere/harvester")


_WORKER = """
import asyncio, sys, time
from pathlib import Path
from harvester.fetch.ledger import FileLedger
from harvester.fetch.limiter import Limiter
from harvester.sources.base import Rate

async def main():
    ledger = FileLedger(Path(sys.argv[1]), clock=time.time, sleep=asyncio.sleep)
    one = Limiter("s", Rate(per_second=50, concurrency=3), ledger=ledger,
                  clock=time.time, sleep=asyncio.sleep, patience=60)
    while time.time() < float(sys.argv[2]):
        await one.turn()
        print(time.time(), flush=True)

asyncio.run(main())
"""


def test_processes_share_the_rate(tmp_path):
    """Three at once, and one killed among them: never more than 50 a second."""
    until = time.time() + 2.0
    command = [sys.executable, "-c", _WORKER, str(tmp_path / "s.json"), str(until)]
    workers = [
        subprocess.Popen(  # noqa: S603 - our own command
            command,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for _ in range(3)
    ]
    time.sleep(1.0)
    workers[0].kill()
    starts = sorted(
        float(line) for worker in workers for line in worker.communicate()[0].split()
    )

    # A line is printed a moment after the start that it tells of, so all of the
    # lines are counted, not those of one second. Each alone would start fifty.
    seconds = math.floor(starts[-1] - starts[0]) + 1
    assert 3 < len(starts) <= 50 * seconds
