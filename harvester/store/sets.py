"""Sets of articles in SQL: what a query asks, put together."""

from __future__ import annotations

from collections.abc import Sequence

from harvester.model import Value

SqlValue = str | int


class ArticleSet(Value, frozen=True, kw_only=True):
    """Articles that meet a part of a query.

    Attributes:
        sql: A query for their numbers, as ``id``, perhaps several times, never null;
            None where only ``condition`` can tell (what is excluded).
        values: For its question marks.
        condition: Whether the article ``{id}`` is among them.
        condition_values: For its question marks.
        size: How many there are, as far as they were counted.
    """

    sql: str | None
    values: tuple[SqlValue, ...] = ()
    condition: str
    condition_values: tuple[SqlValue, ...] = ()
    size: int = 0

    def condition_for(self, number: str) -> str:
        """Return the condition for the article of that number, as SQL says it."""
        return self.condition.replace("{id}", number)


def build_set(
    sql: str, values: Sequence[SqlValue] = (), *, size: int = 0, is_small: bool = True
) -> ArticleSet:
    """Return the set that ``sql`` asks for.

    Args:
        sql: A query for numbers as ``id``.
        values: For its question marks.
        size: How many it has, as far as they were counted.
        is_small: List it once, and look each article up there; else look every
            article up by itself, which a large set without words is quicker at.
    """
    listed = f"{{id}} IN (SELECT s.id FROM ({sql}) s)"
    looked_up = f"EXISTS (SELECT 1 FROM ({sql}) s WHERE s.id = {{id}})"
    return ArticleSet(
        sql=sql,
        values=tuple(values),
        condition=listed if is_small else looked_up,
        condition_values=tuple(values),
        size=size,
    )


NOTHING = build_set("SELECT a.id FROM articles a WHERE FALSE")
"""No article."""


def exclude(part: ArticleSet) -> ArticleSet:
    """Return the articles that are not in ``part``."""
    return ArticleSet(
        sql=None,
        condition=f"NOT ({part.condition})",
        condition_values=part.condition_values,
    )


def unite(parts: Sequence[ArticleSet]) -> ArticleSet:
    """Return the articles that are in one of ``parts``."""
    queries = [part.sql for part in parts if part.sql]
    is_complete = len(queries) == len(parts)
    return ArticleSet(
        sql=" UNION ".join(f"SELECT id FROM ({one})" for one in queries)
        if is_complete
        else None,
        values=tuple(value for part in parts for value in part.values)
        if is_complete
        else (),
        condition=" OR ".join(f"({part.condition})" for part in parts),
        condition_values=tuple(v for part in parts for v in part.condition_values),
        size=sum(part.size for part in parts),
    )


def intersect(
    parts: Sequence[ArticleSet], *, first: ArticleSet | None = None
) -> ArticleSet:
    """Return the articles that are in all of ``parts``; all where there are none.

    ``first``, else the smallest, is gone through, the others are asked whether they
    have each article.
    """
    sources = [part for part in parts if part.sql]
    first = first or min(sources, key=lambda part: part.size, default=None)
    others = [part for part in parts if part is not first]
    other_values = [v for part in others for v in part.condition_values]
    sql = None
    if first:
        where = " AND ".join(f"({part.condition_for('+f.id')})" for part in others)
        sql = f"SELECT f.id FROM ({first.sql}) f" + f" WHERE {where}" * bool(where)
    return ArticleSet(
        sql=sql,
        values=(*first.values, *other_values) if first else (),
        condition=" AND ".join(f"({part.condition})" for part in parts) or "TRUE",
        condition_values=tuple(v for part in parts for v in part.condition_values),
        size=first.size if first else 0,
    )
