"""Our reading of PubMed's records against Biopython's, field by field."""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Iterator

import pytest
from lxml import etree

from harvester.sources.pubmed.parse import parse_articles, parse_stream
from tests.fidelity import judge
from tests.fidelity.tally import (
    LARGE,
    Tally,
    compare,
    compare_recorded,
    compare_sample,
    recorded,
    take_sample,
)

BAR = 0.9999


@pytest.fixture(scope="module")
def sample(shared_data) -> list[bytes]:
    """Every hundred-and-fortieth record of the two large files."""
    return take_sample(shared_data)


def test_a_sample_reads_the_same(sample):
    """Three hundred records spread over two files: no field differs unexplained."""
    tally = compare_sample(sample)

    assert tally.records == len(sample) > 300
    assert tally.unexplained == [], tally.table()


def test_recorded_replies_read_the_same(shared_data):
    """All recorded EFetch replies of the DTDs since 2019: no field differs."""
    total, unread = compare_recorded(shared_data / "efetch")

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
