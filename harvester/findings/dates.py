"""Dates that are missing, impossible, or far apart."""

from __future__ import annotations

import re
from datetime import timedelta

from harvester.findings.base import TITLED, Case, journal_keys
from harvester.model import Work

_YEAR = re.compile(r"(?<![\d])\d{4}")
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_FIRST_JOURNAL = 1665
"""Of the Journal des sçavans and the Philosophical Transactions."""
_PUBLISHED = frozenset(
    {
        "issue",
        "print",
        "online",
        "published",
        "issued",
        "posted",
        "issue_print",
        "issue_online",
    }
)
_FAR = 2
_AHEAD = timedelta(days=550)
"""Issues bear dates of months to come, rarely of more than a year."""


def find_none(case: Case) -> str | None:
    """Notice an article without a year."""
    if case.article.year or case.article.type not in TITLED:
        return None
    return "No source says when it was published."


def find_future(case: Case) -> str | None:
    """Notice a date of publication that lies more than a year and a half ahead."""
    limit = (case.today + _AHEAD).isoformat()
    for record in case.records:
        for date in record.dates:
            if date.kind in _PUBLISHED and date.edtf and date.edtf[:10] > limit:
                return f"{record.source} dates it {date.printed}, which is to come."
    return None


def find_early(case: Case) -> str | None:
    """Notice an article of a time before there were journals."""
    year = case.article.year
    if year and year < _FIRST_JOURNAL and case.article.type == "article-journal":
        return f"It is dated {year}, before the first journal."
    return None


def find_before_journal(case: Case) -> str | None:
    """Notice an article dated before its journal began, by NLM's list of serials.

    The journal is looked up by its NLM ID, else by its ISSNs.
    """
    year, journal = case.article.year, case.article.container
    if year is None or journal is None:
        return None
    known = (case.first_years.get(key) for key in journal_keys(journal))
    first = next(filter(None, known), None)
    if first is None or year >= first:
        return None
    name = journal.title or journal.medline_abbreviation or "its journal"
    return f"It is dated {year}; {name} began in {first}."


def find_far_apart(case: Case) -> str | None:
    """Notice that no date of publication in one source is near one in another.

    Near is less than two years: online and issue are often a year apart.
    """
    spans = {r.source: years for r in case.several if (years := _years(r))}
    for one, years in sorted(spans.items()):
        for other, others in sorted(spans.items()):
            gap = min(others) - max(years)
            if gap >= _FAR:
                return (
                    f"{one} dates its publication {max(years)}, {other} {min(others)}."
                )
    return None


def _years(work: Work) -> set[int]:
    return {
        int(year)
        for date in work.dates
        if date.kind in _PUBLISHED and date.edtf
        for year in _YEAR.findall(date.edtf)
    }


def find_out_of_order(case: Case) -> str | None:
    """Notice an article that was accepted before it was received."""
    for record in case.records:
        received, accepted = (record.date(kind) for kind in ("received", "accepted"))
        if received and accepted and received.edtf and accepted.edtf:
            days = received.edtf, accepted.edtf
            if (
                all(map(_DAY.fullmatch, days))
                and accepted.edtf < received.edtf[: len(accepted.edtf)]
            ):
                return (
                    f"{record.source} says that it was received on {received.printed} "
                    f"and accepted on {accepted.printed}."
                )
    return None
