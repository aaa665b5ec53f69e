"""A query → the articles of the library that meet it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable

from harvester.errors import QueryError
from harvester.model import Value
from harvester.search import Clause, Field, Query
from harvester.store import mesh
from harvester.store.encoding import to_json
from harvester.vocabulary import MeshMatch, fold_term


class Hit(Value, frozen=True, kw_only=True):
    """An article that meets a query."""

    article_id: int
    citation: str
    pmid: str | None = None
    doi: str | None = None
    pmcid: str | None = None
    title: str | None = None
    year: int | None = None


class SearchResult(Value, frozen=True, kw_only=True):
    """What a query found.

    Attributes:
        hits: The newest first.
        notes: What a person should know of how the query was understood.
    """

    hits: tuple[Hit, ...]
    notes: tuple[str, ...] = ()


class Condition(Value, frozen=True, kw_only=True):
    """A clause in SQL, over ``articles a``.

    Attributes:
        sql: With a ``?`` for every value.
        values: In order.
        notes: As in ``SearchResult``.
    """

    sql: str
    values: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def search(db: sqlite3.Connection, query: Query) -> SearchResult:
    """Return the articles that meet all clauses; see ``Library.search``."""
    conditions = [
        _CONDITIONS[clause.field](db, clause)
        for clause in query.clauses
        if clause.field is not None
    ]
    words = [clause.text for clause in query.clauses if clause.field is None]
    if words:
        conditions.append(_words(words))
    columns = ("a.id", *(f"a.{name}" for name in Hit.__struct_fields__[1:]))
    rows = db.execute(
        f"SELECT {', '.join(columns)} FROM articles a "
        f"WHERE {' AND '.join(condition.sql for condition in conditions)} "
        "ORDER BY a.year DESC, a.id",
        [value for condition in conditions for value in condition.values],
    )
    return SearchResult(
        hits=tuple(
            Hit(**dict(zip(Hit.__struct_fields__, row, strict=True))) for row in rows
        ),
        notes=tuple(note for condition in conditions for note in condition.notes),
    )


def _words(words: list[str]) -> Condition:
    """Return the full-text condition; what is typed is never taken for operators."""
    quoted = [
        '"' + word.replace('"', '""') + '"' for word in words if re.search(r"\w", word)
    ]
    if not quoted:
        raise QueryError(f"{' '.join(words)}: there is no word in it to search for.")
    return Condition(
        sql="a.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)",
        values=(" AND ".join(quoted),),
    )


def _mesh(db: sqlite3.Connection, clause: Clause) -> Condition:
    """Return the condition that a heading stands on the article.

    An article bears a heading under its present UI, under one that it replaced, or
    under one that only records know and name so; without a UI, under its name. With
    no vocabulary loaded any heading may be asked for. A star asks for a major topic.
    """
    match = mesh.find_mesh(db, clause.text)
    if match is None and not mesh.is_loaded(db):
        match = MeshMatch(
            ui="D", name=clause.text, term=clause.text, kind="record", rule="as-typed"
        )
    if match is None or match.kind == "qualifier" or match.ui[0] != "D":
        raise QueryError(_not_found(db, clause.text, match))
    notes = []
    wanted: tuple[str, ...] = (match.ui,)
    if clause.with_narrower and mesh.has_trees(db):
        wanted = mesh.explode(db, match.ui)
    elif clause.with_narrower:
        notes.append(
            "No MeSH trees are loaded (`harvest mesh load FILE` loads them): only the "
            f"heading {match.name} itself was searched for, nothing narrower."
        )
    if match.replaced_ui:
        notes.append(f"{clause.text} was replaced by {match.name} ({match.ui}).")
    sql, values = _heading(match)
    return Condition(
        sql="EXISTS (SELECT 1 FROM article_mesh m "
        f"WHERE m.article_id = a.id AND {sql})",
        values=(*[to_json(wanted)] * 2, fold_term(match.term), match.name, *values),
        notes=tuple(notes),
    )


_BORNE = """
    m.qualifier_position = 0 AND (
      m.descriptor_ui IN (
        SELECT value FROM json_each(?)
        UNION SELECT ui FROM mesh_descriptors
          WHERE replaced_by IN (SELECT value FROM json_each(?))
        UNION SELECT ui FROM mesh_terms WHERE key = ? AND kind = 'record'
      )
      OR (m.descriptor_ui IS NULL AND m.descriptor = ? COLLATE NOCASE)
    )
"""
_SAME_HEADING = (
    "EXISTS (SELECT 1 FROM article_mesh q WHERE q.article_id = m.article_id "
    "AND q.position = m.position{condition})"
)


def _heading(match: MeshMatch) -> tuple[str, tuple[str, ...]]:
    """Return SQL, and its values, for a heading with qualifiers and stars."""
    conditions, values = [_BORNE], []
    if match.is_major:
        conditions.append(_SAME_HEADING.format(condition=" AND q.is_major"))
    for qualifier in match.qualifiers:
        star = " AND q.is_major" * qualifier.is_major
        condition = f" AND q.qualifier_ui = ?{star}"
        conditions.append(_SAME_HEADING.format(condition=condition))
        values.append(qualifier.ui)
    return " AND ".join(conditions), tuple(values)


def _not_found(db: sqlite3.Connection, text: str, match: MeshMatch | None) -> str:
    if match is not None:
        return f"mesh:{text}: {match.name} ({match.ui}) is no descriptor."
    near = ", ".join(f'"{one.name}"' for one in mesh.suggest(db, text))
    said = f"mesh:{text}: no descriptor of the library's MeSH is called so"
    if near:
        return f"{said}; perhaps {near}. Put a heading of several words in quotes."
    return f"{said}."


_CONDITIONS: dict[Field, Callable[[sqlite3.Connection, Clause], Condition]] = {
    Field.MESH: _mesh,
}
