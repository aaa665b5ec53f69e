"""Statistics, kept with every article: what it counted for, what it counts for now.

The cost is that of the articles that changed, however large the library is.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from harvester.store.encoding import to_json
from harvester.store.schema import table_named

FIELDS = ("doi", "pmid", "pmcid", "abstract", "mesh", "volume", "pages", "year")
"""The fields whose presence is counted; ``pages`` counts article numbers, too."""

MOST_AUTHORS = 30
"""An article with more of them says little of who works with whom."""

_TOGETHER = 20_000
"""Articles that are counted at once: what is sorted on the way stays in memory."""

Share = tuple[str, tuple[Any, ...]]
"""A row of a table of counts: the table, and the row's key."""

_THESE = "BETWEEN :first AND :last"
_HEADINGS = f"""
    SELECT DISTINCT h.article_id, d.ui
    FROM article_headings h CROSS JOIN mesh_names d ON d.id = h.name_id
    WHERE h.article_id {_THESE} AND h.qualifier_position = 0 AND d.ui IS NOT NULL
"""
_STARRED = """article_headings s
    CROSS JOIN article_headings h ON h.article_id = s.article_id
      AND h.position = s.position AND h.qualifier_position = 0
    CROSS JOIN mesh_names d ON d.id = h.name_id AND d.ui IS NOT NULL
"""
_TOPICS = f"""
    SELECT DISTINCT s.article_id, d.ui FROM {_STARRED}
    WHERE s.article_id {_THESE} AND s.is_major
"""
# ``CROSS``: in a large library the planner would go through all names and ask each for
# the article, instead of reading the article's own rows.
_AUTHORS = f"""
    SELECT article_id, author_id, count(*) OVER (PARTITION BY article_id) AS authors
    FROM (
      SELECT DISTINCT article_id, author_id FROM contributors
      WHERE article_id {_THESE} AND +role = 'author' AND author_id IS NOT NULL
    )
"""
_SHARES = {
    "year_counts": f"SELECT year FROM articles WHERE id {_THESE}",
    "journal_counts": f"SELECT journal_id FROM articles WHERE id {_THESE}",
    "journal_years": f"SELECT journal_id, year FROM articles WHERE id {_THESE}",
    "mesh_counts": f"SELECT ui FROM ({_HEADINGS})",
    "topic_counts": f"SELECT ui FROM ({_TOPICS})",
    "mesh_years": f"""
        SELECT ui, year FROM ({_HEADINGS}) JOIN articles ON id = article_id
    """,
    "mesh_pairs": f"""
        SELECT ui, other FROM (
          SELECT DISTINCT a.article_id, a.ui, d.ui AS other
          FROM ({_TOPICS}) a CROSS JOIN {_STARRED}
          WHERE s.article_id = a.article_id AND s.is_major AND d.ui > a.ui
        )
    """,
    "author_pairs": f"""
        SELECT author_id, other FROM (
          SELECT DISTINCT a.article_id, a.author_id, b.author_id AS other
          FROM ({_AUTHORS}) a CROSS JOIN contributors b ON b.article_id = a.article_id
          WHERE a.authors <= {MOST_AUTHORS} AND b.author_id > a.author_id
            AND +b.role = 'author'
        )
    """,
    "field_counts": " UNION ALL ".join(
        f"SELECT '{field}' FROM articles WHERE id {_THESE} AND "
        + ("coalesce(pages, article_number)" if field == "pages" else field)
        + " IS NOT NULL"
        for field in FIELDS
    ),
}
"""For what an article counts: a row per count, once; of the articles from ``:first`` to
``:last``."""


def load_shares(db: sqlite3.Connection, article_id: int) -> Counter[Share]:
    """Return in which counts an article stands; in each once."""
    given = {"first": article_id, "last": article_id}
    return Counter(
        (table, tuple(key))
        for table, sql in _SHARES.items()
        for key in db.execute(sql, given)
        if None not in tuple(key)
    )


def count_in(db: sqlite3.Connection, first: int, last: int) -> None:
    """Put the articles from ``first`` to ``last`` into the counts: they are new."""
    for table, sql in _SHARES.items():
        *keys, count = table_named(table).column_names
        names = ", ".join(keys)
        db.execute(
            f"WITH shares ({names}) AS ({sql}) INSERT INTO {table} ({names}, {count}) "
            f"SELECT {names}, count(*) FROM shares "
            f"WHERE {' AND '.join(f'{key} IS NOT NULL' for key in keys)} "
            f"GROUP BY {names} "
            f"ON CONFLICT DO UPDATE SET {count} = {count} + excluded.{count}",
            {"first": first, "last": last},
        )


def shift_counts(
    db: sqlite3.Connection, before: Counter[Share] | None, after: Counter[Share] | None
) -> None:
    """Take what an article counted for out of the counts, and put in what it does.

    Args:
        db: The library.
        before: What it counted for; None: it is new.
        after: What it counts for; None: it goes.
    """
    before, after = before or Counter(), after or Counter()
    added, removed = after - before, before - after
    changes: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for sign, shares in ((1, added), (-1, removed)):
        for (table, key), count in shares.items():
            changes[table].append((*key, sign * count))
    for table, rows in changes.items():
        names = table_named(table).column_names
        db.executemany(
            f"INSERT INTO {table} ({', '.join(names)}) "
            f"VALUES ({', '.join('?' * len(names))}) ON CONFLICT DO UPDATE SET "
            f"{names[-1]} = {names[-1]} + excluded.{names[-1]}",
            rows,
        )
        keys = " AND ".join(f"{name} = ?" for name in names[:-1])
        db.executemany(
            f"DELETE FROM {table} WHERE {keys} AND {names[-1]} <= 0",
            [row[:-1] for row in rows if row[-1] < 0],
        )


def discount(db: sqlite3.Connection, article_id: int) -> None:
    """Take an article out of all counts: it is about to be deleted."""
    shift_counts(db, load_shares(db, article_id), None)


def load_fields(db: sqlite3.Connection) -> dict[str, int]:
    """Return how many articles have each field of ``FIELDS``, in their order."""
    found = dict(db.execute("SELECT field, article_count FROM field_counts").fetchall())
    return {field: found.get(field, 0) for field in FIELDS}


def recount_citations(db: sqlite3.Connection, articles: Iterable[int]) -> None:
    """Count again how many articles of the library cite each of ``articles``."""
    numbers = to_json(sorted(articles))
    db.execute(
        "DELETE FROM citation_counts "
        "WHERE article_id IN (SELECT value FROM json_each(?))",
        (numbers,),
    )
    db.execute(
        "INSERT INTO citation_counts (article_id, cited_by_count) "
        "SELECT cited_article_id, count(DISTINCT citing_article_id) "
        "FROM json_each(?) j CROSS JOIN citations ON cited_article_id = j.value "
        "WHERE citing_article_id <> cited_article_id AND last_seen_at IS NULL "
        "GROUP BY 1",
        (numbers,),
    )


def count_all(db: sqlite3.Connection) -> None:
    """Count the whole library: it was filled without being counted."""
    (last,) = db.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()
    for first in range(1, last + 1, _TOGETHER):
        count_in(db, first, min(first + _TOGETHER - 1, last))
    db.execute(
        "INSERT INTO checked_days SELECT substr(current_at, 1, 10), count(*) "
        "FROM checks WHERE subject = 'record' AND current_at IS NOT NULL GROUP BY 1"
    )
    cited = db.execute(
        "SELECT DISTINCT cited_article_id FROM citations "
        "WHERE cited_article_id IS NOT NULL"
    )
    recount_citations(db, [number for (number,) in cited.fetchall()])
