"""Our reading of PubMed's records against Biopython's, field by field."""

from __future__ import annotations

import gzip
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from harvester.model import SourceRecord
from harvester.sources.base import Fault
from harvester.sources.pubmed.parse import (
    Deletion,
    Entry,
    parse_articles,
    parse_stream,
)
from tests.fidelity import judge, ours

LARGE = {"pubmed20n0014.xml.gz": 30_000, "pubmed21n1298.part-a.xml.gz": 12_616}
BAR = 0.9999
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
        mine = ours.plain_form(record)
        self.records += 1
        for field in theirs.keys() | mine.keys():
            self.fields[field] += 1
            if theirs.get(field) == mine.get(field):
                continue
            for reason, applies in EXPLAINED:
                if applies(field, theirs, mine):
                    self.explained[field, reason] += 1
                    break
            else:
                pair = (theirs.get(field), mine.get(field))
                self.unexplained.append((record.source_id, field, *pair))
        for field in ours.invented(record):
            self.unexplained.append((record.source_id, field, None, "invented"))

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


@pytest.fixture(scope="module")
def sample(shared_data) -> list[bytes]:
    """Every hundred-and-fortieth record of the two large files."""
    records: list[bytes] = []
    for name in LARGE:
        body = gzip.decompress((shared_data / "baseline" / name).read_bytes())
        records += islice(judge.cut(body), 0, None, 140)
    return records


def test_a_sample_reads_the_same(sample):
    """Three hundred records spread over two files: no field differs unexplained."""
    tally = compare(
        judge.judge_records(sample, b"190101"),
        parse_articles(judge.article_set(sample)),
        Tally(),
    )

    assert tally.records == len(sample) > 300
    assert tally.unexplained == [], tally.table()


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


def test_recorded_replies_read_the_same(shared_data):
    """All recorded EFetch replies of the DTDs since 2019: no field differs."""
    total, unread = Tally(), []
    for path in recorded(shared_data / "efetch"):
        body = path.read_bytes()
        records = list(
            judge.cut(gzip.decompress(body) if path.suffix == ".gz" else body)
        )
        theirs = readable(records) if records else []
        if theirs is None:
            unread.append(path.name)
        else:
            compare(theirs, parse_articles(judge.article_set(records)), total)

    assert total.records > 700
    assert total.unexplained == [], total.table()
    assert unread == []


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_a_large_file_reads_the_same(shared_data, capsys, name):
    """All records of a file: every difference is explained, and they are few."""
    path = shared_data / "baseline" / name
    with gzip.open(path) as stream:
        theirs = judge.judge_body(gzip.decompress(path.read_bytes()))
        tally = compare(theirs, parse_stream(stream), Tally())
    with capsys.disabled():
        sys.stdout.write(f"\n{name}: {tally.table()}\n")

    assert tally.records == LARGE[name]
    assert tally.unexplained == []
    assert tally.equal >= BAR


def leaves(record: etree._Element) -> Iterator[tuple[str, etree._Element, str | None]]:
    """Every text and attribute of a record, with the path that names its kind."""
    path = record.getroottree()
    for element in record.iter():
        kind = re.sub(r"\[\d+\]", "", path.getpath(element))
        if (element.text or "").strip():
            yield kind, element, None
        yield from ((f"{kind}/@{name}", element, name) for name in element.attrib)


def spoil(element: etree._Element, attribute: str | None) -> None:
    """Change a text or an attribute to another that may stand there."""
    if attribute is None:
        element.text = f"{element.text}1"
    elif (value := element.get(attribute)) in {"Y", "N"}:
        element.set(attribute, "N" if value == "Y" else "Y")
    else:
        element.set(attribute, f"{value}1")


def test_no_change_of_a_text_or_attribute_goes_unseen(shared_data, sample):
    """Spoil one text or attribute of every kind: the comparison sees each."""
    slices = [
        record
        for path in recorded(shared_data / "efetch/slices")
        for record in judge.cut(path.read_bytes())
    ]
    waiting = {
        kind: record
        for record in sample + slices
        for kind, _, _ in leaves(etree.fromstring(record))
    }
    unseen = []
    for kind, record in waiting.items():
        root = etree.fromstring(record)
        element, attribute = next(e[1:] for e in leaves(root) if e[0] == kind)
        spoil(element, attribute)
        theirs = judge.judge_records([record], b"190101")
        spoiled = parse_articles(judge.article_set([etree.tostring(root)]))
        if not compare(theirs, spoiled, Tally()).unexplained:
            unseen.append(kind)

    assert len(waiting) > 150
    assert unseen == []
