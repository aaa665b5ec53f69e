"""How often PubMed and Crossref say different things of one article, field by field.

Reads every file of PubMed XML or Crossref JSON under the folders named (compressed,
in archives, lines of JSON, wrapped or bare), pairs the records by DOI, and judges every
field that both give: the same, formatting only, precision, real. Beside it, where the
folders hold ``records_pre_merged.csv`` with ``merged_record_ids.csv`` (labelled
duplicates of reference lists), the same for pairs of records of one article in two
bibliographic databases: many more, but not PubMed against Crossref.

Then the policy is held against what was adjudicated conflict by conflict
(``conflicts.tsv``, which says how): a guard against regressions, no independent figure.

Run: python benchmarks/conflicts.py [FOLDER...]
"""

from __future__ import annotations

import csv
import gzip
import io
import platform
import sys
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import IO, Any, NamedTuple

from harvester import __version__
from harvester.errors import HarvesterError
from harvester.model import Container, Contributor, RecordDate, SourceRecord, Text
from harvester.normalize.dates import normalize_date
from harvester.normalize.names import normalize_contributor
from harvester.normalize.record import normalize_record
from harvester.reconcile import classify_conflict, merge_records, print_value
from harvester.reconcile.cited_date import find_cited_date, find_comparable_date
from harvester.sources.crossref.parse import parse_work
from harvester.sources.files import kind_of, read_records, read_works
from harvester.sources.values import child

ROOT = Path(__file__).resolve().parents[1]
TABLE = Path(__file__).with_suffix(".tsv")
BAR = 0.99
FIELDS = (
    "title", "container", "contributors", "published", "volume", "issue", "page",
    "article_number", "type", "languages", "abstract", "reference_count",
)  # fmt: skip
KINDS = ("same", "formatting", "precision", "real")
RARE = 12
"""So many real conflicts of a field at most are listed."""
_OF_CROSSREF = {"indexed", "deposited", "member", "prefix", "issued"}
_GROUPS = {"group", "team", "network", "consortium", "investigators"}
_ENDINGS = (".xml", ".json", ".jsonl", ".xml.gz", ".json.gz", ".jsonl.gz")


class Pair(NamedTuple):
    """Two records of one article."""

    name: str
    one: SourceRecord
    other: SourceRecord


class Difference(NamedTuple):
    """A field that both records of a pair give."""

    pair: Pair
    field: str
    kind: str
    values: tuple[str, str]


def streams(folder: Path) -> Iterator[IO[bytes]]:
    """Yield the uncompressed content of every file that may hold records."""
    for file in sorted(folder.rglob("*")):
        if file.name.endswith(".tar.gz"):
            with tarfile.open(file) as archive:
                for member in archive:
                    if content := archive.extractfile(member):
                        yield io.BytesIO(content.read())
        elif file.name.endswith(_ENDINGS) and file.is_file():
            raw = file.read_bytes()
            yield io.BytesIO(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)


def records_of(stream: IO[bytes]) -> Iterator[tuple[str, SourceRecord]]:
    """Yield (when the service last touched it, record); what is none is left out."""
    if kind_of(stream) == "pubmed":
        for entry in read_records(stream):
            if isinstance(entry, SourceRecord):
                yield entry.version or "", entry
        return
    for value in read_works(stream):
        work = child(value).get("item", value)
        if _OF_CROSSREF & child(work).keys():
            touched = child(child(work).get("indexed")).get("date-time")
            yield str(touched or ""), normalize_record(parse_work(work))


def find_pairs(folder: Path) -> tuple[Counter[str], list[Pair]]:
    """Return how many works each source describes, and those both describe.

    A DOI that several PubMed records claim joins none of them.
    """
    held: dict[str, dict[str, tuple[str, SourceRecord]]] = defaultdict(dict)
    for stream in streams(folder):
        try:
            for touched, record in records_of(stream):
                known = held[record.source].get(record.source_id, ("", record))
                if touched >= known[0]:
                    held[record.source][record.source_id] = (touched, record)
        except HarvesterError:
            continue
    works = {record.doi: record for _, record in held["crossref"].values()}
    claims = Counter(record.doi for _, record in held["pubmed"].values())
    pairs = [
        Pair(f"{record.source_id} {record.doi}", record, works[record.doi])
        for _, record in held["pubmed"].values()
        if record.doi in works and claims[record.doi] == 1
    ]
    return Counter({name: len(found) for name, found in held.items()}), pairs


def find_twins(folder: Path) -> list[Pair]:
    """Return pairs of records of one article out of labelled reference lists."""
    pairs = []
    for file in sorted(folder.rglob("merged_record_ids.csv")):
        with (file.parent / "records_pre_merged.csv").open(encoding="utf-8") as rows:
            held = {row["ID"]: _read(row) for row in csv.DictReader(rows)}
        with file.open(encoding="utf-8") as rows:
            for row in csv.reader(rows):
                ids = [name for name in row[0].split(";") if name in held]
                for one, other in combinations(ids, 2):
                    name = f"{file.parent.name} {one} {other}"
                    pairs.append(Pair(name, held[one], held[other]))
    return pairs


def _read(given: dict[str, str]) -> SourceRecord:
    row = defaultdict(str, given)
    people = [name.partition(", ") for name in row["author"].split(" and ") if name]
    date = normalize_date(row["year"])
    fields: dict[str, Any] = {
        "title": Text(plain=row["title"]) if row["title"] else None,
        "container": Container(title=row["journal"]) if row["journal"] else None,
        "volume": _known(row["volume"]),
        "issue": _known(row["number"] or row["issue"]),
        "page": _known(row["pages"].replace("--", "-")),
        "dates": (date,) if date else (),
        "contributors": tuple(_name(family, given) for family, _, given in people),
    }
    return SourceRecord(source="list", source_id=row["ID"], **fields)


def _name(family: str, given: str) -> Contributor:
    """Read a name; lists print a group as ``Group, Made Up``."""
    if family.lower() in _GROUPS or family.startswith("-"):
        words = f"{given} {family}".replace("-", " ")
        return Contributor(literal=words.strip())
    return normalize_contributor(Contributor(family=family, given=given or None))


def _known(value: str) -> str | None:
    value = value.strip()
    return None if value in {"", "UNKNOWN", "nan"} else value


def compare(pair: Pair) -> Iterator[Difference]:
    """Yield what both records of a pair say, field by field."""
    for field in FIELDS:
        if field == "published":
            one, other = _dates(pair)
        else:
            one, other = (getattr(record, field) for record in pair[1:])
        if one in (None, ()) or other in (None, ()):
            continue
        kind = classify_conflict(field, one, other) or "same"
        shown = (print_value(one), print_value(other))
        yield Difference(pair, field, str(kind), shown)


def _dates(pair: Pair) -> tuple[RecordDate | None, RecordDate | None]:
    cited = find_cited_date(pair.one)
    return cited, find_comparable_date(pair.other, cited) if cited else None


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a share, by Wilson's score."""
    if not total:
        return 0.0, 1.0
    z, share = 1.96, hits / total
    middle = share + z * z / (2 * total)
    reach = z * ((share * (1 - share) + z * z / (4 * total)) / total) ** 0.5
    whole = 1 + z * z / total
    return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)


def tell(pairs: Iterable[Pair]) -> None:
    """Print the rates by field, and the real conflicts where they are few."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    real: dict[str, list[Difference]] = defaultdict(list)
    for pair in pairs:
        for found in compare(pair):
            counts[found.field][found.kind] += 1
            if found.kind == "real":
                real[found.field].append(found)
    print(
        f"{'field':<16}{'both':>6}" + "".join(f"{kind:>12}" for kind in KINDS), end=""
    )
    print("   real, 95 % interval")
    for field in FIELDS:
        if not (total := counts[field].total()):
            continue
        cells = "".join(f"{counts[field][kind]:>12}" for kind in KINDS)
        low, high = wilson(counts[field]["real"], total)
        share = counts[field]["real"] / total
        print(f"{field:<16}{total:>6}{cells}   {share:.1%} ({low:.1%}-{high:.1%})")
    for field, found in real.items():
        for one in found if len(found) <= RARE else ():
            values = " | ".join(value[:70] for value in one.values)
            print(f"  real: {field}: {one.pair.name}: {values}")


class Row(NamedTuple):
    """A conflict that was adjudicated: its kind, and which side is right."""

    name: str
    field: str
    kind: str
    right: str
    reason: str


def read_table() -> list[Row]:
    """Return the conflicts that were adjudicated."""
    with TABLE.open(encoding="utf-8") as file:
        rows = csv.reader((line for line in file if line[0] != "#"), delimiter="\t")
        return [Row(*row) for row in rows]


def judge(pairs: Iterable[Pair], rows: Iterable[Row]) -> bool:
    """Print how policy and classes agree with the table; return whether they do."""
    by_name = {pair.name: pair for pair in pairs}
    policy, kinds, misses = Counter[bool](), Counter[bool](), []
    for row in rows:
        if row.name not in by_name:
            continue
        pair = by_name[row.name]
        found = {d.field: d.kind for d in compare(pair)}.get(row.field, "none")
        kinds[found == row.kind] += 1
        if found != row.kind:
            misses.append(f"{row.name} {row.field}: {found}, read as {row.kind}")
        if row.right == "-":
            continue
        origins = {o.field: o for o in merge_records(pair[1:]).origins}
        chosen = origins[row.field].source if row.field in origins else "none"
        is_right = row.right in {"either", chosen}
        policy[is_right] += 1
        if not is_right:
            misses.append(f"{row.name} {row.field}: {chosen} chosen; {row.reason}")
    for name, hits in ((f"value chosen (bar {BAR:.0%})", policy), ("kind", kinds)):
        if total := hits.total():
            low, high = wilson(hits[True], total)
            print(
                f"{name} as a person found: {hits[True]} of {total}, "
                f"{hits[True] / total:.1%} ({low:.1%}-{high:.1%})"
            )
    for miss in misses:
        print(f"  {miss}")
    return policy[True] >= BAR * policy.total()


def main(folders: list[Path]) -> int:
    """Print all figures; return 1 where the bar is missed."""
    machine = f"{platform.machine()}, Python {platform.python_version()}"
    print(f"harvester {__version__} on {platform.system()} {machine}")
    read: list[Pair] = []
    for folder in folders:
        counts, pairs = find_pairs(folder)
        print(
            f"\n{folder.name}: {counts['pubmed']} PubMed records, "
            f"{counts['crossref']} Crossref works, {len(pairs)} pairs by DOI"
        )
        tell(pairs)
        twins = find_twins(folder)
        if twins:
            print(f"\n{folder.name}: {len(twins)} pairs of two bibliographic databases")
            tell(twins)
        read += [*pairs, *twins]
    print()
    return 0 if judge(read, read_table()) else 1


if __name__ == "__main__":
    named = [Path(name) for name in sys.argv[1:]]
    default = [ROOT.parent / "shared" / "data", ROOT / "fixtures"]
    sys.exit(main(named or [folder for folder in default if folder.is_dir()]))
