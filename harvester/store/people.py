"""Contributors: the rows of an article, who says so, and which authors they are."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable

from harvester.model import Article
from harvester.selection.columns import print_names
from harvester.store.bylines import People, build_people
from harvester.store.encoding import read_article, to_json
from harvester.store.rows import replace_rows
from harvester.store.status import Records, load_records

Belonging = tuple[int | None, str | None, str | None]
"""A contributor's author, name and key of the name."""

_BELONGING = "SELECT author_id, name, name_key FROM contributors WHERE article_id = ?"
_RECOUNT = """
    UPDATE authors SET
      work_count = (SELECT count(DISTINCT c.article_id) FROM contributors c
                    WHERE c.author_id = authors.id),
      (name, name_key) = (
        SELECT c.name, c.name_key FROM contributors c WHERE c.author_id = authors.id
        GROUP BY c.name ORDER BY count(*) DESC, length(c.name) DESC, c.name LIMIT 1)
    WHERE id IN (SELECT value FROM json_each(?))
"""


def load_belonging(db: sqlite3.Connection, article_id: int) -> Counter[Belonging]:
    """Return which authors an article has, and under which names."""
    return Counter(db.execute(_BELONGING, (article_id,)).fetchall())


def save_people(
    db: sqlite3.Connection, article_id: int, article: Article, records: Records
) -> None:
    """Keep the contributors of an article and who says what of them.

    Each is given its author, a new one where there is none: by ORCID iD, else by name.
    An iD that several people of one list bear is nobody's. A name that is marked as
    wrong has no author.
    """
    before = load_belonging(db, article_id)
    people = build_people(article, records)
    numbers, fresh = _intern(db, people)
    replace_rows(
        db,
        "contributors",
        article_id,
        [(article_id, *row) for row in people.number(numbers)],
    )
    replace_rows(
        db,
        "contributor_sources",
        article_id,
        [(article_id, *row) for row in people.said],
    )
    after: Counter[Belonging] = Counter(
        (numbers[key] if key else None, name, name_key)
        for key, name, name_key in people.names
    )
    changed = (before - after) + (after - before)
    recount(db, {author for author, *_ in changed if author} - fresh)


def recount(db: sqlite3.Connection, authors: Iterable[int]) -> None:
    """Set name and number of works of authors again; who has none left goes."""
    if numbers := sorted(authors):
        db.execute(_RECOUNT, (to_json(numbers),))
        db.execute(
            "DELETE FROM authors WHERE work_count = 0 "
            "AND id IN (SELECT value FROM json_each(?))",
            (to_json(numbers),),
        )


def introduce_all(db: sqlite3.Connection) -> None:
    """Give every contributor an author: the library was filled without them."""
    for (article_id,) in db.execute(
        "SELECT id FROM articles WHERE json IS NOT NULL"
    ).fetchall():
        (content,) = db.execute(
            "SELECT json FROM articles WHERE id = ?", (article_id,)
        ).fetchone()
        article = read_article(content)
        save_people(db, article_id, article, load_records(db, article_id))


def name_all(db: sqlite3.Connection) -> None:
    """Give every article the names to search by: the library was filled without."""
    articles = db.execute(
        "SELECT id, json FROM articles WHERE json IS NOT NULL AND names IS NULL"
    )
    for article_id, content in articles.fetchall():
        names = print_names(read_article(content))
        db.execute("UPDATE articles SET names = ? WHERE id = ?", (names, article_id))


def _intern(db: sqlite3.Connection, people: People) -> tuple[dict[str, int], set[int]]:
    """Return the numbers of authors by key, who is not known yet getting one.

    And the numbers of those who are new and need no recount.
    """
    numbers = find_authors(db, people.authors)
    counts = Counter(people.keys)
    fresh = set()
    for key, author in people.authors.items():
        if key in numbers:
            continue
        (numbers[key],) = db.execute(
            "INSERT INTO authors (key, kind, orcid, name, name_key, work_count) "
            "VALUES (?, ?, ?, ?, ?, 1) RETURNING id",
            (key, *author),
        ).fetchone()
        if counts[key] == 1:
            fresh.add(numbers[key])
    return numbers, fresh


def find_authors(db: sqlite3.Connection, keys: Iterable[str]) -> dict[str, int]:
    """Return the numbers of those of ``keys`` that are authors here."""
    return dict(
        db.execute(
            "SELECT key, id FROM authors WHERE key IN (SELECT value FROM json_each(?))",
            (to_json(sorted(keys)),),
        ).fetchall()
    )
