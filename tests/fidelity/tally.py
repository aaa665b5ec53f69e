"""What a comparison of two readings found, field by field."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from harvester.model import SourceRecord
from harvester.sources.base import Fault
from harvester.sources.pubmed.parse import Deletion, Entry, parse_articles
from tests.fidelity import judge, ours

LARGE = {"pubmed20n0014.xml.gz": 30_000, "pubmed21n1298.part-a.xml.gz": 12_616}
DTDS = [b"190101", b"250101", b"180101", b"150101"]

Form = dict[str, Any]

EXPLAINED: list[tuple[str, Callable[[str, Form, Form], bool]]] = [
    (
        "a copyright line without an abstract stands under other",
        lambda field, _, mine: (
            field in {"copyright", "other"}
            and any(name == "CopyrightInformation" for name, _ in mine.get("other", ()))
        ),
    ),
]
"""Why a field may differ: reason, and what tells it from (field, theirs, ours)."""

Explain = Callable[[str, Form, Form], str | None]


def _explain(field: str, theirs: Form, mine: Form) -> str | None:
    applying = (why for why, applies in EXPLAINED if applies(field, theirs, mine))
    return next(applying, None)


class Tally:
    """What a comparison found."""

    def __init__(self) -> None:
        self.records = 0
        self.fields: Counter[str] = Counter()
        self.explained: Counter[tuple[str, str]] = Counter()
        self.unexplained: list[tuple[str, str, Any, Any]] = []

    def add(self, theirs: Form, record: SourceRecord | Fault | Deletion) -> None:
        """Compare one record: every field that either of the two readings has."""
        if not isinstance(record, SourceRecord):
            assert "pmid" not in theirs, record  # the one reason to set one aside
            return
        self.compare(record.source_id, theirs, ours.plain_form(record), _explain)
        for field in ours.invented(record):
            self.unexplained.append((record.source_id, field, None, "invented"))

    def compare(
        self, name: str, theirs: Form, mine: Form, explain: Explain = lambda *_: None
    ) -> None:
        """Compare two forms of one record, field by field."""
        self.records += 1
        for field in sorted(theirs.keys() | mine.keys()):
            self.fields[field] += 1
            pair = (theirs.get(field), mine.get(field))
            if pair[0] == pair[1]:
                continue
            if reason := explain(field, theirs, mine):
                self.explained[field, reason] += 1
            else:
                self.unexplained.append((name, field, *pair))

    @property
    def equal(self) -> float:
        """The share of fields that are equal."""
        different = self.explained.total() + len(self.unexplained)
        return 1 - different / self.fields.total()

    def table(self) -> str:
        """What was compared, and what differs why."""
        total, kinds = self.fields.total(), len(self.fields)
        head = f"{self.records} records, {total} fields of {kinds} kinds"
        lines = [f"{head}, {self.equal:.5%} equal"]
        lines += [f"{n:>6}  {f}: {why}" for (f, why), n in self.explained.items()]
        lines += [f"     ?  {one}" for one in self.unexplained[:20]]
        return "\n".join(lines)


def compare(theirs: Iterable[Form], entries: Iterable[Entry], tally: Tally) -> Tally:
    """Compare record by record, in order."""
    for one, record in zip(theirs, entries, strict=True):
        tally.add(one, record)
    return tally


def recorded(folder: Path) -> list[Path]:
    """The recorded EFetch replies."""
    return sorted(p for p in folder.rglob("*.xml*") if p.suffix in {".xml", ".gz"})


def readable(records: list[bytes]) -> list[Form] | None:
    """Biopython's reading by the first DTD that knows all of the records."""
    for dtd in DTDS:
        try:
            return list(judge.judge_records(records, dtd))
        except ValueError:
            continue
    return None


def take_sample(shared_data: Path) -> list[bytes]:
    """Every hundred-and-fortieth record of the two large files."""
    records: list[bytes] = []
    for name in LARGE:
        body = gzip.decompress((shared_data / "baseline" / name).read_bytes())
        records += islice(judge.cut(body), 0, None, 140)
    return records


def compare_sample(records: list[bytes]) -> Tally:
    """Compare records of the files with Biopython's reading."""
    return compare(
        judge.judge_records(records, b"190101"),
        parse_articles(judge.article_set(records)),
        Tally(),
    )


def compare_recorded(folder: Path) -> tuple[Tally, list[str]]:
    """Compare all EFetch replies of a folder, and name those that no DTD reads."""
    total, unread = Tally(), []
    for path in recorded(folder):
        body = path.read_bytes()
        records = list(
            judge.cut(gzip.decompress(body) if path.suffix == ".gz" else body)
        )
        theirs = readable(records) if records else []
        if theirs is None:
            unread.append(path.name)
        else:
            compare(theirs, parse_articles(judge.article_set(records)), total)
    return total, unread
