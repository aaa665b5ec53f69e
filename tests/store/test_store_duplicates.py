"""Pairs of articles: proposed, decided, and kept when articles are merged."""

from __future__ import annotations

import pytest

from harvester.duplicates import Evidence, Kind, Verdict
from harvester.model import Contributor, Text
from harvester.normalize.pages import normalize_pages
from harvester.store import PairState

SAME = Verdict(
    kind=Kind.SAME,
    confidence=0.995,
    why="the parts agree",
    evidence=(
        Evidence(part="title", verdict="agrees", weight=9.0, detail="the same words"),
        Evidence(part="year", verdict="differs", weight=-3.0, detail="2001 / 2005"),
    ),
)
NOTHING = Verdict(kind=Kind.DIFFERENT, confidence=0.9, why="the titles differ")


@pytest.fixture
def articles(library, article, record, now):
    """Four articles, numbered from 1, that nothing ties to each other."""
    for number in range(1, 5):
        pmid = f"9900000{number}"
        library.save_record(record("pubmed", pmid, f"pmid:{pmid}"), None, now)
        library.save_article(
            article(
                f"pmid:{pmid}",
                sources=(("pubmed", pmid),),
                title=Text(plain="Grafting of willow on oak in a cold climate"),
                contributors=(Contributor(family="Alder", given="A"),),
                page="1000-4",
                locator=normalize_pages("1000-4"),
                volume=str(number),
                year=2000 + number,
            ),
            citation=f"Citation {number}.",
            now=now,
        )


def states(library):
    """Return every pair with its kind and state."""
    return [
        (pair.article_id, pair.other_article_id, pair.kind, pair.state)
        for pair in library.load_pairs(tuple(PairState))
    ]


def test_pair_is_kept_lower_number_first_with_its_evidence(library, articles, now):
    """What agrees and what differs is told in words, whichever came first."""
    assert library.save_verdict((3, 1), SAME, now)
    (pair,) = library.load_pairs([PairState.PROPOSED])
    assert (pair.article_id, pair.other_article_id) == (1, 3)
    assert pair.agreeing == ("title agrees: the same words",)
    assert pair.differing == ("year: 2001 / 2005",)
    assert (pair.citation, pair.other_citation) == ("Citation 1.", "Citation 3.")


def test_same_verdict_again_changes_nothing(library, articles, dump, now, later):
    """A proposal is news once."""
    library.save_verdict((1, 2), SAME, now)
    before = dump(library)
    assert not library.save_verdict((2, 1), SAME, later)
    assert dump(library) == before


def test_proposal_that_no_longer_holds_is_deleted(library, articles, now):
    """What a later comparison calls different is no proposal any more."""
    library.save_verdict((1, 2), SAME, now)
    assert not library.save_verdict((1, 2), NOTHING, now)
    assert states(library) == []


def test_decision_outlives_later_verdicts(library, articles, now, later):
    """What a person rejected is not proposed again, whatever is found."""
    library.save_verdict((1, 2), SAME, now)
    assert library.decide_pair(1, PairState.REJECTED, "two abstracts", later)
    assert not library.save_verdict((1, 2), SAME, later)
    assert not library.save_verdict((1, 2), NOTHING, later)
    (pair,) = library.load_pairs([PairState.REJECTED])
    assert (pair.why, pair.decided_at) == ("two abstracts", "2026-11-21T12:00:00Z")


def test_decision_can_be_taken_back(library, articles, now, later):
    """A reopened pair is a proposal again, without reason and time."""
    library.save_verdict((1, 2), SAME, now)
    library.decide_pair(1, PairState.CONFIRMED, "seen both", now)
    assert library.decide_pair(1, PairState.PROPOSED, None, later)
    (pair,) = library.load_pairs([PairState.PROPOSED])
    assert (pair.decided_at, pair.why) == (None, None)


def test_no_such_pair(library, now):
    """A number that is no pair's decides nothing."""
    assert not library.decide_pair(7, PairState.CONFIRMED, None, now)


def test_pairs_follow_when_articles_are_merged(library, articles, article, now):
    """Of two rows about one pair the decided one stays; none is with itself."""
    library.save_verdict((1, 3), SAME, now)
    library.save_verdict((3, 2), SAME, now)
    library.save_verdict((3, 4), SAME, now)
    library.decide_pair(2, PairState.REJECTED, None, now)
    library.save_verdict((1, 2), SAME, now)
    merged = article(
        "pmid:99000001",
        "pmid:99000003",
        sources=(("pubmed", "99000001"), ("pubmed", "99000003")),
    )
    library.save_article(merged, citation="Both.", now=now)
    assert sorted(states(library)) == [
        (1, 2, "same", "rejected"),
        (1, 4, "same", "proposed"),
    ]


def test_partners_are_found_by_title_and_by_page(library, articles, article, now):
    """An article is compared with those that share words or a place, not with all."""
    library.save_article(
        article(
            "pmid:99000009",
            sources=(("pubmed", "99000009"),),
            title=Text(plain="Moss and its many enemies"),
            locator=normalize_pages("1000-4"),
            year=2002,
        ),
        citation="Moss.",
        now=now,
    )
    assert library.find_partners(1) == (2, 3, 4)
    assert library.find_partners(5) == (2,)


def test_those_on_the_same_page_are_told_apart_by_the_index(
    library, articles, article, now
):
    """Thousands begin on page 3: the rows of those of another year are not read."""
    library.save_article(
        article(
            "pmid:99000009",
            sources=(("pubmed", "99000009"),),
            locator=normalize_pages("1000-4"),
            year=2002,
        ),
        citation="Moss.",
        now=now,
    )
    asked = []
    library._db.set_trace_callback(asked.append)
    library.find_partners(5)
    library._db.set_trace_callback(None)
    (statement,) = [sql for sql in asked if "first_page = '1000'" in sql]
    ((*_, step),) = library._db.execute(f"EXPLAIN QUERY PLAN {statement}")
    assert "COVERING INDEX articles_first_page_volume_year" in step


def test_pair_once_compared_is_compared_again(library, articles, article, now):
    """A proposal is looked at again even where nothing else finds it."""
    library.save_article(
        article("pmid:99000009", sources=(("pubmed", "99000009"),)),
        citation="No title.",
        now=now,
    )
    library.save_verdict((5, 1), SAME, now)
    assert library.find_partners(5) == (1,)
