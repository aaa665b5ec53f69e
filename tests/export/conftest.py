"""Articles to be written and read again."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from harvester.mirror.shipped import shipped_folder
from harvester.model import Article, SourceRecord
from harvester.reconcile import reconcile
from harvester.reconcile.merge import merge_records
from harvester.sources.files import read_records

_RECORDED = {
    "baseline/pubmed20n0014.xml.gz": 800,
    "baseline/pubmed21n1298.part-a.xml.gz": 800,
    "crossref/dump/oc_ds_converter_0.json.gz": 400,
}
"""File → how many articles are taken, every fifth record."""


def _records(path: Path) -> Iterator[SourceRecord]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rb") as stream:
        yield from (r for r in read_records(stream) if isinstance(r, SourceRecord))


@pytest.fixture(scope="session")
def shipped() -> tuple[Article, ...]:
    """Every article of the fixtures, merged from all its records."""
    records = {}
    for path in sorted(shipped_folder().glob("*/*")):
        if path.suffix in {".xml", ".json"}:
            for record in _records(path):
                records[record.source, record.source_id] = record
    return tuple(reconcile(records.values()).articles)


@pytest.fixture(scope="session")
def recorded(shared_data: Path) -> tuple[Article, ...]:
    """2,000 articles of recorded data: 800 of each of two files, 400 of Crossref."""
    found: dict[tuple[str, str], SourceRecord] = {}
    for name, count in _RECORDED.items():
        wanted = len(found) + count
        for record in islice(_records(shared_data / name), 0, None, 5):
            found[record.source, record.source_id] = record
            if len(found) == wanted:
                break
    return tuple(merge_records([record]) for record in found.values())


@pytest.fixture(
    scope="session",
    params=["shipped", pytest.param("recorded", marks=pytest.mark.slow)],
)
def articles(request: pytest.FixtureRequest) -> tuple[Article, ...]:
    """The articles of the fixtures, then those of the recorded data."""
    found: tuple[Article, ...] = request.getfixturevalue(request.param)
    assert len(found) == {"shipped": 68, "recorded": 2000}[request.param]
    return found


@pytest.fixture(scope="session")
def by_pmid(shipped: tuple[Article, ...]) -> dict[str | None, Article]:
    """The articles of the fixtures by PMID."""
    return {article.pmid: article for article in shipped}
