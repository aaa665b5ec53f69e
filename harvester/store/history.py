"""What was before: every change of an article, and the article as it was."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from harvester.changes import ArticleChange, Change, ChangeKind, Event, undo_changes
from harvester.model import Article, Key, Value
from harvester.store.attach import BEARER
from harvester.store.encoding import read_article, timestamp
from harvester.store.status import load_as_of, load_events

_COLUMNS = "kind, field, old_value, new_value, old_source, new_source"
_BEARER = BEARER.format(scheme="?", value="?")
_ENTRY = (
    "a.id, a.citation, a.pmid, a.doi, a.retraction_status, c.changed_at, c.run_id, "
    f"{', '.join(f'c.{name}' for name in _COLUMNS.split(', '))} "
    "FROM changes c LEFT JOIN articles a ON a.id = c.article_id"
)
_LAST = 2**63 - 1
"""Above every number that a row can have."""
_WHOLE = "article"
"""``field`` of a change that is about the article as a whole."""


_RECORD = "record"
"""``field`` of a change that is about one of its records."""


class Fate(Value, frozen=True, kw_only=True):
    """What has become of an article.

    Attributes:
        status: Its editorial status; None only while it is being saved.
        status_sources: Who says so.
        as_of: Source → when what it says was last known to be current; the sources
            that could say so and have a record of the article.
        doubts: Why the status is not to be relied on.
        events: What was done to it, by date.
        deleted_at: When PubMed was found to have its record no more.
        replaced_by: (number, citation) of the article that PubMed has instead.
    """

    status: str | None = None
    status_sources: tuple[str, ...] = ()
    as_of: Mapping[str, str] = {}
    doubts: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    deleted_at: str | None = None
    replaced_by: tuple[int, str] | None = None


def load_fate(db: sqlite3.Connection, article_id: int) -> Fate:
    """Return what has become of an article."""
    status, source, doubts, deleted_at, *other = db.execute(
        "SELECT a.retraction_status, a.retraction_source, a.retraction_doubts, "
        "a.deleted_at, b.id, b.citation FROM articles a LEFT JOIN articles b "
        "ON b.id = a.replaced_by_article_id WHERE a.id = ?",
        (article_id,),
    ).fetchone()
    return Fate(
        status=status,
        status_sources=tuple((source or "").splitlines()),
        as_of=load_as_of(db, article_id),
        doubts=tuple((doubts or "").splitlines()),
        events=load_events(db, article_id),
        deleted_at=deleted_at,
        replaced_by=(other[0], other[1] or "") if other[0] else None,
    )


def log_changes(
    db: sqlite3.Connection,
    article_id: int,
    changes: Iterable[Change],
    run_id: int | None,
    now: datetime,
) -> None:
    """Keep what changed in an article."""
    db.executemany(
        f"INSERT INTO changes (run_id, article_id, known_as, changed_at, {_COLUMNS}) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(run_id, article_id, article_id, timestamp(now)),
                *(change.kind, change.field, change.old, change.new),
                *(change.old_source, change.new_source),
            )
            for change in changes
        ],
    )


def log_addition(
    db: sqlite3.Connection,
    article_id: int,
    citation: str,
    run_id: int | None,
    now: datetime,
) -> None:
    """Keep that an article came into the library."""
    added = Change(kind=ChangeKind.ADDED, field=_WHOLE, new=citation)
    log_changes(db, article_id, [added], run_id, now)


def log_merger(
    db: sqlite3.Connection, article_id: int, run_id: int | None, now: datetime
) -> None:
    """Keep the whole of an article, which is about to go into another one."""
    content, citation = db.execute(
        "SELECT json, citation FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    merged = Change(kind=ChangeKind.MERGED, field=_WHOLE, old=content, new=citation)
    log_changes(db, article_id, [merged], run_id, now)


def log_split(
    db: sqlite3.Connection,
    article_id: int,
    record: Key,
    run_id: int | None,
    now: datetime,
) -> None:
    """Keep that a source's record is no part of an article any more."""
    name = " ".join(record)
    told = f"{name} is no part of it any more"
    split = Change(kind=ChangeKind.SPLIT, field=_RECORD, old=name, new=told)
    log_changes(db, article_id, [split], run_id, now)


def load_article_as_of(
    db: sqlite3.Connection, article_id: int, moment: datetime
) -> Article | None:
    """Return an article as it was; None where it was not there yet.

    Raises:
        KeyError: The library never had one of that number.
    """
    rows = db.execute(
        f"SELECT changed_at, article_id, {_COLUMNS} FROM changes "
        "WHERE known_as = ? ORDER BY id DESC",
        (article_id,),
    ).fetchall()
    row = db.execute(
        "SELECT json, first_seen_at FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    content, first_seen_at = row or (None, "")
    if content is None and not rows:
        raise KeyError(article_id)
    when = timestamp(moment)
    undone: list[Change] = []
    for changed_at, bearer, *values in rows:
        change = _change(values)
        if change.kind is ChangeKind.MERGED and change.field == _WHOLE:
            if changed_at <= when:
                return load_article_as_of(db, bearer, moment)
            content = change.old
        elif change.kind is ChangeKind.ADDED:
            first_seen_at = changed_at
        elif changed_at > when:
            undone.append(change)
    if content is None or first_seen_at > when:
        return None
    return undo_changes(read_article(content), undone)


def _change(values: list[str | None]) -> Change:
    names = ("kind", "field", "old", "new", "old_source", "new_source")
    return msgspec.convert(dict(zip(names, values, strict=True)), Change)


def load_changes(
    db: sqlite3.Connection,
    *,
    since: datetime | None,
    run_id: int | None,
    first_run_id: int | None,
    article_id: int | None = None,
) -> tuple[ArticleChange, ...]:
    """Return the changes since a moment or run, of a run or article, in their order."""
    asked = {
        "c.changed_at >= ?": since and timestamp(since),
        "c.run_id = ?": run_id,
        "c.run_id >= ?": first_run_id,
        "c.article_id = ?": article_id,
    }
    asked = {sql: value for sql, value in asked.items() if value is not None}
    rows = db.execute(
        f"SELECT {_ENTRY} WHERE {' AND '.join(asked) or '1'} ORDER BY c.id",
        tuple(asked.values()),
    )
    return tuple(map(_entry, rows))


def _entry(row: Sequence[Any]) -> ArticleChange:
    article_id, citation, pmid, doi, status, changed_at, run_id, *values = row
    return ArticleChange(
        change=_change(values),
        article_id=article_id,
        citation=citation,
        pmid=pmid,
        doi=doi,
        status=status,
        changed_at=changed_at,
        run_id=run_id,
    )


def load_last_changes(
    db: sqlite3.Connection,
    *,
    limit: int,
    before: int | None = None,
    since: datetime | None = None,
    only: Mapping[str, object],
) -> tuple[tuple[int, ArticleChange], ...]:
    """Return (number, change) of the last changes, the newest first.

    Args:
        db: The library.
        limit: How many at most.
        before: Only those of a lower number.
        since: Only those found at a moment or after it.
        only: Column → the value that it must have.
    """
    first = (0,)
    if since:
        found = db.execute(
            "SELECT id FROM changes WHERE changed_at >= ? "
            "ORDER BY changed_at, id LIMIT 1",
            (timestamp(since),),
        ).fetchone()
        if found is None:
            return ()
        first = found
    where = ["c.id < :before", "c.id >= :first", *(f"c.{n} = :{n}" for n in only)]
    limits = {
        "limit": limit,
        "before": _LAST if before is None else before,
        "first": first[0],
    }
    rows = db.execute(
        f"SELECT c.id, {_ENTRY} WHERE {' AND '.join(where)} "
        "ORDER BY c.id DESC LIMIT :limit",
        {**only, **limits},
    )
    return tuple((row[0], _entry(row[1:])) for row in rows)


def keep_version(
    db: sqlite3.Connection, record_id: int, run_id: int | None, now: datetime
) -> None:
    """Keep what a source says of a work, before it is replaced."""
    version, payload_id, content, since = db.execute(
        "SELECT version, payload_id, json, updated_at FROM records WHERE id = ?",
        (record_id,),
    ).fetchone()
    db.execute(
        "INSERT INTO record_versions (record_id, version, payload_id, json, since, "
        "until, run_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            *(record_id, version, payload_id, zlib.compress(content.encode())),
            *(since, timestamp(now), run_id),
        ),
    )


def mark_deleted(
    db: sqlite3.Connection,
    key: Key,
    successor: Key | None,
    run_id: int | None,
    now: datetime,
) -> int | None:
    """Mark that a service no longer has a record; see ``Library.mark_deleted``."""
    article_id, other = db.execute(
        f"SELECT {_BEARER}, {_BEARER}", (*key, *(successor or (None, None)))
    ).fetchone()
    if article_id is None:
        return None
    other = None if other == article_id else other
    deleted_at, known = db.execute(
        "SELECT deleted_at, replaced_by_article_id FROM articles WHERE id = ?",
        (article_id,),
    ).fetchone()
    if deleted_at and known == (other or known):
        return int(article_id)
    db.execute(
        "UPDATE articles SET deleted_at = coalesce(deleted_at, ?), "
        "replaced_by_article_id = coalesce(?, replaced_by_article_id) WHERE id = ?",
        (timestamp(now), other, article_id),
    )
    name = ":".join(key)
    change = Change(
        kind=ChangeKind.MERGED if successor else ChangeKind.DELETED,
        field="deleted_at",
        old=deleted_at,
        new=f"{name} is now {':'.join(successor)}" if successor else name,
    )
    log_changes(db, article_id, [change], run_id, now)
    return int(article_id)


def mark_restored(
    db: sqlite3.Connection, key: Key, run_id: int | None, now: datetime
) -> None:
    """Take back ``mark_deleted``: the service has the record again."""
    row = db.execute(
        "SELECT id, deleted_at FROM articles "
        f"WHERE id = {_BEARER} AND deleted_at IS NOT NULL",
        key,
    ).fetchone()
    if row is None:
        return
    db.execute(
        "UPDATE articles SET deleted_at = NULL, replaced_by_article_id = NULL "
        "WHERE id = ?",
        row[:1],
    )
    change = Change(
        kind=ChangeKind.RESTORED, field="deleted_at", old=row[1], new=":".join(key)
    )
    log_changes(db, row[0], [change], run_id, now)
