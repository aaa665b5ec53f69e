"""What doi.org says about DOIs, and how it is asked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from harvester.errors import (
    BlockedError,
    IncompleteError,
    ProtocolError,
    TransientError,
)
from harvester.sources.base import ReferredSource, Reply
from harvester.sources.doira import AGENCIES, DOIRA, Registration, registration
from harvester.wire import Payload


def reply(request, body: bytes, status: int = 200) -> Payload:
    """Return a payload for ``request``."""
    return Payload(
        request=request,
        status=status,
        body=body,
        content_type="application/json",
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def parsed(*dois: str, body: bytes) -> Reply:
    """Return what is read from the reply to a question for ``dois``."""
    (flow,) = DOIRA.lookup("doi", dois)
    payload = reply(next(flow), body)
    DOIRA.check(payload)
    return DOIRA.parse(payload)


def test_many_dois_are_asked_for_at_once():
    """Commas part the DOIs of the address; every other sign is encoded."""
    (flow,) = DOIRA.lookup("doi", ["10.5555/A", "10.5555/b(1)<2>", "10.5555/a"])
    request = next(flow)

    assert request.url == (
        "https://doi.org/doiRA/10.5555%2Fa,10.5555%2Fb%281%29%3C2%3E"
    )
    assert request.asked == ("doi:10.5555/a", "doi:10.5555/b(1)<2>")


def test_batches_are_of_fifty_and_of_what_an_address_holds():
    """Sixty short DOIs are two questions, as many long ones more."""
    short = [len(next(f).asked) for f in DOIRA.lookup("doi", map(_short, range(60)))]
    long = [next(f).url for f in DOIRA.lookup("doi", map(_long, range(60)))]

    assert short == [50, 10]
    assert len(long) > 2
    assert max(map(len, long)) <= 2_000


def _short(number: int) -> str:
    return f"10.5555/{number}"


def _long(number: int) -> str:
    return f"10.5555/{number:0100}"


def test_a_doi_with_a_comma_is_asked_for_by_itself():
    """A comma parts DOIs: that of a DOI is encoded, and the DOI stands alone."""
    one, two = (
        next(flow) for flow in DOIRA.lookup("doi", ["10.5555/a,b", "10.5555/c"])
    )

    assert one.url.endswith("/10.5555%2Fa%2Cb")
    assert two.url.endswith("/10.5555%2Fc")


def test_what_a_batch_is_silent_about_is_asked_for_singly():
    """The service left one of two out: it is asked for once more."""
    (flow,) = DOIRA.lookup("doi", ["10.5555/a", "10.5555/b"])
    first = next(flow)

    again = flow.send(reply(first, b'[{"DOI":"10.5555/a","RA":"mEDRA"}]'))

    assert again.asked == ("doi:10.5555/b",)


def test_a_doi_that_spoils_its_batch_is_found():
    """Halves are asked for until what is refused stands alone."""
    (flow,) = DOIRA.lookup("doi", ["10.5555/a", "10.5555/b"])
    refused = ProtocolError("refused", source="doira")
    next(flow)

    half = flow.throw(refused)
    other = flow.send(reply(half, b'[{"DOI":"10.5555/a","RA":"mEDRA"}]'))
    assert other.asked == ("doi:10.5555/b",)
    with pytest.raises(IncompleteError) as caught:
        flow.throw(refused)

    assert [name for name, _ in caught.value.failures] == ["doi:10.5555/b"]


def test_an_agency_is_a_record_that_holds_no_more_than_the_doi():
    """The agency stands in ``other`` under the service's own name."""
    found = parsed("10.5555/A", body=b'[{"DOI":"10.5555/A","RA":"mEDRA"}]')

    (record,) = found.records
    assert (record.source_id, record.doi) == ("10.5555/a", "10.5555/a")
    assert record.other == (("RA", "mEDRA"),)
    assert record.title is None
    assert found.unknown == ()


@pytest.mark.parametrize("status", ["DOI does not exist", "Invalid DOI"])
def test_a_doi_that_is_none_is_unknown(status):
    """The reply comes with status 200 all the same."""
    body = b'[{"DOI":"10.5555/slip","status":"%s"}]' % status.encode()
    found = parsed("10.5555/slip", body=body)

    assert found.records == ()
    assert found.unknown == ("doi:10.5555/slip",)


def test_an_unknown_agency_is_not_an_unknown_doi():
    """``Unknown`` says that nobody is named; the DOI is kept."""
    found = parsed("10.5555/x", body=b'[{"DOI":"10.5555/x","status":"Unknown"}]')

    assert found.unknown == ()
    assert found.records[0].other == (("status", "Unknown"),)
    told = registration(found.records, "10.5555/x")
    assert told == Registration(doi="10.5555/x")
    assert "does not say at which agency" in str(told)


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (200, b"{}", ProtocolError),
        (200, b'{"error":"x"}', TransientError),
        (404, b"[]", ProtocolError),
        (403, b"<html>", BlockedError),
        (503, b"<html>", TransientError),
        (200, b"<html>", TransientError),
        (200, b'[{"DOI":', TransientError),
    ],
)
def test_failures_are_told_apart(status, body, error):
    """A list is expected; what passes is tried again, what does not is refused."""
    (flow,) = DOIRA.lookup("doi", ["10.5555/a"])

    with pytest.raises(error) as caught:
        DOIRA.check(reply(next(flow), body, status))

    assert type(caught.value) is error


def test_it_is_asked_about_what_crossref_does_not_know():
    """Of other sources, and of other identifiers, it takes nothing."""
    assert isinstance(DOIRA, ReferredSource)
    unknown = Reply(unknown=("doi:10.5555/a", "pmid:99000001"))

    assert DOIRA.referred("crossref", unknown) == ("doi:10.5555/a",)
    assert DOIRA.referred("pubmed", unknown) == ()


@pytest.mark.parametrize(
    ("agency", "elsewhere"),
    [
        ("Crossref", {"datacite"}),
        ("DataCite", {"crossref"}),
        ("mEDRA", {"crossref", "datacite"}),
        (None, set()),
    ],
)
def test_an_agency_answers_for_its_own_dois_only(agency, elsewhere):
    """Where no agency is named, each may."""
    known = Registration(doi="10.5555/a", agency=agency)

    assert {one for one in AGENCIES.values() if known.is_elsewhere(one)} == elsewhere


def test_what_is_told_to_people():
    """An agency without a source here, and one whose service does not answer."""
    other = str(Registration(doi="10.5555/a", agency="mEDRA"))
    hidden = str(Registration(doi="10.5555/a", agency="Crossref"))

    assert other.startswith("10.5555/a is a DOI of mEDRA, which no service here asks")
    assert hidden.startswith("10.5555/a is a DOI of Crossref, which does not show")
