"""How long the pages of a large library take, alone and among many readers.

Run: python benchmarks/large_library.py BIG.db 1000000 BASELINE.xml.gz…
     python benchmarks/browse.py BIG.db [--rounds N]

A real ``harvest serve`` answers over loopback. Every page is asked for with another
article, author, journal, term, query or page of its hits each time. *Cold* is the
slowest answer, with the disk's cache dropped before where that is allowed; *warm* are
the median and the 95th percentile of another server, which has just started, too, when
all is in that cache. Then twenty readers, each with a connection that it keeps, ask at
once while another process saves articles.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import re
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime
from multiprocessing import Event, Process
from multiprocessing.synchronize import Event as Stop
from pathlib import Path
from urllib.parse import quote

import httpx

from harvester import __version__
from harvester.export import build_citation
from harvester.store import Library

WARM, COLD, CROWDED = 200, 1000, 500
"""Bars in ms."""
READERS, ASKED = 20, 20
"""How many read, and how many pages each of them asks for."""
_SELECTIVE, _BROAD = 2_000, 100_000
_ROWS = {
    "article": "SELECT id FROM articles WHERE id = ?",
    "author": "SELECT id FROM authors WHERE id = ?",
    "journal": "SELECT id FROM journals WHERE id = ?",
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("--rounds", type=int, default=40)
    asked = parser.parse_args()
    with closing(sqlite3.connect(asked.library)) as db:
        (count,) = db.execute("SELECT count(*) FROM articles").fetchone()
        pages = {name: list(build()) for name, build in plan(db, asked.rounds).items()}
    size = asked.library.stat().st_size / 1e9
    print(f"harvester {__version__}, Python {platform.python_version()}, "
          f"SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores")  # fmt: skip
    print(f"{count:,} articles, {size:.1f} GB\n")
    print(f"{'page':22}{'cold':>8}{'median':>8}{'p95':>8}   ms")
    for name, paths in pages.items():
        drop_caches()
        cold, warm = (ask_all(asked.library, paths) for _ in ("cold", "warm"))
        report(name, max(cold), warm)
    every = [path for paths in pages.values() for path in paths]
    ask_all(asked.library, every)
    crowd(asked.library, every)


def plan(db: sqlite3.Connection, rounds: int) -> dict[str, Callable[[], Iterator[str]]]:
    """Return for each kind of page what yields its addresses."""
    lot = random.Random(7)

    def column(sql: str) -> list[str]:
        found = [str(row[0]) for row in db.execute(sql)]
        return [lot.choice(found) for _ in range(rounds + 1)]

    def each(path: str, sql: str) -> Callable[[], Iterator[str]]:
        return lambda: (path + quote(value, safe="") for value in column(sql))

    def search(*queries: str) -> Callable[[], Iterator[str]]:
        """Ask each query for its first page, then each for its second, and so on."""
        return lambda: (
            f"/-/search?q={quote(queries[n % len(queries)])}&p={1 + n // len(queries)}"
            for n in range(rounds + 1)
        )

    few, many = words(db)
    some = "WHERE id % 997 = 1 LIMIT 1000"
    return {
        "article": each("/articles/", f"SELECT id FROM articles {some}"),
        "PMID": each(
            "/-/search?q=pmid:",
            "SELECT pmid FROM articles WHERE pmid IS NOT NULL AND id % 997 = 1 "
            "LIMIT 1000",
        ),
        "author": each("/-/author/", f"SELECT id FROM authors {some}"),
        "journal": each("/-/journal/", "SELECT id FROM journals LIMIT 1000"),
        "MeSH term": each("/-/mesh/", "SELECT ui FROM mesh_descriptors LIMIT 1000"),
        "selective search": search(*few),
        "broad search": search(*many),
        "list, facets": search("", "year:2000-", "mesh:Humans", "has:abstract"),
        "home": lambda: iter(["/-/home"] * (rounds + 1)),
        "explore": lambda: iter(["/-/explore"] * (rounds + 1)),
    }


def words(db: sqlite3.Connection) -> tuple[list[str], list[str]]:
    """Return words that few, and that many articles have."""
    db.execute(
        "CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, articles_fts, row)"
    )
    counted = db.execute(
        "SELECT term, doc FROM temp.terms WHERE doc > 100 AND length(term) > 4"
    ).fetchall()
    counted.sort(key=lambda row: -row[1])
    few = [term for term, count in counted if count <= _SELECTIVE][:100]
    many = [term for term, count in counted if count >= _BROAD][:100]
    return few or ["liver"], many or [term for term, _ in counted[:10]]


@contextmanager
def served(library: Path) -> Iterator[str]:
    """Serve a library; yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = "from harvester.cli import main; main()"
    command = [sys.executable, "-u", "-c", program, "serve", "--port", str(port)]
    with subprocess.Popen(
        [*command, "--db", str(library)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            assert process.stdout  # noqa: S101 - it was asked for
            for line in process.stdout:
                if re.search("running on", line):
                    break
            yield f"http://127.0.0.1:{port}/{quote(library.stem)}"
        finally:
            process.terminate()


def ask_all(library: Path, paths: list[str]) -> list[float]:
    """Return how long each page takes a server that has just started."""
    with served(library) as base, httpx.Client(timeout=60) as client:
        return [ask(client, base + path) for path in paths]


def ask(client: httpx.Client, url: str) -> float:
    """Return how many milliseconds a page takes; an error of the server is one here."""
    started = time.perf_counter()
    reply = client.get(url)
    reply.raise_for_status()
    return (time.perf_counter() - started) * 1000


def report(name: str, cold: float, warm: list[float]) -> None:
    """Print a line with its bars."""
    p95 = statistics.quantiles(warm, n=20)[-1]
    missed = " ".join(
        f"ABOVE {bar} ({what})"
        for what, value, bar in (("cold", cold, COLD), ("warm", p95, WARM))
        if value > bar
    )
    print(f"{name:22}{cold:8.0f}{statistics.median(warm):8.0f}{p95:8.0f}   {missed}")


def crowd(library: Path, paths: list[str]) -> None:
    """Let twenty readers ask while articles are saved."""
    stop = Event()
    writer = Process(target=save_until, args=(library, stop))
    with served(library) as base:
        with httpx.Client(timeout=60) as client:
            ask(client, f"{base}/-/home")
        writer.start()
        with ExitStack() as stack, ThreadPoolExecutor(READERS) as pool:
            # Made before: twenty at once would take a second from the server.
            clients = [
                stack.enter_context(httpx.Client(timeout=60)) for _ in range(READERS)
            ]

            def read(seed: int) -> tuple[list[float], int]:
                lot, times, failed = random.Random(seed), [], 0
                for _ in range(ASKED):
                    try:
                        times.append(ask(clients[seed], base + lot.choice(paths)))
                    except httpx.HTTPError:
                        failed += 1
                return times, failed

            results = list(pool.map(read, range(READERS)))
        stop.set()
        writer.join()
    times = [t for some, _ in results for t in some]
    p95 = statistics.quantiles(times, n=20)[-1]
    errors = sum(failed for _, failed in results)
    sign = f"  ABOVE {CROWDED}" * (p95 > CROWDED)
    print(
        f"\n{READERS} readers while articles are saved: median "
        f"{statistics.median(times):.0f} ms, p95 {p95:.0f} ms, {errors} errors{sign}"
    )


def save_until(library: Path, stop: Stop) -> None:
    """Save articles, as a refresh does, until told to stop."""
    number, mark = 0, time.time_ns()  # another change than that of an earlier run
    with Library.open(library) as opened:
        while not stop.is_set():
            number += 1
            with suppress(KeyError):
                article = opened.load_article(number)
                opened.save_article(
                    article,
                    citation=f"{build_citation(article)} ({mark})",
                    now=datetime.now(UTC),
                )
            time.sleep(0.02)


def drop_caches() -> None:
    """Let the next reader go to the disk, where that is allowed."""
    os.sync()
    with suppress(OSError):
        Path("/proc/sys/vm/drop_caches").write_text("3", encoding="ascii")


if __name__ == "__main__":
    main()
