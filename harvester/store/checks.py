"""When what was last asked, and what is due again."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from harvester.model import Key, SourceRecord, Value
from harvester.schedule import DueClass, Question, Subject
from harvester.similar import PROVIDER
from harvester.store.attach import BEARER
from harvester.store.counting import Share, shift_counts
from harvester.store.encoding import timestamp
from harvester.store.short_records import RECORD, read_record

_FAILED = frozenset({"failed", "unknown", "unread"})
_UNSURE = _FAILED | {"unlisted"}
"""What does not say that a record is current."""
_MOST_FAILURES = 12
_BEARER = BEARER.format(scheme="c.scheme", value="c.value")
_ASKED_BEFORE = f"""
    SELECT c.source, c.subject, c.scheme, c.value,
      coalesce(r.article_id, {_BEARER}) AS article_id, c.rule, c.failure_count,
      CASE WHEN r.article_id IS NOT NULL
        THEN coalesce(c.current_at, r.updated_at) END AS current_at
    FROM checks c LEFT JOIN records r
      ON c.subject = 'record' AND r.source = c.source AND r.source_id = c.value
"""
# A record that never went into an article has no bookmark: it is fetched again.
_DUE = "c.failure_count = :count AND c.asked_at <= :before"
_OF_RULE = f"{_DUE} AND c.rule = :rule"
_NEW_RECORDS = """
    SELECT r.source, 'record', :scheme, r.source_id, r.article_id, NULL, 0,
      min(r.updated_at, a.updated_at)
    FROM records r LEFT JOIN articles a ON a.id = r.article_id
    WHERE r.source = :source AND NOT EXISTS (
      SELECT 1 FROM checks c WHERE c.source = r.source AND c.subject = 'record'
        AND c.scheme = :scheme AND c.value = r.source_id)
    ORDER BY r.source_id
"""
_NEW_LINKS = """
    SELECT DISTINCT :source, 'links', i.scheme, i.value, s.article_id, NULL, 0, NULL
    FROM link_sets s JOIN identifiers i ON i.article_id = s.article_id
    WHERE s.provider = :source AND i.scheme = :scheme AND i.is_valid AND NOT EXISTS (
      SELECT 1 FROM checks c WHERE c.source = :source AND c.subject = 'links'
        AND c.scheme = i.scheme AND c.value = i.value)
    ORDER BY i.value
"""
_NEW_LOOKUPS = """
    SELECT l.source, 'record', l.scheme, l.value, min(i.article_id), NULL, 0, NULL
    FROM lookups l JOIN identifiers i
      ON i.scheme = l.scheme AND i.value = l.value AND i.is_valid
    WHERE l.source = :source AND NOT EXISTS (
      SELECT 1 FROM checks c WHERE c.source = l.source AND c.subject = 'record'
        AND c.scheme = l.scheme AND c.value = l.value)
    GROUP BY l.scheme, l.value
    ORDER BY l.value
"""


class Check(Value, frozen=True, kw_only=True):
    """What came of a question.

    Attributes:
        source, subject, scheme, value: The question.
        outcome: ``added``, ``updated``, ``unchanged``, ``elsewhere`` (nothing is to be
            had there); ``unlisted`` (not among what changed in its journal, so that
            it is most likely current); or ``unknown``, ``failed``, ``unread``, which
            count as failures.
        rule: The rule that says when it is asked again; None keeps the one it has.
    """

    source: str
    subject: Subject
    scheme: str
    value: str
    outcome: str
    rule: str | None = None


class Basis(Value, frozen=True, kw_only=True):
    """What the rules are applied to: a record and what is known of its article."""

    record: SourceRecord | None
    published: str | None
    is_watched: bool


def save_checks(
    db: sqlite3.Connection, checks: Iterable[Check], moment: datetime
) -> None:
    """Note what came of questions; ``moment`` is the beginning of the run.

    The bookmark moves only where the answer says what is current.
    """
    checks = list(checks)
    asked = {(one.source, one.subject, one.scheme, one.value) for one in checks}
    before = _load_days(db, asked)
    db.executemany(
        "INSERT INTO checks (source, subject, scheme, value, asked_at, current_at, "
        "outcome, failure_count, rule) VALUES (:source, :subject, :scheme, :value, "
        ":moment, iif(:unsure, NULL, :moment), :outcome, :failed, "
        "coalesce(:rule, 'old')) ON CONFLICT DO UPDATE SET "
        "asked_at = excluded.asked_at, outcome = excluded.outcome, "
        "current_at = coalesce(excluded.current_at, current_at), "
        "failure_count = iif(:failed, min(failure_count + 1, :most), 0), "
        "rule = coalesce(:rule, rule)",
        [
            {
                **msgspec.structs.asdict(check),
                "moment": timestamp(moment),
                "failed": int(check.outcome in _FAILED),
                "unsure": int(check.outcome in _UNSURE),
                "most": _MOST_FAILURES,
            }
            for check in checks
        ],
    )
    shift_counts(db, before, _load_days(db, asked))


def forget_checks(
    db: sqlite3.Connection, source: str, subject: Subject, keys: Iterable[Key]
) -> None:
    """Forget questions that another identifier answers now."""
    asked = {(source, subject, *key) for key in keys}
    shift_counts(db, _load_days(db, asked), None)
    db.executemany(
        "DELETE FROM checks WHERE source = ? AND subject = ? AND scheme = ? "
        "AND value = ?",
        sorted(asked),
    )


def _load_days(
    db: sqlite3.Connection, asked: Iterable[tuple[str, str, str, str]]
) -> Counter[Share]:
    """Return on which days the records asked about were known to be current."""
    return Counter(
        ("checked_days", (day,))
        for key in asked
        for (day,) in db.execute(
            "SELECT substr(current_at, 1, 10) FROM checks WHERE source = ? "
            "AND subject = ? AND scheme = ? AND value = ? "
            "AND subject = 'record' AND current_at IS NOT NULL",
            key,
        )
    )


def due_questions(
    db: sqlite3.Connection,
    classes: Sequence[DueClass],
    homes: Mapping[str, str],
) -> Iterator[Question]:
    """Return what is due, in the order of ``classes``, the longest waiting first.

    What was never asked for, as in a library of an older version, comes after the
    first class.

    Args:
        db: The library.
        classes: What is due; see ``schedule.due_classes``.
        homes: The sources to ask and the scheme that each is best asked by.
    """
    first, *others = classes
    yield from _of_class(db, first, homes)
    for source, scheme in homes.items():
        for statement in (_NEW_RECORDS, _NEW_LOOKUPS, _NEW_LINKS):
            rows = db.execute(statement, {"source": source, "scheme": scheme})
            yield from map(_question, rows)
    for due in others:
        yield from _of_class(db, due, homes)


def all_questions(
    db: sqlite3.Connection, homes: Mapping[str, str]
) -> Iterator[Question]:
    """Return a question about every record, due or not."""
    for source, scheme in homes.items():
        given = {"source": source, "scheme": scheme}
        yield from map(_question, db.execute(_NEW_RECORDS, given))
        rows = db.execute(
            f"{_ASKED_BEFORE} WHERE c.source = :source AND c.subject = 'record' "
            "ORDER BY c.asked_at, c.value",
            given,
        )
        yield from map(_question, rows)


def _of_class(
    db: sqlite3.Connection, due: DueClass, homes: Mapping[str, str]
) -> Iterator[Question]:
    rows = db.execute(
        f"{_ASKED_BEFORE} WHERE {_DUE if due.rule is None else _OF_RULE} "
        "ORDER BY c.asked_at, c.source, c.value",
        {
            "count": due.failure_count,
            "before": timestamp(due.asked_before),
            "rule": due.rule,
        },
    )
    return (question for question in map(_question, rows) if question.source in homes)


def _question(row: tuple[Any, ...]) -> Question:
    source, subject, scheme, value, article_id, rule, failure_count, current_at = row
    return Question(
        source=source,
        subject=Subject(subject),
        scheme=scheme,
        value=value,
        article_id=article_id,
        rule=rule,
        failure_count=failure_count,
        current_at=datetime.fromisoformat(current_at) if current_at else None,
    )


def load_basis(db: sqlite3.Connection, question: Question) -> Basis:
    """Return what the rules are applied to for one question."""
    row = db.execute(
        f"SELECT {RECORD} FROM records r WHERE r.source = ? AND r.source_id = ?",
        (question.source, question.value),
    ).fetchone()
    published, is_watched = article_basis(db, question.article_id)
    record = None
    if row is not None and question.subject is Subject.RECORD:
        record = read_record(row)
    return Basis(record=record, published=published, is_watched=is_watched)


def article_basis(
    db: sqlite3.Connection, article_id: int | None
) -> tuple[str | None, bool]:
    """Return when an article was published (EDTF), and whether it is watched.

    Of an article that is not in the library: None, False.
    """
    row = db.execute(
        "SELECT published, EXISTS (SELECT 1 FROM watched w WHERE w.article_id = a.id) "
        "FROM articles a WHERE id = ?",
        (article_id,),
    ).fetchone()
    return (row[0], bool(row[1])) if row else (None, False)


def questions_about(db: sqlite3.Connection, article_id: int) -> tuple[Question, ...]:
    """Return the questions about the records of an article that were asked."""
    rows = db.execute(
        f"{_ASKED_BEFORE} WHERE c.subject = 'record' AND (c.source, c.value) IN "
        "(SELECT source, source_id FROM records WHERE article_id = ?)",
        (article_id,),
    )
    return tuple(map(_question, rows))


def is_asked(db: sqlite3.Connection, source: str, key: Key) -> bool:
    """Return whether a source was asked for a record, whatever came of it."""
    row = db.execute(
        "SELECT 1 FROM checks WHERE source = ? AND subject = 'record' AND scheme = ? "
        "AND value = ?",
        (source, *key),
    ).fetchone()
    return row is not None


def set_rule(db: sqlite3.Connection, question: Question, rule: str) -> None:
    """Change the rule that says when a question is asked again."""
    db.execute(
        "UPDATE checks SET rule = ? WHERE source = ? AND subject = ? AND scheme = ? "
        "AND value = ?",
        (rule, question.source, question.subject, *question.key),
    )


def watch(db: sqlite3.Connection, article_id: int, now: datetime) -> bool:
    """Mark an article as watched; False where it is already."""
    if article_basis(db, article_id)[1]:
        return False
    db.execute(
        "INSERT INTO watched (article_id, since) VALUES (?, ?)",
        (article_id, timestamp(now)),
    )
    return True


def unwatch(db: sqlite3.Connection, article_id: int) -> bool:
    """Take the mark away; False where there is none."""
    return bool(
        db.execute("DELETE FROM watched WHERE article_id = ?", (article_id,)).rowcount
    )


def article_keys(db: sqlite3.Connection, article_id: int) -> frozenset[Key]:
    """Return the valid identifiers that can name an article."""
    return frozenset(
        db.execute(
            "SELECT scheme, value FROM identifiers WHERE article_id = ? AND is_valid "
            "AND scheme IN ('pmid', 'doi', 'pmcid')",
            (article_id,),
        ).fetchall()
    )


def has_link_sets(db: sqlite3.Connection, article_id: int) -> bool:
    """Return whether link lists were ever asked for; one made here was not."""
    row = db.execute(
        "SELECT 1 FROM link_sets WHERE article_id = ? AND provider <> ?",
        (article_id, PROVIDER),
    )
    return row.fetchone() is not None
