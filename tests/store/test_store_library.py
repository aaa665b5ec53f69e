from __future__ import annotations

import subprocess
import sys

from harvester.store import Library
from harvester.store.schema import TABLES

BREAKS_OFF = """
import os, sys
from datetime import UTC, datetime
from harvester.store import Library
library = Library.open(sys.argv[1])
with library.transaction():
    library.begin_run("broken off", datetime.now(UTC))
    os._exit(9)
"""


def test_second_identical_run_changes_nothing(library, fill, dump, now, later):
    """A second run with the same replies adds to the run log and nowhere else."""
    fill(library, now)
    before, counted = dump(library), library.counts()
    fill(library, later)
    assert dump(library) == before
    grown = {name for name, count in library.counts().items() if count > counted[name]}
    # A check is kept once per question and day, with the time of the last answer.
    logs = {t.name for t in TABLES if t.is_log and not t.is_hidden}
    assert grown == logs - {"checks", "checked_days"}


def test_counts(library, fill, now):
    """Every table for people is counted; the run above fills each of them."""
    fill(library, now)
    counts = library.counts()
    assert set(counts) == {table.name for table in TABLES if not table.is_hidden}
    assert all(counts.values())
    assert (counts["articles"], counts["runs"]) == (2, 1)


def test_run_that_breaks_off_leaves_nothing_half_done(path):
    """A process that dies while saving leaves the library as it was before."""
    Library.open(path).close()
    command = [sys.executable, "-c", BREAKS_OFF, str(path)]
    done = subprocess.run(command, check=False)  # noqa: S603 - our own script
    assert done.returncode == 9
    with Library.open(path) as library:
        assert library.counts()["runs"] == 0
