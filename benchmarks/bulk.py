"""Loading PubMed's files into SQLite, beside alexandria3k and sqlite-utils.

Run: python benchmarks/peers.py   (once: the peers' own environment)
     python benchmarks/bulk.py [--runs N] [--records N] [FILE.xml.gz …]

Every measurement is a process of its own, the loaders take turns, the median counts.
Ours writes ahead (WAL, synchronous NORMAL) with all indexes and full-text search;
alexandria3k sets synchronous and journal_mode OFF and has neither. sqlite-utils gets
the rows that ours made, ready, with the same indexes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import peers
from benchmarks.files import ROOT, choose, shorten
from harvester.bulk.files import count_reports, load_files
from harvester.bulk.folder import FoundFile
from harvester.bulk.forms import PUBMED
from harvester.bulk.load import Load
from harvester.store import Library

ENVIRON = {
    **{k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
    "PYTHONPATH": str(ROOT),
}
"""As elsewhere: what is imported is compiled once."""
_CHILDREN = resource.RUSAGE_CHILDREN


def load(path: Path, target: Path, workers: int) -> int:
    """Load a file into a library; return its records."""
    with Library.open(target) as library:
        run_id = library.begin_run("benchmark", datetime.now(UTC))
        with Load(library, PUBMED, run_id, workers=workers) as loading:
            reports = load_files(loading, library, [FoundFile(path=path)])
    return count_reports(reports)["record_count"]


def insert_all(source: Path, target: Path) -> None:
    """Write the rows of a library into another file with sqlite-utils."""
    from sqlite_utils import Database  # noqa: PLC0415 - the peer's, not ours

    made = sqlite3.connect(source)
    made.row_factory = sqlite3.Row
    db = Database(target)
    db.enable_wal()
    names = [
        name
        for (name,) in made.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' "
            "AND name NOT LIKE 'articles_fts%' AND name NOT LIKE 'sqlite%'"
        )
    ]
    for name in names:
        db[name].insert_all(map(dict, made.execute(f'SELECT * FROM "{name}"')))
    for name in names:
        for index in made.execute(f'PRAGMA index_list("{name}")').fetchall():
            columns = made.execute(f'PRAGMA index_info("{index[1]}")').fetchall()
            if db[name].exists():
                db[name].create_index([row[2] for row in columns], if_not_exists=True)
    searched = [r[1] for r in made.execute("PRAGMA table_info(articles_fts)")]
    db["articles"].enable_fts(searched, tokenize="unicode61 remove_diacritics 2")


def populate(path: Path, target: Path) -> None:
    """Load a file with alexandria3k, which takes all that lies in a folder."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / path.name).symlink_to(path)
        subprocess.run(
            [peers.program("a3k"), "populate", target, "pubmed", folder],
            check=True,
            capture_output=True,
        )


def measure(argument: dict[str, str | int]) -> dict[str, float]:
    """Do one measurement in a process of its own; wall and CPU seconds, bytes."""
    before = resource.getrusage(_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, "--one", json.dumps(argument)],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=ENVIRON,
    )
    wall = time.perf_counter() - began
    after = resource.getrusage(_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall": wall, "cpu": cpu, **json.loads(done.stdout or "{}")}


def do_one(argument: dict[str, str | int]) -> None:
    """What the process of a measurement does."""
    path, target = Path(str(argument["path"])), Path(str(argument["target"]))
    match argument["what"]:
        case "ours":
            records = load(path, target, int(argument["workers"]))
            print(json.dumps({"records": records}))
        case "sqlite-utils":
            insert_all(path, target)
        case "alexandria3k":
            populate(path, target)


def compare(path: Path, folder: Path, runs: int) -> None:
    """Print what each loader takes for a file."""
    ours = folder / "ours.db"
    loaders: dict[str, Callable[[], dict[str, float]]] = {
        f"harvester, {workers} workers": lambda workers=workers: measure(
            {
                "what": "ours",
                "path": str(path),
                "target": str(fresh(ours)),
                "workers": workers,
            }
        )
        for workers in (0, os.cpu_count() or 1)
    }
    loaders["sqlite-utils insert_all, rows ready"] = lambda: measure(
        {
            "what": "sqlite-utils",
            "path": str(ours),
            "target": str(fresh(folder / "utils.db")),
        }
    )
    if peers.are_installed():
        loaders["alexandria3k"] = lambda: measure(
            {
                "what": "alexandria3k",
                "path": str(path),
                "target": str(fresh(folder / "a3k.db")),
            }
        )
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in loaders}
    for _ in range(runs):
        for name, run in loaders.items():
            taken[name].append(run())
    records = next(iter(taken.values()))[0]["records"]
    print(f"\n{path.name}, {records:,.0f} records, median of {runs}")
    print(f"{'loader':<38}{'wall s':>8}{'CPU s':>8}{'records/s':>11}")
    for name, each in taken.items():
        wall = statistics.median(one["wall"] for one in each)
        cpu = statistics.median(one["cpu"] for one in each)
        print(f"{name:<38}{wall:>8.1f}{cpu:>8.1f}{records / wall:>11,.0f}")
    walls = {n: statistics.median(o["wall"] for o in each) for n, each in taken.items()}
    for peer in (name for name in walls if not name.startswith("harvester")):
        best = min(wall for name, wall in walls.items() if name.startswith("harvester"))
        print(f"ratio {path.name} {peer}/harvester: {walls[peer] / best:.2f}")
    for name in ("ours", "a3k"):
        if (file := folder / f"{name}.db").exists():
            print(f"{name}: {file.stat().st_size / records:,.0f} bytes a record")
    print_tables(ours, int(records))


def print_tables(path: Path, records: int) -> None:
    """Print the bytes a record by table, its indexes apart."""
    db = sqlite3.connect(path)
    sizes: dict[str, list[int]] = {}
    for owner, is_index, size in db.execute(
        "SELECT iif(m.tbl_name LIKE 'articles_fts%', 'articles_fts', m.tbl_name), "
        "m.type = 'index', sum(s.pgsize) FROM dbstat s "
        "JOIN sqlite_master m ON m.name = s.name GROUP BY 1, 2"
    ):
        sizes.setdefault(owner, [0, 0])[is_index] += size
    print(f"\n{'table':<24}{'bytes a record':>16}{'its indexes':>14}")
    for name, (table, index) in sorted(sizes.items(), key=lambda s: -sum(s[1])):
        if table + index >= records:
            print(f"{name:<24}{table / records:>16,.0f}{index / records:>14,.0f}")


def fresh(path: Path) -> Path:
    """Return a path where nothing is."""
    for ending in ("", "-wal", "-shm", ".lock"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    return path


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("files", nargs="*", type=Path)
    arguments.add_argument("--records", type=int, help="the first of each file only")
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--one", type=json.loads, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.one:
        do_one(given.one)
        return
    cores, version = os.cpu_count(), platform.python_version()
    print(f"{platform.machine()}, {cores} cores, Python {version}", flush=True)
    print(peers.describe(), flush=True)
    with tempfile.TemporaryDirectory() as name:
        for path in choose(given.files):
            short = shorten(path, Path(name), given.records)
            compare(short, Path(name), given.runs)


if __name__ == "__main__":
    main()
