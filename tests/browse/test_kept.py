"""Answers are given again while they hold, and no longer."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from harvester.browse.kept import Answers

_LARGE = 8 << 31
"""Bytes of a library whose answers hold for eight seconds while it changes."""


class Clock:
    """A clock that goes on when told to."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class Library:
    """A file, and how often it was asked."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.path = path
        self._clock = clock
        self.asked = 0
        self.write(4096)

    def write(self, size: int) -> None:
        """Change the file now; none of its bytes takes room on the disk."""
        with self.path.open("ab") as file:
            file.truncate(size)
        os.utime(self.path, (self._clock.now, self._clock.now))

    def log(self) -> None:
        """Let somebody write into the log beside the file."""
        log = self.path.with_name(f"{self.path.name}-wal")
        with log.open("ab") as file:
            file.write(b"page")
        os.utime(log, (self._clock.now, self._clock.now))

    async def answer(self) -> int:
        """Return how often it was asked, this time included."""
        self.asked += 1
        return self.asked


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


@pytest.fixture
def library(tmp_path: Path, clock: Clock) -> Library:
    """A small library that was written a minute ago."""
    made = Library(tmp_path / "literature.db", clock)
    clock.now += 60
    return made


@pytest.fixture
def answers(clock: Clock) -> Answers:
    """No answer yet."""
    return Answers(clock)


async def test_of_an_unchanged_library_for_minutes(
    answers: Answers, library: Library, clock: Clock
) -> None:
    """Nothing can have become wrong, but the age that some answers speak of."""
    seen = []
    for seconds in (0, 300, 299, 1):
        clock.now += seconds
        seen.append(await answers.get(library.path, "home", library.answer))
    assert seen == [1, 1, 1, 2]


@pytest.mark.parametrize("how", ["file", "log"])
async def test_a_small_library_is_asked_after_each_change(
    how: str, answers: Answers, library: Library, clock: Clock
) -> None:
    """Whoever adds an article sees it on the next page."""
    assert await answers.get(library.path, "home", library.answer) == 1
    if how == "file":
        library.write(1_000_000)
    else:
        library.log()
    clock.now += 0.01
    assert await answers.get(library.path, "home", library.answer) == 2


async def test_an_empty_log_is_no_change(
    answers: Answers, library: Library, clock: Clock
) -> None:
    """The first who reads makes one; nothing was written."""
    assert await answers.get(library.path, "home", library.answer) == 1
    library.path.with_name(f"{library.path.name}-wal").touch()
    clock.now += 0.01
    assert await answers.get(library.path, "home", library.answer) == 1


async def test_two_changes_of_one_moment(
    answers: Answers, library: Library, clock: Clock
) -> None:
    """The second may leave the time of the first: what was read between is not kept."""
    library.log()
    assert await answers.get(library.path, "home", library.answer) == 1
    clock.now += 5
    assert await answers.get(library.path, "home", library.answer) == 2
    assert await answers.get(library.path, "home", library.answer) == 2


async def test_a_large_library_that_changes_all_the_time(
    answers: Answers, library: Library, clock: Clock
) -> None:
    """For some seconds an answer is good enough, the more the larger it is."""
    library.write(_LARGE)
    seen = []
    for seconds in (0, 7, 2):
        clock.now += seconds
        library.log()
        seen.append(await answers.get(library.path, "home", library.answer))
    assert seen == [1, 1, 2]


async def test_each_question_of_each_library_has_its_own(
    answers: Answers, library: Library, tmp_path: Path, clock: Clock
) -> None:
    """Questions and libraries are kept apart."""
    other = Library(tmp_path / "other.db", clock)
    other.asked = 10
    clock.now += 60
    assert await answers.get(library.path, "home", library.answer) == 1
    assert await answers.get(library.path, ("search", "tea"), library.answer) == 2
    assert await answers.get(other.path, "home", other.answer) == 11
    assert await answers.get(library.path, "home", library.answer) == 1


async def test_who_comes_while_it_is_asked_waits_for_the_same(
    answers: Answers, library: Library
) -> None:
    """One gives up waiting; the others get their answer."""
    may_answer = asyncio.Event()

    async def slow() -> int:
        await may_answer.wait()
        return await library.answer()

    async def wait() -> int:
        return await answers.get(library.path, "explore", slow)

    gone, *others = [asyncio.create_task(wait()) for _ in range(3)]
    await asyncio.sleep(0)
    gone.cancel()
    may_answer.set()
    assert await asyncio.gather(*others) == [1, 1]
    assert gone.cancelled()


async def test_an_error_is_not_kept(answers: Answers, library: Library) -> None:
    """What was too slow once may do the next time."""

    async def fail() -> int:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        await answers.get(library.path, "home", fail)
    assert await answers.get(library.path, "home", library.answer) == 1


async def test_old_questions_are_forgotten(answers: Answers, library: Library) -> None:
    """Memory is bounded: the one that was asked again lately stays."""
    for query in range(200):
        await answers.get(library.path, query, library.answer)
    assert await answers.get(library.path, 0, library.answer) == 1
    assert await answers.get(library.path, "another", library.answer) == 201
    assert await answers.get(library.path, 0, library.answer) == 1
    assert await answers.get(library.path, 1, library.answer) == 202
