"""The articles of the library, as far as similarity depends on them."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator

from harvester.similar import ComparedArticle

_TEXTS = """
    SELECT id, title, abstract FROM articles
    WHERE json IS NOT NULL AND deleted_at IS NULL OR id = ? ORDER BY id
"""
_HEADINGS = """
    SELECT h.article_id, h.qualifier_position, n.name
    FROM article_headings h CROSS JOIN mesh_names n ON n.id = h.name_id
    ORDER BY h.article_id, h.position, h.qualifier_position
"""
_TIED = """
    SELECT DISTINCT {own}_article_id, {end} FROM citation_ends
    WHERE {own}_article_id IS NOT NULL AND {end} IS NOT NULL AND last_seen_at IS NULL
"""
_AUTHORS = """
    SELECT DISTINCT article_id, coalesce('author:' || author_id, name_key)
    FROM contributors WHERE role = 'author' AND is_valid
      AND coalesce('author:' || author_id, name_key) IS NOT NULL
"""


def load_compared(db: sqlite3.Connection, article_id: int) -> Iterator[ComparedArticle]:
    """Yield all articles, by number, and one that is asked for even if deleted.

    An article stands among its own references: so one that cites another shares a
    reference with it.
    """
    headings: dict[int, dict[str, None]] = defaultdict(dict)
    descriptor = ""
    for number, is_qualifier, name in db.execute(_HEADINGS):
        descriptor = descriptor if is_qualifier else name
        headings[number][f"{descriptor}/{name}" if is_qualifier else name] = None
    references = _sets(db, _TIED.format(own="citing", end="cited"))
    citing = _sets(db, _TIED.format(own="cited", end="citing"))
    authors = _sets(db, _AUTHORS)
    for number, title, abstract in db.execute(_TEXTS, (article_id,)):
        yield ComparedArticle(
            name=number,
            title=title,
            abstract=abstract,
            headings=tuple(headings.get(number, ())),
            references=frozenset({f"article:{number}", *references.get(number, ())}),
            citing=frozenset(citing.get(number, ())),
            authors=frozenset(authors.get(number, ())),
        )


def _sets(db: sqlite3.Connection, statement: str) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for number, name in db.execute(statement):
        found[number].add(name)
    return found
