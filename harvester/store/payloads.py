"""Replies, as they came: kept once, so that they can be read again."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from harvester.model import Value
from harvester.store.encoding import fingerprint, timestamp, to_json
from harvester.wire import Payload, Request


class Reading(Value, frozen=True, kw_only=True):
    """From which reply a record was read.

    Attributes:
        payload_id: Its number.
        fetched_at: When it last came so (UTC, ISO 8601).
    """

    payload_id: int
    fetched_at: str


def save_payload(db: sqlite3.Connection, payload: Payload, run_id: int) -> int:
    """Keep a reply; one that is equal to an earlier reply to the same request, once.

    Returns:
        Its number.
    """
    request = payload.request
    params = to_json(request.params)
    request_hash = fingerprint(
        to_json((request.source, request.method, request.url, params))
    )
    sha256 = fingerprint(payload.body)
    fetched_at = timestamp(payload.fetched_at)
    row = db.execute(
        "SELECT id FROM payloads WHERE request_hash = ? AND sha256 = ?",
        (request_hash, sha256),
    ).fetchone()
    if row is None:
        row = db.execute(
            "INSERT INTO payloads (source, route, method, url, params, asked, "
            "answered_url, status, content_type, fetched_at, request_hash, sha256, "
            "size, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "RETURNING id",
            (
                request.source,
                request.route,
                request.method,
                request.url,
                params,
                to_json(request.asked),
                payload.url,
                payload.status,
                payload.content_type,
                fetched_at,
                request_hash,
                sha256,
                len(payload.body),
                zlib.compress(payload.body),
            ),
        ).fetchone()
    payload_id = int(row[0])
    db.execute(
        "INSERT INTO run_payloads (run_id, payload_id, fetched_at) VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET fetched_at = excluded.fetched_at",
        (run_id, payload_id, fetched_at),
    )
    return payload_id


_WHOLE = (
    "SELECT id, source, route, method, url, params, asked, status, body, "
    "content_type, fetched_at, answered_url FROM payloads "
)


def load_payloads(db: sqlite3.Connection) -> Iterator[tuple[int, Payload]]:
    """Return every reply kept, with its number, in the order of arrival.

    A file loaded in bulk is no reply: only its name is kept.
    """
    for row in db.execute(_WHOLE + "WHERE body IS NOT NULL ORDER BY id"):
        yield row[0], _payload(row)


def load_payload(db: sqlite3.Connection, number: int) -> Payload:
    """Return one reply."""
    return _payload(db.execute(_WHOLE + "WHERE id = ?", (number,)).fetchone())


def _payload(row: tuple[Any, ...]) -> Payload:
    _, source, route, method, url, params, asked, status, body, *rest = row
    content_type, fetched_at, answered_url = rest
    return Payload(
        request=Request(
            source=source,
            route=route,
            method=method,
            url=url,
            params=msgspec.json.decode(params, type=tuple[tuple[str, str], ...]),
            asked=msgspec.json.decode(asked, type=tuple[str, ...]),
        ),
        status=status,
        body=zlib.decompress(body),
        content_type=content_type,
        fetched_at=datetime.fromisoformat(fetched_at),
        url=answered_url,
    )


def load_readings(
    db: sqlite3.Connection, article_id: int
) -> dict[tuple[str, str], Reading]:
    """Return from which reply each record of an article was read.

    Returns:
        By (source, source_id); a record without a reply is left out.
    """
    rows = db.execute(
        "SELECT r.source, r.source_id, p.id, "
        "coalesce(max(came.fetched_at), p.fetched_at) FROM records r "
        "JOIN payloads p ON p.id = r.payload_id "
        "LEFT JOIN run_payloads came ON came.payload_id = p.id "
        "WHERE r.article_id = ? GROUP BY r.id",
        (article_id,),
    )
    return {
        (source, source_id): Reading(payload_id=number, fetched_at=fetched_at)
        for source, source_id, number, fetched_at in rows
    }
