"""What lies around an author, a journal or a heading: works, and what they share.

Only some works are looked at, so that a heading of half a million articles answers
like any other.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any

from harvester.model import Value
from harvester.store.authors import AuthorForm
from harvester.store.encoding import to_json
from harvester.store.mesh import TreePlace, load_places
from harvester.store.schema.articles import OVERVIEW
from harvester.store.statistics import Count
from harvester.store.trouble import explained

SAMPLE = 300
"""How many works are looked at: the newest of a journal, else those added last."""

_NEWEST = {
    "author": (
        "SELECT DISTINCT article_id FROM contributors "
        "WHERE author_id = :key ORDER BY article_id DESC LIMIT :limit"
    ),
    "journal": (
        "SELECT id FROM articles WHERE journal_id = :key "
        "ORDER BY year DESC, id DESC LIMIT :limit"
    ),
    "heading": (
        "SELECT DISTINCT n.value FROM mesh_names d JOIN json_each(("
        "SELECT json_group_array(article_id) FROM ("
        "SELECT DISTINCT article_id FROM article_headings "
        "WHERE name_id = d.id ORDER BY article_id DESC LIMIT :limit))) n "
        "WHERE d.ui = :key ORDER BY n.value DESC LIMIT :limit"
    ),
}
_BRIEF = f"articles a INDEXED BY articles_{'_'.join(OVERVIEW)} ON a.id = n.value"
"""What is known of works without reading their rows, which are long."""
_WORKS = f"""
    SELECT a.id, a.citation, a.title, a.authors, a.journal, a.year, a.pmid, a.doi,
      a.retraction_status
    FROM (
      SELECT a.id FROM json_each(:works) n CROSS JOIN {_BRIEF}
      ORDER BY a.year DESC, a.id DESC LIMIT :limit
    ) f CROSS JOIN articles a ON a.id = f.id
    ORDER BY a.year DESC, a.id DESC
"""
_SHARED = {
    "author": """
        SELECT u.id, u.name, f.shared FROM (
          SELECT c.author_id, count(DISTINCT c.article_id) AS shared
          FROM json_each(:works) n CROSS JOIN contributors c ON c.article_id = n.value
          WHERE c.author_id IS NOT NULL AND c.author_id IS NOT :key
          GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :limit
        ) f JOIN authors u ON u.id = f.author_id
        ORDER BY 3 DESC, 2
    """,
    "journal": f"""
        SELECT j.id, coalesce(j.title, j.medline_abbreviation), f.shared FROM (
          SELECT a.journal_id, count(*) AS shared
          FROM json_each(:works) n CROSS JOIN {_BRIEF}
          WHERE a.journal_id IS NOT NULL AND a.journal_id IS NOT :key
          GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :limit
        ) f JOIN journals j ON j.id = f.journal_id
        ORDER BY 3 DESC, 2
    """,
    "heading": """
        SELECT d.ui, d.name, f.shared FROM (
          SELECT t.ui, count(DISTINCT m.article_id) AS shared
          FROM json_each(:works) n
            CROSS JOIN article_headings m ON m.article_id = n.value
            CROSS JOIN mesh_names t ON t.id = m.name_id
          WHERE m.qualifier_position = 0 AND t.ui IS NOT NULL AND t.ui IS NOT :key
          GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :limit
        ) f JOIN mesh_descriptors d ON d.ui = f.ui
        ORDER BY 3 DESC, 2
    """,
}
_FORMS = """
    SELECT s.name, count(DISTINCT s.article_id), group_concat(DISTINCT s.source)
    FROM json_each(:works) n CROSS JOIN contributors c ON c.article_id = n.value
    JOIN contributor_sources s
      ON s.article_id = c.article_id AND s.position = c.position
    WHERE c.author_id = :key GROUP BY 1 ORDER BY 2 DESC, 1
"""


class Subject(StrEnum):
    """What has works."""

    AUTHOR = "author"
    JOURNAL = "journal"
    HEADING = "heading"


class Sample(Value, frozen=True, kw_only=True):
    """Some works of an author, a journal or a heading.

    Attributes:
        subject: What they are works of.
        key: Its number or UI.
        works: Their numbers, ``SAMPLE`` at most.
    """

    subject: Subject
    key: int | str
    works: tuple[int, ...]

    @property
    def is_cut(self) -> bool:
        """Whether there may be more."""
        return len(self.works) == SAMPLE


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
        first_year, last_year: Between which it was published, by NLM's list of
            serials; None: it is not there, or goes on.
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
    first_year: int | None
    last_year: int | None


class Surroundings:
    """What the pages of authors, journals and headings show.

    All methods raise what those of ``Library`` raise.
    """

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db = db
        self._path = path

    def sample(self, subject: Subject, key: int | str) -> Sample:
        """Return the works of an author, a journal or a heading to be looked at."""
        rows = self._rows(_NEWEST[subject], key=key, limit=SAMPLE)
        return Sample(subject=subject, key=key, works=tuple(n for (n,) in rows))

    def works(self, sample: Sample, *, limit: int) -> tuple[WorkLine, ...]:
        """Return the newest works of a sample."""
        names = WorkLine.__struct_fields__
        rows = self._rows(_WORKS, works=to_json(sample.works), limit=limit)
        return tuple(WorkLine(**dict(zip(names, row, strict=True))) for row in rows)

    def shared(self, sample: Sample, kind: Subject, *, limit: int) -> tuple[Count, ...]:
        """Return which authors, journals or headings a sample's works have most.

        Args:
            sample: The works; what they were taken by is left out.
            kind: What is counted.
            limit: At most so many.
        """
        rows = self._rows(
            _SHARED[kind],
            works=to_json(sample.works),
            key=sample.key if kind is sample.subject else None,
            limit=limit,
        )
        return tuple(
            Count(key=number, name=name or str(number), count=count)
            for number, name, count in rows
        )

    def forms(self, sample: Sample) -> tuple[AuthorForm, ...]:
        """Return how the sources print the name of a sample's author, most first."""
        rows = self._rows(_FORMS, works=to_json(sample.works), key=sample.key)
        return tuple(
            AuthorForm(
                name=name, work_count=count, sources=tuple(sorted(sources.split(",")))
            )
            for name, count, sources in rows
            if name
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
        columns = ", ".join(f"j.{name}" for name in names[1:-3])
        for row in self._rows(
            f"SELECT j.id, {columns}, coalesce(c.article_count, 0), s.first_year, "
            "s.last_year FROM journals j LEFT JOIN serials s ON s.nlm_id = j.nlm_id "
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
