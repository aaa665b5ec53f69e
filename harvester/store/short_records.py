"""Records that say what their article says, and are not stored a second time.

An article that one record makes repeats it nearly word for word. Such a record is kept
as the fields in which it differs; whoever reads it gets it whole. It is written out
before its article is changed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

import msgspec

from harvester.model import Article, SourceRecord, Work
from harvester.store.encoding import to_json

RECORD = """
    r.source, r.source_id, r.version, r.json,
    CASE WHEN r.is_short THEN (SELECT a.json FROM articles a WHERE a.id = r.article_id)
    END
"""
"""SQL for the columns that ``read_record`` takes; ``r`` is the table ``records``."""

_FIELDS = Work.__struct_fields__
_SHORT = f"""
    SELECT r.id, {RECORD} FROM records r
    WHERE r.is_short AND (r.id = :record
      OR r.article_id IN (SELECT value FROM json_each(:articles))
      OR (r.source, r.source_id) IN (
        SELECT value ->> 0, value ->> 1 FROM json_each(:sources)))
"""
_Row = tuple[str, str, str | None, str, str | None]


def shorten(record: SourceRecord, article: Article) -> str:
    """Return the fields in which a record differs from its article, as JSON."""
    return to_json(
        {
            name: value
            for name in _FIELDS
            if (value := getattr(record, name)) is not (other := getattr(article, name))
            and value != other
        }
    )


def read_record(row: _Row) -> SourceRecord:
    """Return a record from the columns ``RECORD``."""
    source, source_id, version, content, article = row
    if article is None:
        return msgspec.json.decode(content, type=SourceRecord)
    said = msgspec.json.decode(article)
    fields = {name: said[name] for name in _FIELDS if name in said}
    own = {"source": source, "source_id": source_id, "version": version}
    return msgspec.convert(
        {**fields, **msgspec.json.decode(content), **own}, SourceRecord
    )


def write_out(
    db: sqlite3.Connection,
    *,
    record: int | None = None,
    articles: Collection[int] = (),
    sources: Collection[tuple[str, str]] = (),
) -> None:
    """Store records whole: they, or their articles, are about to change.

    Args:
        db: The library.
        record: The number of one.
        articles: The numbers of articles whose records are meant.
        sources: (source, source_id) of records.
    """
    given = {
        "record": record,
        "articles": to_json(list(articles)),
        "sources": to_json(list(sources)),
    }
    db.executemany(
        "UPDATE records SET json = ?, is_short = 0 WHERE id = ?",
        [
            (to_json(read_record(row)), number)
            for number, *row in db.execute(_SHORT, given).fetchall()
        ],
    )
