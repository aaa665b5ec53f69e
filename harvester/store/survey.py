"""The state of a library in numbers."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta

from harvester.model import Value
from harvester.store.counting import load_fields
from harvester.store.encoding import timestamp
from harvester.store.findings import count_findings

_AGES = (("a day", 1), ("a week", 7), ("a month", 31), ("a year", 366))
_CHECKED = """
    SELECT a.id, max(r.fetched_at) AS checked_at
    FROM articles a
    LEFT JOIN records k ON k.article_id = a.id
    LEFT JOIN run_payloads r ON r.payload_id = k.payload_id
    GROUP BY a.id
"""


class Survey(Value, frozen=True, kw_only=True):
    """What there is.

    Attributes:
        article_count: Articles.
        status_counts: Articles by editorial status, all but those that are ok.
        deleted_count: Articles that PubMed no longer has.
        ages: Since when articles were last fetched: within a day, a week, … →
            how many; each article counts once.
        shares: Field → how many articles have it; ``pages`` counts article
            numbers, too.
        unknown_counts: Service → identifiers that it does not know.
        unresolved_count: Documents whose own article is not known.
        finding_counts: Check → findings that are so still, warnings first.
        failed_set_counts: Service → link lists that were not answered.
        size_bytes: Of the file, as the database counts it.
        table_bytes: Table (with its indexes) → bytes, the largest first; where
            SQLite cannot tell, nothing.
    """

    article_count: int
    status_counts: Mapping[str, int]
    deleted_count: int
    ages: Mapping[str, int]
    shares: Mapping[str, int]
    unknown_counts: Mapping[str, int]
    unresolved_count: int
    finding_counts: Mapping[str, int]
    failed_set_counts: Mapping[str, int]
    size_bytes: int
    table_bytes: Mapping[str, int]


def build_survey(db: sqlite3.Connection, now: datetime) -> Survey:
    """Return the state of the library."""

    def count(sql: str) -> int:
        return int(db.execute(f"SELECT count(*) FROM {sql}").fetchone()[0])

    def counts(sql: str) -> dict[str, int]:
        return dict(db.execute(f"SELECT {sql} GROUP BY 1 ORDER BY 2 DESC, 1"))

    return Survey(
        article_count=count("articles"),
        status_counts=counts(
            "retraction_status, count(*) FROM articles WHERE retraction_status <> 'ok'"
        ),
        deleted_count=count("articles WHERE deleted_at IS NOT NULL"),
        ages=_ages(db, now),
        shares=load_fields(db),
        unknown_counts=counts("source, count(*) FROM lookups"),
        unresolved_count=count("documents WHERE state = 'unresolved'"),
        finding_counts={one.code: one.count for one in count_findings(db)},
        failed_set_counts=counts(
            "provider, count(*) FROM link_sets WHERE state = 'failed'"
        ),
        size_bytes=_size(db),
        table_bytes=_tables(db),
    )


def _ages(db: sqlite3.Connection, now: datetime) -> dict[str, int]:
    limits = [
        (f"within {name}", timestamp(now - timedelta(days=days)))
        for name, days in _AGES
    ]
    cases = " ".join("WHEN checked_at >= ? THEN ?" for _ in limits)
    values = [value for name, limit in limits for value in (limit, name)]
    found: dict[str, int] = dict(
        db.execute(
            f"SELECT CASE WHEN checked_at IS NULL THEN 'never' {cases} "
            f"ELSE 'longer ago' END, count(*) FROM ({_CHECKED}) GROUP BY 1",
            values,
        ).fetchall()
    )
    order = [*(name for name, _ in limits), "longer ago", "never"]
    return {name: found[name] for name in order if name in found}


def _size(db: sqlite3.Connection) -> int:
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    (size,) = db.execute("PRAGMA page_size").fetchone()
    return int(pages) * int(size)


def _tables(db: sqlite3.Connection) -> dict[str, int]:
    try:
        rows = db.execute(
            "SELECT coalesce(m.tbl_name, s.name), sum(s.pgsize) FROM dbstat s "
            "LEFT JOIN sqlite_master m ON m.name = s.name "
            "WHERE s.aggregate = TRUE GROUP BY 1 ORDER BY 2 DESC, 1"
        ).fetchall()
    except sqlite3.OperationalError:  # SQLite may be built without dbstat
        return {}
    return {name: int(size) for name, size in rows}
