"""Replies of the E-utilities that look like what they are not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from harvester.errors import BlockedError, ProtocolError, TransientError
from harvester.model import LinkKind
from harvester.sources.pubmed import PUBMED
from harvester.wire import Payload, Request

BASE = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
NO_IDS = (
    b"<eFetchResult><ERROR>ID list is empty! Possibly it has no correct IDs.</ERROR>"
    b"</eFetchResult>"
)
XHTML = (
    b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
    b'"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n'
    b'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Back soon</p></body></html>'
)
SET = b"<PubmedArticleSet>%s</PubmedArticleSet>"


def payload(utility: str, body: bytes, status: int = 200, count: int = 1) -> Payload:
    return Payload(
        request=Request(
            source="pubmed",
            route="eutils",
            method="POST",
            url=f"{BASE}{utility}.fcgi",
            asked=tuple(f"pmid:{n}" for n in range(1, count + 1)),
        ),
        status=status,
        body=body,
        content_type="text/xml",
        fetched_at=datetime(2026, 11, 20, tzinfo=UTC),
    )


@pytest.mark.parametrize("utility", ["efetch", "esearch", "elink"])
@pytest.mark.parametrize(
    "body",
    [
        XHTML,
        b"<!-- proxy --><html><body>Back soon</body></html>",
        b'<?xml version="1.0"?><error><message>proxy</message></error>',
        b"<Response><Code>SlowDown</Code></Response>",
        b"<eInfoResult><DbList/></eInfoResult>",
        b'<?xml version="1.0"?><!DOCTYPE eLinkResult>',
        b"{}",
        b"",
        b"\xef\xbb\xbf",
        b"Unable to route request!",
        b"\x1f\x8b\x08\x00",
    ],
)
def test_what_is_not_of_the_utility_is_no_answer(utility, body):
    """Another root, however well-formed, never reads as no records, hits or links."""
    with pytest.raises((TransientError, ProtocolError)):
        PUBMED.check(payload(utility, body))


def test_a_set_in_place_of_links_is_no_answer():
    """Records where links were asked for are somebody else's reply."""
    with pytest.raises(TransientError, match="XML of another kind"):
        PUBMED.check(payload("elink", SET % b""))


def test_an_error_inside_a_set_is_one():
    """Wherever the element stands; the word in a record is none."""
    with pytest.raises(TransientError, match="does not answer"):
        PUBMED.check(
            payload("efetch", SET % b"<ERROR>External viewer error: Timeout</ERROR>")
        )
    PUBMED.check(payload("efetch", SET % b"<X>&lt;ERROR&gt; rates</X>"))


def test_no_ids_is_believed_of_one_id_only():
    """Said of one, it is unknown; said of many, they are asked for one by one."""
    one = payload("efetch", NO_IDS, 400)
    many = payload("efetch", NO_IDS, 400, count=3)
    PUBMED.check(one)
    PUBMED.check(many)
    assert PUBMED.parse(one).unknown == ("pmid:1",)
    assert PUBMED.parse(many).unknown == ()

    (flow,) = PUBMED.lookup("pmid", ["1", "2", "3"])
    next(flow)
    following = [flow.send(many)]
    following += [flow.send(one) for _ in range(2)]
    assert [request.asked for request in following] == [
        ("pmid:1",), ("pmid:2",), ("pmid:3",),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (403, b"<html>blocked</html>"),
        (400, b'{"error":"API key invalid","api-key":"planted-key","count":"1"}'),
    ],
)
def test_a_block_stops_the_service_and_names_no_key(status, body):
    """403, and a key that is not valid, end the run of PubMed."""
    with pytest.raises(BlockedError) as caught:
        PUBMED.check(payload("efetch", body, status))
    assert "planted-key" not in str(caught.value)


def test_links_that_are_left_out_are_asked_for_again():
    """Link sets go missing at random between identical calls."""
    (flow,) = PUBMED.related(LinkKind.CITED_BY, ["1", "2"])
    next(flow)
    reply = b"<eLinkResult><LinkSet><IdList><Id>2</Id></IdList></LinkSet></eLinkResult>"
    assert flow.send(payload("elink", reply, count=2)).asked == ("pmid:1",)
