"""Documents that were given to the harvester."""

from __future__ import annotations

import sqlite3
from datetime import datetime

import msgspec

from harvester.model import Document
from harvester.store.attach import BEARER, attach
from harvester.store.encoding import timestamp, to_json
from harvester.store.learnt import learn_keywords

_BEARER = BEARER.format(scheme="?", value="?")


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
    if document.record:
        learn_keywords(db, (word.text.plain for word in document.record.keywords))
    return int(document_id)


def _state(document: Document) -> str:
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
