"""What the records of an article say has become of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from harvester.changes import EditorialStatus, Judgement, judge_status
from harvester.model import Article, SourceRecord
from harvester.store.encoding import lines

Records = tuple[tuple[str, SourceRecord], ...]


def load_records(db: sqlite3.Connection, article_id: int) -> Records:
    """Return (source, record) of an article, ordered by source and its key."""
    return tuple(
        (source, msgspec.json.decode(content, type=SourceRecord))
        for source, content in db.execute(
            "SELECT source, json FROM records WHERE article_id = ? "
            "ORDER BY source, source_id",
            (article_id,),
        )
    )


def save_status(
    db: sqlite3.Connection, article_id: int, article: Article, records: Records
) -> tuple[EditorialStatus | None, Judgement]:
    """Examine an article and keep its editorial status.

    An article that no record stands behind is examined by itself.

    Returns:
        The status that it had, None where it was not examined; and what is known now.
    """
    says: Iterable[tuple[str, SourceRecord | Article]] = records or (
        ("; ".join(source for source, _ in article.sources), article),
    )
    judgement = judge_status(says, article.article_keys)
    (old,) = db.execute(
        "SELECT retraction_status FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    db.execute(
        "UPDATE articles SET retraction_status = :status, retraction_source = :source "
        "WHERE id = :id AND (retraction_status IS NOT :status "
        "OR retraction_source IS NOT :source)",
        {
            "id": article_id,
            "status": judgement.status,
            "source": lines(judgement.sources),
        },
    )
    return (EditorialStatus(old) if old else None), judgement


def examine_all(db: sqlite3.Connection) -> None:
    """Examine every article: the library was filled before there was a status."""
    for (article_id,) in db.execute(
        "SELECT id FROM articles WHERE json IS NOT NULL"
    ).fetchall():
        (content,) = db.execute(
            "SELECT json FROM articles WHERE id = ?", (article_id,)
        ).fetchone()
        if content is None:  # not yet merged
            continue
        article = msgspec.json.decode(content, type=Article)
        save_status(db, article_id, article, load_records(db, article_id))
