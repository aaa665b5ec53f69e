"""Statistics, kept with every article: what it counted for, what it counts for now.

The cost is that of the articles that changed, however large the library is.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import Any

from harvester.store.encoding import to_json
from harvester.store.schema import table_named

FIELDS = ("doi", "pmid", "pmcid", "abstract", "mesh", "volume", "pages", "year")
"""The fields whose presence is counted; ``pages`` counts article numbers, too."""

MOST_AUTHORS = 30
"""An article with more of them says little of who works with whom."""

Share = tuple[str, tuple[Any, ...]]
"""A row of a table of counts: the table, and the row's key."""

_HAS = ", ".join(
    "coalesce(pages, article_number) IS NOT NULL"
    if field == "pages"
    else f"{field} IS NOT NULL"
    for field in FIELDS
)
_BATCH = 10_000


def load_shares(db: sqlite3.Connection, article_id: int) -> Counter[Share]:
    """Return in which counts an article stands; in each once."""
    year, journal_id, *has = db.execute(
        f"SELECT year, journal_id, {_HAS} FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    headings = db.execute(
        "SELECT descriptor_ui, max(is_major) FROM article_mesh "
        "WHERE article_id = ? AND descriptor_ui IS NOT NULL GROUP BY 1 ORDER BY 1",
        (article_id,),
    ).fetchall()
    authors = [
        author
        for (author,) in db.execute(
            "SELECT DISTINCT author_id FROM contributors WHERE article_id = ? "
            "AND role = 'author' AND author_id IS NOT NULL ORDER BY 1",
            (article_id,),
        )
    ]
    topics = [ui for ui, is_major in headings if is_major]
    keyed: dict[str, list[tuple[Any, ...]]] = {
        "year_counts": [(year,)],
        "journal_counts": [(journal_id,)],
        "journal_years": [(journal_id, year)],
        "mesh_counts": [(ui,) for ui, _ in headings],
        "topic_counts": [(ui,) for ui in topics],
        "mesh_years": [(ui, year) for ui, _ in headings],
        "mesh_pairs": list(combinations(topics, 2)),
        "author_pairs": (
            list(combinations(authors, 2)) if len(authors) <= MOST_AUTHORS else []
        ),
        "field_counts": [
            (field,) for field, it_has in zip(FIELDS, has, strict=True) if it_has
        ],
    }
    return Counter(
        (table, key) for table, keys in keyed.items() for key in keys if None not in key
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
    numbers = db.execute("SELECT id FROM articles WHERE json IS NOT NULL").fetchall()
    shares: Counter[Share] = Counter()
    for place, (article_id,) in enumerate(numbers, start=1):
        shares += load_shares(db, article_id)
        if place % _BATCH == 0:
            shift_counts(db, None, shares)
            shares = Counter()
    shift_counts(db, None, shares)
    db.execute(
        "INSERT INTO checked_days SELECT substr(current_at, 1, 10), count(*) "
        "FROM checks WHERE subject = 'record' AND current_at IS NOT NULL GROUP BY 1"
    )
    cited = db.execute(
        "SELECT DISTINCT cited_article_id FROM citations "
        "WHERE cited_article_id IS NOT NULL"
    )
    recount_citations(db, [number for (number,) in cited.fetchall()])
