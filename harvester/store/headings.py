"""``mesh:`` → the articles that bear a heading."""

from __future__ import annotations

import sqlite3

from harvester.errors import SelectionError
from harvester.selection import Heading
from harvester.selection.headings import NO_TREES, read_heading
from harvester.store import mesh
from harvester.store.encoding import to_json
from harvester.store.sets import SqlValue
from harvester.vocabulary import MeshMatch, fold_term

_ALSO = """
    SELECT value FROM json_each(:wanted)
    UNION SELECT ui FROM mesh_descriptors
      WHERE replaced_by IN (SELECT value FROM json_each(:wanted))
    UNION SELECT ui FROM mesh_terms WHERE key = :key AND kind = 'record'
"""
_BEARERS = (
    "SELECT m.article_id AS id FROM article_headings m "
    "WHERE m.name_id IN (SELECT id FROM mesh_names WHERE {}) "
    "AND m.qualifier_position = 0"
)
_BY_UI = _BEARERS.format("ui IN (SELECT value FROM json_each(?))")
_BY_NAME = _BEARERS.format("ui IS NULL AND name = ? COLLATE NOCASE")
_SAME_HEADING = (
    "EXISTS (SELECT 1 FROM article_headings q WHERE q.article_id = m.article_id "
    "AND q.position = m.position{condition})"
)
_QUALIFIED = " AND q.name_id IN (SELECT id FROM mesh_names WHERE ui = ?)"


def find_heading(
    db: sqlite3.Connection, text: str, notes: list[str], *, with_narrower: bool
) -> tuple[str, tuple[SqlValue, ...]] | None:
    """Return SQL, and its values, for the numbers of the articles under a heading.

    An article bears a heading under its present UI, under one that it replaced, or
    under one that only records know and name so; without a UI, under its name. With
    no vocabulary loaded any heading may be asked for. A star asks for a major topic.

    Args:
        db: The library.
        text: The heading, with qualifiers and stars; or a UI.
        notes: Gets what a person should know of how it was understood.
        with_narrower: Those under narrower headings, too.

    Returns:
        None where there is no such heading.
    """
    match = _find_descriptor(db, text)
    if isinstance(match, str):
        notes.append(match)
        return None
    wanted: tuple[str, ...] = (match.ui,)
    if with_narrower and mesh.has_trees(db):
        wanted = mesh.explode(db, match.ui)
    elif with_narrower:
        notes.append(
            "No MeSH trees are loaded (`harvest mesh load FILE` loads them): only the "
            f"heading {match.name} itself was searched for, nothing narrower."
        )
    if match.replaced_ui:
        notes.append(f"{text} was replaced by {match.name} ({match.ui}).")
    return _build_sql(db, match, wanted)


def resolve_heading(
    db: sqlite3.Connection, text: str, *, with_narrower: bool
) -> Heading:
    """Return the heading that ``text`` names, as records bear it.

    See ``find_heading``; with no vocabulary loaded it is told by its name as typed.

    Raises:
        SelectionError: There is none, or no trees that say what is narrower.
    """
    if with_narrower and not mesh.has_trees(db):
        raise SelectionError(f"mesh:{text}+: {NO_TREES}.")
    if mesh.find_mesh(db, text) is None and not mesh.is_loaded(db):
        return read_heading(text)
    match = _find_descriptor(db, text)
    if isinstance(match, str):
        raise SelectionError(match)
    wanted = mesh.explode(db, match.ui) if with_narrower else (match.ui,)
    return Heading(
        name=match.name,
        uis=frozenset(_find_borne(db, match, wanted)),
        is_major=match.is_major,
        qualifiers=tuple((one.ui, one.name, one.is_major) for one in match.qualifiers),
    )


def _find_descriptor(db: sqlite3.Connection, text: str) -> MeshMatch | str:
    """Return what a heading means; or, where it means none, a sentence that says so."""
    match = mesh.find_mesh(db, text)
    if match is None and not mesh.is_loaded(db):
        match = MeshMatch(ui="D", name=text, term=text, kind="record", rule="as-typed")
    if match is None or match.kind == "qualifier" or match.ui[0] != "D":
        return _not_found(db, text, match)
    return match


def _find_borne(
    db: sqlite3.Connection, match: MeshMatch, wanted: tuple[str, ...]
) -> list[str]:
    """Return the UIs under which articles bear one of the headings ``wanted``."""
    named = {"wanted": to_json(wanted), "key": fold_term(match.term)}
    return [ui for (ui,) in db.execute(_ALSO, named)]


def _build_sql(
    db: sqlite3.Connection, match: MeshMatch, wanted: tuple[str, ...]
) -> tuple[str, tuple[SqlValue, ...]]:
    """Return SQL that an index answers alone where no qualifier or star is asked."""
    borne = to_json(_find_borne(db, match, wanted))
    conditions, values = [], []
    if match.is_major:
        conditions.append(_SAME_HEADING.format(condition=" AND q.is_major"))
    for qualifier in match.qualifiers:
        star = " AND q.is_major" * qualifier.is_major
        conditions.append(_SAME_HEADING.format(condition=f"{_QUALIFIED}{star}"))
        values.append(qualifier.ui)
    further = "".join(f" AND {condition}" for condition in conditions)
    queries = [(_BY_UI, borne)]
    if db.execute(f"{_BY_NAME} LIMIT 1", (match.name,)).fetchone():
        queries.append((_BY_NAME, match.name))
    sql = " UNION ALL ".join(query + further for query, _ in queries)
    return sql, tuple(value for _, first in queries for value in (first, *values))


def _not_found(db: sqlite3.Connection, text: str, match: MeshMatch | None) -> str:
    if match is not None:
        return f"mesh:{text}: {match.name} ({match.ui}) is no descriptor."
    near = ", ".join(f'mesh:"{one.name}"' for one in mesh.suggest(db, text))
    said = f"mesh:{text}: no descriptor of the library's MeSH is called so"
    return f"{said}; perhaps {near}." if near else f"{said}."
