"""A run may be killed at any moment: nothing is lost, and the next one ends it."""

from __future__ import annotations

import asyncio
import random
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from harvester.errors import LibraryBusyError, LibraryError
from harvester.fetch import Client, Contact
from harvester.pipeline import Harvest
from harvester.sources.registry import SOURCES
from harvester.store import Library, opening
from tests.pipeline.killing import (
    Runner,
    check,
    make_older,
    rows,
    running,
    state,
)
from tests.pipeline.test_harvest import LIMITS, Answers, asked, harvest

FIRST = ("--offline", "-q", "--pmid", "99000031")
SECOND = ("--offline", "-q", "--pmid", "38689169", "99000001", "10.5555/aq.2014.0008")


class Scene(NamedTuple):
    """A library before a run, and the run."""

    before: Path
    arguments: tuple[str, ...]


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    with running(tmp_path) as started:
        yield started


def harvesting(runner: Runner, folder: Path) -> Scene:
    """Articles are added to a library that holds some."""
    assert runner.run(*FIRST, "--db", "before.db") == 0
    return Scene(folder / "before.db", SECOND)


def rebuilding(runner: Runner, folder: Path) -> Scene:
    """Records that were read wrongly are read again."""
    scene = harvesting(runner, folder)
    assert runner.run(*SECOND, "--db", "before.db") == 0
    with closing(sqlite3.connect(scene.before)) as db, db:
        for table in ("records", "articles"):
            db.execute(
                f"UPDATE {table} SET json = replace(json, 'the ', 'teh '), "
                "content_hash = ''"
            )
    return Scene(scene.before, ("rebuild", "-q"))


def migrating(runner: Runner, folder: Path) -> Scene:
    """A library of an older version is opened."""
    scene = harvesting(runner, folder)
    assert runner.run(*SECOND, "--db", "before.db") == 0
    older = folder / "older.db"
    make_older(scene.before, older, version=2, copies=20)
    return Scene(older, ("runs",))


def refreshing(runner: Runner, folder: Path) -> Scene:
    """Records that changed at their services are fetched again."""
    scene = rebuilding(runner, folder)
    with closing(sqlite3.connect(scene.before)) as db, db:
        db.execute("DELETE FROM checks")  # all are due
    return Scene(scene.before, ("refresh", "--offline", "-q", "--since", "1990-01-01"))


Kept = dict[str, set[tuple[object, ...]]]


def kept(path: Path) -> Kept:
    """Return what no run may take away: replies, and which articles there are."""
    return {
        "payloads": {(r["id"], r["sha256"], r["body"]) for r in rows(path, "payloads")},
        "articles": {(r["id"], r["first_seen_at"]) for r in rows(path, "articles")},
        "records": {(r["source"], r["source_id"]) for r in rows(path, "records")},
        "runs": {(r["id"], r["command"]) for r in rows(path, "runs")},
    }


def kill_often(
    runner: Runner, folder: Path, make: Callable[..., Scene], *, count: int
) -> None:
    """Kill a run at ``count`` moments, each in a copy, and end it with the next."""
    scene = make(runner, folder)
    there = kept(scene.before)
    whole = folder / "whole.db"
    shutil.copy(scene.before, whole)
    start = time.monotonic()
    assert runner.run(*scene.arguments, "--db", whole.name) == 0
    wanted, seconds = state(whole), time.monotonic() - start
    chance = random.Random(7)
    killed = 0
    for _ in range(4 * count):
        path = folder / "copy.db"
        shutil.copy(scene.before, path)
        delay = chance.uniform(0, seconds)
        if runner.run(*scene.arguments, "--db", path.name, kill_after=delay) == 0:
            seconds *= 0.95  # it was at its end: the machine has become faster
        else:
            check(path)
            after = kept(path)
            assert all(there[table] <= after[table] for table in there)
            assert runner.run(*scene.arguments, "--db", path.name) == 0
            check(path)
            assert state(path) == wanted, f"killed after {delay} s"
            killed += 1
        for file in folder.glob("copy.db*"):
            file.unlink()
        if killed == count:
            return
    pytest.fail(f"only {killed} kills were in time")


@pytest.mark.parametrize("make", [harvesting, migrating])
def test_a_killed_run_is_ended_by_the_next(
    runner: Runner, tmp_path: Path, make: Callable[..., Scene]
) -> None:
    """A few kills: the file is sound, nothing is lost, the end is the same."""
    kill_often(runner, tmp_path, make, count=3)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "count"),
    [(harvesting, 60), (rebuilding, 50), (migrating, 40), (refreshing, 50)],
)
def test_a_killed_run_is_ended_by_the_next_two_hundred_times(
    runner: Runner, tmp_path: Path, make: Callable[..., Scene], count: int
) -> None:
    """The same, at two hundred moments."""
    kill_often(runner, tmp_path, make, count=count)


@pytest.mark.parametrize("pages", [0, 10, 20, 40, 60])
def test_a_full_disk_loses_nothing(tmp_path: Path, pages: int) -> None:
    """The run stops with advice; with room again the next one ends it."""
    whole, path = tmp_path / "whole.db", tmp_path / "x.db"
    for place in (whole, path):
        with Library.open(place) as library:
            harvest(library, "pmid:99000031", limits=None)
    with Library.open(whole) as library:
        harvest(library, "pmid:99000001")
    there = kept(path)
    with Library.open(path) as library:
        (count,) = library._db.execute("PRAGMA page_count").fetchone()
        library._db.execute(f"PRAGMA max_page_count = {count + pages}")
        with pytest.raises(LibraryError, match="the disk is full; make room"):
            harvest(library, "pmid:99000001")
    check(path)
    assert all(there[table] <= kept(path)[table] for table in there)

    with Library.open(path) as library:
        harvest(library, "pmid:99000001")
    check(path)
    assert state(path) == state(whole)


def test_a_second_writer_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one process writes, a run of another stops, and changes nothing."""
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.01)
    path = tmp_path / "x.db"
    with Library.open(path) as library, closing(sqlite3.connect(path)) as other:
        harvest(library, "pmid:99000031", limits=None)
        before = state(path)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryBusyError, match="Another process is writing"):
            harvest(library, "pmid:99000001")
        other.rollback()
        assert state(path) == before
        harvest(library, "pmid:99000001", limits=None)
    check(path)


def test_readers_see_whole_articles_while_a_run_writes(
    runner: Runner, tmp_path: Path
) -> None:
    """Whenever one looks, every article is there with all its records, or not."""
    assert runner.run(*FIRST, "--db", "x.db") == 0
    path = tmp_path / "x.db"
    with Library.open(path) as writer, Library.open(path, read_only=True) as reader:
        seen = [reader.counts()["articles"]]

        def look(_: int) -> None:
            seen.append(reader.counts()["articles"])
            check_articles(path)

        writer_harvest(writer, look)
        seen.append(reader.counts()["articles"])
    assert seen[-1] > seen[0] > 0
    assert seen == sorted(seen)


def check_articles(path: Path) -> None:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        torn = db.execute(
            "SELECT id FROM articles a WHERE json IS NULL OR NOT EXISTS "
            "(SELECT 1 FROM identifiers i WHERE i.article_id = a.id)"
        ).fetchall()
    assert torn == []


def writer_harvest(library: Library, look: Callable[[int], None]) -> None:
    """Harvest, and look whenever something has come in."""

    async def run() -> None:
        client = Client(Contact(), version="0", transport=Answers({}), paced=False)
        async with client:
            one = Harvest(library, client, SOURCES, LIMITS, advance=look)
            await one.run([asked("pmid:99000001")], "test")

    asyncio.run(run())
