"""What PubMed is asked, and in which order."""

from __future__ import annotations

import pytest

from harvester.errors import (
    IdentifierError,
    IncompleteError,
    RecordError,
    TransientError,
)
from harvester.model import LinkKind
from harvester.sources import pubmed
from harvester.sources.base import Fault
from harvester.sources.pubmed import PUBMED
from tests.sources.replies import reply

URL = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"


def articles(*pmids: str, doi: str = "") -> str:
    """Return a PubmedArticleSet with these records, each with the DOI, if any."""
    location = f"<ELocationID EIdType='doi'>{doi}</ELocationID>" if doi else ""
    return (
        "<PubmedArticleSet>"
        + "".join(
            f"<PubmedArticle><MedlineCitation><PMID Version='1'>{pmid}</PMID>"
            f"<Article>{location}</Article></MedlineCitation></PubmedArticle>"
            for pmid in pmids
        )
        + "</PubmedArticleSet>"
    )


def hits(*pmids: str, count: int | None = None) -> str:
    """Return an ESearch result."""
    ids = "".join(f"<Id>{pmid}</Id>" for pmid in pmids)
    return (
        f"<eSearchResult><Count>{len(pmids) if count is None else count}</Count>"
        f"<IdList>{ids}</IdList></eSearchResult>"
    )


def test_records_are_fetched_by_post():
    """Ids stand in the body; neither key nor address is added here."""
    (flow,) = PUBMED.lookup("pmid", ["99000001", "99000002"])
    request = next(flow)

    assert (request.source, request.route, request.method) == (
        "pubmed",
        "eutils",
        "POST",
    )
    assert request.url == f"{URL}/efetch.fcgi"
    assert request.params == (
        ("db", "pubmed"),
        ("retmode", "xml"),
        ("id", "99000001,99000002"),
    )
    assert request.asked == ("pmid:99000001", "pmid:99000002")


def test_batches_hold_three_hundred_distinct_ids():
    """Repeated ids are asked for once; each batch is its own conversation."""
    pmids = [str(99000001 + n % 401) for n in range(500)]
    flows = PUBMED.lookup("pmid", pmids)
    assert [len(next(flow).asked) for flow in flows] == [300, 101]


def test_what_a_batch_leaves_out_is_asked_for_singly_once():
    """Ids that a batch omits are asked for alone, then reported as unknown."""
    (flow,) = PUBMED.lookup("pmid", ["99000001", "99000002", "99000003"])
    batch = reply(next(flow), articles("99000002"))
    first = flow.send(batch)
    assert first.asked == ("pmid:99000001",)
    alone = reply(first, articles("99000001"))
    second = flow.send(alone)
    assert second.asked == ("pmid:99000003",)
    missing = reply(second, articles())
    with pytest.raises(StopIteration):
        flow.send(missing)

    assert PUBMED.parse(batch).unknown == ()
    assert [r.source_id for r in PUBMED.parse(batch).records] == ["99000002"]
    assert PUBMED.parse(alone).unknown == ()
    assert PUBMED.parse(missing).unknown == ("pmid:99000003",)


def test_unreadable_record_is_not_asked_for_again():
    """A record that is there but broken would be broken again."""
    (flow,) = PUBMED.lookup("pmid", ["99000001", "99000002"])
    body = articles("99000001", "99000002").replace("</Article>", "", 1)
    payload = reply(next(flow), body)
    with pytest.raises(StopIteration):
        flow.send(payload)

    read = PUBMED.parse(payload)
    assert [r.source_id for r in read.records] == ["99000002"]
    assert [f.source_id for f in read.faults] == ["99000001"]
    assert read.unknown == ()


def test_complete_batch_needs_no_more_requests():
    """A batch that answers everything ends the conversation."""
    (flow,) = PUBMED.lookup("pmid", ["99000001", "99000002"])
    payload = reply(next(flow), articles("99000002", "99000001"))
    with pytest.raises(StopIteration):
        flow.send(payload)


def test_batch_of_which_nothing_is_known():
    """EFetch's 400 for a batch may be a slip: each id is asked for by itself."""
    none = (
        "<eFetchResult><ERROR>ID list is empty! Possibly it has no correct IDs."
        "</ERROR></eFetchResult>"
    )
    (flow,) = PUBMED.lookup("pmid", ["99000001", "99000002"])
    batch = reply(next(flow), none, status=400)
    PUBMED.check(batch)
    first = reply(flow.send(batch), none, status=400)
    second = reply(flow.send(first), none, status=400)
    with pytest.raises(StopIteration):
        flow.send(second)
    assert PUBMED.parse(first).unknown == ("pmid:99000001",)
    assert PUBMED.parse(second).unknown == ("pmid:99000002",)


def test_dois_are_searched_then_fetched():
    """DOIs are quoted in one search; its hits are fetched for the same DOIs."""
    (flow,) = PUBMED.lookup("doi", ["10.5555/a", "10.5555/b(1)<2>;3"])
    search = next(flow)
    fetch = flow.send(reply(search, hits("99000001")))
    payload = reply(fetch, articles("99000001", doi="10.5555/A"))
    with pytest.raises(StopIteration):
        flow.send(payload)

    assert search.url == f"{URL}/esearch.fcgi"
    assert dict(search.params)["term"] == (
        '"10.5555/a"[doi] OR "10.5555/b(1)<2>;3"[doi]'
    )
    assert dict(search.params)["retmax"] == "200"
    assert search.asked == fetch.asked == ("doi:10.5555/a", "doi:10.5555/b(1)<2>;3")
    assert dict(fetch.params)["id"] == "99000001"
    assert PUBMED.parse(payload).unknown == ("doi:10.5555/b(1)<2>;3",)


def test_record_with_another_doi_is_no_answer():
    """A near match of the search leaves the DOI unknown."""
    (flow,) = PUBMED.lookup("doi", ["10.5555/a"])
    fetch = flow.send(reply(next(flow), hits("99000001")))
    payload = reply(fetch, articles("99000001", doi="10.5555/other"))
    assert PUBMED.parse(payload).unknown == ("doi:10.5555/a",)


def test_search_without_hits():
    """No hits ends the conversation and leaves every DOI unknown."""
    (flow,) = PUBMED.lookup("doi", ["10.5555/a", "10.5555/b"])
    payload = reply(next(flow), hits())
    with pytest.raises(StopIteration):
        flow.send(payload)
    assert PUBMED.parse(payload).unknown == ("doi:10.5555/a", "doi:10.5555/b")


def test_search_with_more_hits_than_listed_is_split():
    """When near matches crowd the list, every DOI is searched for alone."""
    (flow,) = PUBMED.lookup("doi", ["10.5555/a", "10.5555/b"])
    crowded = reply(next(flow), hits("99000001", count=5000))
    first = flow.send(crowded)
    second = flow.send(reply(first, hits()))
    third = flow.send(reply(second, hits("99000002")))

    assert dict(first.params)["term"] == '"10.5555/a"[doi]'
    assert dict(second.params)["term"] == '"10.5555/b"[doi]'
    assert dict(third.params)["id"] == "99000002"
    assert third.asked == ("doi:10.5555/b",)


def test_searches_hold_fifty_dois():
    """Fifty DOIs make one search."""
    flows = PUBMED.lookup("doi", [f"10.5555/{n}" for n in range(101)])
    assert [len(next(flow).asked) for flow in flows] == [50, 50, 1]


def test_nothing_to_ask():
    """Without ids there is no conversation."""
    assert PUBMED.lookup("pmid", []) == ()
    assert PUBMED.lookup("doi", []) == ()
    assert PUBMED.related(LinkKind.SIMILAR, []) == ()


def test_other_schemes_are_refused():
    """PubMed is asked by PMID or DOI only."""
    with pytest.raises(IdentifierError, match="PMID or DOI"):
        PUBMED.lookup("isbn", ["1"])


@pytest.mark.parametrize(
    ("kind", "name", "command"),
    [
        (LinkKind.SIMILAR, "pubmed_pubmed", "neighbor_score"),
        (LinkKind.CITED_BY, "pubmed_pubmed_citedin", "neighbor"),
        (LinkKind.REFERENCES, "pubmed_pubmed_refs", "neighbor"),
    ],
)
def test_links_are_asked_for_id_by_id(kind, name, command):
    """Every id is a parameter of its own; the link name is always given."""
    (flow,) = PUBMED.related(kind, ["99000001", "99000002"])
    request = next(flow)

    assert request.url == f"{URL}/elink.fcgi"
    assert request.method == "POST"
    assert request.params == (
        ("dbfrom", "pubmed"),
        ("db", "pubmed"),
        ("cmd", command),
        ("linkname", name),
        ("retmode", "xml"),
        ("id", "99000001"),
        ("id", "99000002"),
    )
    assert request.asked == ("pmid:99000001", "pmid:99000002")
    with pytest.raises(StopIteration):
        flow.send(
            reply(
                request,
                "<eLinkResult><LinkSet><IdList><Id>99000001</Id></IdList></LinkSet>"
                "<LinkSet><IdList><Id>99000002</Id></IdList></LinkSet></eLinkResult>",
            )
        )


def test_similar_articles_without_scores_when_scores_fail():
    """Scores that fail again and again are given up, not the links."""
    (flow,) = PUBMED.related(LinkKind.SIMILAR, ["99000001"])
    next(flow)
    second = flow.throw(TransientError("still failing", source="pubmed"))
    assert dict(second.params)["cmd"] == "neighbor"
    with pytest.raises(IncompleteError, match="failing too"):
        flow.throw(TransientError("failing too", source="pubmed"))


def test_citations_have_no_second_way():
    """Where there is nothing to fall back to, the error is the caller's."""
    (flow,) = PUBMED.related(LinkKind.CITED_BY, ["99000001"])
    next(flow)
    with pytest.raises(IncompleteError, match="failing"):
        flow.throw(TransientError("failing", source="pubmed"))


def test_link_batches():
    """Two hundred ids make one request."""
    flows = PUBMED.related(LinkKind.CITED_BY, [str(n) for n in range(1, 252)])
    assert [len(next(flow).asked) for flow in flows] == [200, 51]


def test_manners_of_the_source():
    """Three requests a second without a key, ten with one."""
    assert (PUBMED.name, PUBMED.accepts) == ("pubmed", ("pmid", "doi"))
    assert PUBMED.politeness.contact == "ncbi"
    rate, known = (
        PUBMED.politeness.rates["eutils"],
        PUBMED.politeness.known_rates["eutils"],
    )
    assert (rate.per_second, rate.concurrency) == (3, 3)
    assert (known.per_second, known.concurrency) == (10, 4)
    assert set(PUBMED.link_kinds) == set(LinkKind)


def test_links_are_read_by_the_source():
    """The source reads its own ELink replies, which hold no records."""
    (flow,) = PUBMED.related(LinkKind.CITED_BY, ["99000001"])
    payload = reply(
        next(flow),
        "<eLinkResult><LinkSet><IdList><Id>99000001</Id></IdList></LinkSet>"
        "</eLinkResult>",
    )
    (found,) = PUBMED.parse_links(payload)
    assert (found.owner, found.links) == (("pmid", "99000001"), ())
    assert PUBMED.parse(payload).records == ()


def test_record_that_cannot_be_normalised_is_set_aside(monkeypatch):
    """A record that the normaliser refuses is a fault; the others go on."""

    def refuse(record):
        if record.source_id == "99000001":
            raise RecordError("no")
        return record

    monkeypatch.setattr(pubmed, "normalize_record", refuse)
    (flow,) = PUBMED.lookup("pmid", ["99000001", "99000002"])
    read = PUBMED.parse(reply(next(flow), articles("99000001", "99000002")))
    assert [r.source_id for r in read.records] == ["99000002"]
    assert read.faults == (Fault(source_id="99000001", message="no"),)


def test_unreadable_record_leaves_the_doi_open():
    """If the record found for a DOI is broken, the DOI is not unknown."""
    (flow,) = PUBMED.lookup("doi", ["10.5555/a"])
    fetch = flow.send(reply(next(flow), hits("99000001")))
    body = articles("99000001", doi="10.5555/a").replace("</Article>", "")
    read = PUBMED.parse(reply(fetch, body))
    assert (read.records, read.unknown) == ((), ())
    assert [f.source_id for f in read.faults] == ["99000001"]
