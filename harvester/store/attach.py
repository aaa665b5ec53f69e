"""Identifiers in links, mentions and findings → the articles that bear them.

A link names identifiers. Which article they mean follows from ``identifiers`` at any
time; the columns here keep that answer, and are set again whenever it changes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from harvester.model import Key
from harvester.store.counting import recount_citations
from harvester.store.encoding import to_json

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


_CITING = """
    (SELECT nullif(count(DISTINCT v.citing), 0) FROM citation_ends v
      WHERE v.cited_article_id = articles.id AND v.last_seen_at IS NULL
        AND v.citing_article_id IS NOT v.cited_article_id)
"""


def count_citing(db: sqlite3.Connection, keys: Iterable[Key] | None = None) -> None:
    """Set again how many works cite the articles that bear ``keys``; None: of all."""
    named = (
        ""
        if keys is None
        else "AND id IN (SELECT i.article_id FROM json_each(?) k "
        "JOIN identifiers i ON i.scheme = json_extract(k.value, '$[0]') "
        "AND i.value = json_extract(k.value, '$[1]'))"
    )
    db.execute(
        f"UPDATE articles SET cited_by_count = {_CITING} "
        f"WHERE cited_by_count IS NOT {_CITING} {named}",
        () if keys is None else (to_json(list(keys)),),
    )


def attach(db: sqlite3.Connection, keys: Iterable[Key]) -> None:
    """Set the article of everything that names one of ``keys``."""
    named = [{"scheme": scheme, "value": value} for scheme, value in keys]
    cited = _find_cited(db, named)
    for statement in _STATEMENTS:
        db.executemany(statement, named)
    count_citing(db, [(key["scheme"], key["value"]) for key in named])
    recount_citations(db, cited | _find_cited(db, named))


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
