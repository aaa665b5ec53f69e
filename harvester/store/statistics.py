"""The library in numbers that are known already: nothing here goes through it all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from harvester.model import Value
from harvester.store.counting import load_fields
from harvester.store.encoding import timestamp, to_json
from harvester.store.trouble import explained
from harvester.vocabulary import fold_term

_AGES = (("a day", 1), ("a week", 7), ("a month", 31), ("a year", 366))
_JOURNAL = "coalesce(j.title, j.medline_abbreviation, j.iso_abbreviation)"
_PAIRED = 60
_LAST = "\U0010ffff"


class Count(Value, frozen=True, kw_only=True):
    """How many articles something has.

    Attributes:
        key: Its number, or its UI.
        name: For people.
        count: Articles.
    """

    key: int | str
    name: str
    count: int


class CitedArticle(Value, frozen=True, kw_only=True):
    """An article that others of the library cite.

    Attributes:
        article_id: Its number.
        citation: In one line.
        title, authors, journal: Of the article.
        year: None where it has none.
        doi, pmid: Its identifiers.
        cited_by_count: How many articles of the library cite it.
    """

    article_id: int
    citation: str | None
    title: str | None
    authors: str | None
    journal: str | None
    year: int | None
    doi: str | None
    pmid: str | None
    cited_by_count: int


class TopicPair(Value, frozen=True, kw_only=True):
    """Two headings that are major topics of the same articles.

    Attributes:
        ui, name: Of the one.
        other_ui, other_name: Of the other.
        count: Of how many articles.
    """

    ui: str
    name: str
    other_ui: str
    other_name: str
    count: int


class Overview(Value, frozen=True, kw_only=True):
    """What the pages, ``harvest stats`` and ``harvest report`` show first.

    Attributes:
        article_count: Articles.
        years: Year → articles, in order.
        fields: Field → articles that have it.
        journals, topics, authors: Those with most articles; topics are headings that
            are major topics.
        topic_pairs: Topics that occur together most.
        topic_years: UI of a topic → year → articles with that heading.
        cited: The most cited within the library.
        ages: Since when records are known to be current: within a day, … → how many.
        last_run_at: When the last run began (UTC).
    """

    article_count: int
    years: Mapping[int, int]
    fields: Mapping[str, int]
    journals: tuple[Count, ...]
    topics: tuple[Count, ...]
    authors: tuple[Count, ...]
    topic_pairs: tuple[TopicPair, ...]
    topic_years: Mapping[str, Mapping[int, int]]
    cited: tuple[CitedArticle, ...]
    ages: Mapping[str, int]
    last_run_at: str | None


class Statistics:
    """The counts of a library.

    All methods raise what those of ``Library`` raise.
    """

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db = db
        self._path = path

    def overview(self, now: datetime, *, limit: int = 10) -> Overview:
        """Return what is shown first, lists with at most ``limit`` entries."""
        topics = self.topics(limit=limit)
        with explained(self._path):
            (last_run_at,) = self._db.execute(
                "SELECT max(started_at) FROM runs"
            ).fetchone()
        return Overview(
            article_count=self.article_count(),
            years=self.years(),
            fields=self.fields(),
            journals=self.journals(limit=limit),
            topics=topics,
            authors=self.authors(limit=limit),
            topic_pairs=self.topic_pairs(limit=4 * limit),
            topic_years={str(one.key): self.mesh_years(str(one.key)) for one in topics},
            cited=self.most_cited(limit=limit),
            ages=self.ages(now),
            last_run_at=last_run_at,
        )

    def article_count(self) -> int:
        """Return how many articles there are."""
        ((count,),) = self._rows("SELECT count(*) FROM articles")
        return int(count)

    def years(self) -> dict[int, int]:
        """Return how many articles each year has, in order."""
        return dict(
            self._rows("SELECT year, article_count FROM year_counts ORDER BY 1")
        )

    def fields(self) -> dict[str, int]:
        """Return how many articles have each field."""
        with explained(self._path):
            return load_fields(self._db)

    def ages(self, now: datetime) -> dict[str, int]:
        """Return since when records are known to be current.

        ``within a day``, … → how many, each record once; records that were never
        asked for are left out.
        """
        ages: dict[str, int] = {}
        newer = _LAST
        for name, days in _AGES:
            limit = timestamp(now - timedelta(days=days))[:10]
            ages[f"within {name}"] = self._checked(limit, newer)
            newer = limit
        ages["longer ago"] = self._checked("", newer)
        return {name: count for name, count in ages.items() if count}

    def _checked(self, since: str, until: str) -> int:
        ((count,),) = self._rows(
            "SELECT coalesce(sum(record_count), 0) FROM checked_days "
            "WHERE day >= ? AND day < ?",
            since,
            until,
        )
        return int(count)

    def journals(
        self, words: str = "", *, limit: int, skipped: int = 0
    ) -> tuple[Count, ...]:
        """Return journals with most articles first.

        Args:
            words: What their title or abbreviation contains, in this order.
            limit: At most so many.
            skipped: So many are left out first.
        """
        return self._counts(
            f"SELECT j.id, {_JOURNAL}, c.article_count "
            "FROM journal_counts c JOIN journals j ON j.id = c.journal_id "
            "WHERE ? = '' OR j.title LIKE ? OR j.medline_abbreviation LIKE ? "
            "ORDER BY c.article_count DESC, c.journal_id LIMIT ? OFFSET ?",
            *(words, *[_containing(words)] * 2, limit, skipped),
        )

    def journal_years(self, journal_id: int) -> dict[int, int]:
        """Return how many articles a journal has in each year, in order."""
        return dict(
            self._rows(
                "SELECT year, article_count FROM journal_years "
                "WHERE journal_id = ? ORDER BY 1",
                journal_id,
            )
        )

    def authors(self, *, limit: int) -> tuple[Count, ...]:
        """Return authors with most articles first."""
        return self._counts(
            "SELECT id, name, work_count FROM authors "
            "ORDER BY work_count DESC, name, id LIMIT ?",
            limit,
        )

    def topics(self, *, limit: int) -> tuple[Count, ...]:
        """Return headings that are major topics of most articles first."""
        return self._counts(
            "SELECT c.descriptor_ui, d.name, c.article_count FROM topic_counts c "
            "JOIN mesh_descriptors d ON d.ui = c.descriptor_ui "
            "ORDER BY c.article_count DESC, c.descriptor_ui LIMIT ?",
            limit,
        )

    def headings(
        self, words: str = "", *, limit: int, skipped: int = 0
    ) -> tuple[Count, ...]:
        """Return headings with most articles first.

        Args:
            words: What the heading contains, or how one of its terms begins.
            limit: At most so many.
            skipped: So many are left out first.
        """
        key = fold_term(words)
        return self._counts(
            "SELECT c.descriptor_ui, d.name, c.article_count FROM mesh_counts c "
            "JOIN mesh_descriptors d ON d.ui = c.descriptor_ui "
            "WHERE ? = '' OR d.name LIKE ? OR c.descriptor_ui IN ("
            "SELECT ui FROM mesh_terms WHERE key >= ? AND key < ?) "
            "ORDER BY c.article_count DESC, c.descriptor_ui LIMIT ? OFFSET ?",
            *(words, _containing(words), key, key + _LAST, limit, skipped),
        )

    def mesh_years(self, ui: str) -> dict[int, int]:
        """Return how many articles have a heading in each year, in order."""
        return dict(
            self._rows(
                "SELECT year, article_count FROM mesh_years "
                "WHERE descriptor_ui = ? ORDER BY 1",
                ui,
            )
        )

    def heading_counts(self, uis: Iterable[str]) -> dict[str, int]:
        """Return how many articles have each of some headings; no entry: none."""
        return dict(
            self._rows(
                "SELECT descriptor_ui, article_count FROM mesh_counts "
                "WHERE descriptor_ui IN (SELECT value FROM json_each(?))",
                to_json(list(uis)),
            )
        )

    def topic_pairs(self, *, limit: int) -> tuple[TopicPair, ...]:
        """Return which of the leading topics occur together, most often first."""
        names = TopicPair.__struct_fields__
        leading = to_json([one.key for one in self.topics(limit=_PAIRED)])
        return tuple(
            TopicPair(**dict(zip(names, row, strict=True)))
            for row in self._rows(
                "SELECT p.descriptor_ui, d.name, p.other_ui, o.name, p.article_count "
                "FROM mesh_pairs p JOIN mesh_descriptors d ON d.ui = p.descriptor_ui "
                "JOIN mesh_descriptors o ON o.ui = p.other_ui "
                "WHERE p.descriptor_ui IN (SELECT value FROM json_each(?)) "
                "AND p.other_ui IN (SELECT value FROM json_each(?)) "
                "ORDER BY p.article_count DESC, 1, 3 LIMIT ?",
                *(leading, leading, limit),
            )
        )

    def most_cited(self, *, limit: int) -> tuple[CitedArticle, ...]:
        """Return the articles that most others of the library cite."""
        names = CitedArticle.__struct_fields__
        return tuple(
            CitedArticle(**dict(zip(names, row, strict=True)))
            for row in self._rows(
                "SELECT a.id, a.citation, a.title, a.authors, a.journal, a.year, "
                "a.doi, a.pmid, c.cited_by_count FROM ("
                "SELECT article_id, cited_by_count FROM citation_counts "
                "ORDER BY cited_by_count DESC, article_id DESC LIMIT ?"
                ") c CROSS JOIN articles a ON a.id = c.article_id "
                "ORDER BY c.cited_by_count DESC, c.article_id DESC",
                limit,
            )
        )

    def _counts(self, sql: str, *values: object) -> tuple[Count, ...]:
        return tuple(
            Count(key=key, name=name or str(key), count=count)
            for key, name, count in self._rows(sql, *values)
        )

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with explained(self._path):
            return self._db.execute(sql, values).fetchall()


def _containing(words: str) -> str:
    """Return a pattern of what contains words; ``%`` and ``_`` are left to LIKE."""
    return f"%{'%'.join(words.split())}%"
