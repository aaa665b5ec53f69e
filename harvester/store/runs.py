"""The run log: the only tables that an identical second run adds to."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

import harvester
from harvester.model import Value
from harvester.store.encoding import timestamp, to_json


class RunEntry(Value, frozen=True, kw_only=True):
    """A run as it stands in the log.

    Attributes:
        id: Its number.
        command: The command line.
        started_at, finished_at: UTC; no end: under way, or broken off.
        outcome: How it ended.
        version: Of the harvester.
        summary: What it did.
        requests: Requests sent, by service.
    """

    id: int
    command: str | None
    started_at: str | None
    finished_at: str | None
    outcome: str | None
    version: str | None
    summary: Any = None
    requests: Mapping[str, int]


def load_runs(
    db: sqlite3.Connection, *, limit: int, before: int | None = None
) -> tuple[RunEntry, ...]:
    """Return the last runs, or the last before a number, the newest first."""
    rows = db.execute(
        "SELECT id, command, started_at, finished_at, outcome, version, summary "
        "FROM runs WHERE id < coalesce(?, id + 1) ORDER BY id DESC LIMIT ?",
        (before, limit),
    ).fetchall()
    return tuple(
        RunEntry(
            id=row[0],
            command=row[1],
            started_at=row[2],
            finished_at=row[3],
            outcome=row[4],
            version=row[5],
            summary=msgspec.json.decode(row[6]) if row[6] else None,
            requests=dict(
                db.execute(
                    "SELECT source, count FROM run_requests WHERE run_id = ? "
                    "ORDER BY source",
                    row[:1],
                ).fetchall()
            ),
        )
        for row in rows
    )


def begin_run(db: sqlite3.Connection, command: str, started_at: datetime) -> int:
    """Note that a run begins; return its number."""
    (run_id,) = db.execute(
        "INSERT INTO runs (command, started_at, version) VALUES (?, ?, ?) RETURNING id",
        (command, timestamp(started_at), harvester.__version__),
    ).fetchone()
    return int(run_id)


def finish_run(  # noqa: PLR0913 - one argument per column
    db: sqlite3.Connection,
    run_id: int,
    summary: Any,
    finished_at: datetime,
    *,
    outcome: str,
    requests: Mapping[str, int] | None,
) -> None:
    """Note how a run ended; see ``Library.finish_run``."""
    db.execute(
        "UPDATE runs SET finished_at = ?, outcome = ?, summary = ? WHERE id = ?",
        (timestamp(finished_at), outcome, to_json(summary), run_id),
    )
    if requests is None:
        requests = dict(
            db.execute(
                "SELECT p.source, count(*) FROM run_payloads r "
                "JOIN payloads p ON p.id = r.payload_id "
                "WHERE r.run_id = ? GROUP BY p.source",
                (run_id,),
            ).fetchall()
        )
    db.executemany(
        "INSERT INTO run_requests (run_id, source, count) VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET count = excluded.count",
        [(run_id, *count) for count in sorted(requests.items())],
    )
