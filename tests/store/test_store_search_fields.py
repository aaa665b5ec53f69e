"""Every field of a query, over a shelf of made-up articles."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings

from harvester.duplicates import Kind, Verdict
from harvester.model import (
    Abstract,
    AbstractSection,
    Container,
    Contributor,
    Correction,
    Finding,
    Identifier,
    Keyword,
    Link,
    LinkKind,
    LinkSet,
    LinkState,
    PublicationType,
    Reference,
    Relation,
    Text,
)
from harvester.reconcile import Doubt
from harvester.search import Field, Property, State, build_clause, parse_query
from harvester.store import MARK, Page, Sort, split_marked
from harvester.store.properties import HAVING
from harvester.store.sets import build_set
from tests.search.test_query import ANY_QUERY
from tests.store.conftest import identifiers

ANNALS = Container(
    title="Annals of Made-Up Surgery",
    iso_abbreviation="Ann. Made-Up Surg.",
    nlm_id="9900001",
    issn_print="0000-0019",
)
LETTERS = Container(title="Made-Up Letters", nlm_id="9900002")
OERSTED = Contributor(
    family="Ørsted",
    given="Hans Christian",
    identifiers=(Identifier(scheme="orcid", value="0000-0002-1825-0097"),),
)
CHEN = Contributor(family="Chen", given="Herbert", initials="H")
CHENG = Contributor(family="Cheng", initials="HW")
MUELLER = Contributor(family="Müller", initials="J")
GROUP = Contributor(literal="Glow Worm Consortium")


@pytest.fixture
def shelf(library, record, article, now):
    """Three articles that have much, and one that has nothing but a title."""
    fields = (
        {
            "title": Text(plain="Glow of the liver"),
            "abstract": Abstract(
                sections=(AbstractSection(text=Text(plain="We saw a moth glow.")),)
            ),
            "contributors": (OERSTED, CHEN),
            "container": ANNALS,
            "year": 2001,
            "type": "article-journal",
            "languages": ("ger",),
            "publication_types": (PublicationType(name="Review"),),
            "keywords": (Keyword(text=Text(plain="lantern")),),
            "references": (Reference(key="1"),),
        },
        {
            "title": Text(plain="[The moth]"),
            "original_title": Text(plain="Der Nachtfalter"),
            "contributors": (CHENG, MUELLER),
            "container": LETTERS,
            "year": 2010,
            "type": "article",
            "languages": ("eng",),
            "publication_types": (PublicationType(name="Preprint"),),
            "relations": (
                Relation(kind="retraction_in", identifiers=identifiers(["pmid:5"])),
            ),
        },
        {
            "title": Text(plain="Moth, moth and moth"),
            "contributors": (GROUP,),
            "container": ANNALS,
            "year": 2020,
            "type": "article-journal",
            "languages": ("eng",),
        },
        {"title": Text(plain="Nothing known")},
    )
    names = (
        ("pmid:99000001", "doi:10.5555/a.1", "pmcid:PMC99000001"),
        ("pmid:99000002", "doi:10.5555/a.2"),
        ("pmid:99000003", "doi:10.5555/b.3"),
        ("doi:10.5555/c",),
    )
    for number, (named, given_fields) in enumerate(zip(names, fields, strict=True), 1):
        source = "pubmed" if number < 4 else "crossref"
        key = (source, named[0].partition(":")[2])
        saved = {k: v for k, v in given_fields.items() if k != "year"}
        library.save_record(record(*key, *named, **saved), None, now)
        one = article(*named, sources=(key,), **given_fields)
        library.save_article(one, citation=f"Article {number}.", now=now)
    _decorate(library, now)


def _decorate(library, now):
    """Give 1 a citing list, a watch and a correction, 2 doubts, 3 a finding."""
    run = library.begin_run("x", now)
    for kind, owner in ((LinkKind.CITED_BY, 1), (LinkKind.SIMILAR, 2)):
        links = tuple(
            Link(target=("pmid", f"9900000{n}"), rank=n) for n in (2, 3) if n != owner
        )
        library.save_link_set(
            LinkSet(
                owner=("pmid", f"9900000{owner}"),
                kind=kind,
                provider="pubmed",
                state=LinkState.COMPLETE,
                links=links,
            ),
            run,
            now,
        )
    library.watch(1, now)
    library.save_correction(
        Correction(
            key=("pmid", "99000001"),
            field="volume",
            printed="3",
            set_at="2026-11-20T12:00:00Z",
        ),
        "3",
        now,
    )
    library.save_finding(Finding(code="odd", subject="pmid:99000003", message="!"), now)
    verdict = Verdict(kind=Kind.SAME, confidence=0.6, why="too little agrees")
    library.save_verdict((2, 3), verdict, now)
    pair = (("pubmed", "99000002"), ("pubmed", "99000003"))
    doubt = Doubt(pair=pair, key=("doi", "10.5555/a.2"), reason="another title")
    with library.transaction():
        library.quarantine.keep((), (), [doubt], now)


@pytest.fixture
def ask(library, shelf):
    """Return the numbers of the articles that a query finds, and the notes."""

    def run(query, sort=Sort.OLDEST):
        result = library.search(parse_query(query), Page(sort=sort))
        assert result.total == len(result.hits)
        return [hit.article_id for hit in result.hits], " ".join(result.notes)

    return run


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("glow", [1, 3]),
        ("ti:glow", [1]),
        ("ab:moth", [1]),
        ("ti:nachtfalter", [2]),
        ("kw:lantern", [1]),
        ("au:Ørsted", [1]),
        ("au:orsted", [1]),
        ("au:ORSTED", [1]),
        ("orsted", [1]),
        ("au:muller", [2]),
        ("au:Müller", [2]),
        ("au:mueller", []),
        ("au:chen", [1]),
        ("au:chen*", [1, 2]),
        ('au:"Chen H"', [1]),
        ('au:"Chen, H."', [1]),
        ('au:"Herbert Chen"', [1]),
        ('au:"Cheng H"', [2]),
        ('au:"Glow Worm Consortium"', [3]),
        ("au:herbert", [1]),
        ("year:2010", [2]),
        ("year:2001-2010", [1, 2]),
        ("year:2010-", [2, 3]),
        ("year:-2009", [1]),
        ("-year:2001-2010", [3, 4]),
        ("2010 moth", [2]),
        ("journal:9900001", [1, 3]),
        ("journal:0000-0019", [1, 3]),
        ('journal:"ann made-up surg"', [1, 3]),
        ('journal:"annals of made-up surgery" 2020', [3]),
        ("journal:letters", [2]),
        ("journal:lett*", [2]),
        ("doi:10.5555/A.1", [1]),
        ("doi:https://doi.org/10.5555/a.1", [1]),
        ("doi:10.5555/a*", [1, 2]),
        ("10.5555/b.3", [3]),
        ("pmid:99000002", [2]),
        ("99000002", [2]),
        ("pmid:99000002 OR pmid:99000003", [2, 3]),
        ("PMC99000001", [1]),
        ("pmcid:99000001", [1]),
        ("orcid:0000-0002-1825-0097", [1]),
        ("type:article-journal", [1, 3]),
        ('type:"Article Journal"', [1, 3]),
        ("type:article", [2]),
        ("type:review", [1]),
        ("pt:pre*", [2]),
        ("lang:de", [1]),
        ("lang:deu", [1]),
        ("lang:eng", [2, 3]),
        ("source:crossref", [4]),
        ("source:PubMed", [1, 2, 3]),
        ("(glow OR moth) -au:chen* year:2000-", [3]),
    ],
)
def test_fields(ask, query, numbers):
    """Each field finds what it names, whatever its case and accents."""
    assert ask(query) == (numbers, "")


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("is:retracted", [2]),
        ("is:retraction -is:retracted", []),
        ("is:ok", [1, 3, 4]),
        ("is:unverified", []),
        ("is:preprint", [2]),
        ("is:quarantined", [2, 3]),
        ("is:duplicate", [2, 3]),
        ("is:watched", [1]),
        ("is:deleted", []),
        ("is:concern OR is:notice OR is:corrected", []),
        ("has:abstract", [1]),
        ("has:doi", [1, 2, 3, 4]),
        ("has:pmid", [1, 2, 3]),
        ("-has:pmid", [4]),
        ("has:pmcid", [1]),
        ("has:orcid", [1]),
        ("has:mesh", []),
        ("has:keywords", [1]),
        ("has:references", [1]),
        ("has:cited-by", [1]),
        ("has:similar", [2]),
        ("has:relations", [2]),
        ("has:corrections", [1]),
        ("has:findings", [3]),
        ("has:documents", []),
        ("has:conflicts OR has:funding OR has:chemicals", []),
    ],
)
def test_states_and_properties(ask, query, numbers):
    """What the tables know of an article can be asked for."""
    assert ask(query) == (numbers, "")


@pytest.mark.parametrize("is_small", [True, False])
def test_who_has_an_abstract_is_known_by_its_index(select, is_small):
    """The rows of articles, which are long, are not asked, nor their JSON."""
    having = build_set(HAVING[Property.ABSTRACT], is_small=is_small)
    condition = having.condition_for("l.value")
    sql = f"SELECT l.value FROM json_each('[1, 2]') l WHERE {condition}"
    steps = [step for *_, step in select(f"EXPLAIN QUERY PLAN {sql}")]
    asked = [step for step in steps if "articles" in step]
    assert len(asked) == 1
    assert "USING INDEX articles_abstract" in asked[0].replace("COVERING ", "")


def test_no_state_and_no_property_is_without_sql(ask):
    """Every value of is: and has: can be asked, and excluded."""
    for field, known in ((Field.IS, State), (Field.HAS, Property)):
        for value in known:
            numbers, notes = ask(build_clause(field, value))
            others, _ = ask(f"-{build_clause(field, value)}")
            assert sorted(numbers + others) == [1, 2, 3, 4]
            assert notes == ""


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("doi:moth", "doi:moth: this is no DOI"),
        ("pmid:x", "this is no PMID"),
        ("orcid:0000-0002-1825-0098", "no ORCID iD"),
        ("type:reviews", "no such value; it has Review"),
        ("lang:klingon", "no such value; it has eng, ger"),
        ("source:scopus", "no such value; it has crossref, pubmed"),
        ("journal:lancet", "the library has no such journal"),
    ],
)
def test_what_the_library_does_not_know_is_said(ask, query, note):
    """It finds nothing, and names what there is."""
    numbers, notes = ask(query)
    assert numbers == []
    assert re.search(note, notes)


def test_words_of_several_journals_are_said(ask):
    """A word that is no journal's name stands for all whose title has it."""
    numbers, notes = ask("journal:made-up")
    assert numbers == [1, 2, 3]
    assert "Annals of Made-Up Surgery; Made-Up Letters" in notes


def test_sorts(ask):
    """Each order is what it says; what has no year, or no count, comes last."""
    assert ask("", Sort.NEWEST)[0] == [3, 2, 1, 4]
    assert ask("", Sort.OLDEST)[0] == [1, 2, 3, 4]
    assert ask("", Sort.ADDED)[0] == [4, 3, 2, 1]
    assert ask("", Sort.CITED)[0][0] == 1
    assert ask("moth", Sort.RELEVANCE)[0][0] == 3
    numbers, note = ask("year:2001-", Sort.RELEVANCE)
    assert numbers == [3, 2, 1]
    assert "No words are searched for" in note


def test_words_are_sorted_by_relevance_and_the_rest_by_year(library, shelf):
    """Where no order is asked for."""
    assert library.search(parse_query("moth")).sort is Sort.RELEVANCE
    assert library.search(parse_query("year:2001")).sort is Sort.NEWEST


def test_more_than_are_counted(library, shelf, monkeypatch):
    """Beyond the cap the newest come first, page by page, and it is said."""
    monkeypatch.setattr("harvester.store.search.COUNTED", 1)
    for query, numbers in (
        ("moth", [3, 2, 1]),
        ("has:pmid", [3, 2, 1]),
        ("-x", [3, 2]),
    ):
        first = library.search(parse_query(query), Page(limit=2))
        rest = library.search(parse_query(query), Page(limit=2, offset=2))
        assert (first.total, first.is_capped) == (1, True)
        found = [hit.article_id for hit in (*first.hits, *rest.hits)]
        assert found[: len(numbers)] == numbers
    (note,) = library.search(parse_query("moth")).notes
    assert "too many to sort by relevance" in note
    everything = library.search(parse_query(""))
    assert (everything.total, everything.is_capped) == (4, False)


@pytest.mark.parametrize(
    ("word", "years"),
    [
        ("moth", range(1998, 1899, -2)),  # frequent: the newest articles have enough
        ("fern", range(1919, 1899, -1)),  # none of the newest: given up early
        ("newt", (*range(1999, 1969, -1), *range(1929, 1919, -1))),  # enough, then not
    ],
)
def test_the_newest_of_many_hits(library, monkeypatch, word, years):
    """However the hits lie among the years, each page is the next in order."""
    rows = [
        (year, f"moth {word}" if year in years else "other")
        for year in range(1900, 2000)
    ]
    library._db.executemany("INSERT INTO articles (year, title) VALUES (?, ?)", rows)
    monkeypatch.setattr("harvester.store.search.COUNTED", 5)
    monkeypatch.setattr("harvester.store.search._PROBED", 40)
    monkeypatch.setattr("harvester.store.search._FIRST_PROBED", 10)
    pages = [
        library.search(parse_query(word), Page(limit=10, offset=offset)).hits
        for offset in range(0, len(years), 10)
    ]

    assert [hit.year for page in pages for hit in page] == list(years)


def test_large_sets_are_looked_up(ask, monkeypatch):
    """A set too large to be listed gives the same answers."""
    monkeypatch.setattr("harvester.store.clauses._SMALL", 0)
    assert ask("year:2001- lang:eng -type:article")[0] == [3]
    assert ask("moth (is:preprint OR type:review)")[0] == [1, 2]
    assert ask("is:quarantined -is:retracted")[0] == [3]


def test_what_was_searched_for_is_marked(library, shelf):
    """In the title and in the best piece of the abstract, by the fields asked."""
    (hit,) = library.search(parse_query("ti:glow mot* ti:liver")).hits
    assert split_marked(hit.marked_title) == (
        ("Glow", True),
        (" of the ", False),
        ("liver", True),
    )
    assert split_marked(hit.snippet) == (
        ("We saw a ", False),
        ("moth", True),
        (" glow.", False),
    )
    (other,) = library.search(parse_query("year:2010")).hits
    assert other.marked_title is other.snippet is None
    assert MARK not in other.citation


def test_facets(library, shelf):
    """Values with counts, and the clause that narrows down to each."""
    result = library.search(parse_query(""), Page(with_facets=True))
    found = {
        facet.name: [(one.value, one.count) for one in facet.values]
        for facet in result.facets
    }
    assert not result.is_sample
    assert found[Field.YEAR] == [("2020", 1), ("2010", 1), ("2001", 1)]
    assert found[Field.JOURNAL][0] == ("Annals of Made-Up Surgery", 2)
    assert found[Field.TYPE] == [("article-journal", 2), ("article", 1)]
    assert found[Field.SOURCE] == [("pubmed", 3), ("crossref", 1)]
    assert dict(found[Field.IS]) == {"ok": 3, "retracted": 1}
    for facet in result.facets:
        for one in facet.values:
            narrowed = library.search(parse_query(one.clause))
            assert narrowed.total == one.count, one.clause


def test_all_numbers_in_order(library, shelf):
    """For exports: all of them, not a page."""
    assert library.find_numbers(parse_query("moth"), sort=Sort.NEWEST) == (3, 2, 1)


def test_counts_of_citing_works_follow_the_lists(library, shelf, select, now):
    """Each work counts once, whoever lists it; one that is listed no more does not."""
    counts = "SELECT id, cited_by_count FROM articles ORDER BY id"
    assert select(counts) == [(1, 2), (2, None), (3, None), (4, None)]
    shorter = LinkSet(
        owner=("pmid", "99000001"),
        kind=LinkKind.CITED_BY,
        provider="pubmed",
        state=LinkState.COMPLETE,
        links=(Link(target=("pmid", "99000002"), rank=1),),
    )
    library.save_link_set(shorter, library.begin_run("y", now), now)
    assert select(counts)[0] == (1, 1)
    other = LinkSet(
        owner=("pmid", "99000001"),
        kind=LinkKind.CITED_BY,
        provider="icite",
        state=LinkState.COMPLETE,
        links=(
            Link(target=("pmid", "99000002"), rank=1),
            Link(target=("pmid", "99000077"), rank=2),
        ),
    )
    library.save_link_set(other, library.begin_run("z", now), now)
    assert select(counts)[0] == (1, 2)


def test_searches_are_kept(library, now, later):
    """Under a name, the last one of it; until they are forgotten."""
    library.save_search("moths", "moth", now)
    library.save_search("moths", "moth*", later, sort="newest")
    (kept,) = library.load_searches()
    assert (kept.name, kept.query, kept.sort) == ("moths", "moth*", "newest")
    assert library.forget_search("moths")
    assert not library.forget_search("moths")
    assert library.load_searches() == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(query=ANY_QUERY)
def test_any_text_can_be_searched_for(library, shelf, query):
    """No text makes a search fail: neither the parser, nor SQLite."""
    result = library.search(parse_query(query), Page(with_facets=True))
    assert 0 <= result.total <= 4


def test_facets_of_a_sample(library, shelf, monkeypatch):
    """Of more hits than are looked at, what is said of some is said to be of some."""
    monkeypatch.setattr("harvester.store.search.SAMPLED", 2)
    result = library.search(parse_query(""), Page(with_facets=True))
    assert result.is_sample
    assert result.total == 4
    (sources,) = [facet for facet in result.facets if facet.name is Field.SOURCE]
    assert (sources.values[0].value, sources.values[0].count) == ("pubmed", 2)
