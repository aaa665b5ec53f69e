"""What PubMed and Crossref are asked for a citation that names no identifier."""

from __future__ import annotations

from contextlib import suppress

import pytest

from harvester.errors import TransientError
from harvester.model import Citation, Identifier
from harvester.sources.base import SearchSource
from harvester.sources.crossref import CROSSREF
from harvester.sources.idconv import IDCONV
from harvester.sources.pubmed import PUBMED
from harvester.sources.pubmed.search import parse_match
from tests.sources.replies import reply

CITATION = Citation(
    printed="Alder AB. Grafting of willow on frozen oak. Arch Trees 2006;141:1000-4",
    authors=("Alder",),
    year="2006",
    title="Grafting of willow on frozen oak",
    journal="Arch Trees",
    volume="141",
    first_page="1000",
)


def hits(*pmids: str) -> str:
    """Return an ESearch result."""
    ids = "".join(f"<Id>{pmid}</Id>" for pmid in pmids)
    return (
        f"<eSearchResult><Count>{len(pmids)}</Count><IdList>{ids}</IdList>"
        "</eSearchResult>"
    )


def term(request) -> str:
    """Return the query of an ESearch request."""
    return dict(request.params)["term"]


def test_sources_that_search_say_so():
    """PubMed and Crossref can be searched, the converter cannot."""
    assert isinstance(PUBMED, SearchSource)
    assert isinstance(CROSSREF, SearchSource)
    assert not isinstance(IDCONV, SearchSource)


def test_pubmed_is_asked_by_place_then_by_title():
    """ECitMatch with bare bars, then the words of the title; all hits are fetched."""
    (flow,) = PUBMED.search(CITATION)
    match = next(flow)
    assert match.method == "GET"
    assert match.url.endswith(
        "/ecitmatch.cgi?db=pubmed&rettype=xml&bdata=Arch%20Trees|2006|141|1000|Alder|1|"
    )

    by_title = flow.send(reply(match, "Arch Trees|2006|141|1000|Alder|1|99000001\n"))
    assert term(by_title) == "Grafting[ti] AND willow[ti] AND frozen[ti]"

    fetch = flow.send(reply(by_title, hits("99000002", "99000001")))
    assert dict(fetch.params)["id"] == "99000001,99000002"
    assert fetch.asked == ()
    with pytest.raises(StopIteration):
        flow.send(reply(fetch, "<PubmedArticleSet></PubmedArticleSet>"))


def test_pubmed_asks_more_widely_until_something_comes():
    """Author, year, volume and page; the place; author, year and journal."""
    (flow,) = PUBMED.search(CITATION)
    request = flow.send(reply(next(flow), "Arch Trees|2006|141|1000|Alder|1|NOT_FOUND"))
    asked = [term(request)]
    with suppress(StopIteration):
        while request := flow.send(reply(request, hits())):
            asked.append(term(request))

    assert asked == [
        "Grafting[ti] AND willow[ti] AND frozen[ti]",
        "Alder[au] AND 2006[dp] AND 141[vi] AND 1000[pg]",
        '"Arch Trees"[ta] AND 141[vi] AND 1000[pg]',
        'Alder[au] AND 2006[dp] AND "Arch Trees"[ta]',
        "Alder[au] AND 2006[dp] AND 141[vi]",
    ]


def test_searches_go_on_where_ecitmatch_fails():
    """The citation matcher is down: ESearch is asked all the same."""
    (flow,) = PUBMED.search(CITATION)
    next(flow)

    request = flow.throw(TransientError("down", source="pubmed"))

    assert request.url.endswith("/esearch.fcgi")


def test_phrases_of_an_abstract_are_asked_for_together():
    """Runs of words are quoted, for title and abstract, each enough by itself."""
    (flow,) = PUBMED.search(
        Citation(printed="x", phrases=("moss on old walls", "below a stone"))
    )

    assert term(next(flow)) == '"moss on old walls"[tiab] OR "below a stone"[tiab]'


def test_printed_identifiers_are_looked_up_too():
    """A DOI in the citation is a candidate, and so is what its words lead to."""
    doi = Identifier(scheme="doi", value="10.5555/a")
    citation = Citation(printed="Alder. doi:10.5555/a", identifiers=(doi,))

    assert next(PUBMED.search(citation)[0]).asked == ("doi:10.5555/a",)
    single, listed = (next(flow) for flow in CROSSREF.search(citation))
    assert single.asked == ("doi:10.5555/a",)
    assert listed.asked == ()


def test_crossref_is_asked_with_the_whole_citation():
    """One list of five works, no filter beside it."""
    (flow,) = CROSSREF.search(CITATION)
    request = next(flow)

    assert request.params == (
        ("query.bibliographic", CITATION.printed),
        ("rows", "5"),
    )


def test_a_long_citation_is_cut_to_what_an_address_holds():
    """Whole words go from the end, counted as they are encoded."""
    (flow,) = CROSSREF.search(Citation(printed="Größe " * 500))
    query = dict(next(flow).params)["query.bibliographic"]

    assert len(query.encode()) < 3_000
    assert query.endswith("Größe")


@pytest.mark.parametrize(
    ("body", "pmids"),
    [
        ("proc natl acad sci u s a|1991|88|3248|mann bj|c1|2014248\n", ("2014248",)),
        ("j|2000|1|1|a|k|NOT_FOUND;INVALID_JOURNAL\n", ()),
        ("j|2000|1|1|a|k|AMBIGUOUS 33057196,32076266\n", ("33057196", "32076266")),
        ("j|2000|1|1|a|k|AMBIGUOUS citation\n", ()),
        ("", ()),
    ],
)
def test_answers_of_ecitmatch(body, pmids):
    """A PMID, several, or words that say there is none."""
    (flow,) = PUBMED.search(CITATION)
    payload = reply(next(flow), body)

    assert parse_match(payload) == pmids
    if body:
        PUBMED.check(payload)
