"""Merging articles: what is noticed of them is what is so of them now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvester.model import Identifier, Relation, SourceRecord, Text
from harvester.pipeline.merging import Merger, merge_articles
from harvester.reconcile import DEFAULT_RULES
from harvester.store import Library

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PAPER, NOTICE = "10.5555/paper", "10.5555/notice"
CAPITALS = "GLOWING MOSSES OF THE NORTHERN SHORE"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A new library."""
    with Library.open(tmp_path / "library.db") as opened:
        yield opened


def record(doi: str, source: str = "crossref", **fields) -> SourceRecord:
    given = {"title": Text(plain="Glowing mosses"), **fields}
    own = Identifier(scheme="doi", value=doi)
    pmid = (Identifier(scheme="pmid", value="99000001"),) * (source == "pubmed")
    return SourceRecord(
        source=source,
        source_id="99000001" if pmid else doi,
        identifiers=(*pmid, own),
        **given,
    )


def merge(library: Library, *records: SourceRecord) -> Merger:
    for one in records:
        library.save_record(one, None, NOON)
    keys = [key for one in records for key in one.article_keys]
    return merge_articles(library, keys, DEFAULT_RULES, now=NOON, run_id=None)


def found(library: Library, code: str) -> list[str]:
    return [one.subject for one in library.load_findings(code)]


def retracts(doi: str) -> tuple[Relation, ...]:
    target = Identifier(scheme="doi", value=doi)
    return (
        Relation(kind="update_to", update_type="retraction", identifiers=(target,)),
    )


def test_a_defect_goes_when_the_record_is_corrected(library: Library) -> None:
    """Told once; resolved by the record that no longer has it."""
    flawed = record(PAPER, title=Text(plain=CAPITALS))
    assert [f.code for f in merge(library, flawed).news] == ["title-capitals"]
    assert merge(library, flawed).news == ()
    assert found(library, "title-capitals") == [f"doi:{PAPER}"]
    assert merge(library, record(PAPER)).news == ()
    assert found(library, "title-capitals") == []


def test_an_article_that_gets_a_pmid_keeps_one_set_of_findings(
    library: Library,
) -> None:
    """What was said of the DOI is said of the PMID from then on."""
    flawed = record(PAPER, title=Text(plain=CAPITALS))
    merge(library, flawed)
    merge(library, record(PAPER, "pubmed", title=Text(plain=CAPITALS)))
    assert len(found(library, "title-capitals")) == 1


def test_a_notice_makes_its_paper_be_looked_at(library: Library) -> None:
    """PubMed is silent of the paper that a notice at Crossref retracts."""
    merge(library, record(PAPER, "pubmed"))
    assert found(library, "retraction-disagreement") == []
    news = merge(library, record(NOTICE, relations=retracts(PAPER))).news
    assert [f.code for f in news] == ["retraction-disagreement"]
    assert found(library, "retraction-disagreement") == ["pmid:99000001"]
    assert merge(library, record(NOTICE, relations=retracts(PAPER))).news == ()


def test_a_claim_that_is_settled_is_resolved(library: Library) -> None:
    """The findings of merging itself go with their reason, too."""
    twin = SourceRecord(
        source="pubmed",
        source_id="99000002",
        identifiers=(
            Identifier(scheme="pmid", value="99000002"),
            Identifier(scheme="doi", value=PAPER),
        ),
    )
    merge(library, record(PAPER, "pubmed"), twin)
    assert found(library, "identifier-claimed-twice") == [f"doi:{PAPER}"]
    alone = SourceRecord(
        source="pubmed", source_id="99000002", identifiers=twin.identifiers[:1]
    )
    merge(library, record(PAPER, "pubmed"), alone)
    assert found(library, "identifier-claimed-twice") == []
