"""Authors of the library, found by name or ORCID iD."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from harvester.model import Value
from harvester.normalize.name_words import fold_name
from harvester.store.encoding import to_json
from harvester.store.trouble import explained

_COLUMNS = "id, kind, orcid, name, name_key, work_count"
_FORMS = """
    SELECT author_id, name, work_count, sources FROM author_forms
    WHERE author_id IN (SELECT value FROM json_each(?))
    ORDER BY author_id, work_count DESC, name
"""
_WORKS = """
    SELECT DISTINCT a.id, a.citation, a.pmid, a.doi, a.year, c.role, c.name
    FROM contributors c JOIN articles a ON a.id = c.article_id
    WHERE c.author_id = ? ORDER BY a.year DESC, a.id DESC, c.position
"""


class AuthorForm(Value, frozen=True, kw_only=True):
    """A form of an author's name.

    Attributes:
        name: As printed, surname first.
        work_count: Articles in which a source has it.
        sources: The sources that have it, sorted.
    """

    name: str
    work_count: int
    sources: tuple[str, ...] = ()


class Author(Value, frozen=True, kw_only=True):
    """An author of the library.

    Attributes:
        id: Its number, which no other one ever gets.
        kind: ``person`` or ``group``.
        orcid: None: a name that several people may share.
        name: The name that most works have, surname first.
        name_key: Folded surname and initials.
        work_count: Articles in the library.
        forms: The names that the sources print, the most frequent first.
    """

    id: int
    kind: str
    orcid: str | None
    name: str
    name_key: str
    work_count: int
    forms: tuple[AuthorForm, ...] = ()


class AuthorWork(Value, frozen=True, kw_only=True):
    """An article of an author.

    Attributes:
        article_id: Its number.
        citation, pmid, doi, year: Of the article.
        role: In which the author stands there.
        name: The name there, surname first.
    """

    article_id: int
    citation: str | None
    pmid: str | None
    doi: str | None
    year: int | None
    role: str
    name: str


class Authors:
    """The authors of a library, to be looked up.

    All methods raise what those of ``Library`` raise.
    """

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db = db
        self._path = path

    def find(self, words: str = "", *, limit: int) -> tuple[Author, ...]:
        """Return authors by words of their name, those with most works first.

        Args:
            words: Each must begin a word of the name or of one of its forms, one of
                them a word of the surname, without regard to case, accents and
                order. None: all authors.
            limit: At most so many.
        """
        wanted = fold_name(words).split()
        if words and not wanted:
            return ()
        keys = " OR ".join(["' ' || name_key LIKE ?"] * len(wanted)) or "1"
        found: list[Author] = []
        with explained(self._path):
            rows = self._db.execute(
                f"SELECT {_COLUMNS} FROM authors WHERE {keys} "
                "ORDER BY work_count DESC, name, id",
                [f"% {word}%" for word in wanted],
            )
            while len(found) < limit and (batch := rows.fetchmany(limit)):
                found += (
                    author
                    for author in self._with_forms(batch)
                    if any(_begin(wanted, name) for name in _names(author))
                )
        return tuple(found[:limit])

    def beginning(
        self, words: str = "", *, limit: int, skipped: int = 0
    ) -> tuple[Author, ...]:
        """Return authors by the beginning of surname and initials: ``chen h``.

        Without regard to case and accents; those with most works first. Unlike
        ``find`` it goes through no other form of the name, nor returns any, and
        answers at once.

        Args:
            words: None: all authors.
            limit: At most so many.
            skipped: So many are left out first.
        """
        key = fold_name(words)
        surname, _, initials = key.rpartition(" ")
        ranges = [key, f"{surname}|{initials}"] if surname else [key]
        conditions = " OR ".join(["name_key >= ? AND name_key < ?"] * len(ranges))
        values = [end for one in ranges for end in (one, f"{one}\U0010ffff")]
        if not key:
            conditions, values = ("0" if words else "1"), []
        with explained(self._path):
            rows = self._db.execute(
                f"SELECT {_COLUMNS} FROM authors WHERE {conditions} "
                "ORDER BY work_count DESC, name, id LIMIT ? OFFSET ?",
                (*values, limit, skipped),
            ).fetchall()
        return tuple(_author(row) for row in rows)

    def load(self, author_id: int) -> Author | None:
        """Return an author, without the forms of the name, or None."""
        with explained(self._path):
            row = self._db.execute(
                f"SELECT {_COLUMNS} FROM authors WHERE id = ?", (author_id,)
            ).fetchone()
        return _author(row) if row else None

    def with_orcid(self, orcid: str) -> Author | None:
        """Return the author who has this ORCID iD, or None."""
        with explained(self._path):
            rows = self._db.execute(
                f"SELECT {_COLUMNS} FROM authors WHERE key = ?", (f"orcid:{orcid}",)
            ).fetchall()
            return next(iter(self._with_forms(rows)), None)

    def numbers(self, article_id: int) -> dict[int, int]:
        """Return place among an article's contributors (from 1) → author's number."""
        with explained(self._path):
            return dict(
                self._db.execute(
                    "SELECT position, author_id FROM contributors "
                    "WHERE article_id = ? AND author_id IS NOT NULL",
                    (article_id,),
                ).fetchall()
            )

    def works(self, author_id: int) -> tuple[AuthorWork, ...]:
        """Return the articles of an author, the newest first."""
        names = AuthorWork.__struct_fields__
        with explained(self._path):
            return tuple(
                AuthorWork(**dict(zip(names, row, strict=True)))
                for row in self._db.execute(_WORKS, (author_id,))
            )

    def _with_forms(self, rows: Iterable[tuple[Any, ...]]) -> list[Author]:
        listed = list(rows)
        forms: dict[int, list[AuthorForm]] = defaultdict(list)
        numbers = to_json([number for number, *_ in listed])
        for author_id, name, work_count, sources in self._db.execute(
            _FORMS, (numbers,)
        ):
            forms[author_id].append(
                AuthorForm(
                    name=name,
                    work_count=work_count,
                    sources=tuple(sorted(sources.split(","))),
                )
            )
        return [_author(row, forms[row[0]]) for row in listed]


def _author(row: tuple[Any, ...], forms: Iterable[AuthorForm] = ()) -> Author:
    names = Author.__struct_fields__[:-1]
    return Author(**dict(zip(names, row, strict=True)), forms=tuple(forms))


def _names(author: Author) -> list[str]:
    return [author.name, *(form.name for form in author.forms)]


def _begin(wanted: list[str], name: str) -> bool:
    words = fold_name(name).split()
    return all(any(word.startswith(one) for word in words) for one in wanted)
