"""What a file costs in a large library, beside its cost into an empty one.

Run: python benchmarks/growth.py [--articles N | --library FILE] [FILE.xml.gz]

Without ``--library`` a large one is made first, of the recorded files, in a folder for
what is temporary (17 GB and ten minutes for 1,000,000 articles). The file's records get
other numbers and DOIs, so that they are new there. Seconds are the processor's, of one
process that reads and writes.
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import large_library
from benchmarks.bulk import fresh, measure
from benchmarks.files import ROOT, choose, shorten

COST_BAR = 1.3
"""So many times what a file costs into an empty library, at most."""
SPEED_BAR = 0.7
"""Of the records a second into an empty library, at least."""


def renumber(path: Path, folder: Path) -> Path:
    """Return a file with the records of another under identifiers of no other."""
    shift = random.randrange(10**8, 10**9)

    def shifted(match: re.Match[bytes]) -> bytes:
        return match[1] + str(int(match[2]) + shift).encode()

    with gzip.open(path) as stream:
        body = stream.read()
    body = re.sub(rb'(<PMID Version="1">|IdType="pubmed">|\bPMC)(\d+)', shifted, body)
    end = f".{shift}<".encode()
    body = re.sub(rb'(IdType="doi"[^>]*>[^<]+)<', rb"\1" + end, body)
    other = folder / path.name
    other.write_bytes(gzip.compress(body, 1))
    return other


def make(articles: int, folder: Path) -> Path:
    """Make a large library, by a process of its own; return its path."""
    target = folder / "large.db"
    script = [sys.executable, large_library.__file__, target, str(articles)]
    subprocess.run([*script, *choose([])], check=True, cwd=ROOT)
    return target


def compare(path: Path, large: Path, folder: Path) -> None:
    """Print what a file costs in both libraries."""
    costs = {}
    path = renumber(path, folder)
    for name, target in (("empty", fresh(folder / "empty.db")), ("large", large)):
        taken = measure(
            {"what": "ours", "path": str(path), "target": str(target), "workers": 0}
        )
        costs[name] = taken["cpu"]
        rate = taken["records"] / taken["cpu"]
        print(f"into {name}: {taken['wall']:.1f} s, {taken['cpu']:.1f} CPU,", end=" ")
        print(f"{rate:,.0f} records/s", flush=True)
    cost = costs["large"] / costs["empty"]
    speed = costs["empty"] / costs["large"]
    is_cheap, is_fast = cost <= COST_BAR, speed >= SPEED_BAR
    print(f"cost {cost:.2f} (bar {COST_BAR}) {'ok' if is_cheap else 'MISSED'}")
    print(
        f"ratio growth: {speed:.2f} (bar {SPEED_BAR}) {'ok' if is_fast else 'MISSED'}"
    )


def main() -> None:
    """Print both costs and their ratio."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("file", nargs="?", type=Path)
    arguments.add_argument("--articles", type=int, default=1_000_000)
    arguments.add_argument("--library", type=Path, help="a large one, made before")
    arguments.add_argument("--records", type=int, help="the first of the file only")
    given = arguments.parse_args()
    cores, version = os.cpu_count(), platform.python_version()
    print(f"{platform.machine()}, {cores} cores, Python {version}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in choose([given.file] if given.file else [])[:1]:
            large = given.library or make(given.articles, folder)
            compare(shorten(path, folder, given.records), large.resolve(), folder)


if __name__ == "__main__":
    main()
