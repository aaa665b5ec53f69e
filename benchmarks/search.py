"""How fast a library answers queries, from the rarest word to all articles.

Each query is asked for its first page with facets, a few times; the best time counts,
of this process alone: the machine may be shared. The first time, with whatever was
not yet in memory, stands beside it. Make a large library with `large_library.py`.

Run: python benchmarks/search.py LIBRARY.db [QUERY…]
"""

from __future__ import annotations

import platform
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

from harvester import __version__
from harvester.search import parse_query
from harvester.store import Page, SearchResult
from harvester.store.search import search

BAR_MS = 200
ROUNDS = 3
QUERIES = (
    *("hepatectomy", "liver", "patients", "the", "pati*", '"quality of life"'),
    *("au:smith", "ti:cancer", "liver -cancer", "cancer OR tumor", "-cancer"),
    *("mesh:Humans", "mesh:Neoplasms", "mesh:Humans cancer"),
    *("mesh:Humans mesh:Female -mesh:Male", "year:2010-2020", "year:2019 patients"),
    *("journal:lancet", "type:review", "lang:eng", "source:pubmed", "is:ok"),
    *("has:doi", "has:abstract patients", "has:references patients", ""),
)


def ask(db: sqlite3.Connection, query: str) -> tuple[SearchResult, list[float]]:
    """Return what a query finds, and the milliseconds of each round."""
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        found = search(db, parse_query(query), Page(with_facets=True))
        times.append(1000 * (time.process_time() - started))
    return found, times


def main(path: str, *queries: str) -> int:
    """Print the figures of every query; return 1 if one is below the bar."""
    slow = 0
    with closing(
        sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)
    ) as db:
        (count,) = db.execute("SELECT count(*) FROM articles").fetchone()
        print(f"{count:,} articles; page and facets, bar {BAR_MS} ms")
        for query in queries or QUERIES:
            found, times = ask(db, query)
            more = "+" if found.is_capped else " "
            is_slow = min(times) > BAR_MS
            slow += is_slow
            print(
                f"{query or '(all)':<38} {found.total:>9,}{more} {found.sort:<10}"
                f"{min(times):6.0f} ms, first {times[0]:5.0f} ms"
                f"{'  BELOW THE BAR' * is_slow}"
            )
    print(f"harvester {__version__}, Python {platform.python_version()}, ", end="")
    print(f"SQLite {sqlite3.sqlite_version}, {platform.machine()}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
