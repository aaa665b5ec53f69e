"""What was noticed: kept as long as it is so, and counted."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from datetime import datetime

from harvester.model import ARTICLE_SCHEMES, Finding, Severity, Value
from harvester.store.attach import attach
from harvester.store.encoding import timestamp, to_json

_ABOUT = """
    SELECT id, code, subject, message FROM findings
    WHERE subject IN (SELECT value FROM json_each(:subjects)) AND resolved_at IS NULL
    UNION
    SELECT id, code, subject, message FROM findings
    WHERE article_id IN (SELECT value FROM json_each(:articles))
      AND resolved_at IS NULL
"""

_KEEP = """
    INSERT INTO findings (code, subject, message, advice, severity, first_seen_at)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (code, subject, message) DO UPDATE SET
      advice = excluded.advice, severity = excluded.severity, resolved_at = NULL
    WHERE (advice, severity, resolved_at)
      IS NOT (excluded.advice, excluded.severity, NULL)
"""


class FindingCount(Value, frozen=True, kw_only=True):
    """How often a check struck.

    Attributes:
        code: The check.
        severity: How much it asks of a person.
        count: Findings that are so still.
        advice: What to do about one, where there is anything.
    """

    code: str
    severity: Severity
    count: int
    advice: str | None = None


class StoredFinding(Value, frozen=True, kw_only=True):
    """A finding as it is kept.

    Attributes:
        number: Its own.
        subject: Identifier or document.
        message: What was noticed.
        article_id: The article, where it is known.
        citation: It in one line.
        first_seen_at: When it was first noticed (UTC).
        resolved_at: Since when it is so no more; None: it is so still.
    """

    number: int
    subject: str
    message: str
    article_id: int | None = None
    citation: str | None = None
    first_seen_at: str
    resolved_at: str | None = None


def save_finding(db: sqlite3.Connection, finding: Finding, now: datetime) -> bool:
    """Keep a finding once; its article follows from a subject ``scheme:value``.

    One that was resolved is open again.

    Returns:
        Whether anything of it is new.
    """
    written = db.execute(_KEEP, _row(finding, now))
    scheme, _, value = finding.subject.partition(":")
    if written.rowcount > 0 and scheme in ARTICLE_SCHEMES:
        attach(db, [(scheme, value)])
    return written.rowcount > 0


def insert_findings(
    db: sqlite3.Connection, findings: Iterable[Finding], now: datetime
) -> None:
    """Keep findings about identifiers that are attached to their articles later."""
    db.executemany(_KEEP, [_row(finding, now) for finding in findings])


def _row(finding: Finding, now: datetime) -> tuple[object, ...]:
    return (
        *(finding.code, finding.subject, finding.message, finding.advice),
        *(finding.severity, timestamp(now)),
    )


def settle_findings(
    db: sqlite3.Connection,
    findings: Iterable[Finding],
    *,
    codes: Collection[str],
    about: tuple[Collection[str], Collection[int]],
    now: datetime,
) -> tuple[Finding, ...]:
    """Make ``findings`` all that is so of some articles, by the checks ``codes``.

    What was found before and is not among them is marked as resolved.

    Args:
        db: The library.
        findings: What is so now.
        codes: The checks that were made.
        about: The articles: their identifiers as ``scheme:value``, their numbers.
        now: The clock.

    Returns:
        Those that are news.
    """
    now_so = tuple(findings)
    still = {(one.code, one.subject, one.message) for one in now_so}
    subjects, articles = about
    known = db.execute(
        _ABOUT,
        {"subjects": to_json(sorted(subjects)), "articles": to_json(sorted(articles))},
    ).fetchall()
    db.executemany(
        "UPDATE findings SET resolved_at = ? WHERE id = ?",
        [
            (timestamp(now), number)
            for number, *said in known
            if said[0] in codes and tuple(said) not in still
        ],
    )
    kept = {tuple(said) for _, *said in known}
    return tuple(
        one
        for one in now_so
        if save_finding(db, one, now)
        and (one.code, one.subject, one.message) not in kept
    )


def count_findings(db: sqlite3.Connection) -> tuple[FindingCount, ...]:
    """Return how many findings are open, by check: warnings first, then the most."""
    return tuple(
        FindingCount(code=code, severity=Severity(severity), count=count, advice=advice)
        for code, severity, count, advice in db.execute(
            "SELECT code, max(severity), count(*), max(advice) FROM findings "
            "WHERE resolved_at IS NULL GROUP BY code "
            "ORDER BY max(severity) DESC, count(*) DESC, code"
        )
    )


def load_findings(
    db: sqlite3.Connection,
    code: str,
    *,
    with_resolved: bool = False,
    after: int = 0,
    limit: int = -1,
) -> tuple[StoredFinding, ...]:
    """Return what a check found, in the order in which it was found.

    Args:
        db: The library.
        code: The check.
        with_resolved: Also what is so no more.
        after: Only those of a higher number.
        limit: How many at most; -1: all.
    """
    still = "" if with_resolved else "AND f.resolved_at IS NULL"
    return tuple(
        StoredFinding(
            number=number,
            subject=subject,
            message=message,
            article_id=article_id,
            citation=citation,
            first_seen_at=first_seen_at,
            resolved_at=resolved_at,
        )
        for (
            number,
            subject,
            message,
            article_id,
            citation,
            first_seen_at,
            resolved_at,
        ) in (
            db.execute(
                "SELECT f.id, f.subject, f.message, f.article_id, a.citation, "
                "f.first_seen_at, f.resolved_at FROM findings f "
                "LEFT JOIN articles a ON a.id = f.article_id "
                f"WHERE f.code = ? {still} AND f.id > ? ORDER BY f.id LIMIT ?",
                (code, after, limit),
            )
        )
    )
