"""Corrections: kept under identifiers, for the numbers of articles move."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from harvester.model import Correction, Key, Value
from harvester.store.attach import attach
from harvester.store.encoding import lines, timestamp, to_json

_COLUMNS = "scheme, value, field, printed, set_at, why, agreed_by"
_STANDING = "withdrawn_at IS NULL"
_LISTED = f"""
    SELECT {_COLUMNS}, meaning, state, agreed_at, withdrawn_at,
      article_id, (SELECT citation FROM articles a WHERE a.id = c.article_id)
    FROM corrections c
    WHERE :article_id IS NULL OR article_id = :article_id
    ORDER BY set_at, id
"""


class KeptCorrection(Value, frozen=True, kw_only=True):
    """A correction and what has become of it.

    Attributes:
        correction: What was said.
        meaning: What the value was read as.
        state: ``standing``, ``agreed`` or ``withdrawn``.
        agreed_at, withdrawn_at: When (UTC, ISO 8601).
        article_id, citation: The article; None where none bears the identifier now.
    """

    correction: Correction
    meaning: str | None
    state: str
    agreed_at: str | None
    withdrawn_at: str | None
    article_id: int | None
    citation: str | None


def save_correction(
    db: sqlite3.Connection, correction: Correction, meaning: str | None, now: datetime
) -> None:
    """Keep a correction; an earlier one of the same field is withdrawn.

    Nothing is written where the same was said before, with the same reason.
    """
    said = db.execute(
        "SELECT 1 FROM corrections WHERE scheme = ? AND value = ? AND field = ? "
        f"AND printed IS ? AND why IS ? AND {_STANDING}",
        (*correction.key, correction.field, correction.printed, correction.why),
    )
    if said.fetchone():
        return
    withdraw_correction(db, correction.key, correction.field, now)
    db.execute(
        "INSERT INTO corrections (scheme, value, field, printed, meaning, why, state, "
        "set_at) VALUES (?, ?, ?, ?, ?, ?, 'standing', ?)",
        (
            *correction.key,
            correction.field,
            correction.printed,
            meaning,
            correction.why,
            correction.set_at,
        ),
    )
    attach(db, [correction.key])


def withdraw_correction(
    db: sqlite3.Connection, key: Key, field: str, now: datetime
) -> bool:
    """Take back what was said of a field; False where nothing was."""
    written = db.execute(
        "UPDATE corrections SET state = 'withdrawn', withdrawn_at = ? "
        f"WHERE scheme = ? AND value = ? AND field = ? AND {_STANDING}",
        (timestamp(now), *key, field),
    )
    return written.rowcount > 0


def load_corrections(
    db: sqlite3.Connection, keys: Iterable[Key]
) -> tuple[Correction, ...]:
    """Return the corrections that stand for any of ``keys``, in order."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM corrections WHERE (scheme, value) IN ("
        "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') "
        f"FROM json_each(?)) AND {_STANDING} ORDER BY id",
        (to_json(sorted(set(keys))),),
    )
    return tuple(map(_correction, rows))


def list_corrections(
    db: sqlite3.Connection, article_id: int | None
) -> tuple[KeptCorrection, ...]:
    """Return all corrections, of one article or of all, the oldest first."""
    return tuple(
        KeptCorrection(
            correction=_correction(row[:7]),
            meaning=row[7],
            state=row[8],
            agreed_at=row[9],
            withdrawn_at=row[10],
            article_id=row[11],
            citation=row[12],
        )
        for row in db.execute(_LISTED, {"article_id": article_id})
    )


def save_agreement(
    db: sqlite3.Connection,
    correction: Correction,
    sources: tuple[str, ...],
    now: datetime,
) -> None:
    """Keep which sources say the same as a correction that stands."""
    if sources == correction.agreed_by:
        return
    db.execute(
        "UPDATE corrections SET agreed_by = ?, agreed_at = ?, state = ? "
        f"WHERE scheme = ? AND value = ? AND field = ? AND {_STANDING}",
        (
            lines(sources) or "",
            timestamp(now) if sources else None,
            "agreed" if sources else "standing",
            *correction.key,
            correction.field,
        ),
    )


def _correction(row: tuple[Any, ...]) -> Correction:
    scheme, value, field, printed, set_at, why, agreed_by = row
    return Correction(
        key=(scheme, value),
        field=field,
        printed=printed,
        set_at=set_at,
        why=why,
        agreed_by=None if agreed_by is None else tuple(agreed_by.split()),
    )
