"""Make a large library: real records, merged by the pipeline, then many times over.

A copy of an article has numbers and identifiers of its own; its words, journal and
MeSH headings are those of the first one, so that the shares of years, journals and
terms stay as real as they are. An author of two works or more is of every copy, so that
common names have thousands; others are others in every copy. Links are drawn by lot,
some articles being cited far more often than others.

    python benchmarks/large_library.py OUT.db ARTICLES BASELINE.xml.gz…
"""

from __future__ import annotations

import gzip
import random
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from harvester.model import PMID, Link, LinkKind, LinkSet, LinkState, SourceRecord
from harvester.normalize.record import normalize_record
from harvester.pipeline.merging import merge_articles
from harvester.reconcile import DEFAULT_RULES
from harvester.sources.files import read_records
from harvester.store import Library
from harvester.store.counting import count_all
from harvester.store.people import count_names
from harvester.store.schema import TABLES, Table
from harvester.store.schema.statistics import COUNTED

NOW = datetime(2026, 11, 1, tzinfo=UTC)
BASE = 4_000
BATCH = 1_000
PMIDS_APART = 40_000_000
"""No PMID is as high; a copy's is its article's and so many more for each round."""

_KEPT_ONCE = {"duplicates", "documents", "mentions", "corrections", "watched"}
_OF_ARTICLES = {
    table.name
    for table in TABLES
    if not table.is_log
    and table.name not in {"records", *_KEPT_ONCE}
    and any(column.references == "articles.id" for column in table.columns)
}
_COPIED = {"articles", "authors", "similar", *_OF_ARTICLES}
_NAMES = {
    "articles": ("pmid", "pmcid", "doi"),
    "identifiers": ("value",),
    "link_sets": ("owner_value",),
    "similar": ("target_value",),
    "citations": ("citing_value", "cited_value"),
    "authors": ("key", "orcid"),
    "findings": ("subject",),
}
"""Columns that name one article or author."""
_COMMON = "CREATE TEMP TABLE common AS SELECT id FROM authors WHERE work_count >= 2"
"""Authors whose works grow with the library, as those of common names do."""


def main(out: str, wanted: str, *baseline: str) -> None:
    """Make a library at ``out`` of about ``wanted`` articles."""
    path, started = Path(out), time.perf_counter()
    base = min(BASE, int(wanted))
    each = base // len(baseline)
    with Library.open(path) as library:
        fill(library, [r for file in baseline for r in load(Path(file), each)])
    print(f"{base:,} articles merged: {time.perf_counter() - started:.0f} s")
    multiply(path, rounds=int(wanted) // base)
    print(f"{wanted} articles: {time.perf_counter() - started:.0f} s, ", end="")
    print(f"{path.stat().st_size / 1e9:.1f} GB")


def load(path: Path, count: int) -> list[SourceRecord]:
    """Return the first records of a file of the PubMed baseline."""
    with gzip.open(path) as stream:
        entries = (e for e in read_records(stream) if isinstance(e, SourceRecord))
        return [normalize_record(entry) for entry in islice(entries, count)]


def fill(library: Library, records: list[SourceRecord]) -> None:
    """Merge records as a harvest does, and tie each to ten others."""
    lot = random.Random(6)
    run_id = library.begin_run("benchmark", NOW)
    for start in range(0, len(records), BATCH):
        batch = records[start : start + BATCH]
        with library.transaction():
            for record in batch:
                library.save_record(record, None, NOW, run_id)
            for record in batch:
                keys = [(PMID, record.source_id)]
                merge_articles(library, keys, DEFAULT_RULES, now=NOW, run_id=run_id)
            for record in batch:
                for link_set in draw_links(record, records, lot):
                    library.save_link_set(link_set, run_id, NOW)
    library.finish_run(run_id, {}, NOW, requests={})


def draw_links(
    record: SourceRecord, records: list[SourceRecord], lot: random.Random
) -> Iterator[LinkSet]:
    """Yield a list of similar and one of citing articles."""
    for kind in (LinkKind.SIMILAR, LinkKind.CITED_BY):
        # The square makes a few articles frequent, and most of them rare.
        drawn = [records[int(len(records) * lot.random() ** 2)] for _ in range(5)]
        others = dict.fromkeys(one.source_id for one in drawn if one != record)
        yield LinkSet(
            owner=(PMID, record.source_id),
            kind=kind,
            provider="pubmed",
            state=LinkState.COMPLETE,
            expected_count=len(others),
            links=tuple(
                Link(target=(PMID, other), rank=rank, score=1_000_000 - rank)
                for rank, other in enumerate(others, 1)
            ),
        )


def multiply(path: Path, rounds: int) -> None:
    """Write every article, and what belongs to it, ``rounds`` times in all."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for pragma in (
            "journal_mode = OFF",
            "synchronous = OFF",
            "cache_size = -1000000",
        ):
            db.execute(f"PRAGMA {pragma}")
        later = list(
            db.execute(
                "SELECT type, name, sql FROM sqlite_master "
                "WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
            )
        )
        for kind, name, _ in later:
            db.execute(f'DROP {kind} "{name}"')
        steps = _count_steps(db)
        db.execute(_COMMON)
        db.execute("BEGIN")
        for table in TABLES:
            if table.name in _COPIED:
                statement = build_copy(table, steps)
                for number in range(1, rounds):
                    db.execute(statement, {"n": number})
        db.execute(
            "UPDATE authors SET work_count = work_count * ? "
            "WHERE id IN (SELECT id FROM common)",
            (rounds,),
        )
        count_names(db)
        db.execute("COMMIT")
        for _, _, sql in later:
            db.execute(sql)
        db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")
        for table in COUNTED:
            db.execute(f'DELETE FROM "{table.name}"')
        count_all(db)
        db.execute("ANALYZE")
        db.execute("PRAGMA journal_mode = WAL")


def _count_steps(db: sqlite3.Connection) -> dict[str, int]:
    """Return by how much the numbers of each table grow in a round."""
    steps = {}
    for table in TABLES:
        if table.name in _COPIED and table.primary_key == ("id",):
            (highest,) = db.execute(f'SELECT max(id) FROM "{table.name}"').fetchone()
            steps[table.name] = (highest or 0) + 1
    return steps


def build_copy(table: Table, steps: dict[str, int]) -> str:
    """Return the statement that copies the first rows of a table for round ``:n``."""
    chosen = []
    for column in table.columns:
        name = f'"{column.name}"'
        other = (column.references or "").partition(".")[0]
        if column.name == "id" and table.name in steps:
            name = f"{name} + :n * {steps[table.name]}"
        elif other in steps:
            shifted = f"{name} + :n * {steps[other]}"
            if other == "authors":
                shifted = f"iif({name} IN (SELECT id FROM common), {name}, {shifted})"
            name = shifted
        elif column.name in _NAMES.get(table.name, ()):
            name = (
                f"CASE WHEN {name} NOT GLOB '*[^0-9]*' "
                f"THEN CAST({name} + :n * {PMIDS_APART} AS TEXT) "
                f"ELSE {name} || '.' || :n END"
            )
        chosen.append(name)
    columns = ", ".join(f'"{name}"' for name in table.column_names)
    first = _first_rows(table, steps)
    return (
        f'INSERT INTO "{table.name}" ({columns}) '
        f'SELECT {", ".join(chosen)} FROM "{table.name}" WHERE {first}'
    )


def _first_rows(table: Table, steps: dict[str, int]) -> str:
    if table.name in steps:
        rare = " AND id NOT IN (SELECT id FROM common)" * (table.name == "authors")
        return f"id < {steps[table.name]}{rare}"
    for column in table.columns:
        other = (column.references or "").partition(".")[0]
        if other in steps and column.is_part:
            return f'"{column.name}" < {steps[other]}'
    raise ValueError(f"{table.name} belongs to nothing that is copied")


if __name__ == "__main__":
    main(*sys.argv[1:])
