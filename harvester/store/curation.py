"""What a curator goes through: page by page, never the whole library at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime

from harvester.changes import ArticleChange
from harvester.model import ARTICLE_SCHEMES, Document, Origin, Severity, Value
from harvester.reconcile import ConflictKind, print_value
from harvester.store import documents, history, runs
from harvester.store.encoding import read_article
from harvester.store.findings import FindingCount
from harvester.store.session import Session
from harvester.store.trouble import explained

ATMOST = 10_000
"""Nothing is counted further: who has that much to look at need not know how much."""

_STANDINGS = (
    ("articles", "retraction_status"),
    ("quarantine", "state"),
    ("documents", "state"),
    ("duplicates", "state"),
    ("link_sets", "state"),
)
_CONFLICTS = """
    SELECT a.id, a.citation, a.json
    FROM conflict_fields c JOIN articles a ON a.id = c.article_id
    WHERE c.conflict = ? AND c.field = ? AND c.article_id > ?
    ORDER BY c.article_id LIMIT ?
"""


class Conflict(Value, frozen=True, kw_only=True):
    """A field of an article on which its sources differ.

    Attributes:
        article_id: The article.
        citation: It in one line.
        key: (scheme, identifier) to name it by; None where it has none.
        origin: Who says what.
        value: The chosen value as it is shown to people; None: there is none.
    """

    article_id: int
    citation: str | None
    key: tuple[str, str] | None
    origin: Origin
    value: str | None


class Curation(Session):
    """The part of a library that shows what is to be looked at.

    Counts end at ``ATMOST`` and one; lists go on where the last page ended.
    """

    def load_run(self, number: int) -> runs.RunEntry | None:
        """Return a run by its number, or None."""
        with explained(self.path):
            found = runs.load_runs(self._db, limit=1, before=number + 1)
            return next((run for run in found if run.id == number), None)

    def load_last_changes(
        self,
        *,
        limit: int,
        before: int | None = None,
        since: datetime | None = None,
        only: Mapping[str, object],
    ) -> tuple[tuple[int, ArticleChange], ...]:
        """Return (number, change), the newest first; see ``history``."""
        with explained(self.path):
            return history.load_last_changes(
                self._db, limit=limit, before=before, since=since, only=only
            )

    def count_changes(self, run_id: int | None = None) -> dict[str, int]:
        """Return how many changes of each kind there are, in a run or in all."""
        within = {} if run_id is None else {"run_id": run_id}
        with explained(self.path):
            return count_each(self._db, "changes", "kind", within)

    def count_standings(self) -> dict[str, dict[str, int]]:
        """Return table → state → rows: of what people look after."""
        with explained(self.path):
            return {
                table: count_each(self._db, table, column)
                for table, column in _STANDINGS
            }

    def count_conflicts(self) -> dict[ConflictKind, dict[str, int]]:
        """Return kind → field → articles, the gravest first, most articles first.

        A field counts by the gravest of its differences.
        """
        with explained(self.path):
            return {
                kind: _most_first(
                    count_each(self._db, "conflict_fields", "field", {"conflict": kind})
                )
                for kind in reversed(ConflictKind)
            }

    def load_conflicts(
        self, kind: ConflictKind, field: str, *, after: int = 0, limit: int
    ) -> tuple[Conflict, ...]:
        """Return the articles whose gravest difference in a field is of a kind.

        Args:
            kind: The kind.
            field: The field.
            after: Only articles of a higher number.
            limit: How many at most.
        """
        with explained(self.path):
            rows = self._db.execute(_CONFLICTS, (kind, field, after, limit)).fetchall()
        return tuple(
            conflict
            for number, citation, content in rows
            for conflict in _conflicts(number, citation, content, field)
        )

    def count_open_findings(self) -> tuple[FindingCount, ...]:
        """As ``count_findings``, up to ``ATMOST`` and one of each check."""
        with explained(self.path):
            counts = count_each(self._db, "findings", "code", {"resolved_at": None})
            told = [
                FindingCount(
                    code=code, severity=Severity(severity), count=count, advice=advice
                )
                for code, count in counts.items()
                for severity, advice in self._db.execute(
                    "SELECT severity, advice FROM findings "
                    "WHERE code = ? AND resolved_at IS NULL LIMIT 1",
                    (code,),
                )
            ]
        return tuple(sorted(told, key=lambda f: (f.severity, f.count), reverse=True))

    def list_documents(
        self, *, state: str | None = None, before: int | None = None, limit: int
    ) -> tuple[documents.DocumentEntry, ...]:
        """Return the documents, of a state or before a number, the newest first."""
        with explained(self.path):
            return documents.list_documents(
                self._db, state=state, before=before, limit=limit
            )

    def load_document(
        self, number: int
    ) -> tuple[documents.DocumentEntry, Document] | None:
        """Return a document, as it is listed and as it was read; or None."""
        with explained(self.path):
            return documents.load_document(self._db, number)

    def find_mentioned(
        self, number: int, document: Document, *, after: int = 0, limit: int
    ) -> tuple[documents.KnownMention, ...]:
        """Return the mentions of a document after a place, with their articles."""
        with explained(self.path):
            return documents.find_mentioned(
                self._db, number, document, after=after, limit=limit
            )

    def find_homes(
        self, names: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], int]:
        """Return (source, source_id) → the article that the record went into."""
        with explained(self.path):
            return {
                name: found[0]
                for name in names
                for found in self._db.execute(
                    "SELECT article_id FROM records WHERE source = ? AND source_id = ? "
                    "AND article_id IS NOT NULL",
                    name,
                )
            }


def _conflicts(
    number: int, citation: str | None, content: str, field: str
) -> Iterable[Conflict]:
    article = read_article(content)
    value = getattr(article, field, None)
    for origin in article.origins:
        if origin.field == field:
            yield Conflict(
                article_id=number,
                citation=citation,
                key=min(article.article_keys, key=_specific, default=None),
                origin=origin,
                value=None if value is None else print_value(value),
            )


def _specific(key: tuple[str, str]) -> int:
    return ARTICLE_SCHEMES.index(key[0])


def _most_first(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def count_each(
    db: sqlite3.Connection,
    table: str,
    column: str,
    within: Mapping[str, object] | None = None,
) -> dict[str, int]:
    """Return how many rows have each value of a column, up to ``ATMOST`` and one.

    From value to value by the index, so that the time depends on how many values there
    are and not on how many rows.

    Args:
        db: The library.
        table: The table.
        column: Indexed, behind the columns of ``within``.
        within: Column → the value that the rows have.
    """
    given = dict(within or {})
    conditions = [
        f"{name} IS NULL" if value is None else f"{name} = :{name}"
        for name, value in given.items()
    ]
    where = " AND ".join(conditions or ["TRUE"])
    rows = db.execute(
        f"""
        WITH RECURSIVE found(value) AS (
          SELECT min({column}) FROM {table} WHERE {where}
          UNION ALL
          SELECT (SELECT min({column}) FROM {table}
                  WHERE {where} AND {column} > found.value)
          FROM found WHERE found.value IS NOT NULL
        )
        SELECT value, (SELECT count(*) FROM (
          SELECT 1 FROM {table} WHERE {where} AND {column} = found.value
          LIMIT {ATMOST + 1}))
        FROM found WHERE value IS NOT NULL
        """,
        given,
    )
    return dict(rows.fetchall())
