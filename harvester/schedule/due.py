"""When a record or a link list is due for another look: one table of rules.

The first rule of ``RULES`` that holds decides. Its interval is the key of the same
name under ``[refresh]`` in the configuration. What failed or is no longer known is
asked for again after a pause that doubles every time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from harvester.model import SourceRecord, Value

YOUNG = timedelta(days=365)
"""So long after publication most of what changes changes."""

UNFINISHED = timedelta(days=730)
"""A record that was not finished by then stays as it is: thousands of old ones bear
the status ``Publisher`` for ever."""

SLACK = timedelta(hours=6)
"""A daily job never runs exactly a day after the last one."""

MOST_FAILURES = 12
"""Failures beyond this number are not counted: the pause is the longest by then."""

_IN_PROCESS = frozenset({"In-Process", "In-Data-Review", "Publisher"})
_NEVER_INDEXED = frozenset({"PubMed-not-MEDLINE", "OLDMEDLINE"})
_EDTF = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


class Traits(Value, frozen=True, kw_only=True):
    """What the rules look at.

    Attributes:
        age: Time since publication; None where the date is unknown.
        is_watched: The user watches the article.
        is_ahead_of_print: It has no place in an issue yet.
        indexing_status: ``MedlineCitation/@Status``; None but from PubMed.
        has_mesh: It bears MeSH headings.
    """

    age: timedelta | None = None
    is_watched: bool = False
    is_ahead_of_print: bool = False
    indexing_status: str | None = None
    has_mesh: bool = False

    @property
    def is_young(self) -> bool:
        """Published within the last year, or about to be."""
        return self.age is not None and self.age < YOUNG

    @property
    def may_be_finished(self) -> bool:
        """Young enough that its source will still complete it."""
        return self.age is None or self.age < UNFINISHED

    @property
    def lacks_mesh(self) -> bool:
        """Without headings, of a kind that is given some."""
        status = self.indexing_status
        return status is not None and status not in _NEVER_INDEXED and not self.has_mesh


class Rule(Value, frozen=True, kw_only=True):
    """One row of the table.

    Attributes:
        name: Kept with every record; with ``_days`` and underscores, the key of
            its interval.
        meaning: What records these are, for a person.
        holds: Whether a record is of this kind.
    """

    name: str
    meaning: str
    holds: Callable[[Traits], bool]

    @property
    def setting(self) -> str:
        """The key under ``[refresh]`` that holds the interval in days."""
        return self.name.replace("-", "_") + "_days"


RULES: tuple[Rule, ...] = (
    Rule(
        name="watched",
        meaning="watched (`harvest watch`)",
        holds=lambda t: t.is_watched,
    ),
    Rule(
        name="ahead-of-print",
        meaning="ahead of print, for two years",
        holds=lambda t: t.is_ahead_of_print and t.may_be_finished,
    ),
    Rule(
        name="in-process",
        meaning="not finished at PubMed, for two years",
        holds=lambda t: t.indexing_status in _IN_PROCESS and t.may_be_finished,
    ),
    Rule(
        name="no-mesh",
        meaning="without the MeSH headings that it will be given, for two years",
        holds=lambda t: t.lacks_mesh and t.may_be_finished,
    ),
    Rule(
        name="young",
        meaning="published within the last year",
        holds=lambda t: t.is_young,
    ),
    Rule(name="old", meaning="all others", holds=lambda _: True),
)
"""Rules for records, the most urgent first: also the order in which they are asked."""

LINK_RULES: tuple[Rule, ...] = (
    Rule(
        name="links-young",
        meaning="link lists of an article of the last year",
        holds=lambda t: t.is_young,
    ),
    Rule(name="links-old", meaning="other link lists", holds=lambda _: True),
)
"""Rules for link lists: young articles gain citations."""


class DueClass(Value, frozen=True, kw_only=True):
    """Whatever is due for the same reason.

    Attributes:
        rule: The rule; None for every rule.
        failure_count: How often in a row it was asked for in vain.
        asked_before: It is due if it was last asked for by then.
    """

    rule: str | None
    failure_count: int
    asked_before: datetime


def rule_for(traits: Traits) -> str:
    """Return the name of the rule that a record falls under."""
    return next(rule.name for rule in RULES if rule.holds(traits))


def rule_for_links(traits: Traits) -> str:
    """Return the name of the rule that the link lists of an article fall under."""
    return next(rule.name for rule in LINK_RULES if rule.holds(traits))


def traits_of(
    record: SourceRecord | None,
    published: str | None,
    today: date,
    *,
    is_watched: bool = False,
) -> Traits:
    """Return what the rules look at.

    Args:
        record: What the source says; None for link lists.
        published: Date of publication of the article, as EDTF.
        today: The day of the run.
        is_watched: The user watches the article.
    """
    return Traits(
        age=_age(published, today),
        is_watched=is_watched,
        is_ahead_of_print=record is not None and _is_ahead(record),
        indexing_status=record.indexing_status if record else None,
        has_mesh=bool(record and record.mesh_headings),
    )


def _is_ahead(record: SourceRecord) -> bool:
    """PubMed says so; at Crossref a journal article has no place in the journal yet.

    What a repository deposits without a place will never have one.
    """
    if record.publication_status is not None:
        return record.publication_status == "aheadofprint"
    places = (record.volume, record.issue, record.page, record.article_number)
    is_article = record.source == "crossref" and record.type == "article-journal"
    return is_article and not any(places)


def _age(published: str | None, today: date) -> timedelta | None:
    """Return the time since the last day that ``published`` may mean.

    Examples:
        >>> _age("2025-11-20", date(2026, 11, 20)).days
        365
        >>> _age("2025", date(2026, 1, 1)).days
        1
        >>> _age("2026-02", date(2026, 3, 1)).days
        1
        >>> _age("2026-21", date(2026, 12, 31)).days
        0
        >>> _age(None, date(2026, 1, 1))
    """
    match = _EDTF.match(published or "")
    if match is None or match[1] == "0000":
        return None
    year, month, day = int(match[1]), int(match[2] or 12), int(match[3] or 0)
    if not 1 <= month <= 12:  # a season
        month, day = 12, 0
    if not day:
        following = date(year + month // 12, month % 12 + 1, 1)
        return today - (following - timedelta(days=1))
    try:
        return today - date(year, month, day)
    except ValueError:
        return None


def retry_days(failure_count: int, first: int, most: int) -> int:
    """Return the pause after so many failures in a row, in days.

    Examples:
        >>> [retry_days(count, 1, 64) for count in (1, 2, 3, 7, 12)]
        [1, 2, 4, 64, 64]
    """
    return min(most, first << (failure_count - 1))


def due_classes(days: Mapping[str, int], now: datetime) -> tuple[DueClass, ...]:
    """Return all classes of what may be due, the most urgent first.

    Watched articles come first, then what failed, then the other rules, and last
    the link lists.

    Args:
        days: The keys under ``[refresh]`` and their values.
        now: The moment of the run.
    """
    first, *others = (
        DueClass(
            rule=rule.name,
            failure_count=0,
            asked_before=_before(now, days[rule.setting]),
        )
        for rule in (*RULES, *LINK_RULES)
    )
    failed = (
        DueClass(
            rule=None,
            failure_count=count,
            asked_before=_before(
                now, retry_days(count, days["retry_days"], days["retry_most_days"])
            ),
        )
        for count in range(1, MOST_FAILURES + 1)
    )
    return (first, *failed, *others)


def _before(now: datetime, days: int) -> datetime:
    return now - timedelta(days=days) + SLACK
