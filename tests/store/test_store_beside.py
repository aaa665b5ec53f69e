"""A copy is filled beside its library and takes its place: at once, or not at all."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from harvester.errors import LibraryBusyError, LibraryError
from harvester.store import Library, beside
from harvester.store.beside import Beside, hold_beside
from harvester.wire import Payload, Request
from tests.store.conftest import check

_SOURCES = Path(__file__).parents[2]
KILLED = """
import os, signal, sys
from pathlib import Path
from harvester.store import Library

path, when, steps = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])

def die(_):
    global steps
    steps -= 1
    if not steps:
        os.kill(os.getpid(), signal.SIGKILL)

def nothing(_):
    pass

with Library.open(path) as library:
    with library.beside(die if when == "copying" else nothing) as copy:
        copy.swap(die)
"""


class Scene(NamedTuple):
    """A library of one article, and how to add another."""

    path: Path
    add: Callable[[Path, int], None]


@pytest.fixture
def scene(path: Path, article: Any, now: datetime) -> Scene:
    """A library with one article, and a reply that is larger than SQLite's memory."""
    body = random.Random(7).randbytes(4_000_000)

    def add(place: Path, number: int) -> None:
        with Library.open(place) as library:
            library.save_article(
                article(f"pmid:9900000{number}"), citation=f"{number}.", now=now
            )

    add(path, 1)
    with Library.open(path) as library:
        run_id = library.begin_run("harvest", now)
        request = Request(source="pubmed", route="x", method="GET", url="https://x.org")
        payload = Payload(
            request=request, status=200, body=body, content_type="", fetched_at=now
        )
        library.save_payload(payload, run_id)
    return Scene(path, add)


@pytest.fixture
def reader(scene: Scene) -> Iterator[sqlite3.Connection]:
    """Somebody who has the library open all the time."""
    with closing(sqlite3.connect(f"{scene.path.as_uri()}?mode=ro", uri=True)) as db:
        yield db


def citations(db: sqlite3.Connection) -> list[str]:
    """Return what the articles are called."""
    return [one for (one,) in db.execute("SELECT citation FROM articles ORDER BY id")]


def read(path: Path) -> list[str]:
    """Return what the articles are called; the file is found sound."""
    with Library.open(path) as library:
        check(library)
        return citations(library._db)


def left(path: Path) -> set[str]:
    """Return the names of what lies beside the library."""
    return {one.name for one in path.parent.iterdir()} - {path.name}


def test_an_open_reader_sees_the_old_library_and_then_the_new(
    scene: Scene, reader: sqlite3.Connection
) -> None:
    """While the copy is made, filled and swapped in; nothing is left of it."""
    seen = [citations(reader)]

    def look(_: int) -> None:
        seen.append(citations(reader))

    with Library.open(scene.path) as library, library.beside(look) as copy:
        scene.add(copy.path, 2)
        look(0)
        copy.swap(look)
        # The last look is that after the last page.
        assert seen[:-1] == [["1."]] * (len(seen) - 1)
        assert len(seen) > 20
        assert copy.is_swapped
        assert not copy.is_anew

    assert scene.path.with_name("library.db-wal").stat().st_size == 0
    assert citations(reader) == ["1.", "2."]
    assert reader.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert read(scene.path) == ["1.", "2."]
    reader.close()
    assert left(scene.path) <= {"library.db-wal", "library.db-shm"}


def test_a_reader_in_the_middle_keeps_what_it_reads(
    scene: Scene, reader: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that began before the swap ends on the old state, and reads the new next."""
    reader.execute("BEGIN")
    assert citations(reader) == ["1."]
    with Library.open(scene.path) as library:
        library._db.execute("PRAGMA busy_timeout = 0")
        with library.beside() as copy:
            scene.add(copy.path, 2)
            copy.swap()
            assert citations(reader) == ["1."]
        assert citations(reader) == ["1."]
    reader.rollback()

    assert citations(reader) == ["1.", "2."]


def test_other_writers_are_kept_out(scene: Scene) -> None:
    """As long as the copy is filled, and no longer."""
    with closing(sqlite3.connect(scene.path, timeout=0)) as other:
        with Library.open(scene.path) as library, library.beside():
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("DELETE FROM articles")
            with Library.open(scene.path, read_only=True) as reading:
                assert citations(reading._db) == ["1."]
        other.execute("UPDATE articles SET citation = 'x'")


class Letting:
    """A connection that lets somebody do something just when it lets go."""

    def __init__(self, db: sqlite3.Connection, then: Callable[[], object]) -> None:
        self._db = db
        self._then = then

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)

    def rollback(self) -> None:
        """Let go, and let them."""
        self._db.rollback()
        self._then()


@pytest.mark.parametrize("writer", ["done", "busy"])
def test_a_writer_in_the_gap_is_noticed(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, writer: str
) -> None:
    """What it wrote, or is writing, stays; the swap is given up."""
    monkeypatch.setattr(beside, "BUSY_SECONDS", 0)
    with (
        Library.open(scene.path) as library,
        closing(sqlite3.connect(scene.path, isolation_level=None)) as other,
    ):

        def write() -> None:
            if other.in_transaction:
                return
            other.execute("BEGIN IMMEDIATE")
            other.execute("UPDATE articles SET citation = 'Theirs.'")
            if writer == "done":
                other.execute("COMMIT")

        copy: Beside
        letting: Any = Letting(library._db, write)
        held = hold_beside(letting, scene.path, lambda _: None)
        copy = held.__enter__()
        scene.add(copy.path, 2)
        with pytest.raises(LibraryBusyError, match="begins with a new copy"):
            copy.swap()
        assert not copy.is_swapped
        if other.in_transaction:
            other.execute("COMMIT")
        letting._then = lambda: None
        held.__exit__(None, None, None)
    assert read(scene.path) == ["Theirs."]

    with Library.open(scene.path) as library, library.beside() as copy:
        assert copy.is_anew
        assert read(copy.path) == ["Theirs."]


def test_a_swap_that_breaks_off_changes_nothing(
    scene: Scene, reader: sqlite3.Connection, now: datetime
) -> None:
    """The next one takes the same copy; what the block noted in the library is there.

    Both pages in memory and pages in the log are taken back.
    """
    steps = []

    def stop(_: int) -> None:
        steps.append(scene.path.with_name("library.db-wal").stat().st_size)
        if len(steps) == 9:
            raise KeyboardInterrupt

    with Library.open(scene.path) as library:
        with library.beside() as copy:
            scene.add(copy.path, 2)
            with pytest.raises(KeyboardInterrupt):
                copy.swap(stop)
            assert not copy.is_swapped
        with library.beside() as copy:
            assert not copy.is_anew
            library.begin_run("harvest that failed", now)
        assert steps[-1] > steps[0]
        assert citations(library._db) == citations(reader) == ["1."]
        (run, _) = library.load_runs(limit=2)
        assert run.command == "harvest that failed"

    with Library.open(scene.path) as library, library.beside() as copy:
        assert not copy.is_anew
        copy.swap()
    assert read(scene.path) == ["1.", "2."]


def test_an_interruption_at_the_very_end_is_none(scene: Scene) -> None:
    """It came when the library was swapped already: the copy is removed."""

    def stop(_: int) -> None:
        if citations(reader) == ["1.", "2."]:
            raise KeyboardInterrupt

    with (
        closing(sqlite3.connect(scene.path)) as reader,
        Library.open(scene.path) as library,
        library.beside() as copy,
    ):
        scene.add(copy.path, 2)
        with pytest.raises(KeyboardInterrupt):
            copy.swap(stop)
        assert copy.is_swapped
    assert not copy.path.exists()
    assert read(scene.path) == ["1.", "2."]


def test_a_copy_of_an_older_state_is_made_anew(scene: Scene) -> None:
    """What was written to the library since is in the new one, what was filled is not.

    A library that was only opened and read is as it was.
    """
    with Library.open(scene.path) as library, library.beside() as copy:
        scene.add(copy.path, 2)
    assert read(scene.path) == ["1."]
    with Library.open(scene.path) as library, library.beside() as copy:
        assert not copy.is_anew
        assert read(copy.path) == ["1.", "2."]
    scene.add(scene.path, 3)
    with Library.open(scene.path) as library, library.beside() as copy:
        assert copy.is_anew
        assert read(copy.path) == ["1.", "3."]


def test_the_log_of_a_copy_goes_with_it(scene: Scene) -> None:
    """One that a killed command left is not read as that of the copy made anew."""
    with Library.open(scene.path) as library, library.beside() as copy:
        log = copy.path.with_name(f"{copy.path.name}-wal")
        with Library.open(copy.path) as filled:
            scene.add(copy.path, 2)
            written = log.read_bytes()
            assert filled.counts()["articles"] == 2
    log.write_bytes(written)
    scene.add(scene.path, 3)
    with Library.open(scene.path) as library, library.beside() as copy:
        assert read(copy.path) == ["1.", "3."]


def test_a_write_that_is_in_the_log_alone_counts(scene: Scene) -> None:
    """A reader keeps it there: the file of the library is as it was."""
    with (
        Library.open(scene.path) as library,
        closing(sqlite3.connect(scene.path)) as reader,
    ):
        library._db.execute("PRAGMA busy_timeout = 0")
        with library.beside():
            pass
        reader.execute("BEGIN")
        citations(reader)
        scene.add(scene.path, 3)
        with library.beside() as copy:
            assert copy.is_anew
            assert read(copy.path) == ["1.", "3."]


@pytest.mark.parametrize("note", ["[]", "", None])
def test_a_file_of_another_kind_is_not_touched(scene: Scene, note: str | None) -> None:
    """Whatever bears the copy's name and is none is left where it is."""
    place = scene.path.with_name("library.db.new-baseline")
    place.write_bytes(b"mine")
    if note is not None:
        place.with_name(f"{place.name}.json").write_text(note)
    for _ in range(2):
        with (
            Library.open(scene.path) as library,
            pytest.raises(LibraryError, match=r"new-baseline is there, .*move it away"),
            library.beside(),
        ):
            pass
    assert place.read_bytes() == b"mine"
    scene.add(scene.path, 3)
    assert read(scene.path) == ["1.", "3."]


def test_a_disk_that_is_too_small_is_told_before(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Room for the copy alone is not enough."""
    size = scene.path.stat().st_size
    usage = shutil.disk_usage(scene.path.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=size))
    with (
        Library.open(scene.path) as library,
        pytest.raises(LibraryError, match=r"at least 0\.0 GB, the disk has 0\.0 GB"),
        library.beside(),
    ):
        pass
    assert left(scene.path) == set()


def test_a_disk_that_becomes_full_leaves_the_library(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the middle of the swap; with room again the same copy is swapped in."""
    opened = beside._open
    pages = scene.path.stat().st_size // 4096 - 1

    def narrow(path: Path, mode: str) -> sqlite3.Connection:
        db = opened(path, mode)
        db.execute(f"PRAGMA max_page_count = {pages}")
        return db

    with Library.open(scene.path) as library:
        with library.beside() as copy:
            copied = Path(copy.path)
            scene.add(copied, 2)
            with Library.open(copied) as filled:
                filled._db.execute("CREATE TABLE more AS SELECT * FROM payloads")
            with monkeypatch.context() as patch:
                patch.setattr(beside, "_open", narrow)
                with pytest.raises(LibraryError, match="the disk is full; make room"):
                    copy.swap()
        assert citations(library._db) == ["1."]
        with library.beside() as copy:
            assert not copy.is_anew
            copy.swap()
        assert citations(library._db) == ["1.", "2."]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("when", "steps"),
    [("copying", 1), ("copying", 8)] + [("swapping", n) for n in (1, 2, 7, 9, 12)],
)
def test_a_kill_leaves_the_library(
    scene: Scene, reader: sqlite3.Connection, when: str, steps: int
) -> None:
    """In the middle of making the copy, and of swapping it in; the next one ends it.

    Somebody who reads all the time keeps the log where it is.
    """
    assert citations(reader) == ["1."]
    with Library.open(scene.path) as library, library.beside() as copy:
        scene.add(copy.path, 2)
    if when == "copying":
        for one in scene.path.parent.glob("*.new-baseline*"):
            one.unlink()
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", KILLED, str(scene.path), when, str(steps)],
        check=False,
        env={"PYTHONPATH": str(_SOURCES)},
    )
    assert done.returncode == -signal.SIGKILL
    wal = scene.path.with_name("library.db-wal")
    if (when, steps) == ("swapping", 12):
        assert wal.stat().st_size > 1_000_000
    assert read(scene.path) == citations(reader) == ["1."]

    with Library.open(scene.path) as library, library.beside() as copy:
        assert not copy.is_anew
        if when == "copying":
            scene.add(copy.path, 2)
        copy.swap()
    assert read(scene.path) == citations(reader) == ["1.", "2."]
    assert "library.db.new-baseline.part" not in left(scene.path)
