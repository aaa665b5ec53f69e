"""Identities in doubt, kept and settled in a library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.changes import ChangeKind
from harvester.export import build_citation
from harvester.model import SourceRecord
from harvester.pipeline import Decision, Settled, settle_case
from harvester.pipeline.merging import Merger, merge_articles
from harvester.reconcile import DEFAULT_RULES, merge_records
from harvester.store import CaseState, Library
from tests.reconcile.papers import bare, paper

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LETTER = {"title": "Appendicitis in pregnancy", "authors": ("Nguyen T",), "page": "9"}
PUBMED = paper("pubmed", "pmid:99000001", "doi:10.5555/a")
RIGHT = paper("crossref", "doi:10.5555/a")
WRONG = paper("crossref", "doi:10.5555/a", **LETTER)
ALL = set(CaseState)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "x.db") as opened:
        yield opened


def merge(library: Library, *records: SourceRecord) -> Merger:
    """Save records and merge their articles."""
    with library.transaction():
        for record in records:
            library.save_record(record, None, NOW)
        keys = {key for record in records for key in record.article_keys}
        merger = merge_articles(library, keys, DEFAULT_RULES, now=NOW, run_id=None)
        for finding in merger.findings:
            library.save_finding(finding, NOW)
    return merger


def settle(library: Library, number: int, state: str, why: str | None = None):
    decision = Decision(number=number, state=CaseState(state), why=why)
    done = settle_case(library, decision, DEFAULT_RULES, now=NOW, command="settle")
    assert isinstance(done, Settled)
    return done


def homes(library: Library) -> dict[str, int]:
    rows = library._db.execute("SELECT source_id, article_id FROM records")
    return dict(rows.fetchall())


def states(library: Library) -> list[tuple[int, str]]:
    return [(c.number, c.state.value) for c in library.quarantine.cases(ALL)]


def findings(library: Library) -> list[str]:
    rows = library._db.execute(
        "SELECT code FROM findings WHERE resolved_at IS NULL "
        "AND code IN ('identity-in-doubt', 'identifier-claimed-twice')"
    )
    return [code for (code,) in rows]


def test_a_doubt_is_kept_with_its_evidence(library: Library) -> None:
    """One row, with both records; the article says so too, and a finding."""
    merge(library, PUBMED, WRONG)

    (case,) = library.quarantine.cases({CaseState.OPEN})
    assert case.doubt.key == ("doi", "10.5555/a")
    assert [record.source for record in case.records] == ["crossref", "pubmed"]
    assert "first page 9 / 1000" in case.doubt.differing
    assert library.quarantine.cases_of(homes(library)["99000001"]) == (case,)
    assert findings(library) == ["identity-in-doubt"]


def test_the_same_again_changes_nothing(library: Library) -> None:
    """Neither articles nor the case."""
    merge(library, PUBMED, WRONG)
    before = list(library._db.iterdump())

    again = merge(library, WRONG, PUBMED)

    assert {merged.change for merged in again.articles} == {"unchanged"}
    assert list(library._db.iterdump()) == before


def test_records_that_come_to_agree_are_joined(library: Library) -> None:
    """Crossref is put right: joined, and the case says that it resolved itself."""
    merge(library, PUBMED, WRONG)

    merge(library, RIGHT)

    assert set(homes(library).values()) == {1}
    (case,) = library.quarantine.cases(ALL)
    assert case.state is CaseState.GONE
    assert case.why == "The two records agree now, and were joined."
    assert findings(library) == []


def test_a_tie_that_is_taken_back(library: Library) -> None:
    """PubMed drops the wrong DOI: nothing ties them any more; if it returns, open."""
    merge(library, PUBMED, WRONG)

    merge(library, paper("pubmed", "pmid:99000001"))
    (case,) = library.quarantine.cases(ALL)
    assert (case.state.value, case.why) == (
        "gone",
        "No identifier ties the two records any more.",
    )

    merge(library, PUBMED)
    (case,) = library.quarantine.cases(ALL)
    assert (case.number, case.state.value, case.why) == (1, "open", None)


@pytest.mark.parametrize("state", ["joined", "apart"])
def test_a_decision_outlasts_whatever_comes(library: Library, state: str) -> None:
    """Further merges and other values leave it as it is."""
    merge(library, PUBMED, WRONG)
    settle(library, 1, state, "seen in print")

    merge(library, PUBMED, paper("crossref", "doi:10.5555/a", title="Else", page="2"))

    (case,) = library.quarantine.cases(ALL)
    assert (case.state.value, case.why) == (state, "seen in print")
    assert len(set(homes(library).values())) == (1 if state == "joined" else 2)
    assert findings(library) == []


def test_a_decision_can_be_changed_and_taken_back(library: Library) -> None:
    """Joined, apart, open: the numbers stay with PubMed's record, nothing is lost."""
    merge(library, PUBMED, WRONG)
    pubmed, crossref = homes(library)["99000001"], homes(library)["10.5555/a"]
    assert pubmed != crossref

    settle(library, 1, "joined")
    assert set(homes(library).values()) == {min(pubmed, crossref)}
    settle(library, 1, "apart")
    assert homes(library)["99000001"] == min(pubmed, crossref)
    assert homes(library)["10.5555/a"] != homes(library)["99000001"]
    settle(library, 1, "open")

    assert states(library) == [(1, "open")]
    assert findings(library) == ["identity-in-doubt"]
    kinds = [entry.change.kind for entry in library.load_changes()]
    assert ChangeKind.MERGED in kinds
    assert ChangeKind.SPLIT in kinds


def test_an_obstacle_to_joining_is_said(library: Library) -> None:
    """A record cannot go to two of PubMed; the first decision closes the other case."""
    merge(library, PUBMED, RIGHT, paper("pubmed", "pmid:99000002", "doi:10.5555/a"))
    assert states(library) == [(1, "open"), (2, "open")]

    assert settle(library, 1, "joined").obstacle is None
    assert states(library) == [(1, "joined"), (2, "gone")]
    assert "two records of one source" in str(settle(library, 2, "joined").obstacle)


def test_a_case_that_is_not_there(library: Library) -> None:
    """None comes back, and nothing is written."""
    decision = Decision(number=7, state=CaseState.APART)
    assert (
        settle_case(library, decision, DEFAULT_RULES, now=NOW, command="settle") is None
    )
    assert library._db.execute("SELECT count(*) FROM runs").fetchone() == (0,)


def test_an_article_joined_before_is_parted(library: Library) -> None:
    """An older library joined without a witness: PubMed's part keeps the number."""
    with library.transaction():
        for record in (PUBMED, WRONG):
            library.save_record(record, None, NOW)
        joined = merge_records([PUBMED, WRONG])
        library.save_article(joined, citation=build_citation(joined), now=NOW)
    assert set(homes(library).values()) == {1}
    library.watch(1, NOW)

    merge(library, PUBMED)

    assert homes(library) == {"99000001": 1, "10.5555/a": 2}
    assert library.load_article(1).title.plain.startswith("Recurrence")
    assert library.load_article(2).title.plain == LETTER["title"]
    assert library.load_article_as_of(1, NOW) is not None
    split = [c for c in library.load_changes() if c.change.kind is ChangeKind.SPLIT]
    assert [(c.article_id, c.change.old) for c in split] == [(1, "crossref 10.5555/a")]
    assert library.unwatch(1)


def test_a_merged_pmid_points_at_the_one_that_is_left(library: Library) -> None:
    """PubMed drops one of two records: the other has the work, and stands for it."""
    twin = paper("pubmed", "pmid:99000002", "doi:10.5555/a")
    merge(library, PUBMED, twin, RIGHT)
    assert states(library) == [(1, "open"), (2, "open")]

    library.save_unknown("pubmed", "pmid", "99000002", NOW)
    library.mark_deleted(("pmid", "99000002"), NOW)
    merge(library, PUBMED)

    assert states(library) == [(1, "gone"), (2, "gone")]
    assert homes(library)["10.5555/a"] == homes(library)["99000001"]
    replaced = library.load_fate(homes(library)["99000002"]).replaced_by
    assert replaced is not None
    assert replaced[0] == homes(library)["99000001"]


RECORDS = (
    PUBMED,
    WRONG,
    paper("pubmed", "pmid:99000002", "doi:10.5555/b"),
    paper("crossref", "doi:10.5555/b", page="1000"),
    paper("pubmed", "pmid:99000003", "doi:10.5555/b", page="17"),
    bare("idconv", "pmcid:PMC1", "pmid:99000001", "doi:10.5555/b"),
    paper("europepmc", "pmid:99000003", "pmcid:PMC1"),
)


def as_found(library: Library) -> tuple[object, ...]:
    """Return articles and cases without numbers and times."""
    articles = {
        frozenset(library.load_article(number).sources)
        for number in set(homes(library).values())
    }
    cases = [case.doubt for case in library.quarantine.cases({CaseState.OPEN})]
    return articles, sorted(cases, key=str)


def merged_in(
    folder: Path, batches: Iterable[Sequence[SourceRecord]]
) -> tuple[object, ...]:
    with Library.open(folder / "x.db") as library:
        for batch in batches:
            merge(library, *batch)
        merge(library, *RECORDS)
        found = as_found(library)
        again = merge(library, *reversed(RECORDS))
        assert {merged.change for merged in again.articles} == {"unchanged"}
        assert as_found(library) == found
    return found


@pytest.fixture(scope="module")
def in_one(tmp_path_factory: pytest.TempPathFactory) -> tuple[object, ...]:
    """All records saved and merged at once."""
    return merged_in(tmp_path_factory.mktemp("whole"), [RECORDS])


@settings(max_examples=12, deadline=None)
@given(st.permutations(RECORDS), st.lists(st.integers(1, 3), max_size=4))
def test_any_order_in_any_batches(
    tmp_path_factory: pytest.TempPathFactory,
    in_one: tuple[object, ...],
    records: list[SourceRecord],
    sizes: list[int],
) -> None:
    """Records saved and merged bit by bit end in the same articles and doubts."""
    batches, start = [], 0
    for size in sizes:
        batches.append(records[start : start + size])
        start += size
    batches = [batch for batch in [*batches, records[start:]] if batch]

    assert merged_in(tmp_path_factory.mktemp("bits"), batches) == in_one
