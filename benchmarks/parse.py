"""How fast PubMed's files are read, and in how little memory, beside three peers.

Run: python benchmarks/peers.py   (once: the peers' own environment)
     python benchmarks/parse.py [--runs N] [--records N] [FILE.xml.gz …]

Every measurement is a process of its own; the readers take turns, and the median
of the runs counts. Seconds are CPU seconds from the compressed file to the last
record, without start-up and imports; the peak is of the whole process. The floor is
what C alone takes to unpack the file and to go over it, nothing kept: ``gzip`` and
libxml2's SAX parser (``xmllint``). Then two processes read at once what one reads
alone.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks import peers
from benchmarks.files import ROOT, choose, shorten

BAR_RATIO = 3.5  # times as fast as pubmed_parser with all its fields
BAR_PAIR = 1.8  # times as fast as one process
BAR_MB = 150

HEAD = r"""
import gzip, json, os, re, resource, sys, time
path = sys.argv[1]
def now():
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used), time.perf_counter()
"""
TAIL = r"""
seconds, wall = (after - before for before, after in zip(started, now()))
print(json.dumps({
    "records": records,
    "seconds": seconds,
    "wall": wall,
    # Linux's own word: ru_maxrss is never less than that of the process that began it.
    "mb": int(re.search(r"VmHWM:\s*(\d+)", open("/proc/self/status").read())[1]) / 1024,
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
METAPUB = """
os.environ["HOME"] = "/nonexistent"  # no cache of its making
from metapub import PubMedArticle
started, records = now(), 0
SET = "<PubmedArticleSet>{}</PubmedArticleSet>"
with gzip.open(path, "rt", encoding="utf-8") as stream:
    body = stream.read()  # it takes an article at a time, as text
    for record in re.finditer("(?s)<PubmedArticle>.*?</PubmedArticle>", body):
        PubMedArticle(SET.format(record[0]))
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
FLOOR = """
import subprocess
started, records = now(), 0
unpacking = subprocess.Popen(["gzip", "-dc", path], stdout=subprocess.PIPE)
walking = ["xmllint", "--sax", "--noout", "--nonet", "--huge", "-"]
subprocess.run(walking, stdin=unpacking.stdout, check=True)
unpacking.wait()
"""
VERBATIM = "harvester, verbatim"
FLOOR_NAME = "floor: gunzip, libxml2's SAX"
READERS = {
    VERBATIM: OURS.format(step="pass"),
    "harvester, normalised": OURS.format(step="normalize_record(record)"),
    "pubmed_parser, all its fields": PUBMED_PARSER,
    "metapub": METAPUB,
    "biopython": BIOPYTHON,
    FLOOR_NAME: FLOOR,
}
OURSELVES = tuple(name for name in READERS if name.startswith("harvester"))
YARDSTICK = "pubmed_parser, all its fields"


def find_readers() -> list[str]:
    """Return the readers that can be measured here."""
    found = list(READERS if peers.are_installed() else OURSELVES)
    if FLOOR_NAME in found and not shutil.which("xmllint"):
        print("no floor: xmllint (libxml2-utils) is not installed")
        found.remove(FLOOR_NAME)
    return found


def measure(reader: str, path: Path) -> dict[str, float]:
    """Read ``path`` in a fresh process; return records, CPU seconds, peak MB."""
    ours = reader in OURSELVES
    python = sys.executable if ours else peers.program("python")
    done = subprocess.run(
        [python, "-c", HEAD + READERS[reader] + TAIL, path],
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
    records = taken[VERBATIM][0]["records"]
    print(f"\n{path.name}, {records:,.0f} records")
    head = f"{'reader':<32}{'records/s':>10}{'seconds':>9}{'ratio':>7}{'peak MB':>9}"
    print(f"{head}  bars")
    print("-" * (len(head) + 22))
    told: list[str] = []
    for reader, each in taken.items():
        peak = max(one["mb"] for one in each)
        shown = "-" if reader == FLOOR_NAME else f"{peak:.0f}"
        rate = records / seconds[reader]
        ratio = seconds.get(YARDSTICK, float("nan")) / seconds[reader]
        bars = ""
        if reader in OURSELVES:
            if YARDSTICK in seconds:
                told.append(f"ratio {path.name} {reader}: {ratio:.2f}")
            fast = "ok" if ratio >= BAR_RATIO else "missed"
            small = "ok" if peak < BAR_MB else "missed"
            bars = f"  ≥ {BAR_RATIO} {fast}, < {BAR_MB} MB {small}"
        print(
            f"{reader:<32}{rate:>10.0f}{seconds[reader]:>9.2f}{ratio:>7.2f}"
            f"{shown:>9}{bars}"
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
    arguments.add_argument("--records", type=int, help="the first of each file only")
    arguments.add_argument("--runs", type=int, default=3)
    given = arguments.parse_args()
    cores = os.cpu_count()
    print(f"{platform.machine()}, {cores} cores, Python {platform.python_version()}")
    print(peers.describe())
    readers = find_readers()
    print(f"median of {given.runs} runs in turn, CPU seconds, stdlib gzip")
    with tempfile.TemporaryDirectory() as folder:
        for whole in choose(given.files):
            path = shorten(whole, Path(folder), given.records)
            compare(path, readers, given.runs)
            pair(path, given.runs)


if __name__ == "__main__":
    main()
