"""Defects of articles that a person may want to look at: one small check for each.

Everything here is a pure function of an article and its records. A check that is not
sure is silent: a finding that is mostly wrong is looked at by nobody.
"""

from __future__ import annotations

from harvester.findings.base import Case, Check, journal_keys
from harvester.findings.catalogue import BEFORE_JOURNAL, BY_CODE, CHECKS, CODES
from harvester.model import Finding

__all__ = [
    "BEFORE_JOURNAL",
    "BY_CODE",
    "CHECKS",
    "CODES",
    "Case",
    "Check",
    "find_defects",
    "journal_keys",
]


def find_defects(case: Case) -> tuple[Finding, ...]:
    """Return what is odd about an article, what matters most first."""
    subject = _subject(case)
    return tuple(
        Finding(
            code=check.code,
            subject=subject,
            message=f"{subject}: {message}",
            advice=check.advice,
            severity=check.severity,
        )
        for check in CHECKS
        if (message := check.find(case))
    )


def _subject(case: Case) -> str:
    """Return the identifier under which an article is spoken of."""
    keys = [*case.article.article_keys, *case.article.sources]
    return ":".join(keys[0])
