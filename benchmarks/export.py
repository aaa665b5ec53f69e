"""Exports of many articles and of a large network: speed, and constant memory.

Real records of a baseline file, each written many times; a made-up network with the
attributes of the real ones. Bars: 1,000 articles a second in every format, 100,000
nodes with 400,000 edges in 10 s of one core, and no more than 32 MB of growth while
they are written.

Run: python benchmarks/export.py [--articles N] [--nodes N]
"""

from __future__ import annotations

import argparse
import gzip
import platform
import resource
import sys
import time
from collections.abc import Iterable, Iterator
from itertools import cycle, islice
from pathlib import Path

from harvester.export import FORMATS, find_losses, write_bytes
from harvester.export.graph import GRAPH_FORMATS, Graph, Row
from harvester.model import Article, SourceRecord
from harvester.reconcile import merge_records
from harvester.sources.files import read_records

SHARED = Path(__file__).resolve().parents[2] / "shared"
RECORDS = SHARED / "data" / "baseline" / "pubmed21n1298.part-a.xml.gz"
DISTINCT = 1_000
BAR_RATE, BAR_SECONDS, BAR_GROWTH = 1_000, 10.0, 32


def load() -> list[Article]:
    """Return the first articles of the file."""
    with gzip.open(RECORDS) as stream:
        records = (r for r in read_records(stream) if isinstance(r, SourceRecord))  # type: ignore[arg-type] - gzip's stream is one
        return [merge_records([record]) for record in islice(records, DISTINCT)]


def rss() -> float:
    """Return the most memory that the process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def swallow(pieces: Iterable[bytes | str]) -> int:
    """Return how much text was written."""
    return sum(map(len, pieces))


def measure_format(name: str, articles: list[Article], count: int) -> bool:
    """Print and judge one format."""
    swallow(write_bytes(name, articles))
    before, start = rss(), time.process_time()
    held = FORMATS[name].held

    def watched() -> Iterator[Article]:
        for article in islice(cycle(articles), count):
            for _ in find_losses(article, held):
                pass
            yield article

    size = swallow(write_bytes(name, watched()))
    rate, growth = count / (time.process_time() - start), rss() - before
    is_good = rate >= BAR_RATE and growth <= BAR_GROWTH
    print(
        f"{name:14} {rate:8.0f} articles/s (bar {BAR_RATE:,}) · {size / 1e6:7.1f} MB · "
        f"memory + {growth:.1f} MB (bar {BAR_GROWTH})"
        f"{'' if is_good else '  BELOW THE BAR'}"
    )
    return is_good


def nodes(count: int) -> Iterator[Row]:
    """Yield nodes like those of articles."""
    for number in range(count):
        title = f"A made-up title <{number}> & what is said in it of tea and mosses"
        yield f"pmid:{number}", f"Roe A {number}", title, 1950 + number % 70


def edges(count: int) -> Iterator[Row]:
    """Yield four edges for every node."""
    for number in range(count):
        for step in (1, 7, 77, 777):
            yield f"pmid:{number}", f"pmid:{(number + step) % count}", step, "pubmed"


def measure_network(name: str, count: int) -> bool:
    """Print and judge one format for networks."""
    before, start = rss(), time.process_time()
    graph = Graph(
        is_directed=True,
        node_columns=(("label", "string"), ("title", "string"), ("year", "integer")),
        edge_columns=(("weight", "integer"), ("providers", "string")),
        nodes=nodes(count),
        edges=edges(count),
    )
    size = swallow(GRAPH_FORMATS[name].write(graph))
    seconds, growth = time.process_time() - start, rss() - before
    is_good = seconds <= BAR_SECONDS and growth <= BAR_GROWTH
    print(
        f"{name:14} {count:,} nodes, {4 * count:,} edges in {seconds:.1f} s (bar "
        f"{BAR_SECONDS:.0f}) · {size / 1e6:.1f} MB · memory + {growth:.1f} MB"
        f"{'' if is_good else '  BELOW THE BAR'}"
    )
    return is_good


def main() -> int:
    """Measure all; return 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--nodes", type=int, default=100_000)
    arguments = parser.parse_args()
    if not RECORDS.exists():
        print("the recorded data (../shared/data) is not beside this checkout")
        return 0
    print(f"{platform.machine()}, Python {platform.python_version()}, one core")
    # The least memory first: a peak hides what is below it.
    good = [measure_network(name, arguments.nodes) for name in GRAPH_FORMATS]
    articles = load()
    good += [measure_format(name, articles, arguments.articles) for name in FORMATS]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
