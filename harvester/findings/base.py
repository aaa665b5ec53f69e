"""What a check is, and what it is given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from harvester.changes import Event
from harvester.model import Article, Severity, SourceRecord, Value

TITLED = frozenset(
    {
        "article",
        "article-journal",
        "book",
        "chapter",
        "paper-conference",
        "report",
        "thesis",
    }
)
"""The kinds of works that have a title and a date; issues and parts may have none."""


class Case(Value, frozen=True, kw_only=True):
    """An article as the checks see it.

    Attributes:
        article: What the sources together say.
        records: What each of them says, ordered by source.
        status: Its editorial status.
        events: What was done to it.
        doubts: Why its status is not to be relied on.
        today: The day on which it is looked at.
    """

    article: Article
    records: tuple[SourceRecord, ...]
    status: str | None = None
    events: tuple[Event, ...] = ()
    doubts: tuple[str, ...] = ()
    today: date

    def record(self, source: str) -> SourceRecord | None:
        """Return the record of ``source``, or None."""
        return next((r for r in self.records if r.source == source), None)


Find = Callable[[Case], str | None]
"""A check: what is odd about an article, in one sentence; None where nothing is."""


class Check(Value, frozen=True, kw_only=True):
    """A named check for one defect.

    Attributes:
        code: Its stable name.
        find: The check.
        severity: Whether somebody should look, or it is only worth counting.
        what: The defect in a few words.
        advice: What to do about it.
    """

    code: str
    find: Find
    severity: Severity
    what: str
    advice: str
