"""Articles: kept under a number that stays, whole and in parts."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from harvester.changes import find_changes
from harvester.model import ARTICLE_SCHEMES, Article, Key
from harvester.store.article_headings import HEADINGS, number_headings
from harvester.store.attach import BEARER, attach, attach_relations
from harvester.store.counting import discount, load_shares, shift_counts
from harvester.store.duplicates import settle_pairs
from harvester.store.encoding import (
    Change,
    fingerprint,
    read_article,
    timestamp,
    to_json,
)
from harvester.store.history import log_addition, log_changes, log_merger, log_split
from harvester.store.journals import intern_journal
from harvester.store.learnt import learn_keywords, learn_names
from harvester.store.parts import (
    build_identifiers,
    build_parts,
    describe_article,
    describe_further,
    learnable_names,
    who_says,
)
from harvester.store.people import load_belonging, save_people, shift_people
from harvester.store.rows import replace_rows
from harvester.store.schema import TABLES
from harvester.store.short_records import write_out
from harvester.store.status import (
    Records,
    examine,
    find_acted_on,
    load_records,
    save_status,
)

_MENTIONED = """
    (source, source_id) IN (
      SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]')
      FROM json_each(:sources)
    )
"""
_BEARERS = f"""
    SELECT DISTINCT i.article_id
    FROM json_each(?) asked
    CROSS JOIN identifiers i
      ON i.scheme = json_extract(asked.value, '$[0]')
      AND i.value = json_extract(asked.value, '$[1]')
    WHERE i.is_valid AND i.scheme IN {ARTICLE_SCHEMES}
      AND NOT EXISTS (SELECT 1 FROM records r WHERE r.article_id = i.article_id)
    ORDER BY i.article_id
"""
_INDEX = "pubmed"
_POINTERS = tuple(
    (table.name, column.name)
    for table in TABLES
    for column in table.columns
    if column.references == "articles.id" and not column.is_part
)


def save_article(
    db: sqlite3.Connection,
    article: Article,
    *,
    citation: str,
    now: datetime,
    run_id: int | None = None,
) -> tuple[int, Change]:
    """Keep an article and what it was before; nothing is written if it is the same.

    It is recognised by its source records, else by its identifiers where no record
    stands behind them. Of several articles that turn out to be one, the lowest
    number stays and whatever points at the others moves there.

    Returns:
        Its number, and what happened to it.
    """
    known = _recognise(db, article)
    columns = {"citation": citation, **describe_article(article)}
    content = to_json(article)
    content_hash = fingerprint(to_json(columns), content)
    if not known:
        article_id, old_keys = _insert(db, now), []
        change: Change = "added"
    else:
        article_id, *others = known
        for other in others:
            log_merger(db, other, run_id, now)
        old_keys = _absorb(db, article_id, others)
        change = "updated" if others else _compare(db, article_id, content_hash)
    for former, *name in _claim(db, article_id, article.sources):
        log_split(db, former, (name[0], name[1]), run_id, now)
    if change == "unchanged":
        return article_id, change
    write_out(db, articles=[article_id])
    old = load_article(db, article_id) if known else None
    shares = load_shares(db, article_id) if known else None
    columns |= {
        **_derive_columns(db, article),
        "updated_at": timestamp(now),
        "content_hash": content_hash,
        "json": content,
    }
    _save_columns(db, article_id, columns)
    records = load_records(db, article_id)
    acted_on = find_acted_on(db, article_id)
    _save_parts(db, article_id, article, records)
    attach(db, dict.fromkeys([*old_keys, *_save_identifiers(db, article_id, article)]))
    attach_relations(db, article_id)
    shift_counts(db, shares, load_shares(db, article_id))
    judged = save_status(db, article_id, article, records)
    if old is None:
        log_addition(db, article_id, citation, run_id, now)
    else:
        news = [*find_changes(old, article), *([judged] if judged else [])]
        log_changes(db, article_id, news, run_id, now)
    _examine(db, acted_on | find_acted_on(db, article_id), run_id, now)
    return article_id, change


def _derive_columns(db: sqlite3.Connection, article: Article) -> dict[str, Any]:
    """Return what follows from the article and is no news of it by itself."""
    journal_id = intern_journal(db, article.container)
    return {"journal_id": journal_id, **describe_further(article)}


def _save_columns(
    db: sqlite3.Connection, article_id: int, columns: dict[str, Any]
) -> None:
    setters = ", ".join(f"{name} = :{name}" for name in columns)
    db.execute(
        f"UPDATE articles SET {setters} WHERE id = :id", {**columns, "id": article_id}
    )


def _examine(
    db: sqlite3.Connection, others: Iterable[int], run_id: int | None, now: datetime
) -> None:
    """Judge the status of articles again that a notice names, or named."""
    for other in sorted(others):
        if judged := examine(db, other):
            log_changes(db, other, [judged], run_id, now)


def _recognise(db: sqlite3.Connection, article: Article) -> list[int]:
    """Return the numbers under which the article is known, the lowest first.

    A number belongs to one of its records, PubMed's if there is one: where an article
    is parted, it stays with that.
    """
    given = {"sources": to_json(article.sources), "index": _INDEX}
    found = db.execute(
        f"""
        SELECT DISTINCT article_id FROM records AS mine
        WHERE {_MENTIONED} AND article_id IS NOT NULL AND id = (
          SELECT id FROM records WHERE article_id = mine.article_id
          ORDER BY source != :index, source, source_id LIMIT 1
        ) ORDER BY article_id
        """,
        given,
    ).fetchall()
    if not found:
        keys = to_json(article.article_keys)
        return [number for (number,) in db.execute(_BEARERS, (keys,))]
    first, *others = (number for (number,) in found)
    # An article that keeps a record of its own goes on by itself.
    return [first] + [
        other
        for other in others
        if not db.execute(
            f"SELECT 1 FROM records WHERE article_id = :other AND NOT {_MENTIONED}",
            {"other": other, **given},
        ).fetchone()
    ]


def _insert(db: sqlite3.Connection, now: datetime) -> int:
    (article_id,) = db.execute(
        "INSERT INTO articles (first_seen_at) VALUES (?) RETURNING id",
        (timestamp(now),),
    ).fetchone()
    return int(article_id)


def _compare(db: sqlite3.Connection, article_id: int, content_hash: str) -> Change:
    (stored,) = db.execute(
        "SELECT content_hash FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    return "unchanged" if stored == content_hash else "updated"


def _absorb(
    db: sqlite3.Connection, article_id: int, others: Collection[int]
) -> list[Key]:
    """Move what points at ``others`` to the article and delete them.

    Returns:
        The identifiers that they bore.
    """
    keys: list[Key] = []
    write_out(db, articles=others)
    for other in others:
        keys += db.execute(
            "SELECT scheme, value FROM identifiers WHERE article_id = ?", (other,)
        ).fetchall()
        for table, column in _POINTERS:
            db.execute(
                f"UPDATE {table} SET {column} = ? WHERE {column} = ?",
                (article_id, other),
            )
        db.execute(
            "UPDATE articles SET first_seen_at = min(first_seen_at, "
            "(SELECT first_seen_at FROM articles WHERE id = ?)) WHERE id = ?",
            (other, article_id),
        )
        people = load_belonging(db, other)
        discount(db, other)
        db.execute("DELETE FROM articles WHERE id = ?", (other,))
        shift_people(db, people, Counter())
        db.execute(
            "UPDATE articles SET replaced_by_article_id = NULL "
            "WHERE id = ? AND replaced_by_article_id = id",
            (article_id,),
        )
        settle_pairs(db, article_id)
    return keys


def _claim(
    db: sqlite3.Connection, article_id: int, sources: tuple[tuple[str, str], ...]
) -> list[tuple[int, str, str]]:
    """Make the records of ``sources``, and no others, those of the article.

    Returns:
        (article that it was part of, source, source_id) of every record that changed
        its article.
    """
    given: dict[str, Any] = {"id": article_id, "sources": to_json(sources)}
    moved = db.execute(
        "SELECT article_id, source, source_id FROM records "
        f"WHERE (article_id = :id AND NOT {_MENTIONED}) "
        f"OR (article_id != :id AND {_MENTIONED}) ORDER BY source, source_id",
        given,
    ).fetchall()
    write_out(db, sources=[(source, source_id) for _, source, source_id in moved])
    db.execute(
        "UPDATE records SET article_id = NULL "
        f"WHERE article_id = :id AND NOT {_MENTIONED}",
        given,
    )
    db.execute(
        f"UPDATE records SET article_id = :id WHERE {_MENTIONED} "
        "AND article_id IS NOT :id",
        given,
    )
    return moved


def _save_parts(
    db: sqlite3.Connection, article_id: int, article: Article, records: Records
) -> None:
    for table, names in learnable_names(article).items():
        learn_names(db, table, names, {})
    learn_keywords(db, (keyword.text.plain for keyword in article.keywords))
    rows = {
        table: [(article_id, *part) for part in parts]
        for table, parts in build_parts(article, who_says(records)).items()
    }
    rows[HEADINGS] = number_headings(db, rows[HEADINGS], {})
    for table, entries in rows.items():
        replace_rows(db, table, article_id, entries)
    save_people(db, article_id, article, records)


def _save_identifiers(
    db: sqlite3.Connection, article_id: int, article: Article
) -> list[Key]:
    """Keep the identifiers of an article.

    Returns:
        Those that it had and those that it has.
    """
    old = db.execute(
        "SELECT scheme, value FROM identifiers WHERE article_id = ?", (article_id,)
    ).fetchall()
    rows = [
        (scheme, value, article_id, *rest)
        for scheme, value, *rest in build_identifiers(article)
    ]
    replace_rows(db, "identifiers", article_id, rows)
    return [*old, *((row[0], row[1]) for row in rows)]


def find_article(db: sqlite3.Connection, key: Key) -> int | None:
    """Return the number of the article that answers to ``key``, or None."""
    bearer = BEARER.format(scheme="?", value="?")
    (article_id,) = db.execute(f"SELECT {bearer}", key).fetchone()
    return None if article_id is None else int(article_id)


def load_article(db: sqlite3.Connection, article_id: int) -> Article:
    """Return an article as it was saved.

    Raises:
        KeyError: The library has none of that number.
        LibraryError: What is stored cannot be read.
    """
    row = db.execute("SELECT json FROM articles WHERE id = ?", (article_id,)).fetchone()
    if row is None:
        raise KeyError(article_id)
    return read_article(row[0])
