"""MeSH headings of articles as rows: every name is said once, and pointed at."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from harvester.model import Article
from harvester.store.encoding import to_json
from harvester.store.rows import Row, insert_rows, next_number

HEADINGS = "article_headings"

Name = tuple[str | None, str]
"""UI and name of a descriptor or a qualifier, as a record has them."""

_FIND = """
    SELECT n.ui, n.name, n.id FROM json_each(?) t CROSS JOIN mesh_names n
    ON n.ui IS t.value ->> 0 AND n.name = t.value ->> 1
"""


def build_headings(article: Article) -> Iterator[Row]:
    """Yield the rows of an article without its number, names in place of numbers.

    position, qualifier_position, UI and name of the descriptor or the qualifier,
    is_major: see ``number_headings``.
    """
    for position, heading in enumerate(article.mesh_headings, start=1):
        yield (position, 0, heading.ui, heading.descriptor, int(heading.is_major))
        for place, one in enumerate(heading.qualifiers, start=1):
            yield (position, place, one.ui, one.name, int(one.is_major))


def number_headings(
    db: sqlite3.Connection, rows: Sequence[Row], known: dict[Name, int]
) -> list[Row]:
    """Return rows of ``article_headings`` with the numbers of the names in them.

    Args:
        db: The library; names that are new to it are kept.
        rows: As ``build_headings`` yields them, behind the article's number.
        known: Numbers that were found within the transaction; it is added to.
    """
    used = dict.fromkeys(row[3:5] for row in rows)
    _number(db, [name for name in used if name not in known], known)
    return [(*row[:3], known[row[3:5]], row[5]) for row in rows]


def _number(
    db: sqlite3.Connection, names: Sequence[Name], known: dict[Name, int]
) -> None:
    """Add the numbers of ``names`` to those that are known."""
    if not names:
        return
    for ui, name, number in db.execute(_FIND, (to_json(names),)):
        known[ui, name] = number
    new = [name for name in names if name not in known]
    fresh = list(enumerate(new, next_number(db, "mesh_names")))
    insert_rows(db, "mesh_names", [(number, *name) for number, name in fresh])
    known |= {name: number for number, name in fresh}


def settle_headings(db: sqlite3.Connection) -> None:
    """Put what the table ``article_mesh`` said in the place that it has now."""
    db.execute(
        "INSERT INTO mesh_names (ui, name) "
        "SELECT descriptor_ui, descriptor FROM article_mesh "
        "WHERE descriptor IS NOT NULL UNION "
        "SELECT qualifier_ui, qualifier FROM article_mesh WHERE qualifier IS NOT NULL"
    )
    number = "(SELECT id FROM mesh_names WHERE ui IS m.{0}_ui AND name = m.{0})"
    db.execute(
        f"INSERT INTO {HEADINGS} SELECT article_id, position, qualifier_position, "
        f"iif(qualifier_position, {number.format('qualifier')}, "
        f"{number.format('descriptor')}), is_major "
        "FROM article_mesh m ORDER BY article_id, position, qualifier_position"
    )
