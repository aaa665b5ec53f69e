"""Runs that can be killed at any moment, and what must hold of a library after it."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any

from harvester.store.schema import TABLES
from tests.older import build_older

_SERVER = """
import json, os, sys
import harvester.pipeline.rebuild
import harvester.pipeline.client, harvester.cli.get, harvester.cli.rebuild
import harvester.cli.report, harvester.cli.show, harvester.store
import harvester.mirror, harvester.sources.registry
from harvester.cli import main

harvester.pipeline.rebuild.BATCH = 2
for line in sys.stdin:
    pid = os.fork()
    if not pid:
        with open(os.devnull, "w") as nothing:
            os.dup2(nothing.fileno(), 1)
        sys.argv[1:] = json.loads(line)
        main()
    print(pid, flush=True)
    sys.stdin.readline()
    _, status = os.waitpid(pid, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)
"""
LOG = {table.name for table in TABLES if table.is_log}


class Runner:
    """Forks ``harvest`` from a process that has imported all it needs."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin
        assert process.stdout
        self._orders: IO[str] = process.stdin
        self._answers: IO[str] = process.stdout

    def run(self, *arguments: str, kill_after: float | None = None) -> int:
        """Run a command; return its exit code, negative where a signal ended it.

        Args:
            arguments: Of ``harvest``.
            kill_after: Seconds until it is killed, if it still runs.
        """
        self._orders.write(json.dumps(arguments) + "\n")
        self._orders.flush()
        pid = int(self._answers.readline())
        if kill_after is not None:
            time.sleep(kill_after)
            # Nobody has waited for it yet: the number is still its own.
            os.kill(pid, signal.SIGKILL)
        self._orders.write("wait\n")
        self._orders.flush()
        return int(self._answers.readline())


@contextmanager
def running(folder: Path) -> Iterator[Runner]:
    """Start what forks the runs, in ``folder``."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("NCBI_", "ENTREZ_", "CROSSREF_", "HARVEST_"))
    }
    environment["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-c", _SERVER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=environment,
    ) as process:
        try:
            yield Runner(process)
        finally:
            process.stdin.close()  # it ends by itself
            process.wait(30)


def rows(path: Path, table: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(path)) as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute(f'SELECT * FROM "{table}"')]


def state(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return all rows but those of the run log, without times and runs."""
    return {
        table.name: [
            {
                name: value
                for name, value in row.items()
                if not name.endswith("_at") and name not in {"run_id", "since", "until"}
            }
            for row in rows(path, table.name)
        ]
        for table in TABLES
        if table.name not in LOG
    }


def check(path: Path) -> None:
    """Fail unless the file, its keys, its search index and its articles are sound."""
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        db.execute(
            "INSERT INTO articles_fts(articles_fts, rank) VALUES ('integrity-check', 1)"
        )
        half = db.execute(
            "SELECT a.id FROM articles a WHERE a.json IS NULL "
            "OR json_array_length(a.json, '$.sources') <> "
            "(SELECT count(*) FROM records r WHERE r.article_id = a.id)"
        ).fetchall()
    assert half == [], "an article without all of its records"


def make_older(path: Path, target: Path, *, version: int, copies: int) -> None:
    """Write the library at ``path`` as ``version`` of the schema had it.

    Args:
        path: A library of today.
        target: A file that is not there yet.
        version: Number of its last migration.
        copies: How often every article and record is there.
    """
    with closing(sqlite3.connect(target, isolation_level=None)) as db:
        build_older(db, version)
        db.execute("ATTACH ? AS today", (str(path),))
        db.execute("BEGIN")
        for table in TABLES:
            if table.since > version:
                continue
            names = [c.name for c in table.columns if c.since <= version]
            shown = ", ".join(names)
            db.execute(
                f"INSERT INTO main.{table.name} ({shown}) "
                f"SELECT {shown} FROM today.{table.name}"
            )
        for number in range(1, copies):
            db.execute(
                "INSERT INTO articles (id, json, citation, first_seen_at) "
                "SELECT id + ?, json, citation, first_seen_at FROM today.articles",
                (number * 10_000,),
            )
            db.execute(
                "INSERT INTO records (source, source_id, article_id, content_hash, "
                "json) SELECT source, source_id || ?1, article_id + ?1, content_hash, "
                "json FROM today.records",
                (number * 10_000,),
            )
        db.execute("COMMIT")
