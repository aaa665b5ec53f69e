"""How many duplicates of labelled sets are found, and whether any is false.

The sets are those of bib-dedupe: a folder each with ``records_pre_merged.csv`` and
``merged_record_ids.csv``, groups of records that are called one. The files are read as
``harvest duplicates`` reads them. Where the groups are wrong, or call one what for us
are two works that belong together, ``duplicates.tsv`` beside this file has our verdict
and its reason, pair by pair, each after reading both records. The rule: the same is one
work published once; an erratum, comment, meeting abstract, preprint, version, part or
republication is another text that belongs to it.

The weights were set on cytology_screening; the others were looked at afterwards, and
what they showed of the kind (columns, acronyms, abstracts, dissertations) was put in.
So were the last rules of relations (online pages, volumes without pages, a page that
repeats an article later in its journal): the relations are no figure of unseen records.

Run: python benchmarks/duplicates.py [FOLDER [SET...]]
"""

from __future__ import annotations

import csv
import platform
import sys
import time
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from harvester import __version__
from harvester.duplicates import Kind, Verdict, find_duplicates
from harvester.identify import read_works

SETS = ("cytology_screening", "stroke", "digital_work", "special_cases")
BARS = {"found": 0.99, "false": 0, "seconds": 5.0, "kinds": 0.95}
FOLDER = (
    Path(__file__).resolve().parents[2]
    / "shared"
    / "data"
    / "eval"
    / "dedup-benchmarks"
)
ADJUDGED = Path(__file__).with_suffix(".tsv")
FEWEST = 100
"""Records from which on the time of a set tells something."""

Pair = tuple[str, str]
Judged = dict[Pair, tuple[str, str]]


class Figures(NamedTuple):
    """What came of a set: pairs that are the same, and relations of the others."""

    wanted: int
    found: int
    false: int
    kinds: int
    right_kinds: int
    seconds: float

    @property
    def is_good(self) -> bool:
        """Whether the bars of a set hold."""
        return (
            self.found >= self.wanted * BARS["found"]
            and self.false <= BARS["false"]
            and self.seconds <= BARS["seconds"]
        )


def load_groups(folder: Path) -> set[Pair]:
    """Return the pairs of records that a set calls one."""
    with (folder / "merged_record_ids.csv").open(encoding="utf-8", newline="") as file:
        groups = [row["merged_ids"].split(";") for row in csv.DictReader(file)]
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def load_judged(name: str) -> Judged:
    """Return our verdicts on pairs of a set, with the reasons."""
    with ADJUDGED.open(encoding="utf-8", newline="") as file:
        return {
            (row["first"], row["second"]): (row["verdict"], row["reason"])
            for row in csv.DictReader(file, delimiter="\t")
            if row["set"] == name
        }


def compare(folder: Path) -> tuple[dict[Pair, Verdict], float]:
    """Return the pairs that are found, and seconds per 2,000 records."""
    path = folder / "records_pre_merged.csv"
    with path.open(encoding="utf-8", newline="") as file:
        names = [row["ID"] for row in csv.DictReader(file)]
    works = read_works(path.name, path.read_bytes())
    began = time.process_time()
    pairs = find_duplicates(works)
    seconds = (time.process_time() - began) * 2000 / len(works)
    known = [names[int(work.source_id.rpartition("#")[2]) - 1] for work in works]
    found = {}
    for pair in pairs:
        first, second = sorted((known[pair.first], known[pair.second]))
        found[first, second] = pair.verdict
    return found, seconds if len(works) >= FEWEST else 0.0


def measure(folder: Path) -> Figures:
    """Compare a set with its groups and our verdicts; print what is amiss."""
    groups, judged = load_groups(folder), load_judged(folder.name)
    found, seconds = compare(folder)
    same = {pair for pair, verdict in found.items() if verdict.kind is Kind.SAME}
    wanted = {pair for pair in groups if judged.get(pair, ("same",))[0] == "same"}
    wanted |= {pair for pair, (kind, _) in judged.items() if kind == "same"}
    related = {
        pair: kind
        for pair, (kind, _) in judged.items()
        if kind not in {"same", "different"}
    }
    right = {p for p, kind in related.items() if p in found and found[p].kind == kind}
    print(
        f"\n{folder.name}: {len(groups)} pairs in the groups, {len(wanted)} after "
        f"adjudication; groups as they are: {len(groups & same)} found, "
        f"{len(same - groups)} others"
    )
    print(
        f"  the same: {len(wanted & same)} of {len(wanted)} found, "
        f"{len(same - wanted)} false"
    )
    print(f"  relations of the pairs read: {len(right)} of {len(related)} right")
    if seconds:
        print(f"  {seconds:.2f} s per 2,000 records")
    _tell("missed", wanted - same, found, judged)
    _tell("FALSE", same - wanted, found, judged)
    _tell("another relation", related.keys() - right, found, judged)
    return Figures(
        wanted=len(wanted),
        found=len(wanted & same),
        false=len(same - wanted),
        kinds=len(related),
        right_kinds=len(right),
        seconds=seconds,
    )


def _tell(
    what: str, pairs: set[Pair], found: dict[Pair, Verdict], judged: Judged
) -> None:
    for pair in sorted(pairs):
        kind = found[pair].kind.value if pair in found else "no pair"
        said, reason = judged.get(pair, ("same", "so the groups"))
        print(f"    {what}: {' '.join(pair)}: {kind}; ours: {said}, {reason}")


def main() -> int:
    """Measure every set, and print what came of it; return 1 where a bar is missed."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    print(f"harvester {__version__}, Python {platform.python_version()}")
    print(f"{platform.machine()} {platform.system()}, one core")
    figures = [measure(folder / name) for name in sys.argv[2:] or SETS]
    wanted, found = sum(f.wanted for f in figures), sum(f.found for f in figures)
    kinds, right = sum(f.kinds for f in figures), sum(f.right_kinds for f in figures)
    false = sum(f.false for f in figures)
    print(
        f"\nall: {found} of {wanted} found ({found / wanted:.2%}; bar 99 %), ", end=""
    )
    print(f"{false} false (bar 0); relations {right} of {kinds} right (bar 95 %)")
    kinds_hold = not kinds or right / kinds >= BARS["kinds"]
    good = kinds_hold and all(one.is_good for one in figures)
    print("every bar is met" if good else "A BAR IS MISSED")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
