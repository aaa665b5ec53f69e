"""MeSH from NLM's files into the library: editions, old names, successors.

Whatever the order in which editions are loaded, the newest that lists a record
describes it. A heading that a newer edition no longer lists is replaced where that
edition lists its name as a term of another heading: NLM keeps it so that old searches
go on finding. Nothing else is taken for a replacement.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from harvester.errors import DocumentError
from harvester.model import Value
from harvester.store.encoding import lines, timestamp
from harvester.vocabulary import (
    Descriptor,
    MeshFile,
    Qualifier,
    SupplementaryRecord,
    Term,
    TreeRow,
    VocabularyRecord,
    fold_term,
)


class Loaded(Value, frozen=True, kw_only=True):
    """What loading a file of MeSH did.

    Attributes:
        record_count: Records, or lines of a table, that were read.
        older_count: Of those, how many the library has from a newer edition.
        unknown_count: Lines of a tree file whose heading the library does not know.
        replaced_count: Records of older editions now known to have a successor.
        problem: Why the file was not read to its end; the records before are kept,
            and it can be loaded again.
        is_repeated: The very file was loaded before; nothing was done.
    """

    record_count: int
    older_count: int = 0
    unknown_count: int = 0
    replaced_count: int = 0
    problem: str | None = None
    is_repeated: bool = False


def load_vocabulary(
    db: sqlite3.Connection,
    file: MeshFile,
    records: Iterable[VocabularyRecord],
    *,
    sha256: str,
    now: datetime,
) -> Loaded:
    """Keep the records of a file; see ``Library.load_mesh``."""
    known = db.execute(
        "SELECT record_count FROM mesh_files WHERE sha256 = ?", (sha256,)
    ).fetchone()
    if known:
        return Loaded(record_count=known[0], is_repeated=True)
    year = file.mesh_year or 0
    edition = _Edition(db, year)
    record_count, problem = 0, None
    try:
        for record in records:
            record_count += 1
            edition.save(record)
    except DocumentError as error:
        if not record_count:
            raise
        problem = str(error)
    replaced_count = _mark_replaced(db)
    if problem is None:
        _retire_trees(db)
        db.execute(
            "INSERT INTO mesh_files (sha256, name, kind, mesh_year, record_count, "
            "loaded_at) VALUES (?, ?, ?, ?, ?, ?)",
            (sha256, file.name, str(file.kind), year, record_count, timestamp(now)),
        )
    return Loaded(
        problem=problem,
        record_count=record_count,
        older_count=edition.older_count,
        unknown_count=edition.unknown_count,
        replaced_count=replaced_count,
    )


class _Edition:
    """Saves the records of one year."""

    def __init__(self, db: sqlite3.Connection, year: int) -> None:
        self._db = db
        self._year = year
        self._qualifiers: set[str] = set()
        self.older_count = 0
        self.unknown_count = 0

    def save(self, record: VocabularyRecord) -> None:
        match record:
            case Descriptor():
                self._save_descriptor(record)
            case Qualifier():
                columns = {"abbreviation": record.abbreviation}
                self._describe("mesh_qualifiers", record, columns, "qualifier")
            case SupplementaryRecord():
                self._save_supplementary(record)
            case TreeRow():
                self._save_row(record)

    def _save_descriptor(self, record: Descriptor) -> None:
        for qualifier in record.qualifiers:
            if qualifier.ui not in self._qualifiers:
                self._qualifiers.add(qualifier.ui)
                self._allow(qualifier)
        columns = {
            "kind": record.kind,
            "previous_indexing": lines(record.previous_indexing),
            "history_note": record.history_note,
        }
        if self._describe("mesh_descriptors", record, columns, "entry"):
            self._db.execute("DELETE FROM mesh_tree_numbers WHERE ui = ?", (record.ui,))
            self._plant(record.ui, record.tree_numbers)

    def _allow(self, qualifier: Qualifier) -> None:
        """Keep a qualifier that a descriptor allows, unless its own record is here."""
        _, year = self._stored("mesh_qualifiers", qualifier.ui)
        if year is None or year < self._year:
            columns = {"abbreviation": qualifier.abbreviation}
            self._describe("mesh_qualifiers", qualifier, columns, "qualifier")

    def _save_supplementary(self, record: SupplementaryRecord) -> None:
        columns = {
            "kind": record.kind,
            "previous_indexing": lines(record.previous_indexing),
        }
        if self._describe("mesh_supplementary", record, columns, "supplementary"):
            self._db.execute(
                "DELETE FROM mesh_mappings WHERE supplementary_ui = ?", (record.ui,)
            )
            self._db.executemany(
                "INSERT INTO mesh_mappings VALUES (?, ?, ?, ?, ?)",
                [
                    (record.ui, place, m.descriptor_ui, m.qualifier_ui, int(m.is_major))
                    for place, m in enumerate(record.mapped_to, start=1)
                ],
            )

    def _save_row(self, row: TreeRow) -> None:
        if row.ui is None:
            ui = self._heading(row.name)
            if ui is None:
                self.unknown_count += 1
                return
        else:
            ui = row.ui
            name, year = self._stored("mesh_descriptors", ui)
            if (name, year) != (row.name, self._year) and not self._name(
                "mesh_descriptors", ui, row.name, {}
            ):
                return
            self._db.execute(
                "UPDATE mesh_terms SET kind = 'previous' "
                "WHERE ui = ? AND kind = 'heading' AND term <> ?",
                (ui, row.name),
            )
            self._db.execute(
                "INSERT INTO mesh_terms (key, ui, term, kind) "
                "VALUES (?, ?, ?, 'heading') ON CONFLICT DO UPDATE SET "
                "term = excluded.term, kind = excluded.kind",
                (fold_term(row.name), ui, row.name),
            )
            self._keep_old_name(ui, name, row.name)
        if row.tree_number:
            self._db.execute(
                "DELETE FROM mesh_tree_numbers WHERE ui = ? AND mesh_year < ?",
                (ui, self._year),
            )
            self._plant(ui, (row.tree_number,))

    def _heading(self, name: str) -> str | None:
        found = self._db.execute(
            "SELECT ui FROM mesh_terms WHERE key = ? AND kind = 'heading'",
            (fold_term(name),),
        ).fetchall()
        return str(found[0][0]) if len(found) == 1 else None

    def _plant(self, ui: str, tree_numbers: Iterable[str]) -> None:
        self._db.executemany(
            "INSERT INTO mesh_tree_numbers (tree_number, ui, mesh_year) "
            "VALUES (?, ?, ?) ON CONFLICT (tree_number) DO UPDATE SET "
            "ui = excluded.ui, mesh_year = excluded.mesh_year "
            "WHERE excluded.mesh_year >= mesh_year",
            [(number, ui, self._year) for number in tree_numbers],
        )

    def _describe(
        self,
        table: str,
        record: Descriptor | Qualifier | SupplementaryRecord,
        columns: dict[str, Any],
        kind: str,
    ) -> bool:
        """Keep name, columns and terms of a record.

        Returns:
            False where the library has it from a newer edition.
        """
        stored, _ = self._stored(table, record.ui)
        if not self._name(table, record.ui, record.name, columns):
            return False
        self._db.execute(
            "DELETE FROM mesh_terms "
            "WHERE ui = ? AND kind NOT IN ('previous', 'record')",
            (record.ui,),
        )
        self._db.executemany(
            "INSERT OR REPLACE INTO mesh_terms (key, ui, term, kind, relation, "
            "lexical_tag, is_permuted) VALUES (?, ?, ?, ?, ?, ?, ?)",
            _build_terms(record, kind),
        )
        self._keep_old_name(record.ui, stored, record.name)
        return True

    def _stored(self, table: str, ui: str) -> tuple[str | None, int | None]:
        row: tuple[str | None, int | None] | None = self._db.execute(
            f"SELECT name, mesh_year FROM {table} WHERE ui = ?", (ui,)
        ).fetchone()
        return row or (None, None)

    def _name(self, table: str, ui: str, name: str, columns: dict[str, Any]) -> bool:
        stored, year = self._stored(table, ui)
        if year is not None and year > self._year:
            self.older_count += 1
            self._keep_old_name(ui, name, stored)
            return False
        values = {"name": name, "mesh_year": self._year, "replaced_by": None} | columns
        setters = ", ".join(f"{column} = excluded.{column}" for column in values)
        self._db.execute(
            f"INSERT INTO {table} (ui, {', '.join(values)}) "
            f"VALUES (?{', ?' * len(values)}) ON CONFLICT (ui) DO UPDATE SET {setters}",
            (ui, *values.values()),
        )
        return True

    def _keep_old_name(self, ui: str, old: str | None, new: str | None) -> None:
        if old is not None and old != new:
            self._db.execute(
                "INSERT INTO mesh_terms (key, ui, term, kind) "
                "VALUES (?, ?, ?, 'previous') ON CONFLICT DO NOTHING",
                (fold_term(old), ui, old),
            )


def _build_terms(
    record: Descriptor | Qualifier | SupplementaryRecord, kind: str
) -> list[tuple[Any, ...]]:
    """Return the rows of a record's terms, its name first; one per key."""
    own = [term for term in record.terms if term.text == record.name]
    rows: dict[str, tuple[Any, ...]] = {}
    for term in (*(own or [Term(text=record.name)]), *record.terms):
        key = fold_term(term.text)
        is_heading = kind == "entry" and term.text == record.name
        row = (key, record.ui, term.text, "heading" if is_heading else kind)
        rows.setdefault(
            key, (*row, term.relation, term.lexical_tag, int(term.is_permuted))
        )
    return list(rows.values())


def _retire_trees(db: sqlite3.Connection) -> None:
    """Forget the places that older editions gave.

    The newest edition with at least half of all places is a whole one; what it does
    not list has no place any more. A part of a file tells nothing of the rest.
    """
    db.execute(
        """
        DELETE FROM mesh_tree_numbers WHERE mesh_year < (
          SELECT max(mesh_year) FROM (
            SELECT mesh_year, count(*) AS places
            FROM mesh_tree_numbers GROUP BY mesh_year
          ) WHERE 2 * places >= (SELECT count(*) FROM mesh_tree_numbers)
        )
        """
    )


_SUCCESSIONS = (
    # what is replaced, by what, found by which kinds of its terms
    ("mesh_descriptors", "mesh_descriptors", "('heading', 'entry', 'previous')"),
    ("mesh_qualifiers", "mesh_qualifiers", "('qualifier')"),
    ("mesh_supplementary", "mesh_descriptors", "('heading', 'entry')"),
    ("mesh_supplementary", "mesh_supplementary", "('supplementary')"),
)


def _mark_replaced(db: sqlite3.Connection) -> int:
    """Find the successors of what newer editions no longer list.

    Returns:
        How many were found that were not known.
    """
    found_count = 0
    for table, target, kinds in _SUCCESSIONS:
        pairs = db.execute(
            f"""
            SELECT old.ui, coalesce(new.replaced_by, new.ui)
            FROM {table} old
            JOIN mesh_terms own ON own.ui = old.ui AND own.term = old.name
            JOIN mesh_terms other ON other.key = own.key AND other.ui <> old.ui
              AND other.kind IN {kinds}
            JOIN {target} new ON new.ui = other.ui AND new.mesh_year > old.mesh_year
            WHERE old.replaced_by IS NULL
              AND old.mesh_year < (SELECT max(mesh_year) FROM {target})
            ORDER BY old.mesh_year DESC
            """
        ).fetchall()
        successors: dict[str, set[str]] = {}
        for old, new in pairs:
            final = successors.get(new, {new})
            successors.setdefault(old, set()).update(final)
        sure = [(min(new), old) for old, new in successors.items() if len(new) == 1]
        db.executemany(f"UPDATE {table} SET replaced_by = ? WHERE ui = ?", sure)
        # Who pointed at one that is now replaced itself follows it.
        db.executemany(
            f"UPDATE {table} SET replaced_by = ? WHERE replaced_by = ?", sure
        )
        # A term of a replaced heading gives way to the same one of a current one.
        db.executemany(
            "UPDATE mesh_terms SET kind = 'previous' "
            "WHERE ui = ? AND kind IN ('heading', 'entry')",
            [(old,) for _, old in sure],
        )
        found_count += len(sure)
    return found_count
