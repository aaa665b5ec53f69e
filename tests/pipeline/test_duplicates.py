"""Pairs of the library are proposed when articles change, and on demand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from harvester.model import (
    Container,
    Contributor,
    Identifier,
    RecordDate,
    SourceRecord,
    Text,
)
from harvester.normalize.record import normalize_record
from harvester.pipeline import propose_duplicates
from harvester.pipeline.merging import merge_articles
from harvester.reconcile import DEFAULT_RULES
from harvester.store import Library, PairState

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TITLE = "Grafting of willow on oak in a cold climate"


@pytest.fixture
def library(tmp_path):
    """A new library."""
    with Library.open(tmp_path / "library.db") as opened:
        yield opened


def keep(library, number, title, page="1000-4"):
    """Save a record of Crossref (the first) or PubMed and merge it."""
    scheme, value, source = (
        ("doi", f"10.5555/tree.{number}", "crossref")
        if number == 1
        else ("pmid", f"9900000{number}", "pubmed")
    )
    identifier = Identifier(scheme=scheme, value=value)
    record = normalize_record(
        SourceRecord(
            source=source,
            source_id=identifier.value,
            identifiers=(identifier,),
            title=Text(plain=title),
            container=Container(title="Archives of Trees"),
            volume="141",
            page=page,
            dates=(RecordDate(kind="issued", printed="2006"),),
            contributors=(
                Contributor(family="Alder", given="Anna"),
                Contributor(family="Birch", given="B."),
            ),
        )
    )
    with library.transaction():
        library.save_record(record, None, NOW)
    merge_articles(library, [identifier.key], DEFAULT_RULES, now=NOW, run_id=None)


def kinds(library, *states):
    """Return the pairs with their kinds."""
    return [
        (pair.article_id, pair.other_article_id, pair.kind)
        for pair in library.load_pairs(states or (PairState.PROPOSED,))
    ]


def test_new_article_is_compared_with_the_library(library):
    """Saving the second registration of an article proposes the pair, no more."""
    keep(library, 1, TITLE)
    assert kinds(library) == []
    keep(library, 2, TITLE)
    assert kinds(library) == [(1, 2, "same")]
    assert library.article_numbers() == (1, 2)


def test_changed_article_takes_its_proposal_back(library):
    """A record that turns out to be another article is proposed no longer."""
    keep(library, 1, TITLE)
    keep(library, 2, TITLE)
    keep(library, 2, "Moss and its many enemies", page="7-9")
    assert kinds(library) == []


def test_whole_library_gives_what_the_runs_gave(library):
    """Comparing everything anew finds the same pairs, and no news."""
    keep(library, 1, TITLE)
    keep(library, 2, f"Erratum to: {TITLE}", page="1200")
    keep(library, 3, "Moss and its many enemies", page="7-9")
    found = kinds(library)
    assert found == [(1, 2, "erratum")]
    assert propose_duplicates(library, NOW) == 0
    assert kinds(library) == found


def test_rejected_pair_stays_rejected(library):
    """Nothing found later brings a rejected pair back."""
    keep(library, 1, TITLE)
    keep(library, 2, TITLE)
    library.decide_pair(1, PairState.REJECTED, None, NOW)
    assert propose_duplicates(library, NOW) == 0
    assert kinds(library) == []
    assert kinds(library, PairState.REJECTED) == [(1, 2, "same")]
