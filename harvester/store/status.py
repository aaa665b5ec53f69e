"""What the records of an article, and of its notices, say has become of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from harvester.changes import (
    STATUS_OF,
    Change,
    EditorialStatus,
    Event,
    Judgement,
    judge_change,
    judge_status,
)
from harvester.model import DOI, PMID, Article, Key, SourceRecord, Work
from harvester.store.encoding import lines, read_article
from harvester.store.rows import Row, replace_rows
from harvester.store.schema.editorial import CHECKED
from harvester.store.short_records import RECORD, read_record

Records = tuple[tuple[str, SourceRecord], ...]

_NOTICES = f"""
    SELECT r.tie, coalesce(r.edtf, a.published), r.source, r.asserted_by, r.update_type,
      a.citation, a.pmid, a.doi
    FROM relations r JOIN articles a ON a.id = r.article_id
    WHERE r.other_article_id = :id AND r.article_id <> :id AND r.direction = 'of'
      AND r.tie IN {tuple(STATUS_OF)}
    ORDER BY r.article_id, r.position
"""
_CHECKED = CHECKED.format(condition="r.article_id = ?")
_ACTED_ON = f"""
    SELECT DISTINCT other_article_id FROM relations
    WHERE article_id = :id AND other_article_id <> :id AND direction = 'of'
      AND tie IN {tuple(STATUS_OF)}
"""


def load_records(db: sqlite3.Connection, article_id: int) -> Records:
    """Return (source, record) of an article, ordered by source and its key."""
    return tuple(
        (row[0], read_record(row))
        for row in db.execute(
            f"SELECT {RECORD} FROM records r WHERE r.article_id = ? "
            "ORDER BY r.source, r.source_id",
            (article_id,),
        )
    )


def find_acted_on(db: sqlite3.Connection, article_id: int) -> set[int]:
    """Return the articles here that an article is the editorial notice of."""
    return {number for (number,) in db.execute(_ACTED_ON, {"id": article_id})}


def save_status(
    db: sqlite3.Connection, article_id: int, article: Article, records: Records
) -> Change | None:
    """Examine an article and keep its editorial status and events.

    An article that no record stands behind is examined by itself. The identifiers and
    relations of all articles must be saved and attached.

    Returns:
        The change of its status; None where it is as it was.
    """
    says: tuple[tuple[str, Work], ...] = records or tuple(
        (source, article) for source, _ in article.sources
    )
    judgement = judge_status(says, article.article_keys, _load_told(db, article_id))
    (old,) = db.execute(
        "SELECT retraction_status FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    db.execute(
        "UPDATE articles SET retraction_status = :retraction_status, "
        "retraction_source = :retraction_source, "
        "retraction_doubts = :retraction_doubts WHERE id = :id "
        "AND (retraction_status, retraction_source, retraction_doubts) "
        "IS NOT (:retraction_status, :retraction_source, :retraction_doubts)",
        {"id": article_id, **describe_status(judgement)},
    )
    events = [(article_id, *row) for row in build_events(judgement)]
    replace_rows(db, "editorial_events", article_id, events)
    return judge_change(EditorialStatus(old) if old else None, judgement)


def examine(db: sqlite3.Connection, article_id: int) -> Change | None:
    """Examine an article as it is stored; see ``save_status``."""
    (content,) = db.execute(
        "SELECT json FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    if content is None:  # not yet merged
        return None
    article = read_article(content)
    return save_status(db, article_id, article, load_records(db, article_id))


def _load_told(db: sqlite3.Connection, article_id: int) -> tuple[Event, ...]:
    """Return what the articles here that are its notices say of an article."""
    told = []
    for tie, date, sources, teller, update, citation, pmid, doi in db.execute(
        _NOTICES, {"id": article_id}
    ):
        is_told = teller and update and teller != "publisher"
        notices: list[Key] = [(s, v) for s, v in ((PMID, pmid), (DOI, doi)) if v]
        told.append(
            Event(
                kind=tie,
                date=date,
                notices=tuple(notices),
                citation=citation,
                sources=tuple(
                    f"{source} ({teller})" if is_told else source
                    for source in (sources or "").splitlines()
                ),
            )
        )
    return tuple(told)


def describe_status(judgement: Judgement) -> dict[str, str | None]:
    """Return the columns of ``articles`` that say what has become of one."""
    return {
        "retraction_status": judgement.status,
        "retraction_source": lines(judgement.sources),
        "retraction_doubts": lines(judgement.doubts),
    }


def build_events(judgement: Judgement) -> list[Row]:
    """Return the rows of ``editorial_events`` without the article."""
    return [
        (
            *(position, event.kind, event.date),
            *(lines(":".join(key) for key in event.notices), event.citation),
            *(lines(event.sources), lines(event.silent)),
        )
        for position, event in enumerate(judgement.events, start=1)
    ]


def load_events(db: sqlite3.Connection, article_id: int) -> tuple[Event, ...]:
    """Return what was done to an article, by date."""
    return tuple(
        Event(
            kind=kind,
            date=date,
            notices=tuple(
                (scheme, value)
                for name in (notices or "").splitlines()
                for scheme, _, value in [name.partition(":")]
            ),
            citation=citation,
            sources=tuple((sources or "").splitlines()),
            silent=tuple((silent or "").splitlines()),
        )
        for kind, date, notices, citation, sources, silent in db.execute(
            "SELECT kind, date, notices, citation, sources, silent "
            "FROM editorial_events WHERE article_id = ? ORDER BY position",
            (article_id,),
        )
    )


def load_as_of(db: sqlite3.Connection, article_id: int) -> Mapping[str, str]:
    """Return when each source that keeps retractions was last known to be current.

    Only those that have a record of the article; UTC, ISO 8601.
    """
    return dict(
        db.execute(
            f"SELECT source, checked_at FROM ({_CHECKED}) ORDER BY source",
            (article_id,),
        ).fetchall()
    )
