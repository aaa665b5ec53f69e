"""What a check is, and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from harvester.changes import Event
from harvester.model import Article, Container, Severity, SourceRecord, Value
from harvester.normalize.journals import issns_of

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
        first_years: In which journals began, by NLM ID and by ISSN; one that is not
            there is not known.
        today: The day on which it is looked at.
    """

    article: Article
    records: tuple[SourceRecord, ...]
    status: str | None = None
    events: tuple[Event, ...] = ()
    doubts: tuple[str, ...] = ()
    first_years: Mapping[str, int] = {}
    today: date

    @property
    def several(self) -> tuple[SourceRecord, ...]:
        """The records where there are two or more: what one source says is compared."""
        return self.records if len(self.records) > 1 else ()

    def record(self, source: str) -> SourceRecord | None:
        """Return the record of ``source``, or None."""
        return next((r for r in self.records if r.source == source), None)


def journal_keys(journal: Container | None) -> tuple[str, ...]:
    """Return by what a journal is found in ``Case.first_years``, the surest first."""
    if journal is None:
        return ()
    if journal.nlm_id:
        return (journal.nlm_id,)
    return issns_of(journal)


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
