"""What a refresh asks: what is due, as far as it may go, and who can tell changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from harvester.model import Value
from harvester.schedule import Question, batch_by_age, due_classes, take
from harvester.sources.base import (
    ChangeSource,
    Inquiry,
    JournalChangeSource,
    LinkSource,
    Source,
)
from harvester.store import Library

SURELY = timedelta(days=60)
"""A record of which nothing certain was heard for so long is asked about by itself."""


class Orders(Value, frozen=True, kw_only=True):
    """How far a refresh may go.

    Attributes:
        days: The intervals; the keys under ``[refresh]``.
        most_articles: None for no limit.
        most_requests: None for no limit. What is begun is finished, so that a few
            more may be sent.
        since: Ask what changed since this day, about every record, due or not.
    """

    days: Mapping[str, int]
    most_articles: int | None = None
    most_requests: int | None = None
    since: date | None = None


def plan_refresh(
    library: Library, sources: Mapping[str, Source], orders: Orders, now: datetime
) -> tuple[tuple[Question, ...], int]:
    """Return what a refresh would ask, and how many questions are due in all."""
    homes = {
        name: source.link_scheme
        if isinstance(source, LinkSource)
        else source.accepts[0]
        for name, source in sources.items()
        if source.accepts or isinstance(source, LinkSource)
    }
    if orders.since is None:
        due = tuple(library.due_questions(due_classes(orders.days, now), homes))
    else:
        due = tuple(library.all_questions(homes))
    return take(due, orders.most_articles), len(due)


def can_tell(sources: Mapping[str, Source], question: Question) -> bool:
    """Return whether a source can say cheaply that a record did not change."""
    source = sources[question.source]
    return (
        isinstance(source, ChangeSource)
        and question.current_at is not None
        and question.scheme in source.accepts[:1]
    )


def open_inquiries(
    library: Library,
    source: ChangeSource,
    questions: Sequence[Question],
    today: date,
    orders: Orders,
) -> Iterator[tuple[Inquiry, tuple[Question, ...]]]:
    """Yield inquiries what changed, each with the questions that it asks."""
    for day, part in batch_by_age(questions, today, orders.since):
        waiting = {question.value: question for question in part}
        if isinstance(source, JournalChangeSource) and _may_page(day, today, orders):
            issns = library.load_issns(source.name, waiting)
            for inquiry in source.changed_in_journals(issns, day):
                yield inquiry, tuple(waiting.pop(value) for value in inquiry.ids)
        for inquiry in source.changed_since(source.accepts[0], list(waiting), day):
            yield inquiry, tuple(waiting[value] for value in inquiry.ids)


def _may_page(day: date, today: date, orders: Orders) -> bool:
    """Return whether whole journals may be asked for what changed in them.

    Not with a limit on requests: a conversation that is begun is finished, and such a
    one may be long.
    """
    is_recent = orders.since is not None or today - day <= SURELY
    return is_recent and orders.most_requests is None
