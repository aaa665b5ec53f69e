"""Identifiers in links, mentions and findings → the articles that bear them.

A link names identifiers. Which article they mean follows from ``identifiers`` at any
time; the columns here keep that answer, and are set again whenever it changes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable

from harvester.model import Key
from harvester.store.counting import recount_citations
from harvester.store.encoding import to_json

BEARER = (
    "(SELECT min(article_id) FROM identifiers "
    "WHERE scheme = {scheme} AND value = {value} AND is_valid)"
)
"""SQL for the article that answers to an identifier, or null."""

_NAMED = "(SELECT scheme, value FROM named_keys)"
_NAMED_KEYS = """
    CREATE TEMP TABLE IF NOT EXISTS named_keys (
      scheme TEXT, value TEXT, PRIMARY KEY (scheme, value)
    ) WITHOUT ROWID
"""
_OWN = (
    "(SELECT min(i.article_id) FROM document_keys k "
    "JOIN identifiers i ON i.scheme = k.scheme AND i.value = k.value "
    "WHERE k.document_id = documents.id AND i.is_valid)"
)
_ENDS = (
    # table, column of the article, scheme and value that name it
    ("link_sets", "article_id", "owner_scheme", "owner_value"),
    ("similar", "target_article_id", "target_scheme", "target_value"),
    ("citations", "citing_article_id", "citing_scheme", "citing_value"),
    ("citations", "cited_article_id", "cited_scheme", "cited_value"),
    ("relations", "other_article_id", "other_scheme", "other_value"),
    ("mentions", "article_id", "scheme", "value"),
    ("corrections", "article_id", "scheme", "value"),
)
_FOUND = (
    "(SELECT min(article_id) FROM identifiers "
    "WHERE scheme = substr(subject, 1, instr(subject, ':') - 1) "
    "AND value = substr(subject, instr(subject, ':') + 1) AND is_valid)"
)
_WITH_SUBJECT = "subject IN (SELECT scheme || ':' || value FROM named_keys)"
_WITH_KEY = (
    f"id IN (SELECT document_id FROM document_keys WHERE (scheme, value) IN {_NAMED})"
)
_ATTACHED = (
    # table, column, its article, the rows that name the identifier
    *(
        (
            table,
            column,
            BEARER.format(scheme=f"{table}.{scheme}", value=f"{table}.{value}"),
            f"({scheme}, {value}) IN {_NAMED}",
        )
        for table, column, scheme, value in _ENDS
    ),
    ("findings", "article_id", _FOUND, _WITH_SUBJECT),
    ("documents", "article_id", _OWN, _WITH_KEY),
)

_NEVER = 2**63 - 1
"""No row has so high a number."""
_ADDED = """
    SELECT cited_article_id, count(DISTINCT citing_article_id)
    FROM citations NOT INDEXED
    WHERE id >= ? AND citing_article_id <> cited_article_id GROUP BY 1
"""
_CITING = """
    (SELECT nullif(count(DISTINCT v.citing), 0) FROM citation_ends v
      WHERE v.cited_article_id = articles.id AND v.last_seen_at IS NULL
        AND v.citing_article_id IS NOT v.cited_article_id)
"""


def count_citing(db: sqlite3.Connection, articles: Iterable[int] | None = None) -> None:
    """Set again how many works cite articles; None: all."""
    some = "" if articles is None else "AND id IN (SELECT value FROM json_each(?))"
    db.execute(
        f"UPDATE articles SET cited_by_count = {_CITING} "
        f"WHERE cited_by_count IS NOT {_CITING} {some}",
        () if articles is None else (to_json(sorted(articles)),),
    )


def find_bearers(db: sqlite3.Connection, keys: Iterable[Key]) -> set[int]:
    """Return the articles that bear one of ``keys``."""
    rows = db.execute(
        "SELECT i.article_id FROM json_each(?) k JOIN identifiers i "
        "ON i.scheme = k.value ->> 0 AND i.value = k.value ->> 1",
        (to_json(list(keys)),),
    )
    return {number for (number,) in rows}


def attach(
    db: sqlite3.Connection, keys: Iterable[Key], *, before: int = _NEVER
) -> set[int]:
    """Set the article of everything that names one of ``keys``.

    Args:
        db: The library.
        keys: What names an article now, or did so until now.
        before: Only citations of lower numbers change how often articles are cited;
            the others are for ``add_citing`` to count.

    Returns:
        The articles whose citations were counted again.
    """
    named = list(dict.fromkeys(keys))
    _name(db, named)
    cited = _find_cited(db, before)
    for table, column, article, condition in _ATTACHED:
        # Thousands of keys would be read for a table that is empty.
        if db.execute(f"SELECT EXISTS (SELECT 1 FROM {table})").fetchone()[0]:
            db.execute(
                f"UPDATE {table} SET {column} = {article} "
                f"WHERE {condition} AND {column} IS NOT {article}"
            )
    cited |= _find_cited(db, before)
    count_citing(db, find_bearers(db, named))
    recount_citations(db, cited)
    return cited


def add_citing(
    db: sqlite3.Connection, first: int, born: range, counted: Collection[int]
) -> None:
    """Add citations by new articles to the counts of what they cite.

    However often a work is cited already, it costs what is added.

    Args:
        db: The library.
        first: The number of the first citation; all since are by new articles.
        born: The numbers of the new articles.
        counted: Articles whose citations ``attach`` has counted again.
    """
    added = dict(db.execute(_ADDED, (first,)).fetchall())
    db.executemany(
        "INSERT INTO citation_counts (article_id, cited_by_count) VALUES (?, ?) "
        "ON CONFLICT DO UPDATE SET "
        "cited_by_count = cited_by_count + excluded.cited_by_count",
        [(number, more) for number, more in added.items() if number not in counted],
    )
    here = added.keys() - set(born)  # those born are counted as a whole
    (has_aliases,) = db.execute("SELECT EXISTS (SELECT 1 FROM work_aliases)").fetchone()
    again = here if has_aliases else here.intersection(counted)
    count_citing(db, again)
    db.executemany(
        "UPDATE articles SET cited_by_count = coalesce(cited_by_count, 0) + ? "
        "WHERE id = ?",
        [(added[number], number) for number in here - again],
    )


def _name(db: sqlite3.Connection, keys: Iterable[Key]) -> None:
    """Put keys where all statements find them: thousands, which each would sort."""
    db.execute(_NAMED_KEYS)
    db.execute("DELETE FROM named_keys")
    db.executemany("INSERT INTO named_keys (scheme, value) VALUES (?, ?)", keys)


def _find_cited(db: sqlite3.Connection, before: int) -> set[int]:
    """Return the articles at the cited end of every citation that names a key.

    Of those with a lower number than ``before``.
    """
    return {
        number
        for end in ("citing", "cited")
        for (number,) in db.execute(
            "SELECT DISTINCT cited_article_id FROM citations "
            f"WHERE ({end}_scheme, {end}_value) IN {_NAMED} AND id < ?",
            (before,),
        )
        if number is not None
    }


def attach_relations(
    db: sqlite3.Connection, first: int, last: int | None = None
) -> None:
    """Set which articles the relations of an article, or of a range, lead to."""
    bearer = BEARER.format(scheme="other_scheme", value="other_value")
    db.execute(
        f"UPDATE relations SET other_article_id = {bearer} "
        "WHERE article_id BETWEEN ? AND ?",
        (first, first if last is None else last),
    )
