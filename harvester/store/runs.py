"""The run log: the only tables that an identical second run adds to."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import harvester
from harvester.store.encoding import timestamp, to_json


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
