"""How fast the pages of a large library are that show counts and networks.

Run: python benchmarks/explore.py [--articles N] [--keep FILE] [--bar MS]

Makes a library (seeded; a few names, journals and headings have most of the works;
without full text and source records), then asks Datasette for every page: Explore,
the networks, the lists, and the busiest author, journal and heading. Prints the
median and the slowest of seven, the first one apart: it is read from a cold cache of
SQLite.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from datasette.app import Datasette

from harvester.store import Library

NOW = "2026-11-20T12:00:00Z"
CHECK_TAGS = (0.6, 0.35, 0.33, 0.25, 0.2, 0.15, 0.15, 0.1)
ASKED = 7
MESH = "article_id, position, qualifier_position, name_id, is_major"
CITATION = (
    "citing_scheme, citing_value, citing_article_id, cited_scheme, cited_value, "
    "cited_article_id, provider, first_seen_at"
)
COUNTS = (
    "INSERT INTO year_counts SELECT year, count(*) FROM articles GROUP BY 1",
    "INSERT INTO journal_counts SELECT journal_id, count(*) FROM articles GROUP BY 1",
    (
        "INSERT INTO journal_years SELECT journal_id, year, count(*) FROM articles "
        "GROUP BY 1, 2"
    ),
    (
        "INSERT INTO mesh_counts SELECT descriptor_ui, count(*) FROM article_mesh "
        "GROUP BY 1"
    ),
    (
        "INSERT INTO topic_counts SELECT descriptor_ui, count(*) FROM article_mesh "
        "WHERE is_major GROUP BY 1"
    ),
    (
        "INSERT INTO mesh_years SELECT descriptor_ui, year, count(*) "
        "FROM article_mesh m JOIN articles a ON a.id = m.article_id GROUP BY 1, 2"
    ),
    (
        "INSERT INTO mesh_pairs SELECT m.descriptor_ui, o.descriptor_ui, count(*) "
        "FROM article_mesh m JOIN article_mesh o ON o.article_id = m.article_id "
        "AND o.is_major AND o.descriptor_ui > m.descriptor_ui WHERE m.is_major "
        "GROUP BY 1, 2"
    ),
    (
        "INSERT INTO author_pairs SELECT c.author_id, o.author_id, "
        "count(DISTINCT c.article_id) FROM contributors c JOIN contributors o "
        "ON o.article_id = c.article_id AND o.author_id > c.author_id GROUP BY 1, 2"
    ),
    "INSERT INTO field_counts SELECT 'year', count(*) FROM articles",
    (
        "INSERT INTO citation_counts SELECT cited_article_id, "
        "count(DISTINCT citing_article_id) FROM citations GROUP BY 1"
    ),
    (
        "UPDATE authors SET work_count = (SELECT count(DISTINCT article_id) "
        "FROM contributors c WHERE c.author_id = authors.id)"
    ),
)


def build(path: Path, size: int) -> None:
    """Make a library of ``size`` articles."""
    with Library.open(path):
        pass
    db = sqlite3.connect(path)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA temp_store = MEMORY")
    db.execute("PRAGMA cache_size = -400000")
    kept = db.execute(
        "SELECT name, type, sql FROM sqlite_master "
        "WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
    ).fetchall()
    for name, kind, _ in kept:
        db.execute(f'DROP {kind} "{name}"')
    for table, rows in _rows(size):
        places = ", ".join("?" * (table.count(",") + 1))
        insert = f"INSERT INTO {table} VALUES ({places})"
        db.executemany(insert, rows)
        db.commit()
        print("  made:", table.partition(" ")[0], flush=True)
    for _, kind, sql in kept:
        if kind == "index":
            db.execute(sql)
    for sql in COUNTS:
        db.execute(sql)
        db.commit()
        print("  counted:", sql.split()[2 if "INTO" in sql else 1], flush=True)
    db.execute("ANALYZE")
    db.commit()
    db.close()


def _rows(size: int) -> Iterator[tuple[str, Iterator[tuple[Any, ...]]]]:
    """Yield tables with their columns, and rows; the same for the same size."""
    rng = random.Random(38689169)
    journals, headings = max(size // 100, 10), min(28_000, max(size // 10, 40))
    authors = max(size * 3 // 2, 10)
    numbers = range(1, size + 1)

    def skewed(count: int, power: float = 2.0) -> int:
        return 1 + int(count * rng.random() ** power)

    yield (
        "journals (id, title, medline_abbreviation)",
        ((n, f"Journal of Made-up Things {n}", f"J Made Up {n}")
         for n in range(1, journals + 1)),
    )  # fmt: skip
    yield (
        "mesh_descriptors (ui, name)",
        ((f"D{n:06}", f"Made-up Heading {n}") for n in range(1, headings + 1)),
    )
    yield (
        "mesh_names (id, ui, name)",
        ((n, f"D{n:06}", f"Made-up Heading {n}") for n in range(1, headings + 1)),
    )
    yield (
        "authors (id, key, kind, name, name_key, work_count)",
        ((n, f"name:{n}", "person", f"Made{n}, Up", f"made{n}|u", 1)
         for n in range(1, authors + 1)),
    )  # fmt: skip
    text = "This abstract says nothing at all, at the usual length. " * 20
    yield (
        "articles (id, citation, pmid, title, journal_id, year, abstract)",
        ((n, f"Made U, Up M. On number {n}.", str(n), f"On number {n}",
          skewed(journals), 2026 - skewed(60, 3), text) for n in numbers),
    )  # fmt: skip
    yield (
        "contributors (article_id, position, author_id, role, name)",
        ((n, place, author, "author", "Made, Up") for n in numbers
         for place, author in enumerate(
             {skewed(authors, 2.5) for _ in range(rng.randint(1, 8))}, 1)),
    )  # fmt: skip
    yield (
        f"article_headings ({MESH})",
        ((n, place, 0, heading,
          int(heading > len(CHECK_TAGS) and place % 3 == 0)) for n in numbers
         for place, heading in enumerate(_headings(rng, headings, skewed), 1)),
    )  # fmt: skip
    yield (
        f"citations ({CITATION})",
        (("pmid", str(n), n, "pmid", str(cited), cited, "icite", NOW) for n in numbers
         for cited in {skewed(size, 3) for _ in range(rng.randint(0, 6))} - {n}),
    )  # fmt: skip
    yield (
        "checks (source, subject, scheme, value, asked_at, current_at, outcome)",
        (("pubmed", "record", "pmid", str(n), NOW, NOW, "added") for n in numbers),
    )


def _headings(rng: random.Random, count: int, skewed: Any) -> set[int]:
    tags = {n for n, share in enumerate(CHECK_TAGS, 1) if rng.random() < share}
    return tags | {skewed(count) for _ in range(rng.randint(4, 12))}


def pages(path: Path) -> dict[str, str]:
    """Return name → address below the library; the busiest of each kind."""
    db = sqlite3.connect(path)

    def first(sql: str) -> Any:
        return db.execute(sql).fetchone()[0]

    cited = first(
        "SELECT article_id FROM citation_counts ORDER BY cited_by_count DESC LIMIT 1"
    )
    author = first("SELECT id FROM authors ORDER BY work_count DESC LIMIT 1")
    journal = first(
        "SELECT journal_id FROM journal_counts ORDER BY article_count DESC LIMIT 1"
    )
    return {
        "explore": "explore",
        "network of citations": "network",
        "the same, some years": "network?from=2000&to=2015",
        "network around the most cited": f"network?around={cited}",
        "network of authors": "network?kind=authors",
        "authors": "authors",
        "authors by name": "authors?words=made1",
        "busiest author": f"author/{author}",
        "journals": "journals",
        "journals by word": "journals?words=things+77",
        "busiest journal": f"journal/{journal}",
        "headings": "mesh",
        "headings by word": "mesh?words=heading+77",
        "busiest heading": "mesh/D000001",
        "a rarer heading": "mesh/D000777",
    }  # fmt: skip


async def measure(path: Path, bar: float) -> bool:
    """Ask for every page; print what it took, and return whether all are in time."""
    datasette = Datasette([str(path)], settings={"sql_time_limit_ms": 10_000})
    await datasette.invoke_startup()
    is_met = True
    print(f"{'page':32}{'first':>8}{'median':>8}{'most':>8}  ms")
    for name, address in pages(path).items():
        taken = []
        for _ in range(ASKED):
            start = time.perf_counter()
            response = await datasette.client.get(f"/{path.stem}/-/{address}")
            taken.append(1000 * (time.perf_counter() - start))
            if response.status_code != 200:
                print(f"{name}: answered {response.status_code}")
                is_met = False
        first, *rest = taken
        median, most = statistics.median(rest), max(rest)
        is_met &= median <= bar
        miss = "  missed" if median > bar else ""
        print(f"{name:32}{first:8.0f}{median:8.0f}{most:8.0f}{miss}", flush=True)
    return is_met


def main() -> int:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="library to use, made if absent")
    parser.add_argument("--bar", type=float, default=200.0, help="milliseconds")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.keep or Path(folder) / "large.db"
        if not path.exists():
            start = time.perf_counter()
            build(path, given.articles)
            print(f"made in {time.perf_counter() - start:.0f} s")
        size = path.stat().st_size / 1e9
        print(f"{path.name}: {size:.2f} GB; bar: median {given.bar:.0f} ms a page")
        is_met = asyncio.run(measure(path, given.bar))
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python "
          f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}")  # fmt: skip
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
