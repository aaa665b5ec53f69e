"""How well two bylines of one article are aligned, author by author.

Three sets, all beside the checkout:

* pairs of spellings that were mined from bylines and labelled (same place, or lists
  shifted against each other), each pair alone;
* the bylines of records that a gold standard calls one work. A link is in doubt
  unless surname and first initial are equal, or if it crosses another one. All links
  in doubt were read by hand: whoever is not in ``WRONG`` was found to be one person;
* recorded bylines of PubMed, old ones with initials and new ones, each against a
  spoilt copy of itself (initials only, accents lost, surname and given name swapped,
  people left out or moved; seeded), where the right answer is known by construction.

Run: python benchmarks/authors.py [../shared/data]
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import itertools
import platform
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from harvester import __version__
from harvester.model import Contributor, SourceRecord
from harvester.normalize.name_forms import parse_sort_name
from harvester.normalize.name_words import fold_name, initials_of
from harvester.reconcile.alignment import align, in_order
from harvester.sources.files import read_records

JOINED_BAR, WRONG_BAR = 0.98, 0.002
SETS = ("stroke", "cytology_screening", "digital_work", "special_cases")
RECORDED = (
    "baseline/pubmed20n0014.xml.gz",
    "baseline/pubmed21n1298.part-a.xml.gz",
)
RECORDS = 4000
"""Of each file at most so many bylines."""

READ = "95541b7bcdbf"
"""Fingerprint of the links in doubt that were read; other ones are to be read."""
WRONG: frozenset[tuple[str, str]] = frozenset()
"""Of these the links that join two people, as (printed, printed), sorted."""


class Gold(NamedTuple):
    """What came of the gold pairs.

    Attributes:
        pairs: Pairs of bylines.
        links: Authors joined in them.
        doubtful: The links in doubt, as printed, each once.
        wrong: How many links join two people.
    """

    pairs: int
    links: int
    doubtful: set[tuple[str, str]]
    wrong: int


class Spoilt(NamedTuple):
    """What came of the bylines against their spoilt copies."""

    bylines: int
    people: int
    links: int
    wrong: list[tuple[str, str]]


def mined(data: Path) -> bool:
    """Print the figures of the mined pairs; return whether both bars hold."""
    path = data / "eval/author-variants-mined/pairs.tsv"
    counts = {"0": [0, 0], "1": [0, 0]}
    for row in csv.DictReader(path.open(encoding="utf-8"), delimiter="\t"):
        names = row["author_a"], row["author_b"]
        one, other = ([parse_sort_name(name)] for name in names)
        is_same = row["same_person_slot"]
        is_right = bool(align(one, other)) == (is_same == "1")
        counts[is_same][0] += is_right
        counts[is_same][1] += 1
        if not is_right:
            print(f"  miss: {' | '.join(names)} (same: {is_same})")
    (apart, shifted), (joined, same) = counts["0"], counts["1"]
    print(
        f"mined pairs: {joined} of {same} same ones joined ({joined / same:.2%}, bar "
        f"{JOINED_BAR:.0%}); {apart} of {shifted} shifted ones kept apart (bar: all)"
    )
    return joined / same >= JOINED_BAR and apart == shifted


def gold(data: Path) -> Gold:
    """Align the bylines of every gold pair."""
    pairs = links = wrong = 0
    doubtful: set[tuple[str, str]] = set()
    for one, other in _gold_bylines(data / "eval/dedup-benchmarks"):
        found = align(
            *([parse_sort_name(name) for name in side] for side in (one, other))
        )
        straight = set(in_order(found))
        pairs += 1
        links += len(found)
        for link in found:
            names = min(one[link[0]], other[link[1]]), max(one[link[0]], other[link[1]])
            if link not in straight or len(set(map(_naive_key, names))) > 1:
                doubtful.add(names)
                wrong += names in WRONG
    return Gold(pairs, links, doubtful, wrong)


def _gold_bylines(folder: Path) -> Iterator[tuple[list[str], list[str]]]:
    csv.field_size_limit(sys.maxsize)
    for name in SETS:
        with (folder / name / "records_pre_merged.csv").open(encoding="utf-8") as file:
            bylines = {
                row["ID"]: [one.strip() for one in row["author"].split(" and ")]
                for row in csv.DictReader(file)
            }
        with (folder / name / "merged_record_ids.csv").open(encoding="utf-8") as file:
            groups = [row["merged_ids"].split(";") for row in csv.DictReader(file)]
        for group in groups:
            for one, other in itertools.combinations(group, 2):
                if all(
                    side not in (["UNKNOWN"], [""])
                    for side in map(bylines.get, (one, other))
                ):
                    yield bylines[one], bylines[other]


def _naive_key(name: str) -> tuple[str, str]:
    family, _, given = name.partition(",")
    return fold_name(family).replace(" ", ""), fold_name(given)[:1]


def spoilt(data: Path) -> Spoilt:
    """Align recorded bylines with spoilt copies of themselves."""
    chooser = random.Random(1979)
    bylines = people = links = 0
    wrong: list[tuple[str, str]] = []
    for byline in _recorded(data):
        copy, places = _spoil(byline, chooser)
        found = align(byline, copy)
        bylines, people, links = bylines + 1, people + len(copy), links + len(found)
        wrong += [
            (_shown(byline[i]), _shown(copy[j])) for i, j in found if places[j] != i
        ]
    return Spoilt(bylines, people, links, wrong)


def _recorded(data: Path) -> Iterator[list[Contributor]]:
    for name in RECORDED:
        with gzip.open(data / name) as stream:
            records = (r for r in read_records(stream) if isinstance(r, SourceRecord))
            listed = ([p for p in r.authors if p.family] for r in records)
            yield from itertools.islice((p for p in listed if len(p) > 1), RECORDS)


def _spoil(
    byline: list[Contributor], chooser: random.Random
) -> tuple[list[Contributor], list[int]]:
    """Return a spoilt copy, and whose every place of it is."""
    kept = [place for place in range(len(byline)) if chooser.random() > 0.06]
    if len(kept) > 2 and chooser.random() < 0.1:
        kept.insert(
            chooser.randrange(len(kept)), kept.pop(chooser.randrange(len(kept)))
        )
    is_short, is_plain = chooser.random() < 0.5, chooser.random() < 0.3
    copy = []
    for place in kept:
        family, given = _parts(byline[place])
        if is_short:
            given = initials_of(given) or ""
        if is_plain:
            family, given = fold_name(family).title(), fold_name(given).title()
        if given and chooser.random() < 0.02:
            family, given = given, family
        copy.append(
            Contributor(
                family=family,
                given=given or None,
                initials=initials_of(given),
                suffix=byline[place].suffix,
            )
        )
    return copy, kept


def _parts(person: Contributor) -> tuple[str, str]:
    return person.family or "", person.given or person.initials or ""


def _shown(person: Contributor) -> str:
    return f"{person.family}, {person.given}"


def main() -> int:
    """Print all figures; return 1 where a bar is missed."""
    data = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    print(f"harvester {__version__}, Python {platform.python_version()}, "
          f"{platform.machine()}")  # fmt: skip
    is_good = mined(data)
    began = time.perf_counter()
    found = gold(data)
    took = time.perf_counter() - began
    rate = found.wrong / found.links
    print(
        f"gold pairs: {found.pairs} pairs of bylines, {found.links} links, "
        f"{len(found.doubtful)} in doubt, all read by hand; {found.wrong} wrong "
        f"({rate:.3%}, bar {WRONG_BAR:.1%}); {took:.1f} s"
    )
    mark = hashlib.sha256(repr(sorted(found.doubtful)).encode()).hexdigest()[:12]
    if mark != READ:
        print(f"  the links in doubt are not those that were read; now {mark}:")
        for names in sorted(found.doubtful):
            print("   ", " | ".join(names))
    made = spoilt(data)
    share = len(made.wrong) / made.links
    print(
        f"spoilt copies: {made.bylines} bylines, {made.people} people; "
        f"{made.links} joined ({made.links / made.people:.2%}), "
        f"{len(made.wrong)} wrong ({share:.3%}, bar {WRONG_BAR:.1%})"
    )
    for names in made.wrong[:20]:
        print("  wrong:", " | ".join(names))
    is_good &= rate <= WRONG_BAR and share <= WRONG_BAR and mark == READ
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
