"""ELink replies and the link sets in them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from harvester.model import Link, LinkKind, LinkSet, LinkState
from harvester.sources.pubmed.flow import link_request
from harvester.sources.pubmed.links import parse_links
from harvester.wire import Payload


def reply(body, kind=LinkKind.SIMILAR, *pmids) -> Payload:
    """Return a payload with ``body`` for a request that asked for ``pmids``."""
    return Payload(
        request=link_request(kind, pmids, "neighbor_score"),
        status=200,
        body=body if isinstance(body, bytes) else body.encode(),
        content_type="text/xml",
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def link_set(pmid: str, *links: str, name: str = "pubmed_pubmed") -> str:
    """Return the XML of a LinkSet; a link is ``pmid`` or ``pmid:score``."""
    inside = "".join(
        f"<Link><Id>{pmid}</Id>{f'<Score>{score}</Score>' if score else ''}</Link>"
        for pmid, _, score in (link.partition(":") for link in links)
    )
    found = (
        f"<LinkSetDb><DbTo>pubmed</DbTo><LinkName>{name}</LinkName>{inside}</LinkSetDb>"
        if links
        else ""
    )
    return (
        "<LinkSet><DbFrom>pubmed</DbFrom>"
        f"<IdList><Id>{pmid}</Id></IdList>{found}</LinkSet>"
    )


def result(*sets: str) -> str:
    """Return an eLinkResult."""
    return f"<eLinkResult>{''.join(sets)}</eLinkResult>"


def test_similar_articles_with_scores():
    """Rank is the place in the list; the article itself, with INT_MAX, is no link."""
    body = result(
        link_set("99000001", "99000001:2147483647", "99000005:300", "99000003:200")
    )

    assert parse_links(reply(body, LinkKind.SIMILAR, "99000001")) == (
        LinkSet(
            owner=("pmid", "99000001"),
            kind=LinkKind.SIMILAR,
            provider="pubmed",
            state=LinkState.COMPLETE,
            expected_count=2,
            links=(
                Link(target=("pmid", "99000005"), rank=1, score=300),
                Link(target=("pmid", "99000003"), rank=2, score=200),
            ),
        ),
    )


def test_sets_are_matched_by_id_not_by_order():
    """Sets come back in the order asked for, whatever the reply's order is."""
    body = result(link_set("99000002", "99000007"), link_set("99000001", "99000008"))
    first, second = parse_links(reply(body, LinkKind.SIMILAR, "99000001", "99000002"))
    assert (first.owner[1], first.links[0].target[1]) == ("99000001", "99000008")
    assert (second.owner[1], second.links[0].target[1]) == ("99000002", "99000007")


@pytest.mark.parametrize("links", [(), ("99000001",)])
def test_no_links_is_empty(links):
    """No link, or none but the article itself, is an empty set."""
    (found,) = parse_links(
        reply(result(link_set("99000001", *links)), LinkKind.SIMILAR, "99000001")
    )
    assert (found.state, found.links, found.expected_count) == (
        LinkState.EMPTY,
        (),
        0,
    )


def test_unknown_article_is_empty():
    """ELink makes 0 of an id that it does not know."""
    (found,) = parse_links(reply(result(link_set("0")), LinkKind.CITED_BY, "99000001"))
    assert found.state is LinkState.EMPTY


def test_article_that_the_reply_leaves_out_has_failed():
    """What the reply does not say is not known to be empty."""
    body = result(link_set("99000001", "99000007"))
    _, second = parse_links(reply(body, LinkKind.SIMILAR, "99000001", "99000002"))
    assert second.state is LinkState.FAILED
    assert second.owner == ("pmid", "99000002")
    assert second.reason


def test_merged_sets_have_failed():
    """Links of several articles together belong to none of them."""
    merged = link_set("99000001", "99000007").replace(
        "</IdList>", "<Id>99000002</Id></IdList>"
    )
    found = parse_links(reply(result(merged), LinkKind.SIMILAR, "99000001", "99000002"))
    assert [s.state for s in found] == [LinkState.FAILED, LinkState.FAILED]


def test_other_link_names_are_passed_over():
    """Only the link name that was asked for counts."""
    both = link_set("99000001", "99000007", name="pubmed_pubmed_five").replace(
        "</LinkSet>",
        "<LinkSetDb><DbTo>pubmed</DbTo><LinkName>pubmed_pubmed</LinkName>"
        "<Link><Id>99000008</Id></Link></LinkSetDb></LinkSet>",
    )
    (found,) = parse_links(reply(result(both), LinkKind.SIMILAR, "99000001"))
    assert [link.target[1] for link in found.links] == ["99000008"]


def test_repeated_link_counts_once():
    """A link that is listed twice keeps its first place and score."""
    body = result(link_set("99000001", "99000007:9", "99000008:8", "99000007:1"))
    (found,) = parse_links(reply(body, LinkKind.SIMILAR, "99000001"))
    assert [(link.target[1], link.rank, link.score) for link in found.links] == [
        ("99000007", 1, 9),
        ("99000008", 2, 8),
    ]


@pytest.mark.parametrize(
    ("kind", "count", "first", "last"),
    [
        (LinkKind.SIMILAR, 100, "8794856", "17333235"),
        (LinkKind.CITED_BY, 39, "38830800", "9700164"),
        (LinkKind.REFERENCES, 56, "14732139", "1339459"),
    ],
)
def test_recorded_reply(shared_data, kind, count, first, last):
    """A real reply with seven link names is read by the one asked for."""
    body = (shared_data / "elink/biopython/elink1.xml").read_bytes()
    (found,) = parse_links(reply(body, kind, "9298984"))

    assert found.state is LinkState.COMPLETE
    assert found.expected_count == len(found.links) == count
    assert found.links[0].target == ("pmid", first)
    assert found.links[-1].target == ("pmid", last)
    assert [link.rank for link in found.links] == list(range(1, count + 1))
    assert {link.score for link in found.links} == {None}


def test_recorded_scores_in_json(shared_data):
    """In JSON a link with a score is an object."""
    body = (
        shared_data / "elink/quoted/neighbor_score_37258680.trimmed.json"
    ).read_bytes()
    (found,) = parse_links(reply(body, LinkKind.SIMILAR, "37258680"))
    assert [(link.target[1], link.score) for link in found.links] == [
        ("42026145", 28347383),
        ("39636237", 24718838),
        ("41896605", 22621790),
        ("40106407", 22588756),
        ("40117988", 21881630),
    ]


def test_recorded_links_in_json(shared_data):
    """In JSON a link without a score is a text."""
    body = (shared_data / "elink/pubmed_client/citations_34567890.json").read_bytes()
    (found,) = parse_links(reply(body, LinkKind.CITED_BY, "34567890"))
    assert [link.target[1] for link in found.links] == ["40421132", "40226497"]
