"""The clauses of a query → the sets of articles that meet them."""

from __future__ import annotations

import difflib
import sqlite3
from collections.abc import Callable, Iterable

from harvester.normalize.identifiers import normalize_identifier, normalize_issn
from harvester.normalize.journals import journal_key
from harvester.normalize.languages import normalize_language
from harvester.search import Clause, Either, Every, Field, Node, Not
from harvester.search.fulltext import build_match
from harvester.search.values import read_property, read_state, read_years
from harvester.store.encoding import to_json
from harvester.store.headings import find_heading
from harvester.store.properties import HAVING, STANDING
from harvester.store.schema import table_named
from harvester.store.sets import (
    NOTHING,
    ArticleSet,
    SqlValue,
    build_set,
    exclude,
    intersect,
    unite,
)
from harvester.vocabulary import fold_term

_WEIGHTS = {"title": 10, "original_title": 8, "authors": 4, "keywords": 4, "mesh": 3}
"""What a word counts for in a column of the index; 1 elsewhere."""

SEARCHED = table_named("articles").searched
_BM25 = ", ".join(str(_WEIGHTS.get(name, 1)) for name in SEARCHED)
WORDS = (
    f"SELECT rowid AS id, bm25(articles_fts, {_BM25}) AS score FROM articles_fts "
    "WHERE articles_fts MATCH ?"
)
"""SQL for the articles in which words stand; the best have the lowest score."""

_SMALL = 20_000
_SUGGESTED = 6

_Found = tuple[str, tuple[SqlValue, ...]] | None
"""SQL for numbers as ``id``, and its values; None: no article can meet it."""


def find_set(db: sqlite3.Connection, node: Node, notes: list[str]) -> ArticleSet:
    """Return the articles that meet a part of a query.

    Args:
        db: The library.
        node: The part.
        notes: Gets what a person should know of how it was understood.
    """
    match = build_match(node)
    if match:
        return measure(db, WORDS, (match,), is_text=True)
    match node:
        case Not(part=part):
            return exclude(find_set(db, part, notes))
        case Either(parts=parts):
            return unite([find_set(db, part, notes) for part in parts])
        case Every(parts=parts):
            return intersect([find_set(db, part, notes) for part in parts])
        case Clause(field=Field() as field):
            found = _FINDERS[field](db, node, notes)
            return measure(db, *found) if found else NOTHING
        case _:
            return NOTHING  # words that no index can hold


def measure(
    db: sqlite3.Connection,
    sql: str,
    values: tuple[SqlValue, ...],
    *,
    is_text: bool = False,
) -> ArticleSet:
    """Return the set that ``sql`` asks for, counted as far as matters."""
    (size,) = db.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM ({sql}) LIMIT {_SMALL + 1})", values
    ).fetchone()
    return build_set(sql, values, size=size, is_small=is_text or size <= _SMALL)


def _heading(db: sqlite3.Connection, clause: Clause, notes: list[str]) -> _Found:
    return find_heading(db, clause.text, notes, with_narrower=clause.with_narrower)


def _year(db: sqlite3.Connection, clause: Clause, notes: list[str]) -> _Found:
    del db, notes
    years = read_years(clause.text)
    if years is None:
        return None
    bounds = ((">=", years.first), ("<=", years.last))
    conditions = [(sign, year) for sign, year in bounds if year is not None]
    where = " AND ".join(f"year {sign} ?" for sign, _ in conditions)
    return f"SELECT id FROM articles WHERE {where}", tuple(y for _, y in conditions)


def _identifier(db: sqlite3.Connection, clause: Clause, notes: list[str]) -> _Found:
    """Find by identifier; a beginning of DOIs, with a star behind it, too."""
    del db
    scheme = str(clause.field)
    borne = "SELECT article_id AS id FROM identifiers WHERE is_valid AND scheme = ?"
    if clause.is_prefix:
        first = clause.text.lower() if clause.field is Field.DOI else clause.text
        where = f"{borne} AND value >= ? AND value < ?"
        return where, (scheme, first, f"{first}\U0010ffff")
    one = normalize_identifier(scheme, clause.text)
    if one is None:
        notes.append(f"{scheme}:{clause.text}: this is no {scheme.upper()}.")
        return None
    return f"{borne} AND value = ?", (scheme, one.value)


def _orcid(db: sqlite3.Connection, clause: Clause, notes: list[str]) -> _Found:
    del db
    one = normalize_identifier("orcid", clause.text)
    if one is None:
        notes.append(f"orcid:{clause.text}: this is no ORCID iD.")
        return None
    return "SELECT article_id AS id FROM contributors WHERE orcid = ?", (one.value,)


def _journal(db: sqlite3.Connection, clause: Clause, notes: list[str]) -> _Found:
    """Find by title, abbreviation, ISSN or NLM ID; else by words of the title."""
    named, worded = [], []
    key, words = journal_key(clause.text), fold_term(clause.text).split()
    codes = {clause.text, normalize_issn(clause.text)} - {None}
    for number, title, *others in db.execute(
        "SELECT id, title, iso_abbreviation, medline_abbreviation, nlm_id, "
        "issn_print, issn_electronic, issn_linking FROM journals"
    ):
        titles = [one for one in (title, *others[:2]) if one]
        if not clause.is_prefix and (
            any(journal_key(one) == key for one in titles) or codes & {*others[2:]}
        ):
            named.append((number, title))
        elif _has_words(title or "", words, is_prefix=clause.is_prefix):
            worded.append((number, title))
    found = named or worded
    if not named and len(worded) > 1:
        titles = [title for _, title in worded[:_SUGGESTED]]
        more = f" and {len(worded) - _SUGGESTED} more" * (len(worded) > _SUGGESTED)
        notes.append(
            f"journal:{clause.text} was read as words of the title: "
            f"{'; '.join(titles)}{more}."
        )
    if not found:
        notes.append(f"journal:{clause.text}: the library has no such journal.")
        return None
    numbers = to_json([number for number, _ in found])
    return (
        "SELECT id FROM articles WHERE journal_id IN (SELECT value FROM json_each(?))",
        (numbers,),
    )


def _has_words(title: str, words: list[str], *, is_prefix: bool) -> bool:
    there = fold_term(title).split()
    return set(words[:-1] if is_prefix else words) <= set(there) and (
        not is_prefix or any(one.startswith(words[-1]) for one in there)
    )


def _type(db: sqlite3.Connection, clause: Clause, notes: list[str]) -> _Found:
    """Find by kind of work (CSL's words) or by publication type (PubMed's)."""
    kinds = _choose(clause, distinct(db, "articles", "type"))
    types = _choose(clause, distinct(db, "publication_types", "name"))
    if not kinds and not types:
        known = [
            *distinct(db, "articles", "type"),
            *distinct(db, "publication_types", "name"),
        ]
        notes.append(_explain_unknown(clause, known))
        return None
    sql = (
        "SELECT id FROM articles WHERE type IN (SELECT value FROM json_each(?)) "
        "UNION ALL SELECT article_id FROM publication_types "
        "WHERE name IN (SELECT value FROM json_each(?))"
    )
    return sql, (to_json(kinds), to_json(types))


def _language(db: sqlite3.Connection, clause: Clause, notes: list[str]) -> _Found:
    printed = distinct(db, "languages", "language")
    asked = normalize_language(clause.text)
    same = [
        one
        for one in printed
        if asked and (language := normalize_language(one))
        if language.value == asked.value
    ]
    chosen = same or _choose(clause, printed)
    if not chosen:
        notes.append(_explain_unknown(clause, printed))
        return None
    sql = (
        "SELECT article_id AS id FROM languages "
        "WHERE language IN (SELECT value FROM json_each(?))"
    )
    return sql, (to_json(chosen),)


def _source(db: sqlite3.Connection, clause: Clause, notes: list[str]) -> _Found:
    known = distinct(db, "records", "source")
    chosen = _choose(clause, known)
    if not chosen:
        notes.append(_explain_unknown(clause, known))
        return None
    sql = (
        "SELECT article_id AS id FROM records WHERE article_id IS NOT NULL "
        "AND source IN (SELECT value FROM json_each(?))"
    )
    return sql, (to_json(chosen),)


def _standing(db: sqlite3.Connection, clause: Clause, notes: list[str]) -> _Found:
    del db, notes
    state = read_state(clause.text)
    return (STANDING[state], ()) if state else None


def _having(db: sqlite3.Connection, clause: Clause, notes: list[str]) -> _Found:
    del db, notes
    having = read_property(clause.text)
    return (HAVING[having], ()) if having else None


_FINDERS: dict[Field, Callable[[sqlite3.Connection, Clause, list[str]], _Found]] = {
    Field.MESH: _heading,
    Field.YEAR: _year,
    Field.JOURNAL: _journal,
    Field.DOI: _identifier,
    Field.PMID: _identifier,
    Field.PMCID: _identifier,
    Field.ORCID: _orcid,
    Field.TYPE: _type,
    Field.LANGUAGE: _language,
    Field.SOURCE: _source,
    Field.IS: _standing,
    Field.HAS: _having,
}


def distinct(db: sqlite3.Connection, table: str, column: str) -> list[str]:
    """Return the few values of an indexed column, sorted, without reading all rows."""
    return [
        value
        for (value,) in db.execute(
            f"WITH RECURSIVE known(value) AS (SELECT min({column}) FROM {table} "
            f"UNION ALL SELECT (SELECT min({column}) FROM {table} "
            f"WHERE {column} > known.value) FROM known WHERE known.value IS NOT NULL) "
            "SELECT value FROM known WHERE value IS NOT NULL"
        )
    ]


def _choose(clause: Clause, known: Iterable[str]) -> list[str]:
    """Return the values that a clause means, whatever their case and hyphens."""
    asked = _fold(clause.text)
    return [
        one
        for one in known
        if (_fold(one).startswith(asked) if clause.is_prefix else _fold(one) == asked)
    ]


def _fold(value: str) -> str:
    return fold_term(value).replace("-", " ").replace("_", " ")


def _explain_unknown(clause: Clause, known: list[str]) -> str:
    near = difflib.get_close_matches(clause.text, known, n=3) or known[:_SUGGESTED]
    said = f"{clause.field}:{clause.text}: the library has no such value"
    return f"{said}; it has {', '.join(near)}." if near else f"{said}."
