"""How fast works of Crossref are read, beside the bare decoding of their JSON.

Run: python benchmarks/crossref.py [FILE.jsonl.gz …]

Without files, works recorded beside the checkout are taken. Each reader goes over the
same lines in turns; the median of the runs counts, in CPU seconds. The limit is what
msgspec takes to decode the lines and nothing more; the dictionary access is what a
client of Crossref (habanero) leaves to its user: the values of some fields, as printed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from benchmarks.files import ROOT, choose
from harvester.normalize.record import normalize_record
from harvester.sources.crossref.parse import parse_work
from harvester.sources.files import read_works

RECORDED = ROOT.parent / "shared/data/crossref/history/works_history.a.jsonl.gz"
RUNS = 5
WORKS = 1_500
BAR = 0.4
"""Of the speed of the bare decoding."""

Reader = Callable[[bytes], object]


def take_lines(paths: list[Path]) -> list[bytes]:
    """Return the first works of the files, a line of JSON each."""
    lines: list[bytes] = []
    for work in find_works(paths):
        if isinstance(work, dict) and work.get("DOI"):
            lines.append(msgspec.json.encode(work))
        if len(lines) == WORKS:
            break
    return lines


def find_works(paths: list[Path]) -> Iterator[object]:
    """Yield the works of files; of recorded ones what stands under ``item``."""
    for path in paths:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            for work in read_works(stream):
                yield work.get("item", work) if isinstance(work, dict) else work


def by_dictionary(line: bytes) -> object:
    """Return what people take out of a reply: titles, names, dates, references."""
    work = json.loads(line)
    return (
        work.get("title"),
        [(a.get("family"), a.get("given")) for a in work.get("author", ())],
        work.get("issued", {}).get("date-parts"),
        work.get("container-title"),
        [r.get("DOI") for r in work.get("reference", ())],
    )


READERS: dict[str, Reader] = {
    "msgspec, decoding only": msgspec.json.decode,
    "json, decoding only": json.loads,
    "json and a few fields (habanero's user)": by_dictionary,
    "harvester, verbatim": lambda line: parse_work(msgspec.json.decode(line)),
    "harvester, normalised": lambda line: normalize_record(
        parse_work(msgspec.json.decode(line))
    ),
}


def measure(lines: list[bytes]) -> dict[str, float]:
    """Return the median of CPU seconds for all lines, by reader."""
    seconds: dict[str, list[float]] = {name: [] for name in READERS}
    for _ in range(RUNS):
        for name, read in READERS.items():
            started = time.process_time()
            for line in lines:
                read(line)
            seconds[name].append(time.process_time() - started)
    return {name: statistics.median(runs) for name, runs in seconds.items()}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    paths = choose(parser.parse_args().files, [RECORDED])
    if not paths:
        return
    lines = take_lines(paths)
    size = sum(map(len, lines))
    print(f"{len(lines):,} works, {size / len(lines):,.0f} bytes each")
    medians = measure(lines)
    limit = medians["msgspec, decoding only"]
    for name, seconds in medians.items():
        print(
            f"{name:<42}{len(lines) / seconds:>10,.0f} works/s"
            f"{size / seconds / 1e6:>8.1f} MB/s{limit / seconds:>7.2f} × the limit"
        )
    ratio = limit / medians["harvester, normalised"]
    is_met = ratio >= BAR
    print(f"ratio crossref/decoding: {ratio:.3f}")
    print(
        f"bar: {BAR} × the bare decoding; {ratio:.2f}: {'met' if is_met else 'MISSED'}"
    )
    print(f"Python {platform.python_version()}, msgspec {msgspec.__version__},")
    print(f"{os.cpu_count()} × {platform.machine()}, {platform.system()}")


if __name__ == "__main__":
    main()
