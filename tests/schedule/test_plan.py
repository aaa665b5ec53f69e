"""What one run asks, and in which batches."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from harvester.schedule import Cost, Question, Subject, batch_by_age, is_covered, take

TODAY = date(2026, 11, 20)


def question(value: str, article: int | None = None, day: int = 1, month: int = 11):
    return Question(
        source="pubmed",
        subject=Subject.RECORD,
        scheme="pmid",
        value=value,
        article_id=article,
        current_at=datetime(2026, month, day, 23, tzinfo=UTC),
    )


def test_a_limit_counts_articles() -> None:
    """Both records of the first article are taken, none of the third one."""
    given = [question("1", 7), question("2", 8), question("3", 9), question("4", 7)]

    assert [q.value for q in take(given, 2)] == ["1", "2", "4"]
    assert take(given, None) == tuple(given)


def test_what_has_no_article_counts_for_itself() -> None:
    """An identifier that failed at first is one article until more is known."""
    assert len(take([question("1"), question("2"), question("3")], 2)) == 2


def test_ages_of_a_batch_are_alike() -> None:
    """Asked from a day before the oldest bookmark; a year and a day are kept apart."""
    given = [
        question("1", day=19), question("2", day=17), question("3", day=16),
        question("4", day=1, month=1),
    ]  # fmt: skip

    batches = [(day, [q.value for q in qs]) for day, qs in batch_by_age(given, TODAY)]

    assert batches == [
        (date(2026, 11, 18), ["1"]),
        (date(2026, 11, 16), ["2"]),
        (date(2026, 11, 15), ["3"]),
        (date(2025, 12, 31), ["4"]),
    ]


def test_a_given_day_replaces_the_bookmarks() -> None:
    """--since is one batch, from that very day."""
    given = [question("1", day=19), question("2", day=1, month=1)]

    ((day, asked),) = batch_by_age(given, TODAY, since=date(2026, 6, 1))

    assert (day, len(asked)) == (date(2026, 6, 1), 2)


@pytest.mark.parametrize(
    ("since", "covered"),
    [(None, True), (date(2026, 11, 17), True), (date(2026, 11, 18), True),
     (date(2026, 11, 19), False), (date(2026, 11, 20), False)],
)  # fmt: skip
def test_a_gap_behind_the_bookmark(since: date | None, covered: bool) -> None:  # noqa: FBT001
    """A service's day may begin a day later than ours: the day before is asked, too."""
    assert is_covered(question("1", day=19), since) is covered


def test_a_bookmark_ahead_of_the_clock_is_no_error() -> None:
    """A clock that was set back asks from the day before the bookmark."""
    ((day, _),) = batch_by_age([question("1", day=25)], TODAY)

    assert day == date(2026, 11, 24)


def test_time_at_the_allowed_rate() -> None:
    """Thirty requests at three a second take ten seconds; no rate, no time."""
    cost = Cost(source="x", purpose="y", count=1, requests=30, per_second=3)

    assert cost.seconds == 10
    assert Cost(source="x", purpose="y", count=1, requests=9, per_second=0).seconds == 0
