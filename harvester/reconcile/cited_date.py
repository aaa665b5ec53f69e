"""The date under which a work is cited, out of all the dates it has."""

from __future__ import annotations

import re
from enum import StrEnum

from harvester.model import Work


class YearRule(StrEnum):
    """Which date an article is cited under."""

    ISSUE = "issue"
    """That of the issue: volume and pages belong to it."""
    ONLINE = "online"
    """The first that it could be read under."""


_ISSUE = ("issue", "print", "issue_print")  # PubMed's PubDate is the issue's
_ONLINE = ("online", "issue_online", "posted")
_EITHER = ("published", "issued")
CITED_DATES: dict[YearRule, tuple[str, ...]] = {
    YearRule.ISSUE: (*_ISSUE, *_ONLINE, *_EITHER),
    YearRule.ONLINE: (*_ONLINE, *_ISSUE, *_EITHER),
}
"""Kinds of date by rule, the one that is cited first."""

_YEAR = re.compile(r"\d{4}")


def find_cited_date(
    work: Work, rule: YearRule = YearRule.ISSUE
) -> tuple[int, str] | None:
    """Return (year, EDTF date) under which ``work`` is cited, or None.

    The first kind of ``CITED_DATES`` that has a readable date decides; the year is
    the leading one, as NCBI sorts a range such as ``1998-12/1999-01``.
    """
    for kind in CITED_DATES[rule]:
        date = work.date(kind)
        if date and date.edtf and (year := _YEAR.search(date.edtf)):
            return int(year[0]), date.edtf
    return None
