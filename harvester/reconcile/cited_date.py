"""The date under which a work is cited, out of all the dates it has."""

from __future__ import annotations

import re
from enum import StrEnum

from harvester.model import RecordDate, Work


class YearRule(StrEnum):
    """Which date an article is cited under."""

    ISSUE = "issue"
    """That of the issue: volume and pages belong to it."""
    ONLINE = "online"
    """The first that it could be read under."""


# PubMed's PubDate is the issue's; of a chapter it is the book's, whose first part may
# be older than the chapter.
_ISSUE = ("contribution", "issue", "print", "issue_print")
_ONLINE = ("online", "issue_online", "posted")
_EITHER = ("published", "issued")
CITED_DATES: dict[YearRule, tuple[tuple[str, ...], ...]] = {
    YearRule.ISSUE: (_ISSUE, _ONLINE, _EITHER),
    YearRule.ONLINE: (_ONLINE, _ISSUE, _EITHER),
}
"""Kinds of date by rule, the one that is cited first; those in one group compare."""

_YEAR = re.compile(r"\d{4}")


def find_cited_date(work: Work, rule: YearRule = YearRule.ISSUE) -> RecordDate | None:
    """Return the date under which ``work`` is cited, or None.

    The first kind of ``CITED_DATES`` that has a readable date decides.
    """
    for kinds in CITED_DATES[rule]:
        if date := find_date(work, kinds):
            return date
    return None


def find_comparable_date(work: Work, cited: RecordDate) -> RecordDate | None:
    """Return what ``work`` says of the same event as ``cited``, or None.

    The day of the issue and the day online are two events: they never contradict.
    """
    for kinds in CITED_DATES[YearRule.ISSUE]:
        if cited.kind in kinds:
            return find_date(work, kinds)
    return None


def find_date(work: Work, kinds: tuple[str, ...]) -> RecordDate | None:
    """Return the first readable date of the first of ``kinds`` that has one.

    None where no kind has one.
    """
    for kind in kinds:
        for date in work.dates:
            if date.kind == kind and year_of(date) is not None:
                return date
    return None


def year_of(date: RecordDate) -> int | None:
    """Return the leading year, as NCBI sorts a range such as ``1998-12/1999-01``.

    None where the date could not be read.
    """
    year = _YEAR.search(date.edtf) if date.edtf else None
    return int(year[0]) if year else None
