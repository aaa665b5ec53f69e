"""What one run asks: as much as is allowed of what is due, in few requests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from harvester.model import Key, Value

OVERLAP = timedelta(days=1)
"""Services date their changes by day, in their own time zone."""


class Subject(StrEnum):
    """What a question is about."""

    RECORD = "record"
    LINKS = "links"


class Question(Value, frozen=True, kw_only=True):
    """Something to ask a source.

    Attributes:
        source: Whom.
        subject: About a record, or about the link lists of an article.
        scheme, value: The identifier to ask by.
        article_id: The article that bears it; None where there is none.
        rule: The rule that made it due; None for what was never asked for.
        failure_count: How often in a row it was asked for in vain.
        current_at: The bookmark: what is stored was current then. None where
            nothing is stored.
    """

    source: str
    subject: Subject
    scheme: str
    value: str
    article_id: int | None = None
    rule: str | None = None
    failure_count: int = 0
    current_at: datetime | None = None

    @property
    def key(self) -> Key:
        """The identifier."""
        return (self.scheme, self.value)


class Cost(Value, frozen=True, kw_only=True):
    """What a part of a plan costs.

    Attributes:
        source: The service.
        purpose: What for, for a person.
        count: How many identifiers are asked about.
        requests: How many requests that takes.
        per_second: Requests a second that are allowed; 0 for no limit.
        is_most: The number is a bound: how many it will be depends on the answers.
    """

    source: str
    purpose: str
    count: int
    requests: int
    per_second: float
    is_most: bool = False

    @property
    def seconds(self) -> float:
        """How long the requests take at the allowed rate."""
        return self.requests / self.per_second if self.per_second else 0.0


def take(questions: Iterable[Question], most: int | None) -> tuple[Question, ...]:
    """Return the first questions, those about at most ``most`` articles.

    Further questions about an article that is taken are taken, too.

    Args:
        questions: The most urgent first.
        most: None for all.
    """
    taken: list[Question] = []
    articles: set[object] = set()
    for question in questions:
        article = question.article_id or question.key
        if most is not None and article not in articles and len(articles) >= most:
            continue
        articles.add(article)
        taken.append(question)
    return tuple(taken)


def batch_by_age(
    questions: Sequence[Question], today: date, since: date | None = None
) -> list[tuple[date, tuple[Question, ...]]]:
    """Part questions by how old their bookmarks are.

    What changed is asked for with one day for many identifiers: the oldest bookmark
    among them, less the overlap. Ages of one part differ by less than a factor of
    two, so that few records are reported that were seen since.

    Args:
        questions: Each with a bookmark.
        today: The day of the run.
        since: Ask for changes since this day, whatever the bookmarks say.

    Returns:
        (day to ask from, questions), the newest first.
    """
    parts: dict[int, list[tuple[date, Question]]] = {}
    for question in questions:
        moment = question.current_at
        day = since or (moment.date() if moment else date.min)
        age = max((today - day).days, 0)
        parts.setdefault(age.bit_length(), []).append((day, question))
    return [
        (
            since or _earlier(min(day for day, _ in part)),
            tuple(question for _, question in part),
        )
        for _, part in sorted(parts.items())
    ]


def is_covered(question: Question, since: date | None) -> bool:
    """Return whether asking for changes since a day leaves no gap after the bookmark.

    In a gap a record may have changed that the answer does not name.

    Args:
        question: With a bookmark.
        since: None for the day that the bookmarks give.
    """
    moment = question.current_at
    return since is None or (moment is not None and since <= _earlier(moment.date()))


def _earlier(day: date) -> date:
    return day - OVERLAP if day > date.min else day
