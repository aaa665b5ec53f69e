"""Look-ups in MeSH: a term, its suggestions, what is narrower."""

from __future__ import annotations

import difflib
import re
import sqlite3
from collections.abc import Sequence

import msgspec

from harvester.model import Value
from harvester.normalize.mesh import split_heading
from harvester.store.encoding import to_json
from harvester.store.schema.mesh import KINDS
from harvester.vocabulary import MeshMatch, fold_term

_UI = re.compile(r"[DCQ]\d{6}(?:\d{3})?", re.IGNORECASE)
_TABLES = {
    "D": "mesh_descriptors",
    "Q": "mesh_qualifiers",
    "C": "mesh_supplementary",
}
_SUGGESTED = 8
_SHORTEST_WORD = 3
_LONG_WORD = 7


def find_mesh(db: sqlite3.Connection, term: str) -> MeshMatch | None:
    """Return what a term means; see ``Library.find_mesh``."""
    if match := _find_one(db, term):
        return match
    heading = split_heading(term)
    if heading is None or not (heading.qualifiers or heading.is_major):
        return None
    match = _find_one(db, heading.descriptor)
    qualifiers = [
        (_find_qualifier(db, qualifier.name), qualifier.is_major)
        for qualifier in heading.qualifiers
    ]
    if match is None or (qualifiers and match.kind == "qualifier"):
        return None
    found = tuple(
        msgspec.structs.replace(qualifier, is_major=is_major)
        for qualifier, is_major in qualifiers
        if qualifier is not None
    )
    if len(found) < len(qualifiers):
        return None
    return msgspec.structs.replace(
        match,
        qualifiers=found,
        is_major=heading.is_major,
        rule=f"{match.rule}+qualified" if found else match.rule,
    )


def _find_one(db: sqlite3.Connection, term: str) -> MeshMatch | None:
    ui = term.strip().upper()
    if _UI.fullmatch(ui) and (match := _build_match(db, ui, ui, None, "ui")):
        return match
    # What looks like a UI may be a term, too: laboratories number their substances.
    rows = db.execute(
        "SELECT ui, term, kind FROM mesh_terms WHERE key = ?", (fold_term(term),)
    ).fetchall()
    return _choose(db, term, rows)


def _find_qualifier(db: sqlite3.Connection, name: str) -> MeshMatch | None:
    """Return the qualifier of that name, abbreviation or UI."""
    if _UI.fullmatch(name):
        return _build_match(db, name.upper(), name.upper(), None, "ui")
    rows = db.execute(
        "SELECT ui, term, kind FROM mesh_terms WHERE key = ? AND kind = 'qualifier' "
        "UNION SELECT ui, abbreviation, 'qualifier' FROM mesh_qualifiers "
        "WHERE abbreviation = ?",
        (fold_term(name), name.strip().upper()),
    ).fetchall()
    return _choose(db, name, rows)


def _choose(
    db: sqlite3.Connection, term: str, rows: Sequence[tuple[str, str, str]]
) -> MeshMatch | None:
    """Return the one record meant: of the first kind, then as spelled; or None."""
    best = min((KINDS.index(kind) for _, _, kind in rows), default=0)
    rows = [row for row in rows if KINDS.index(row[2]) == best]
    if len(rows) > 1:
        rows = [row for row in rows if row[1] == term]
    if len(rows) != 1:
        return None
    ((ui, listed, kind),) = rows
    rule = "as-listed" if listed == term else "folded-key"
    return _build_match(db, ui, listed, kind, rule)


def _build_match(
    db: sqlite3.Connection, ui: str, term: str, kind: str | None, rule: str
) -> MeshMatch | None:
    row = _record(db, ui)
    if row is None:
        return None
    name, year, successor = row
    replaced = None
    if successor and (later := _record(db, successor)):
        replaced, ui, rule = ui, successor, f"{rule}+successor"
        name, year, _ = later
    own_kinds = {"C": "supplementary", "Q": "qualifier"}
    fallback = "heading" if year is not None else "record"
    return MeshMatch(
        ui=ui,
        name=name,
        term=term,
        kind=kind or own_kinds.get(term[0], fallback),
        rule=rule,
        mesh_year=year,
        replaced_ui=replaced,
        tree_numbers=_column(
            db,
            "SELECT tree_number FROM mesh_tree_numbers WHERE ui = ? ORDER BY 1",
            ui,
        ),
        mapped_to=_column(
            db,
            "SELECT DISTINCT descriptor_ui FROM mesh_mappings "
            "WHERE supplementary_ui = ? ORDER BY 1",
            ui,
        ),
    )


def _record(
    db: sqlite3.Connection, ui: str
) -> tuple[str, int | None, str | None] | None:
    row: tuple[str, int | None, str | None] | None = db.execute(
        f"SELECT name, mesh_year, replaced_by FROM {_TABLES[ui[0]]} WHERE ui = ?",
        (ui,),
    ).fetchone()
    return row


def _column(db: sqlite3.Connection, sql: str, ui: str) -> tuple[str, ...]:
    return tuple(value for (value,) in db.execute(sql, (ui,)))


def explode(db: sqlite3.Connection, ui: str) -> tuple[str, ...]:
    """Return the descriptor and all narrower ones; see ``Library.explode_mesh``."""
    rows = db.execute(
        """
        WITH asked(ui) AS (
          SELECT coalesce(
            (SELECT replaced_by FROM mesh_descriptors WHERE ui = :ui), :ui
          )
        )
        SELECT ui FROM asked
        UNION
        SELECT below.ui
        FROM asked
        CROSS JOIN mesh_tree_numbers own ON own.ui = asked.ui
        CROSS JOIN mesh_tree_numbers below
          ON below.tree_number > own.tree_number || '.'
          AND below.tree_number < own.tree_number || '/'
        ORDER BY 1
        """,
        {"ui": ui},
    )  # '/' is the character after '.': the range of all that begins so.
    return tuple(row[0] for row in rows)


def has_trees(db: sqlite3.Connection) -> bool:
    """Return whether trees were loaded: without them nothing has a narrower one."""
    found = db.execute("SELECT EXISTS (SELECT 1 FROM mesh_tree_numbers)").fetchone()
    return bool(found[0])


def is_loaded(db: sqlite3.Connection) -> bool:
    """Return whether a vocabulary was loaded, or only learnt from records."""
    found = db.execute(
        "SELECT EXISTS (SELECT 1 FROM mesh_descriptors WHERE mesh_year IS NOT NULL)"
    ).fetchone()
    return bool(found[0])


def suggest(db: sqlite3.Connection, term: str) -> tuple[MeshMatch, ...]:
    """Return what may be meant, the likelier first; see ``Library.suggest_mesh``."""
    key = fold_term(term)
    rows = db.execute(
        "SELECT ui, term, kind, key FROM mesh_terms WHERE key = ?", (key,)
    ).fetchall()
    rows += _misspelled(db, key)
    rows += _sharing_words(db, key)
    found: dict[str, MeshMatch] = {}
    for ui, listed, kind, _ in rows:
        match = _build_match(db, ui, listed, kind, "suggested")
        if match and match.kind != "qualifier" and match.ui not in found:
            found[match.ui] = match
        if len(found) == _SUGGESTED:
            break
    return tuple(found.values())


_Row = tuple[str, str, str, str]


def _misspelled(db: sqlite3.Connection, key: str) -> list[_Row]:
    """Return terms spelled nearly so that begin alike."""
    if len(key) < _SHORTEST_WORD:
        return []
    beginning = key[:_SHORTEST_WORD]
    rows: list[_Row] = db.execute(
        "SELECT ui, term, kind, key FROM mesh_terms WHERE key >= ? AND key < ? "
        "AND length(key) BETWEEN ? AND ?",
        (beginning, beginning + "\U0010ffff", len(key) - 3, len(key) + 3),
    ).fetchall()
    near = difflib.get_close_matches(key, {row[3] for row in rows}, n=3, cutoff=0.85)
    return sorted(
        (row for row in rows if row[3] in near), key=lambda row: near.index(row[3])
    )


def _sharing_words(db: sqlite3.Connection, key: str) -> list[_Row]:
    """Return terms with words of ``key``, or their beginnings, the shortest first.

    Terms with all words come first; then, in turns, those with each word, the rarest
    word first.
    """
    words = [word for word in re.findall(r"\w+", key) if len(word) >= _SHORTEST_WORD]
    stems = list(dict.fromkeys(f" {_stem(word)}" for word in words))
    if not stems:
        return []
    condition = " OR ".join("instr(' ' || key, ?)" for _ in stems)
    rows: list[_Row] = db.execute(
        f"SELECT ui, term, kind, key FROM mesh_terms WHERE {condition} "
        "ORDER BY length(key), key, ui",
        stems,
    ).fetchall()
    having = {stem: [row for row in rows if stem in f" {row[3]}"] for stem in stems}
    complete = [row for row in rows if all(stem in f" {row[3]}" for stem in stems)]
    turns = sorted((one for one in having.values() if one), key=len)
    rest = [
        one[place] for place in range(_SUGGESTED) for one in turns if place < len(one)
    ]
    return complete[:_SUGGESTED] + rest


def _stem(word: str) -> str:
    """Return a long word without its ending: ``metastases``, ``metastasis``."""
    return word[:-2] if len(word) >= _LONG_WORD else word


class TreePlace(Value, frozen=True, kw_only=True):
    """Where a descriptor stands in the trees.

    Attributes:
        tree_number: The place.
        broader: (UI, name) from the root down to the one above.
        narrower: (UI, name) of those right below, by place.
    """

    tree_number: str
    broader: tuple[tuple[str, str], ...]
    narrower: tuple[tuple[str, str], ...]


def load_places(db: sqlite3.Connection, ui: str) -> tuple[TreePlace, ...]:
    """Return all places of a descriptor; none where no trees were loaded."""
    numbers = _column(
        db, "SELECT tree_number FROM mesh_tree_numbers WHERE ui = ? ORDER BY 1", ui
    )
    return tuple(
        TreePlace(
            tree_number=number,
            broader=_named(
                db,
                "t.tree_number IN (SELECT value FROM json_each(?))",
                to_json(_above(number)),
            ),
            narrower=_named(
                db,
                "t.tree_number > ? AND t.tree_number < ? "
                "AND instr(substr(t.tree_number, ?), '.') = 0",
                *(f"{number}.", f"{number}/", len(number) + 2),
            ),
        )
        for number in numbers
    )


def _above(number: str) -> list[str]:
    parts = number.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]


def _named(
    db: sqlite3.Connection, condition: str, *values: object
) -> tuple[tuple[str, str], ...]:
    rows = db.execute(
        "SELECT t.ui, d.name FROM mesh_tree_numbers t "
        f"JOIN mesh_descriptors d ON d.ui = t.ui WHERE {condition} "
        "ORDER BY t.tree_number",
        values,
    )
    return tuple((ui, name or ui) for ui, name in rows)
