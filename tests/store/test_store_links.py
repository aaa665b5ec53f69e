from __future__ import annotations

import pytest

from harvester.model import Link, LinkKind, LinkSet, LinkState, Text
from harvester.store import KnownSet, LinkedWork

OWNER = ("pmid", "99000001")
NOON, LATER = "2026-11-20T12:00:00Z", "2026-11-21T12:00:00Z"


def _list(kind, *targets, owner=OWNER, state=LinkState.COMPLETE, provider="pubmed"):
    """Return a link set; a target is a PMID, (PMID, score), or words."""
    links = []
    for rank, target in enumerate(targets, start=1):
        pmid, score = target if isinstance(target, tuple) else (target, None)
        key = ("pmid", pmid) if pmid.isdecimal() else None
        words = None if key else Text(plain=pmid)
        links.append(Link(target=key, rank=rank, score=score, citation=words))
    return LinkSet(
        owner=owner,
        kind=kind,
        provider=provider,
        state=state,
        expected_count=len(links) or None,
        links=tuple(links),
        reason="no answer" if state is LinkState.FAILED else None,
    )


@pytest.fixture
def check(library, now, later):
    """Save link sets, all in one run; ``day`` 1 or 2."""

    def run(*link_sets, day=1):
        moment = now if day == 1 else later
        number = library.begin_run("harvest", moment)
        return [library.save_link_set(one, number, moment) for one in link_sets]

    return run


@pytest.fixture
def similar(select):
    """What the library says is similar: PMID, rank, score, last seen."""
    return lambda: select(
        "SELECT target_value, rank, score, last_seen_at FROM similar ORDER BY rank"
    )


@pytest.fixture
def citations(select):
    """The citations: citing, cited, both ranks, last seen."""
    return lambda: select(
        "SELECT citing_value, coalesce(cited_value, citation), reference_rank, "
        "cited_by_rank, last_seen_at FROM citations ORDER BY 1, 2"
    )


def test_similar_works(check, similar):
    """Rank and score are kept; of a work listed twice the first place counts."""
    check(_list(LinkKind.SIMILAR, ("5", 90), ("7", 80), ("5", 70)))
    assert similar() == [("5", 1, 90, None), ("7", 2, 80, None)]


def test_links_that_vanish_and_return(check, similar, select):
    """A link left out of a later list stays with the time it was last listed."""
    check(_list(LinkKind.SIMILAR, ("5", 90), ("7", 80)))
    check(_list(LinkKind.SIMILAR, ("7", 85), ("8", 60)), day=2)
    assert sorted(similar()) == [
        ("5", 1, 90, NOON),
        ("7", 1, 85, None),
        ("8", 2, 60, None),
    ]
    assert select("SELECT first_seen_at FROM similar WHERE target_value = '8'") == [
        (LATER,)
    ]
    check(_list(LinkKind.SIMILAR, ("5", 90), ("7", 80)), day=2)
    assert sorted(similar()) == [
        ("5", 1, 90, None),
        ("7", 2, 80, None),
        ("8", 2, 60, LATER),
    ]


@pytest.mark.parametrize(
    "state", [LinkState.EMPTY, LinkState.FAILED, LinkState.NOT_OFFERED]
)
@pytest.mark.parametrize("kind", list(LinkKind))
def test_silence_erases_nothing(library, check, dump, select, kind, state):
    """An empty or failed answer changes nothing but the run log."""
    check(_list(kind, "5", "7"))
    before = dump(library)
    check(_list(kind, state=state), day=2)
    assert dump(library) == before
    assert select("SELECT state, expected_count FROM link_sets") == [("complete", 2)]
    assert select("SELECT checked_at, state FROM run_link_sets") == [
        (NOON, "complete"),
        (LATER, state),
    ]


@pytest.mark.parametrize(
    ("states", "kept"),
    [
        (["failed"], "failed"),
        (["failed", "empty"], "empty"),
        (["empty", "failed"], "empty"),
        (["not-offered", "failed"], "not-offered"),
        (["not-offered", "empty"], "empty"),
        (["empty", "not-offered"], "not-offered"),
    ],
)
def test_state_of_a_set_without_links(check, select, states, kept):
    """The last answer counts, but a failure never hides what was known."""
    for state in states:
        check(_list(LinkKind.SIMILAR, state=LinkState(state)))
    assert select("SELECT state FROM link_sets") == [(kept,)]


def test_first_list_after_silence(check, similar, select):
    """A set that failed at first is filled by the first good answer."""
    check(_list(LinkKind.SIMILAR, state=LinkState.FAILED))
    check(_list(LinkKind.SIMILAR, "5"), day=2)
    assert similar() == [("5", 1, None, None)]
    assert select("SELECT state, reason, first_seen_at FROM link_sets") == [
        ("complete", None, NOON)
    ]


def test_same_answer_changes_nothing(library, check, dump):
    """The same lists a day later leave every byte outside the run log as it was."""
    lists = (
        _list(LinkKind.SIMILAR, ("5", 90), ("7", 80)),
        _list(LinkKind.CITED_BY, "9", "8"),
        _list(LinkKind.REFERENCES, "3", "A book. 1950.", "4"),
        _list(LinkKind.REFERENCES, "1", OWNER[1], owner=("pmid", "9")),
    )
    check(*lists)
    before = dump(library)
    check(*lists, day=2)
    assert dump(library) == before


def test_citation_has_one_direction(check, citations):
    """Both lists of a pair make one row, with its place in each of them."""
    check(
        _list(LinkKind.CITED_BY, "8", "9"),
        _list(LinkKind.REFERENCES, "3", "4", OWNER[1], owner=("pmid", "9")),
    )
    assert citations() == [
        ("8", OWNER[1], None, 1, None),
        ("9", "3", 1, None, None),
        ("9", "4", 2, None, None),
        ("9", OWNER[1], 3, 2, None),
    ]


def test_citation_vanishes_when_neither_lists_it(check, citations):
    """A citation left out of one list is gone only when no other list has it."""
    check(
        _list(LinkKind.CITED_BY, "8", "9"),
        _list(LinkKind.REFERENCES, OWNER[1], owner=("pmid", "9")),
    )
    check(_list(LinkKind.CITED_BY, "8"), day=2)
    assert citations() == [
        ("8", OWNER[1], None, 1, None),
        ("9", OWNER[1], 1, None, None),
    ]
    check(_list(LinkKind.REFERENCES, "3", owner=("pmid", "9")), day=2)
    assert citations() == [
        ("8", OWNER[1], None, 1, None),
        ("9", "3", 1, None, None),
        ("9", OWNER[1], None, None, NOON),
    ]
    check(_list(LinkKind.CITED_BY, "9", "8"), day=2)
    assert citations()[-1] == ("9", OWNER[1], None, 1, None)


def test_providers_are_kept_apart(check, citations):
    """What one provider leaves out does not touch what another one lists."""
    check(
        _list(LinkKind.REFERENCES, "3", "4"),
        _list(LinkKind.REFERENCES, "3", "4", provider="crossref"),
    )
    check(_list(LinkKind.REFERENCES, "4"), day=2)
    assert [row[-1] for row in citations()] == [NOON, None, None, None]


def test_references_in_words(check, citations):
    """A reference without identifier is kept by its words, and vanishes like others."""
    check(_list(LinkKind.REFERENCES, "A book. 1950.", "3", "A map."))
    check(_list(LinkKind.REFERENCES, "3", "A map."), day=2)
    assert citations() == [
        (OWNER[1], "3", 1, None, None),
        (OWNER[1], "A book. 1950.", None, None, NOON),
        (OWNER[1], "A map.", 2, None, None),
    ]


def test_links_find_their_articles(library, check, article, select, now):
    """Links and articles find each other, whichever comes first."""

    def ends():
        return select(
            "SELECT s.article_id, (SELECT target_article_id FROM similar), "
            "c.citing_article_id, c.cited_article_id FROM link_sets s, citations c "
            "WHERE kind = 'similar'"
        )

    def save(pmid):
        one = article(f"pmid:{pmid}", sources=(("pubmed", pmid),))
        library.save_article(one, citation=pmid, now=now)

    save("5")
    check(_list(LinkKind.SIMILAR, "5"), _list(LinkKind.CITED_BY, "5"))
    assert ends() == [(None, 1, 1, None)]
    save(OWNER[1])
    assert ends() == [(2, 1, 1, 2)]


def test_links_of_an_article(library, check, article, now):
    """What is shown of an article's links: lists in order, states, titles, ids."""
    mine = article("pmid:99000001")
    library.save_article(mine, citation="Mine.", now=now)
    other = article(
        "pmid:5", "doi:10.5555/e", sources=(("pubmed", "5"),), title=Text(plain="Five")
    )
    library.save_article(other, citation="Five. 1999.", now=now)
    check(_list(LinkKind.SIMILAR, ("4", 9), ("5", 8)))
    check(
        _list(LinkKind.SIMILAR, ("7", 9), ("5", 8)),
        _list(LinkKind.CITED_BY, state=LinkState.FAILED),
        _list(LinkKind.REFERENCES, "A book.", "5"),
        _list(LinkKind.REFERENCES, OWNER[1], owner=("pmid", "6")),
        day=2,
    )
    links = library.load_links(1)
    assert links.sets == (
        KnownSet(
            kind="cited-by",
            provider="pubmed",
            state="failed",
            expected_count=None,
            reason="no answer",
            checked_at=LATER,
        ),
        KnownSet(
            kind="references",
            provider="pubmed",
            state="complete",
            expected_count=2,
            reason=None,
            checked_at=LATER,
        ),
        KnownSet(
            kind="similar",
            provider="pubmed",
            state="complete",
            expected_count=2,
            reason=None,
            checked_at=LATER,
        ),
    )
    nothing = dict.fromkeys(LinkedWork.__struct_fields__)
    bare = {**nothing, "provider": "pubmed", "scheme": "pmid"}
    five = {
        **bare,
        "value": "5",
        "rank": 2,
        "citation": "Five. 1999.",
        "article_id": 2,
        "title": "Five",
        "pmid": "5",
        "doi": "10.5555/e",
        "work": "article:2",
    }
    assert links.similar == (
        LinkedWork(**{**bare, "value": "7", "rank": 1, "score": 9, "work": "pmid:7"}),
        LinkedWork(**{**five, "score": 8}),
        LinkedWork(
            **{
                **bare,
                "value": "4",
                "rank": 1,
                "score": 9,
                "last_seen_at": NOON,
                "work": "pmid:4",
            }
        ),
    )
    assert links.references == (
        LinkedWork(
            **{**nothing, "provider": "pubmed", "rank": 1, "citation": "A book."}
        ),
        LinkedWork(**five),
    )
    assert links.cited_by == (LinkedWork(**{**bare, "value": "6", "work": "pmid:6"}),)
    assert library.load_links(2).references == ()


def test_what_was_not_offered_becomes_what_is(library, check, record, article, now):
    """A set that needed a PMID is replaced by PubMed's once the article has one."""
    doi, pmid = "doi:10.5555/late", "pmid:99000888"
    library.save_record(record("crossref", doi, doi), None, now)
    library.save_article(
        article(doi, sources=(("crossref", doi),)), citation="Late.", now=now
    )
    (first,) = check(
        _list(
            LinkKind.SIMILAR,
            owner=("doi", "10.5555/late"),
            state=LinkState.NOT_OFFERED,
        )
    )
    library.save_record(record("pubmed", pmid, pmid, doi), None, now)
    sources = (("crossref", doi), ("pubmed", pmid))
    number, _ = library.save_article(
        article(pmid, doi, sources=sources), citation="Late.", now=now
    )

    (second,) = check(
        _list(LinkKind.SIMILAR, owner=("pmid", "99000888"), state=LinkState.EMPTY),
        day=2,
    )

    assert second == first
    assert [known.state for known in library.load_links(number).sets] == ["empty"]
