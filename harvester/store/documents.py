"""Documents that were given to the harvester."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Any

import msgspec

from harvester.model import Document, Mention, Value
from harvester.store.attach import BEARER, attach
from harvester.store.encoding import timestamp, to_json
from harvester.store.learnt import learn_keywords

_BEARER = BEARER.format(scheme="?", value="?")


class KeptDocument(Value, frozen=True, kw_only=True):
    """A document of the library, seen from an article.

    Attributes:
        document: What was read from it.
        is_article: Whether it is that article; else it mentions it.
        state: As in the table.
        first_seen_at: When it was first read (UTC).
        positions: Which of its mentions mean the article, counted from 1.
    """

    document: Document
    is_article: bool
    state: str
    first_seen_at: str
    positions: tuple[int, ...] = ()


class DocumentEntry(Value, frozen=True, kw_only=True):
    """A document of the library, as it stands in a list.

    Attributes:
        number: Its own.
        name: File name.
        reader: The page reader that understood it.
        state: As in the table.
        reason: Why its own article is not known.
        article_id: The article that it is, if it is here.
        citation: It in one line.
        first_seen_at: When it was first read (UTC).
        mention_count: How many identifiers stand in it.
    """

    number: int
    name: str
    reader: str | None
    state: str | None
    reason: str | None
    article_id: int | None
    citation: str | None
    first_seen_at: str | None
    mention_count: int


class KnownMention(Value, frozen=True, kw_only=True):
    """A mention in a document, with the article that it means.

    Attributes:
        position: Place among the document's mentions, from 1.
        mention: As it was read.
        article_id: The article, if it is here.
        citation: It in one line.
    """

    position: int
    mention: Mention
    article_id: int | None = None
    citation: str | None = None


_ENTRY = """
    SELECT d.id AS number, d.name, d.reader, d.state, d.reason, d.article_id,
      a.citation, d.first_seen_at,
      (SELECT count(*) FROM mentions m WHERE m.document_id = d.id) AS mention_count
    FROM documents d LEFT JOIN articles a ON a.id = d.article_id
"""


def list_documents(
    db: sqlite3.Connection,
    *,
    state: str | None = None,
    before: int | None = None,
    limit: int = -1,
) -> tuple[DocumentEntry, ...]:
    """Return the documents, of a state or before a number, the newest first."""
    where = "d.id < :before" + " AND d.state = :state" * (state is not None)
    rows = db.execute(
        f"{_ENTRY} WHERE {where} ORDER BY d.id DESC LIMIT :limit",
        {
            "state": state,
            "before": 2**63 - 1 if before is None else before,
            "limit": limit,
        },
    )
    return tuple(_entry(row) for row in rows)


def _entry(row: tuple[Any, ...]) -> DocumentEntry:
    names = DocumentEntry.__struct_fields__
    return DocumentEntry(**dict(zip(names, row, strict=True)))


def load_document(
    db: sqlite3.Connection, number: int
) -> tuple[DocumentEntry, Document] | None:
    """Return a document by its number, as it is listed and as it was read; or None."""
    row = db.execute(f"{_ENTRY} WHERE d.id = ?", (number,)).fetchone()
    if row is None:
        return None
    (content,) = db.execute(
        "SELECT json FROM documents WHERE id = ?", (number,)
    ).fetchone()
    return _entry(row), msgspec.json.decode(content, type=Document)


def find_mentioned(
    db: sqlite3.Connection, number: int, document: Document, *, after: int, limit: int
) -> tuple[KnownMention, ...]:
    """Return the mentions of a document after a place, with their articles."""
    return tuple(
        KnownMention(
            position=position,
            mention=document.mentions[position - 1],
            article_id=article_id,
            citation=citation,
        )
        for position, article_id, citation in db.execute(
            "SELECT m.position, m.article_id, a.citation FROM mentions m "
            "LEFT JOIN articles a ON a.id = m.article_id "
            "WHERE m.document_id = ? AND m.position > ? "
            "ORDER BY m.position LIMIT ?",
            (number, after, limit),
        )
    )


def save_document(
    db: sqlite3.Connection, document: Document, sha256: str, now: datetime
) -> int:
    """Keep what was read from a document; nothing is written if it is as before.

    The same content under another name is the same document, under its first name.

    Returns:
        Its number.
    """
    stored = db.execute(
        "SELECT id, name, json FROM documents WHERE sha256 = ?", (sha256,)
    ).fetchone()
    if stored:
        document = msgspec.structs.replace(document, name=stored[1])
    content = to_json(document)
    if stored and stored[2] == content:
        return int(stored[0])
    (document_id,) = db.execute(
        "INSERT INTO documents (name, sha256, reader, state, reason, json, "
        "first_seen_at) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (sha256) DO UPDATE SET reader = excluded.reader, "
        "state = excluded.state, reason = excluded.reason, json = excluded.json "
        "RETURNING id",
        (
            document.name,
            sha256,
            document.reader,
            _state(document),
            document.unresolved,
            content,
            timestamp(now),
        ),
    ).fetchone()
    _save_mentions(db, document_id, document)
    _save_values(db, document_id, document)
    if document.record:
        learn_keywords(db, (word.text.plain for word in document.record.keywords))
    return int(document_id)


def _state(document: Document) -> str:
    if document.resolution and document.resolution.state == "contradicted":
        return "contradicted"
    if document.unresolved:
        return "unresolved"
    return "resolved" if document.own else "list"


def _save_mentions(
    db: sqlite3.Connection, document_id: int, document: Document
) -> None:
    own = dict.fromkeys(identifier.key for identifier in document.own)
    db.execute("DELETE FROM mentions WHERE document_id = ?", (document_id,))
    db.execute("DELETE FROM document_keys WHERE document_id = ?", (document_id,))
    db.execute("UPDATE documents SET article_id = NULL WHERE id = ?", (document_id,))
    db.executemany(
        "INSERT INTO mentions (document_id, position, scheme, value, role, section, "
        "item, label, offset, evidence, article_id) "
        f"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, {_BEARER})",
        [
            (
                *(document_id, position, *mention.identifier.key, mention.role),
                *(mention.section, mention.item, mention.label, mention.offset),
                *(mention.evidence, *mention.identifier.key),
            )
            for position, mention in enumerate(document.mentions, start=1)
        ],
    )
    db.executemany(
        "INSERT INTO document_keys (scheme, value, document_id) VALUES (?, ?, ?)",
        [(*key, document_id) for key in own],
    )
    attach(db, own)


def _save_values(db: sqlite3.Connection, document_id: int, document: Document) -> None:
    db.execute("DELETE FROM document_values WHERE document_id = ?", (document_id,))
    db.executemany(
        "INSERT INTO document_values (document_id, position, field, value, offset, "
        "evidence) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (document_id, position, v.field, v.value, v.offset, v.evidence)
            for position, v in enumerate(document.values, start=1)
        ],
    )


def load_documents(db: sqlite3.Connection, article_id: int) -> tuple[KeptDocument, ...]:
    """Return the documents that are an article, then those that mention it.

    Both in the order in which they came; a mention under any of its identifiers
    counts.
    """
    rows = db.execute(
        "SELECT id, article_id IS ?1, state, first_seen_at, json FROM documents "
        "WHERE article_id = ?1 "
        "OR id IN (SELECT document_id FROM mentions WHERE article_id = ?1) "
        "ORDER BY article_id IS NOT ?1, id",
        (article_id,),
    ).fetchall()
    return tuple(
        KeptDocument(
            document=msgspec.json.decode(content, type=Document),
            is_article=bool(is_article),
            state=state,
            first_seen_at=first_seen_at,
            positions=tuple(
                position
                for (position,) in db.execute(
                    "SELECT position FROM mentions WHERE document_id = ? "
                    "AND article_id = ? ORDER BY position",
                    (document_id, article_id),
                )
            ),
        )
        for document_id, is_article, state, first_seen_at, content in rows
    )
