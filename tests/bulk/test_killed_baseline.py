"""A new baseline may be killed at any moment: the library is the old one or the new."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

import pytest

from tests.bulk.test_pubmed_load import article, write
from tests.pipeline.killing import check, running, state

_LOAD = ("bulk", "pubmed", "-q", "--workers", "0", "--db")
_KILLS = 25


@pytest.mark.slow
def test_a_killed_new_baseline_is_ended_by_the_next(tmp_path: Path) -> None:
    """Kills at random moments: never a state between, and the same end."""
    articles = [article(99001000 + n, f"Title {n}") for n in range(300)]
    write(tmp_path / "old", 1, *articles[:250], year=25)
    write(tmp_path / "new", 1, *articles[50:150], year=26)
    write(tmp_path / "new", 2, *articles[150:], year=26)
    before, path = tmp_path / "before.db", tmp_path / "copy.db"
    new = (*_LOAD, path.name, "new", "--new-baseline")
    chance = random.Random(7)
    with running(tmp_path) as runner:
        assert runner.run(*_LOAD, before.name, "old") == 0
        shutil.copy(before, path)
        start = time.monotonic()
        assert runner.run(*new) == 0
        seconds = time.monotonic() - start
        old, wanted = state(before), state(path)
        assert len(wanted["articles"]) == 300
        killed = 0
        for _ in range(4 * _KILLS):
            for file in tmp_path.glob("copy.db*"):
                file.unlink()
            shutil.copy(before, path)
            delay = chance.uniform(0, seconds)
            if runner.run(*new, kill_after=delay) == 0:
                seconds *= 0.95  # it was at its end: the machine has become faster
                continue
            check(path)
            assert state(path) in (old, wanted), f"killed after {delay} s"
            assert runner.run(*new) == 0
            check(path)
            assert state(path) == wanted, f"killed after {delay} s"
            killed += 1
            if killed == _KILLS:
                return
    pytest.fail(f"only {killed} kills were in time")
