"""One refresh at a time."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from harvester.errors import LibraryBusyError, LibraryError
from harvester.store.lock import exclusive

HOLDS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from harvester.store.lock import exclusive
with exclusive(Path(sys.argv[1]), datetime(2026, 11, 20, 3, 17, tzinfo=UTC)):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(path):
    """Another process that holds the lock until its input ends."""
    command = [sys.executable, "-c", HOLDS, str(path)]
    with subprocess.Popen(  # noqa: S603 - our own script
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process


def test_held_by_another_process(path, holder, now):
    """Who holds it since when is said; it is free when that process dies."""
    with pytest.raises(LibraryBusyError) as caught, exclusive(path, now):
        pass
    told = f"{path} is being refreshed already (process {holder.pid}, since "
    assert str(caught.value).startswith(told + "2026-11-20T03:17:00Z)")
    holder.kill()
    holder.wait()
    with exclusive(path, now):
        pass


def test_stale_content_does_no_harm(path, now):
    """What a dead process left, or nobody wrote, is overwritten."""
    lock = path.with_name("library.db.lock")
    lock.write_bytes(b"\xff999999 nonsense " * 20)
    with exclusive(path, now):
        assert lock.read_text() == f"{os.getpid()} 2026-11-20T12:00:00Z\n"


def test_folder_that_is_not_there(tmp_path, now):
    """A lock that cannot be made is told with its place."""
    place = tmp_path / "none" / "x.db"
    with pytest.raises(LibraryError, match="cannot be opened"), exclusive(place, now):
        pass
