"""The date under which a work is cited, out of all the dates it has."""

from __future__ import annotations

import re

from harvester.model import Work

CITED_DATES = (
    "issue",  # PubMed's PubDate: the date of the issue
    "print",
    "issue_print",
    "online",
    "issue_online",
    "posted",
    "published",
    "issued",
)
"""Kinds of date, the one that is cited first: the issue before the first online
date, since volume and pages belong to the issue."""

_YEAR = re.compile(r"\d{4}")


def find_cited_date(work: Work) -> tuple[int, str] | None:
    """Return (year, EDTF date) under which ``work`` is cited, or None.

    The first kind of ``CITED_DATES`` that has a readable date decides; the year is
    the leading one, as NCBI sorts a range such as ``1998-12/1999-01``.
    """
    for kind in CITED_DATES:
        date = work.date(kind)
        if date and date.edtf and (year := _YEAR.search(date.edtf)):
            return int(year[0]), date.edtf
    return None
