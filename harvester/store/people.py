"""Contributors: the rows of an article, who says so, and which authors they are."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from harvester.model import Article
from harvester.selection.columns import print_names
from harvester.store.bylines import People, build_people, number_affiliations
from harvester.store.encoding import read_article, to_json
from harvester.store.rows import insert_rows, replace_rows
from harvester.store.status import Records, load_records

Belonging = tuple[int | None, str | None, str | None]
"""A contributor's author, name and key of the name."""

_BELONGING = "SELECT author_id, name, name_key FROM contributors WHERE article_id = ?"
_COUNT_NAMES = """
    INSERT INTO author_names (author_id, name, name_key, row_count)
    VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
    SET row_count = row_count + excluded.row_count
"""
_CHOOSE = """
    UPDATE authors SET (name, name_key) = (
      SELECT n.name, n.name_key FROM author_names n WHERE n.author_id = authors.id
      ORDER BY n.row_count DESC, length(n.name) DESC, n.name LIMIT 1)
    WHERE id IN (
      SELECT a.id FROM json_each(?) f JOIN authors a ON a.id = f.value ->> 0
      WHERE f.value ->> 3 < 0 OR a.name IS NOT f.value ->> 1)
"""
"""Of authors whose names were counted: where the one shown only gained, it stays."""


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
    numbers = _intern(db, people)
    for table, rows in people.number(numbers).items():
        replace_rows(db, table, article_id, [(article_id, *row) for row in rows])
    after: Counter[Belonging] = Counter(
        (numbers[key] if key else None, name, name_key)
        for key, name, name_key in people.names
    )
    shift_people(db, before, after)


def shift_people(
    db: sqlite3.Connection, before: Counter[Belonging], after: Counter[Belonging]
) -> None:
    """Count what a change of the contributors of one article does to its authors.

    Args:
        db: The library.
        before: What ``load_belonging`` returned; empty: the article is new.
        after: What it returns now; empty: the article goes.
    """
    had, has = ({author for author, *_ in side if author} for side in (before, after))
    names = {
        form: after[form] - before[form]
        for form in before | after
        if after[form] != before[form]
    }
    works = {author: (author in has) - (author in had) for author in had ^ has}
    count_people(db, names, works)


def count_people(
    db: sqlite3.Connection, names: Mapping[Belonging, int], works: Mapping[int, int]
) -> None:
    """Add to the names of authors and to their works; who has none left goes.

    However many works an author has, it costs what is added.

    Args:
        db: The library.
        names: By how many rows more contributors have an author and a name.
        works: By how many works more authors have.
    """
    rows = [
        (author, name, key, more)
        for (author, name, key), more in names.items()
        if author and name
    ]
    db.executemany(_COUNT_NAMES, rows)
    db.executemany(
        "DELETE FROM author_names WHERE author_id = ? AND name = ? AND row_count <= 0",
        [(author, name) for author, name, _, more in rows if more < 0],
    )
    db.executemany(
        "UPDATE authors SET work_count = work_count + ? WHERE id = ?",
        [(more, author) for author, more in works.items()],
    )
    db.execute(_CHOOSE, (to_json(rows),))
    db.executemany(
        "DELETE FROM authors WHERE id = ? AND work_count <= 0",
        [(author,) for author, more in works.items() if more < 0],
    )


def choose_name(names: Mapping[str, int]) -> str | None:
    """Return the name that most have, the longest of these; None: there is none.

    As ``count_people`` chooses it.
    """
    return min(names, key=lambda name: (-names[name], -len(name), name), default=None)


def count_names(db: sqlite3.Connection) -> None:
    """Count the names of all authors: the library was filled without them."""
    db.execute("DELETE FROM author_names")
    db.execute(
        "INSERT INTO author_names (author_id, name, name_key, row_count) "
        "SELECT author_id, name, max(name_key), count(*) FROM contributors "
        "WHERE author_id IS NOT NULL AND name IS NOT NULL GROUP BY author_id, name"
    )


def introduce_all(db: sqlite3.Connection) -> None:
    """Give every contributor an author: the library was filled without them."""
    for article_id, article in _articles(db):
        save_people(db, article_id, article, load_records(db, article_id))


def name_all(db: sqlite3.Connection) -> None:
    """Give every article the names to search by: the library was filled without."""
    for article_id, article in _articles(db, "names IS NULL"):
        names = print_names(article)
        db.execute("UPDATE articles SET names = ? WHERE id = ?", (names, article_id))


def settle_affiliations(db: sqlite3.Connection) -> None:
    """Keep the affiliations of every article: the library was filled without."""
    for article_id, article in _articles(db):
        affiliations, borne = number_affiliations(article.contributors)
        rows = [(article_id, *row) for row in affiliations]
        insert_rows(db, "article_affiliations", rows)
        db.executemany(
            "UPDATE contributors SET affiliation_positions = ? "
            "WHERE article_id = ? AND position = ?",
            [
                (positions, article_id, place)
                for place, positions in enumerate(borne, 1)
                if positions
            ],
        )


def _articles(
    db: sqlite3.Connection, condition: str = "TRUE"
) -> Iterator[tuple[int, Article]]:
    """Yield the articles with their numbers, one after the other."""
    numbers = db.execute(
        f"SELECT id FROM articles WHERE json IS NOT NULL AND {condition}"
    )
    for (number,) in numbers.fetchall():
        (content,) = db.execute(
            "SELECT json FROM articles WHERE id = ?", (number,)
        ).fetchone()
        yield number, read_article(content)


def _intern(db: sqlite3.Connection, people: People) -> dict[str, int]:
    """Return the numbers of authors by key; who is not known yet gets one."""
    numbers = find_authors(db, people.authors)
    for key, author in people.authors.items():
        if key not in numbers:
            (numbers[key],) = db.execute(
                "INSERT INTO authors (key, kind, orcid, name, name_key, work_count) "
                "VALUES (?, ?, ?, ?, ?, 0) RETURNING id",
                (key, *author),
            ).fetchone()
    return numbers


def find_authors(db: sqlite3.Connection, keys: Iterable[str]) -> dict[str, int]:
    """Return the numbers of those of ``keys`` that are authors here."""
    return dict(
        db.execute(
            "SELECT key, id FROM authors WHERE key IN (SELECT value FROM json_each(?))",
            (to_json(sorted(keys)),),
        ).fetchall()
    )
