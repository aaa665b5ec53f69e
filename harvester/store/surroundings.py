"""What lies around an author, a journal or a heading: works, and what they share.

Only the newest works are looked at, so that a heading of half a million articles
answers like any other.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any

from harvester.model import Value
from harvester.store.mesh import TreePlace, load_places
from harvester.store.statistics import Count
from harvester.store.trouble import explained

SAMPLE = 1000
"""How many works are looked at, the newest first; of headings, those added last."""

_NEWEST = {
    "author": (
        "SELECT id FROM (SELECT DISTINCT a.id, a.year FROM contributors c "
        "JOIN articles a ON a.id = c.article_id WHERE c.author_id = :key) "
        "ORDER BY year DESC, id DESC LIMIT :sample"
    ),
    "journal": (
        "SELECT id FROM articles WHERE journal_id = :key "
        "ORDER BY year DESC, id DESC LIMIT :sample"
    ),
    "heading": (
        "SELECT DISTINCT article_id AS id FROM article_mesh "
        "WHERE descriptor_ui = :key ORDER BY article_id DESC LIMIT :sample"
    ),
}
_WORKS = """
    WITH newest AS ({newest})
    SELECT a.id, a.citation, a.title, a.authors, a.journal, a.year, a.pmid, a.doi,
      a.retraction_status
    FROM newest n JOIN articles a ON a.id = n.id
    ORDER BY a.year DESC, a.id DESC LIMIT :limit
"""
_SHARED = {
    "author": """
        WITH newest AS ({newest})
        SELECT u.id, u.name, f.shared FROM (
          SELECT c.author_id, count(DISTINCT c.article_id) AS shared
          FROM newest n CROSS JOIN contributors c ON c.article_id = n.id
          WHERE c.author_id IS NOT NULL AND c.author_id IS NOT :key
          GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :limit
        ) f JOIN authors u ON u.id = f.author_id
        ORDER BY 3 DESC, 2
    """,
    "journal": """
        WITH newest AS ({newest})
        SELECT j.id, coalesce(j.title, j.medline_abbreviation), f.shared FROM (
          SELECT a.journal_id, count(*) AS shared
          FROM newest n CROSS JOIN articles a ON a.id = n.id
          WHERE a.journal_id IS NOT NULL
          GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :limit
        ) f JOIN journals j ON j.id = f.journal_id
        ORDER BY 3 DESC, 2
    """,
    "heading": """
        WITH newest AS ({newest})
        SELECT d.ui, d.name, f.shared FROM (
          SELECT m.descriptor_ui, count(DISTINCT m.article_id) AS shared
          FROM newest n CROSS JOIN article_mesh m ON m.article_id = n.id
          WHERE m.descriptor_ui IS NOT NULL AND m.descriptor_ui IS NOT :key
          GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :limit
        ) f JOIN mesh_descriptors d ON d.ui = f.descriptor_ui
        ORDER BY 3 DESC, 2
    """,
}


class Subject(StrEnum):
    """What has works."""

    AUTHOR = "author"
    JOURNAL = "journal"
    HEADING = "heading"


class WorkLine(Value, frozen=True, kw_only=True):
    """An article as a list shows it.

    Attributes:
        article_id: Its number.
        citation, title, authors, journal, year, pmid, doi: Of the article.
        status: Its editorial status.
    """

    article_id: int
    citation: str | None
    title: str | None
    authors: str | None
    journal: str | None
    year: int | None
    pmid: str | None
    doi: str | None
    status: str | None


class Journal(Value, frozen=True, kw_only=True):
    """A journal of the library.

    Attributes:
        journal_id: Its number.
        title, iso_abbreviation, medline_abbreviation, nlm_id, issn_print,
            issn_electronic, issn_linking: As the sources have them.
        article_count: Articles of it here.
    """

    journal_id: int
    title: str | None
    iso_abbreviation: str | None
    medline_abbreviation: str | None
    nlm_id: str | None
    issn_print: str | None
    issn_electronic: str | None
    issn_linking: str | None
    article_count: int


class Surroundings:
    """What the pages of authors, journals and headings show.

    All methods raise what those of ``Library`` raise.
    """

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db = db
        self._path = path

    def works(
        self, subject: Subject, key: int | str, *, limit: int
    ) -> tuple[WorkLine, ...]:
        """Return the newest works of an author, a journal or a heading."""
        names = WorkLine.__struct_fields__
        sql = _WORKS.format(newest=_NEWEST[subject])
        return tuple(
            WorkLine(**dict(zip(names, row, strict=True)))
            for row in self._rows(sql, key=key, limit=limit, sample=SAMPLE)
        )

    def shared(
        self, subject: Subject, key: int | str, kind: Subject, *, limit: int
    ) -> tuple[Count, ...]:
        """Return what the newest works of a subject have most.

        Args:
            subject: Whose works.
            key: Its number or UI.
            kind: What is counted; the subject itself is left out of its own kind.
            limit: At most so many.
        """
        sql = _SHARED[kind].format(newest=_NEWEST[subject])
        return tuple(
            Count(key=number, name=name or str(number), count=count)
            for number, name, count in self._rows(
                sql, key=key, limit=limit, sample=SAMPLE
            )
        )

    def author_years(self, author_id: int) -> dict[int, int]:
        """Return how many works an author has in each year, in order."""
        rows = self._rows(
            "SELECT a.year, count(DISTINCT a.id) FROM contributors c "
            "JOIN articles a ON a.id = c.article_id "
            "WHERE c.author_id = :key AND a.year IS NOT NULL GROUP BY 1 ORDER BY 1",
            key=author_id,
        )
        return dict(rows)

    def journal(self, journal_id: int) -> Journal | None:
        """Return a journal, or None."""
        names = Journal.__struct_fields__
        columns = ", ".join(f"j.{name}" for name in names[1:-1])
        for row in self._rows(
            f"SELECT j.id, {columns}, coalesce(c.article_count, 0) FROM journals j "
            "LEFT JOIN journal_counts c ON c.journal_id = j.id WHERE j.id = :key",
            key=journal_id,
        ):
            return Journal(**dict(zip(names, row, strict=True)))
        return None

    def places(self, ui: str) -> tuple[TreePlace, ...]:
        """Return where a heading stands in the trees; none where none are loaded."""
        with explained(self._path):
            return load_places(self._db, ui)

    def _rows(self, sql: str, **values: object) -> Iterable[tuple[Any, ...]]:
        with explained(self._path):
            return self._db.execute(sql, values).fetchall()
