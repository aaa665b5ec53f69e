from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest

from harvester.errors import IdentifierError, ProtocolError, TransientError
from harvester.model import Identifier, SourceRecord
from harvester.sources.base import Reply
from harvester.sources.idconv import IDCONV
from harvester.wire import Payload, Request

MALFORMED = (
    b'{"status":"error","http_status":"400","errors":[{"message":"All values of query'
    b' param `ids` must be PubMed IDs (Positive Integers).","code":"invalid_pmids"}]}'
)


def payload(body, asked=("pmcid:PMC7605294",), status=200):
    """A reply of the converter."""
    return Payload(
        request=Request(
            source="idconv", route="idconv", method="GET", url="", asked=asked
        ),
        status=status,
        body=body,
        content_type="application/json",
        fetched_at=datetime(2026, 1, 2, tzinfo=UTC),
    )


def test_pmcids_are_asked_for_with_their_type():
    """Prefix and type are always sent; versions and doubles are not."""
    (flow,) = IDCONV.lookup("pmcid", ["PMC99000001.2", "99000002", "pmc99000001"])

    request = next(flow)

    assert httpx.Request("GET", request.url, params=request.params).url.raw_path == (
        b"/tools/idconv/api/v1/articles/"
        b"?ids=PMC99000001%2CPMC99000002&idtype=pmcid&format=json"
    )
    assert request.asked == ("pmcid:PMC99000001", "pmcid:PMC99000002")


def test_a_batch_holds_two_hundred():
    """401 identifiers are three questions; one malformed is not asked for."""
    ids = [f"PMC{number}" for number in range(1, 402)]

    requests = [next(flow) for flow in IDCONV.lookup("pmcid", [*ids, "PMCX"])]

    assert [len(request.asked) for request in requests] == [200, 200, 1]


def test_what_a_batch_is_silent_about_is_asked_for_singly():
    """An identifier without any record gets a question of its own."""
    (flow,) = IDCONV.lookup("pmcid", ["PMC1", "PMC2", "PMC3"])
    next(flow)
    body = (
        b'{"status":"ok","records":[{"pmcid":"PMC1","requested-id":"PMC1"},'
        b'{"requested-id":"PMC3","status":"error","errmsg":"not found"}]}'
    )

    second = flow.send(payload(body))
    with pytest.raises(StopIteration):
        flow.send(payload(b'{"status":"ok","records":[]}'))

    assert second.asked == ("pmcid:PMC2",)


def test_another_scheme_is_refused():
    """The converter is asked by PMCID or DOI; PubMed knows its own PMIDs."""
    with pytest.raises(IdentifierError, match="not by pmid"):
        IDCONV.lookup("pmid", ["99000001"])


def test_dois_are_asked_for_with_their_type():
    """What a list cannot hold is left out; the reply is known by what was asked."""
    (flow,) = IDCONV.lookup("doi", ["10.5555/a", "10.5555/b,c", "10.5555/d"])

    request = next(flow)

    assert dict(request.params) == {
        "ids": "10.5555/a,10.5555/d",
        "idtype": "doi",
        "format": "json",
    }
    assert request.asked == ("doi:10.5555/a", "doi:10.5555/d")
    body = (
        b'{"status":"ok","records":[{"doi":"10.5555/A","pmcid":"PMC1","pmid":99000001,'
        b'"requested-id":"10.5555/a"},{"doi":"10.5555/d","requested-id":"10.5555/d",'
        b'"status":"error","errmsg":"Identifier not found in PMC"}]}'
    )
    reply = IDCONV.parse(payload(body, request.asked))
    (record,) = reply.records
    assert (record.source_id, record.pmid, record.doi) == (
        "PMC1",
        "99000001",
        "10.5555/a",
    )
    assert reply.unknown == ("doi:10.5555/d",)
    assert IDCONV.lookup("doi", ["10.5555/b,c"]) == ()


def test_the_doi_asked_for_is_borne_by_the_record_that_answers():
    """PMC may have the article under another DOI, or under none."""
    body = b'{"status":"ok","records":[{"pmcid":"PMC1","requested-id":"10.5555/a"}]}'

    (record,) = IDCONV.parse(payload(body, ("doi:10.5555/a",))).records

    assert ("doi", "10.5555/a") in record.article_keys


@pytest.mark.parametrize(
    ("source", "unknown", "referred"),
    [
        ("pubmed", ("doi:10.5555/a",), ("doi:10.5555/a",)),
        ("pubmed", ("doi:10.5555/a,b", "doi:10.5555/a b", "pmid:99000001"), ()),
        ("crossref", ("doi:10.5555/a",), ()),
    ],
)
def test_pubmed_refers_the_dois_that_it_does_not_know(source, unknown, referred):
    """Only PubMed's word opens the question, and only a DOI that can be listed."""
    assert IDCONV.referred(source, Reply(unknown=unknown)) == referred


def test_a_recorded_reply_is_identifiers_only(shared_data):
    """The PMID, a number in the reply, is text like the others."""
    body = (shared_data / "idconv/quoted/v1_articles_pmcid.json").read_bytes()

    IDCONV.check(payload(body))
    reply = IDCONV.parse(payload(body))

    assert reply.records == (
        SourceRecord(
            source="idconv",
            source_id="PMC7605294",
            identifiers=(
                Identifier(scheme="pmcid", value="PMC7605294"),
                Identifier(scheme="pmid", value="33163378"),
                Identifier(scheme="doi", value="10.4103/tcmj.tcmj_71_20"),
            ),
        ),
    )


def test_versions_of_the_older_interface_are_kept(shared_data):
    """What has no place of its own stands in ``other``; a PMID may be text."""
    (file,) = (shared_data / "idconv/rcrossref").iterdir()

    (record,) = IDCONV.parse(payload(file.read_bytes())).records

    assert (record.pmcid, record.pmid, record.doi) == (
        "PMC2883744",
        "20495566",
        "10.1038/ng.590",
    )
    assert [name for name, _ in record.other] == ["versions"]
    assert "NIHMS198092" in record.other[0][1]


def test_records_with_an_error_are_unknown():
    """The converter knows articles in PMC only, and says so for each other one."""
    body = (
        b'{"status":"ok","records":[{"requested-id":"PMC2","status":"error",'
        b'"errmsg":"Identifier not found in PMC"},{"pmcid":"PMC3","errmsg":"gone"}]}'
    )

    reply = IDCONV.parse(payload(body, ("pmcid:PMC2", "pmcid:PMC3")))

    assert reply.unknown == ("pmcid:PMC2", "pmcid:PMC3")
    assert reply.records == ()


def test_silence_about_one_identifier_is_unknown():
    """Asked for alone and without record, an identifier is unknown."""
    reply = IDCONV.parse(payload(b'{"status":"ok","records":[]}', ("pmcid:PMC2",)))

    assert reply.unknown == ("pmcid:PMC2",)


def test_the_pmcid_asked_for_is_an_alias_of_the_one_that_answers():
    """A record that answers under another PMCID bears both."""
    body = b'{"status":"ok","records":[{"pmcid":"PMC9","requested-id":"PMC2"}]}'

    (record,) = IDCONV.parse(payload(body, ("pmcid:PMC2",))).records

    assert record.identifiers == (
        Identifier(scheme="pmcid", value="PMC9"),
        Identifier(scheme="pmcid", value="PMC2", place="alias"),
    )


def test_a_record_without_pmcid_is_a_fault():
    """It is set aside, the others are read."""
    body = (
        b'{"status":"ok","records":[{"pmid":1,"requested-id":"PMC1"},7,'
        b'{"pmcid":"PMC2"}]}'
    )

    reply = IDCONV.parse(payload(body, ("pmcid:PMC1", "pmcid:PMC2")))

    assert [record.source_id for record in reply.records] == ["PMC2"]
    assert [fault.source_id for fault in reply.faults] == ["PMC1"]


@pytest.mark.parametrize(
    ("status", "body", "error", "words"),
    [
        (400, MALFORMED, ProtocolError, "invalid_pmids: All values"),
        (404, b"<html>", ProtocolError, "404"),
        (200, MALFORMED, ProtocolError, "invalid_pmids"),
        (200, b"[]", ProtocolError, "200"),
        (429, b'{"error":"API rate limit exceeded"}', TransientError, "429"),
        (503, b"<html>", TransientError, "no JSON"),
        (200, b'{"status":"ok","rec', TransientError, "no JSON"),
    ],
)
def test_failures_are_told_apart(status, body, error, words):
    """Refusals stop the source, passing troubles do not."""
    with pytest.raises(error, match=words):
        IDCONV.check(payload(body, status=status))


def test_a_reply_that_is_no_json_is_transient():
    """Parsing says the same as the check about a body that was cut off."""
    with pytest.raises(TransientError):
        IDCONV.parse(payload(b'{"status":"ok","rec'))
