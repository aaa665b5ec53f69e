"""How often a second witness keeps the wrong records apart, and lets the right ones in.

Run: python benchmarks/identity.py [FOLDER]

FOLDER holds recorded replies and labelled sets, by default those beside the checkout.
Four kinds of true pairs: PubMed's and Crossref's records that share a DOI; entries of
reference lists with the record of the DOI that was asserted for them; labelled records
of one article in two databases; and records as a sparser source would print them.
And the opposite: PubMed's and Crossref's records with the DOI of their neighbour in the
same issue. Every pair that is quarantined wrongly, or joined wrongly, is listed.
"""

from __future__ import annotations

import csv
import platform
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from conflicts import records_of, streams
from msgspec.structs import replace

from harvester import __version__
from harvester.errors import HarvesterError
from harvester.model import (
    DOI,
    Container,
    Contributor,
    Identifier,
    RecordDate,
    Reference,
    SourceRecord,
    Text,
)
from harvester.normalize.name_forms import parse_name
from harvester.normalize.places import pages_of
from harvester.normalize.record import normalize_record
from harvester.reconcile import cluster_records
from harvester.reconcile.witness import TELLING, hear

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data"
LABELLED = ("stroke", "cytology_screening", "digital_work")
BAR_QUARANTINED = 0.005
SHOWN = 40
RIGHTLY_APART = {
    # A response, cited with the DOI of the letter that it answers.
    ("R6-20250501", "10.1097/brs.0000000000004785"),
    # An erratum, labelled as its article.
    ("id_1005082", "id_1005083"),
    # The editorial before the guest editorial, on another page.
    ("id_1000218", "id_1000339"),
}
"""True pairs that are none, read by eye."""
_NOTHING = {"", "nan", "NAN", "UNKNOWN"}

Pair = tuple[SourceRecord, SourceRecord]


class Count(NamedTuple):
    """How many pairs were looked at, and those that went wrong."""

    total: int
    wrong: list[Pair]
    twins: list[Pair]


def read_folder(folder: Path) -> tuple[list[SourceRecord], list[SourceRecord]]:
    """Return PubMed's and Crossref's records of all files, each once."""
    held: dict[str, dict[str, SourceRecord]] = {"pubmed": {}, "crossref": {}}
    for stream in streams(folder):
        with suppress(HarvesterError):
            for _, record in records_of(stream):
                if record.doi:
                    held[record.source].setdefault(record.source_id, record)
    return list(held["pubmed"].values()), list(held["crossref"].values())


def is_joined(one: SourceRecord, other: SourceRecord) -> bool:
    """Whether two records become one article when they share a DOI."""
    shared = Identifier(scheme=DOI, value="10.5555/shared")
    pair = (
        replace(one, source="pubmed", source_id="1", identifiers=(shared,)),
        replace(other, source="crossref", source_id="2", identifiers=(shared,)),
    )
    return len(cluster_records(pair).clusters) == 1


def is_twin(one: SourceRecord, other: SourceRecord) -> bool:
    """Whether nothing but the page tells two records apart: one work, printed twice."""
    telling = [w for w in hear(one, other).witnesses if w.part in TELLING]
    return all(w.weight > 0 for w in telling if w.part != "first page")


def count(pairs: Iterable[Pair], *, expected: bool) -> Count:
    """Count pairs that are not joined (or joined) as they should be."""
    total, wrong, twins = 0, [], []
    for pair in pairs:
        if (pair[0].source_id, pair[1].source_id) in RIGHTLY_APART:
            continue
        total += 1
        if is_joined(*pair) != expected:
            (twins if not expected and is_twin(*pair) else wrong).append(pair)
    return Count(total, wrong, twins)


def shared_doi_pairs(
    pubmed: list[SourceRecord], crossref: list[SourceRecord]
) -> Iterator[Pair]:
    """Yield the records of the two that bear one DOI."""
    works = {work.source_id: work for work in crossref}
    for record in pubmed:
        for scheme, value in dict.fromkeys(record.article_keys):
            if scheme == DOI and value in works:
                yield record, works[value]


def reference_pairs(
    pubmed: list[SourceRecord], crossref: list[SourceRecord]
) -> Iterator[Pair]:
    """Yield entries of reference lists with the records of the DOIs that they name."""
    held = defaultdict(list)
    for record in (*pubmed, *crossref):
        held[record.doi].append(record)
    for work in crossref:
        for entry in work.references:
            if entry.article_title or entry.author or entry.first_page:
                named = [i.value for i in entry.identifiers if i.scheme == DOI]
                for target in held[named[0]] if named else ():
                    yield as_record(entry), target


def as_record(entry: Reference) -> SourceRecord:
    """Return an entry of a reference list as if it were a source's record."""
    return build_record(
        str(entry.key),
        [entry.author] if entry.author else [],
        {
            "title": entry.article_title,
            "journal": entry.container_title,
            "year": entry.year,
            "volume": entry.volume,
            "pages": entry.first_page,
        },
    )


def labelled_pairs(folder: Path) -> Iterator[Pair]:
    """Yield the records that people found to be of one article."""
    for name in LABELLED:
        place = folder / "eval" / "dedup-benchmarks" / name
        with (place / "records_pre_merged.csv").open(encoding="utf-8") as file:
            rows = {row["ID"]: row for row in csv.DictReader(file)}
        with (place / "merged_record_ids.csv").open(encoding="utf-8") as file:
            groups = [row["merged_ids"].split(";") for row in csv.DictReader(file)]
        for first, *others in groups:
            for other in others:
                yield from_row(rows[first]), from_row(rows[other])


def from_row(row: dict[str, str]) -> SourceRecord:
    """Return a row of a labelled set as a record."""
    said = {
        name: value
        for name, raw in row.items()
        if (value := (raw or "").strip()) not in _NOTHING
    }
    names = re.split(r"\s+and\s+|;\s*", said.get("author", ""))
    return build_record(row["ID"], [name for name in names if name.strip()], said)


def build_record(
    name: str, authors: list[str], said: Mapping[str, str | None]
) -> SourceRecord:
    """Return a normalised record; what is said is named as in a labelled set."""
    title, journal, year = (said.get(part) for part in ("title", "journal", "year"))
    record = SourceRecord(
        source="crossref",
        source_id=name,
        title=Text(plain=title) if title else None,
        contributors=tuple(parse_name(author) for author in authors),
        container=Container(title=journal) if journal else None,
        dates=(RecordDate(kind="issue", printed=year),) if year else (),
        volume=said.get("volume"),
        page=said.get("pages"),
    )
    return normalize_record(record)


def _cut(record: SourceRecord) -> SourceRecord:
    head = record.title.plain.partition(": ")[0] if record.title else ""
    return replace(record, title=Text(plain=head) if head else None)


def _shouted(record: SourceRecord) -> SourceRecord:
    people = tuple(
        Contributor(family=(c.family or c.literal or "").upper() or None)
        for c in record.contributors
    )
    title = Text(plain=record.title.plain.upper()) if record.title else None
    return replace(record, title=title, contributors=people)


SPARSE: dict[str, Callable[[SourceRecord], SourceRecord]] = {
    "title cut at its colon, no pages": lambda r: replace(
        _cut(r), page=None, start_page=None, locator=None
    ),
    "capitals, family names alone": _shouted,
    "no authors": lambda r: replace(r, contributors=()),
    "no title": lambda r: replace(r, title=None, original_title=None),
    "title and year alone": lambda r: SourceRecord(
        source=r.source, source_id=r.source_id, title=r.title, dates=r.dates
    ),
    "journal, volume and year alone": lambda r: SourceRecord(
        source=r.source,
        source_id=r.source_id,
        container=r.container,
        volume=r.volume,
        dates=r.dates,
    ),
}


def neighbours(records: Iterable[SourceRecord]) -> Iterator[Pair]:
    """Yield records with the next one of the same issue, by first page."""
    issues = defaultdict(list)
    for record in records:
        if record.container and record.volume:
            place = (record.container.title, record.volume, record.issue)
            issues[place].append(record)
    for issue in issues.values():
        issue.sort(key=lambda r: ((pages_of(r) or ("",))[0].zfill(9), r.source_id))
        yield from pairwise(issue)


def report(name: str, found: Count, bar: str) -> None:
    """Print how many went wrong, and each of them."""
    share = len(found.wrong) / found.total if found.total else 0.0
    twins = f", and {len(found.twins)} printed twice" if found.twins else ""
    print(f"{name}: {len(found.wrong)} of {found.total} ({share:.2%}){twins}  {bar}")
    for one, other in found.wrong[:SHOWN]:
        said = hear(one, other)
        told = "; ".join(f"{w} [{w.weight:+}]" for w in said.witnesses)
        print(f"    {one.source_id} · {other.source_id} · {told}")


def main() -> int:
    """Measure, and print what came of it."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    began = time.process_time()
    pubmed, crossref = read_folder(folder)
    print(f"{len(pubmed)} records of PubMed, {len(crossref)} of Crossref, with a DOI")
    true = {
        "PubMed and Crossref of one DOI": shared_doi_pairs(pubmed, crossref),
        "reference and the DOI asserted for it": reference_pairs(pubmed, crossref),
        "labelled as one article": labelled_pairs(folder),
    }
    print("\nQuarantined though of one work")
    counts = [count(pairs, expected=True) for pairs in true.values()]
    for name, found in zip(true, counts, strict=True):
        report(f"  {name}", found, "")
    total, wrong = sum(c.total for c in counts), sum(len(c.wrong) for c in counts)
    bar = f"bar: < {BAR_QUARANTINED:.1%}"
    print(f"  all together: {wrong} of {total} ({wrong / total:.2%})  {bar}")
    print("\nQuarantined where the other record is sparse (every tenth of PubMed's)")
    for name, sparse in SPARSE.items():
        made = ((record, sparse(record)) for record in pubmed[::10])
        pairs = ((a, b) for a, b in made if hear(a, b).witnesses)
        report(f"  {name}", count(pairs, expected=True)._replace(twins=[]), "")
    print("\nJoined though the DOI is that of the neighbour")
    swapped = [count(neighbours(r), expected=False) for r in (pubmed, crossref)]
    for name, found in zip(("PubMed", "Crossref"), swapped, strict=True):
        report(f"  {name}", found, "bar: 0")
        twins = Counter(hear(*pair).score for pair in found.twins)
        print(f"    printed twice, by score: {dict(sorted(twins.items()))}")
    seconds = time.process_time() - began
    print(f"\nharvester {__version__}, Python {platform.python_version()}, ", end="")
    print(f"{platform.machine()}, {seconds:.0f} s of CPU")
    is_good = wrong / total < BAR_QUARANTINED and not any(c.wrong for c in swapped)
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
