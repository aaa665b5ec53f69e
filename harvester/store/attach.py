"""Identifiers in links, mentions and findings → the articles that bear them.

A link names identifiers. Which article they mean follows from ``identifiers`` at any
time; the columns here keep that answer, and are set again whenever it changes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from harvester.model import Key
from harvester.store.counting import recount_citations

BEARER = (
    "(SELECT min(article_id) FROM identifiers "
    "WHERE scheme = {scheme} AND value = {value} AND is_valid)"
)
"""SQL for the article that answers to an identifier, or null."""

_BEARER = BEARER.format(scheme=":scheme", value=":value")
_OWN = (
    "(SELECT min(i.article_id) FROM document_keys k "
    "JOIN identifiers i ON i.scheme = k.scheme AND i.value = k.value "
    "WHERE k.document_id = documents.id AND i.is_valid)"
)

_ATTACHED = (
    # table, column, its article, the rows that name the identifier
    *(
        (table, column, _BEARER, f"{end}_scheme = :scheme AND {end}_value = :value")
        for table, column, end in (
            ("link_sets", "article_id", "owner"),
            ("similar", "target_article_id", "target"),
            ("citations", "citing_article_id", "citing"),
            ("citations", "cited_article_id", "cited"),
        )
    ),
    (
        "relations",
        "other_article_id",
        _BEARER,
        "other_scheme = :scheme AND other_value = :value",
    ),
    ("mentions", "article_id", _BEARER, "scheme = :scheme AND value = :value"),
    ("corrections", "article_id", _BEARER, "scheme = :scheme AND value = :value"),
    ("findings", "article_id", _BEARER, "subject = :scheme || ':' || :value"),
    (
        "documents",
        "article_id",
        _OWN,
        (
            "id IN (SELECT document_id FROM document_keys "
            "WHERE scheme = :scheme AND value = :value)"
        ),
    ),
)
_STATEMENTS = tuple(
    f"UPDATE {table} SET {column} = {article} "
    f"WHERE {condition} AND {column} IS NOT {article}"
    for table, column, article, condition in _ATTACHED
)


def attach(db: sqlite3.Connection, keys: Iterable[Key]) -> int:
    """Set the article of everything that names one of ``keys``.

    Returns:
        How many rows changed.
    """
    named = [{"scheme": scheme, "value": value} for scheme, value in keys]
    before = db.total_changes
    cited = _find_cited(db, named)
    for statement in _STATEMENTS:
        db.executemany(statement, named)
    changed_count = db.total_changes - before
    recount_citations(db, cited | _find_cited(db, named))
    return changed_count


def _find_cited(db: sqlite3.Connection, named: Iterable[Mapping[str, str]]) -> set[int]:
    """Return the articles at the cited end of every citation that names a key."""
    return {
        number
        for key in named
        for (number,) in db.execute(
            "SELECT cited_article_id FROM citations "
            "WHERE citing_scheme = :scheme AND citing_value = :value "
            "UNION SELECT cited_article_id FROM citations "
            "WHERE cited_scheme = :scheme AND cited_value = :value",
            key,
        )
        if number is not None
    }


def attach_relations(db: sqlite3.Connection, article_id: int) -> None:
    """Set which articles the relations of an article lead to."""
    bearer = BEARER.format(scheme="other_scheme", value="other_value")
    db.execute(
        f"UPDATE relations SET other_article_id = {bearer} WHERE article_id = ?",
        (article_id,),
    )


def attach_all(db: sqlite3.Connection) -> int:
    """Set the article of everything that names an identifier in the library.

    Returns:
        How many rows changed.
    """
    keys = db.execute(
        "SELECT DISTINCT scheme, value FROM identifiers "
        "WHERE scheme IN ('pmid', 'doi', 'pmcid')"
    ).fetchall()
    return attach(db, keys)
