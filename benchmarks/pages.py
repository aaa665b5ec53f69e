"""Pages printed from real records, read again; articles confirmed by descriptions.

Run by ``identify.py``.
"""

from __future__ import annotations

import csv
import gzip
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from benchmarks.result import Result
from harvester.identify import identify_document
from harvester.match import confirm_document
from harvester.model import (
    Container,
    Contributor,
    Document,
    RecordDate,
    SourceRecord,
    Text,
)
from harvester.normalize.record import normalize_record
from harvester.sources.files import read_records
from tests.layouts import (
    LAYOUTS,
    NOISES,
    OWN,
    RENDERINGS,
    ROLES,
    Lists,
    Printed,
)


def load(path: Path, count: int) -> list[SourceRecord]:
    """Return records of a baseline file that have all that pages print."""
    records = []
    with gzip.open(path) as stream:
        for entry in read_records(stream):
            if isinstance(entry, SourceRecord) and _is_printable(entry):
                records.append(entry)
                if len(records) == count:
                    break
    return records


def _is_printable(record: SourceRecord) -> bool:
    whole = record.title and record.abstract and record.authors and record.volume
    parts = record.title.plain.split() if record.title else []
    return bool(whole and record.page and record.doi and 4 <= len(parts) <= 30)


def as_printed(record: SourceRecord) -> Printed:
    """Return what pages print of a record."""
    date = record.date("issue")
    container = record.container
    sections = record.abstract.sections if record.abstract else ()
    return Printed(
        title=(record.title.plain if record.title else "").rstrip("."),
        names=tuple(
            f"{a.given or a.initials or ''} {a.family or a.literal}".strip()
            for a in record.authors
        ),
        journal=(container and container.medline_abbreviation) or "J Made Up",
        year=date.printed if date else "2020",
        volume=record.volume or "",
        issue=record.issue or "1",
        page=record.page or "",
        doi=record.doi or "",
        pmid=record.source_id,
        abstract=tuple((s.label or "", s.text.plain) for s in sections),
        keywords=tuple(word.text.plain for word in record.keywords),
    )


class Pages(NamedTuple):
    """Figures of the pages."""

    own_right: int
    own_wrong: int
    own_wanted: int
    roles: Counter[str]
    misses: tuple[str, ...]


def measure_pages(records: Sequence[SourceRecord], count: int) -> Iterator[Result]:
    """Print pages of records, read them, and compare own identifiers and roles."""
    chooser = random.Random(23)
    pages = _read_pages(records, count, chooser)
    total = pages.own_right + pages.own_wrong
    name = f"own identifiers of {count} pages"
    yield Result(f"{name}, precision", pages.own_right, total, 100.0, pages.misses)
    yield Result(f"{name}, recall", pages.own_right, pages.own_wanted, 99.0)
    right, wrong, missed = (pages.roles[n] for n in ("right", "wrong", "missed"))
    yield Result(
        "roles of listed articles, F1", 2 * right, 2 * right + wrong + missed, 99
    )


def _read_pages(
    records: Sequence[SourceRecord], count: int, chooser: random.Random
) -> Pages:
    right = wrong = wanted_count = 0
    roles: Counter[str] = Counter()
    misses = []
    for number in range(count):
        layout = list(LAYOUTS)[number % len(LAYOUTS)]
        rendering = chooser.choice(list(RENDERINGS))
        noise = chooser.choice(list(NOISES))
        own, *others = map(as_printed, chooser.sample(list(records), 12))
        if layout == "jama":
            own = own._replace(doi=f"10.1001/jama.2020.{number:05d}", year="2020")
        lists = Lists(others[:4], others[4:6], others[6:9], others[9:])
        text = NOISES[noise](RENDERINGS[rendering](LAYOUTS[layout](own, lists)))
        document = identify_document("page", text.encode())
        wanted = {f"{s}:{getattr(own, s)}".lower() for s in OWN[layout]}
        found = {str(identifier) for identifier in document.own}
        right += len(found & wanted)
        wrong += len(found - wanted)
        wanted_count += len(wanted)
        faults = compare_roles(document, lists, ROLES[layout], roles)
        if found != wanted or faults:
            told = f"{document.unresolved or sorted(found ^ wanted)} {faults[:3]}"
            misses.append(f"{layout}, {rendering}, {noise}, {own.pmid}: {told}")
    return Pages(right, wrong, wanted_count, roles, tuple(misses))


def compare_roles(
    document: Document, lists: Lists, named: dict[str, str], tally: Counter[str]
) -> list[str]:
    """Count DOIs of listed articles with the right role, another one, or none."""
    found = {
        m.identifier.value: m.role.value
        for m in document.mentions
        if m.identifier.scheme == "doi"
    }
    faults = []
    for name, role in named.items():
        for one in getattr(lists, name):
            said = found.get(one.doi.lower())
            verdict = "right" if said == role else "wrong" if said else "missed"
            tally[verdict] += 1
            if verdict != "right":
                faults.append(f"{one.doi} is {said}, not {role}")
    return faults


SETS = ("stroke", "cytology_screening", "digital_work")
OTHERS = 2_000


def as_described(row: dict[str, str]) -> SourceRecord:
    """Return a row of a set of duplicates as what a page says of its article."""
    names = [name.strip() for name in row["author"].split(" and ") if name.strip()]
    return normalize_record(
        SourceRecord(
            source="document",
            source_id=row["ID"],
            title=Text(plain=row["title"]) if row["title"] else None,
            container=Container(title=row["journal"]) if row["journal"] else None,
            volume=row["volume"] or None,
            page=row["pages"] or None,
            dates=(RecordDate(kind="published", printed=row["year"]),)
            if row["year"]
            else (),
            contributors=tuple(
                Contributor(family=name.partition(",")[0])
                if "," in name
                else Contributor(literal=name)
                for name in names
            ),
        )
    )


def measure_confirmation(shared: Path) -> Iterator[Result]:
    """Confirm articles against other databases' descriptions of them, and of others.

    Of the pairs of the sets some are no duplicates by our definition (an erratum, a
    congress abstract): they are among the misses printed.
    """
    chooser = random.Random(24)
    same: list[tuple[SourceRecord, SourceRecord]] = []
    others: list[tuple[SourceRecord, SourceRecord]] = []
    for name in SETS:
        folder = shared / "data/eval/dedup-benchmarks" / name
        text = (folder / "records_pre_merged.csv").read_text(encoding="utf-8")
        rows = {r["ID"]: as_described(r) for r in csv.DictReader(text.splitlines())}
        text = (folder / "merged_record_ids.csv").read_text(encoding="utf-8")
        group_of = dict.fromkeys(rows, "")
        for line in csv.DictReader(text.splitlines()):
            members = [m for m in line["merged_ids"].split(";") if m in rows]
            group_of.update(dict.fromkeys(members, line["merged_ids"]))
            same += [(rows[a], rows[b]) for a, b in combinations(members, 2)]
        for _ in range(OTHERS):
            one, other = chooser.sample(sorted(rows), 2)
            if not group_of[one] or group_of[one] != group_of[other]:
                others.append((rows[one], rows[other]))
    for told, pairs, wanted, bar in (
        ("articles confirmed", same, {"confirmed"}, 99.0),
        ("other articles refused", others, {"contradicted", "unconfirmed"}, 100.0),
    ):
        found = [(a, b, confirm_document(_page_of(a), b)) for a, b in pairs]
        misses = tuple(
            f"{_titled(a)}, {_titled(b)}: {', '.join(r.evidence)}"
            for a, b, r in found
            if r.state not in wanted
        )
        right = len(pairs) - len(misses)
        yield Result(told, right, len(pairs), bar, misses)


def _page_of(record: SourceRecord) -> Document:
    return Document(name="page", reader="general", record=record)


def _titled(record: SourceRecord) -> str:
    return repr(record.title.plain) if record.title else record.source_id
