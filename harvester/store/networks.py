"""Networks of the library, small enough to be looked at."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from harvester.model import Value
from harvester.normalize.names import shorten_name
from harvester.plots import Node, Tie
from harvester.store.encoding import to_json
from harvester.store.surroundings import Subject, Surroundings
from harvester.store.trouble import explained

_LEADING = 150
_CITING = 200
_LONGEST = 18
_AUTHORS = """
    SELECT id, name, work_count FROM authors
    WHERE id IN (SELECT value FROM json_each(?)) ORDER BY work_count DESC, id
"""
_PAIRS = """
    SELECT author_id, other_author_id, article_count FROM author_pairs
    WHERE author_id IN (SELECT value FROM json_each(:authors))
      AND other_author_id IN (SELECT value FROM json_each(:authors))
    ORDER BY article_count DESC, author_id, other_author_id
"""
_ARTICLES = """
    SELECT a.id, a.authors, a.year, a.citation, coalesce(c.cited_by_count, 0) AS cited
    FROM articles a LEFT JOIN citation_counts c ON c.article_id = a.id
    WHERE a.id IN (SELECT value FROM json_each(?)) ORDER BY cited DESC, a.id
"""
_CITATIONS = """
    SELECT DISTINCT citing_article_id, cited_article_id FROM citations
    WHERE citing_article_id IN (SELECT value FROM json_each(:articles))
      AND +cited_article_id IN (SELECT value FROM json_each(:articles))
      AND citing_article_id <> cited_article_id AND last_seen_at IS NULL
    ORDER BY 1, 2
"""
_NEAR = {
    "citing": """
        SELECT DISTINCT citing_article_id FROM citations
        WHERE cited_article_id = :id AND citing_article_id IS NOT NULL
          AND last_seen_at IS NULL LIMIT :limit
    """,
    "cited": """
        SELECT DISTINCT cited_article_id FROM citations
        WHERE citing_article_id = :id AND cited_article_id IS NOT NULL
          AND last_seen_at IS NULL LIMIT :limit
    """,
}


class Network(Value, frozen=True, kw_only=True):
    """A network.

    Attributes:
        nodes: The largest first; each has a tie, but for one that was asked about.
        ties: Between them; of citations, from the citing to the cited work.
    """

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]


class Networks:
    """The networks of a library.

    All methods raise what those of ``Library`` raise.
    """

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db = db
        self._path = path

    def coauthors(self, *, limit: int, around: int | None = None) -> Network:
        """Return who wrote together most.

        Args:
            limit: At most so many authors.
            around: Only this author, and those who wrote with it; None: those with
                most works.
        """
        numbers = self._leading() if around is None else self._partners(around, limit)
        nodes, ties = set[int](), []
        for one, other, count in self._rows(_PAIRS, {"authors": to_json(numbers)}):
            if len(nodes | {one, other}) <= limit:
                nodes |= {one, other}
                ties.append(Tie(source=one, target=other, count=count))
        if around is not None:
            nodes.add(around)
        people = self._rows(_AUTHORS, (to_json(sorted(nodes)),))
        return Network(
            nodes=tuple(
                Node(
                    key=number,
                    label=_cut(shorten_name(name)),
                    words=f"{name}: {count:,} works",
                    count=count,
                )
                for number, name, count in people
            ),
            ties=tuple(ties),
        )

    def citations(
        self,
        *,
        limit: int,
        around: int | None = None,
        years: tuple[int | None, int | None] = (None, None),
    ) -> Network:
        """Return who cites whom within the library.

        Args:
            limit: At most so many articles.
            around: Only this article, what it cites and what cites it; None: those
                cited most, and some that cite them.
            years: First and last year of the articles; None: no limit.
        """
        numbers = self._cited(limit) if around is None else self._near(around, limit)
        first, last = years
        articles = [
            row
            for row in self._rows(_ARTICLES, (to_json(numbers),))
            if (first is None or (row[2] or 0) >= first)
            and (last is None or (row[2] or 9999) <= last)
        ]
        wanted = to_json([row[0] for row in articles])
        ties = [
            Tie(source=citing, target=cited)
            for citing, cited in self._rows(_CITATIONS, {"articles": wanted})
        ]
        tied = {end for tie in ties for end in (tie.source, tie.target)} | {around}
        return Network(
            nodes=tuple(_article(row) for row in articles if row[0] in tied),
            ties=tuple(ties),
        )

    def _leading(self) -> list[int]:
        rows = self._rows(
            "SELECT id FROM authors ORDER BY work_count DESC, id LIMIT ?", (_LEADING,)
        )
        return [number for (number,) in rows]

    def _partners(self, author_id: int, limit: int) -> list[int]:
        around = Surroundings(self._db, self._path)
        sample = around.sample(Subject.AUTHOR, author_id)
        found = around.shared(sample, Subject.AUTHOR, limit=limit - 1)
        return [author_id, *(int(one.key) for one in found)]

    def _cited(self, limit: int) -> list[int]:
        seeds = [
            number
            for (number,) in self._rows(
                "SELECT article_id FROM citation_counts "
                "ORDER BY cited_by_count DESC, article_id DESC LIMIT ?",
                (-(-limit // 3),),
            )
        ]
        citing = Counter(
            number for seed in seeds for number in self._ends("citing", seed, _CITING)
        )
        found = [*seeds, *(number for number, _ in citing.most_common(limit))]
        return list(dict.fromkeys(found))[:limit]

    def _near(self, article_id: int, limit: int) -> list[int]:
        found = [article_id]
        found += self._ends("cited", article_id, limit // 2)
        found += self._ends("citing", article_id, limit // 2)
        return list(dict.fromkeys(found))[:limit]

    def _ends(self, end: str, article_id: int, limit: int) -> list[int]:
        rows = self._rows(_NEAR[end], {"id": article_id, "limit": limit})
        return [number for (number,) in rows]

    def _rows(self, sql: str, values: Any) -> Iterable[tuple[Any, ...]]:
        with explained(self._path):
            return self._db.execute(sql, values).fetchall()


def _article(row: tuple[Any, ...]) -> Node:
    number, authors, year, citation, cited_count = row
    first = (authors or "?").partition(",")[0]
    surname = first.rpartition(" ")[0] or first
    return Node(
        key=number,
        label=f"{_cut(surname)} {year or ''}".strip(),
        words=f"{citation or f'article {number}'} Cited by {cited_count:,} here.",
        count=cited_count,
        year=year,
    )


def _cut(name: str) -> str:
    """Return a name short enough for a label.

    Examples:
        >>> _cut("Gudmundsdottir H"), _cut("The Made-up Study Group of X")
        ('Gudmundsdottir H', 'The Made-up Study…')
    """
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"
