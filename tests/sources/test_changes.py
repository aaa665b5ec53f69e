"""Asking what changed."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from urllib.parse import urlencode

import pytest

from harvester.errors import IdentifierError, TransientError
from harvester.sources.base import Changes, ChangeSource, Inquiry
from harvester.sources.crossref import CROSSREF
from harvester.sources.idconv import IDCONV
from harvester.sources.pubmed import PUBMED
from harvester.wire import Request
from tests.sources.replies import reply

DAY = date(2026, 11, 2)
POSTED = "<ePostResult><QueryKey>1</QueryKey><WebEnv>MCID_1</WebEnv></ePostResult>"
HITS = "<eSearchResult><Count>{count}</Count><IdList>{ids}</IdList></eSearchResult>"


def hits(*ids: str, count: int | None = None) -> str:
    listed = "".join(f"<Id>{one}</Id>" for one in ids)
    return HITS.format(count=len(ids) if count is None else count, ids=listed)


def test_who_can_tell() -> None:
    """PubMed and Crossref can, the converter cannot."""
    sources = (PUBMED, CROSSREF, IDCONV)

    assert [isinstance(s, ChangeSource) for s in sources] == [True, True, False]


def converse(inquiry: Inquiry, *bodies: str) -> list[Request]:
    """Return the requests of an inquiry that gets these replies."""
    request = next(inquiry.flow)
    requests = [request]
    with suppress(StopIteration):
        for body in bodies:
            request = inquiry.flow.send(reply(request, body))
            requests.append(request)
    return requests


def test_pubmed_is_given_the_pmids_and_asked_who_did_not_change() -> None:
    """EPost, then ESearch in what it stored: what was modified up to the day before."""
    (inquiry,) = PUBMED.changed_since("pmid", ["1", "22"], DAY)
    post, search = converse(inquiry, POSTED)

    assert {r.method for r in (post, search)} == {"POST"}
    assert post.url.endswith("/epost.fcgi")
    assert dict(post.params) == {"db": "pubmed", "id": "1,22"}
    assert search.url.endswith("/esearch.fcgi")
    assert dict(search.params) == {
        "db": "pubmed",
        "retmode": "xml",
        "retmax": "9999",
        "WebEnv": "MCID_1",
        "query_key": "1",
        "term": '"1800"[mdat] : "2026/11/01"[mdat]',
    }
    assert (post.asked, search.asked) == ((), ("pmid:1", "pmid:22"))


def test_pubmed_is_asked_for_as_many_as_a_search_lists() -> None:
    """20,000 PMIDs, one of them twice, are three inquiries of two requests."""
    pmids = [str(number) for number in range(1, 20_001)]

    inquiries = PUBMED.changed_since("pmid", [*pmids, "1"], DAY)

    assert [len(inquiry.ids) for inquiry in inquiries] == [9999, 9999, 2]
    assert {inquiry.routes for inquiry in inquiries} == {("eutils", "eutils")}


def test_what_pubmed_does_not_name_is_fetched() -> None:
    """2 is gone, or changed; a list that is cut is believed as far as it goes."""
    (inquiry,) = PUBMED.changed_since("pmid", ["1", "2", "3"], DAY)
    post, search = converse(inquiry, POSTED)

    assert PUBMED.parse_changed(reply(post, POSTED)) == Changes()
    for count in (2, 3):
        assert PUBMED.parse_changed(reply(search, hits("3", "1", count=count))) == (
            Changes(changed=("2",), unchanged=("1", "3"))
        )
    assert PUBMED.parse_changed(reply(search, hits())).changed == ("1", "2", "3")


def test_a_list_that_was_not_stored_is_no_answer() -> None:
    """Nothing is asked of a place that EPost does not name."""
    (inquiry,) = PUBMED.changed_since("pmid", ["1"], DAY)
    request = next(inquiry.flow)

    with pytest.raises(TransientError, match="where the ids are stored"):
        inquiry.flow.send(reply(request, "<ePostResult/>"))


@pytest.mark.parametrize("day", [date.min, date(1066, 10, 14)])
def test_no_day_is_too_early(day: date) -> None:
    """Everything was modified since."""
    (inquiry,) = PUBMED.changed_since("pmid", ["1"], day)

    _, search = converse(inquiry, POSTED)

    assert dict(search.params)["term"] == '"1800"[mdat] : "1800/01/01"[mdat]'


def test_crossref_is_asked_for_little() -> None:
    """One filter with DOIs and day; three fields; as many rows as DOIs."""
    (inquiry,) = CROSSREF.changed_since("doi", ["10.5555/A", "10.5555/b"], DAY)
    (request,) = converse(inquiry)

    assert request.route == "list"
    assert dict(request.params) == {
        "filter": "doi:10.5555/a,doi:10.5555/b,from-index-date:2026-11-02",
        "rows": "2",
        "select": "DOI,indexed,deposited",
    }


def test_crossref_batches_fit_its_line() -> None:
    """At most fifty DOIs, and no request line beyond what the server takes."""
    dois = [f"10.5555/{'(sici)<>' * 12}{number}" for number in range(60)]
    short = [f"10.5555/{number}" for number in range(101)]

    inquiries = CROSSREF.changed_since("doi", dois, DAY)

    for inquiry in inquiries:
        (request,) = converse(inquiry)
        assert len("/works?" + urlencode(request.params)) <= 3500
    sizes = [len(i.ids) for i in CROSSREF.changed_since("doi", short, DAY)]
    assert sizes == [50, 50, 1]


def test_what_crossref_lists_is_fetched() -> None:
    """In the spelling that was asked for."""
    (inquiry,) = CROSSREF.changed_since("doi", ["10.5555/a", "10.5555/b"], DAY)
    (request,) = converse(inquiry)
    listed = '{"status":"ok","message":{"items":[{"DOI":"10.5555/B"}]}}'

    assert CROSSREF.parse_changed(reply(request, listed)) == Changes(
        changed=("10.5555/b",), unchanged=("10.5555/a",)
    )


def test_a_doi_with_a_comma_is_always_fetched() -> None:
    """It cannot stand in a filter; that it is there says nothing of changes."""
    (inquiry,) = CROSSREF.changed_since("doi", ["10.5555/a,b"], DAY)
    (request,) = converse(inquiry)

    assert request.url == "https://api.crossref.org/works/10.5555%2Fa%2Cb"
    assert CROSSREF.parse_changed(reply(request, "{}")) == Changes(
        changed=("10.5555/a,b",)
    )


@pytest.mark.parametrize(("source", "scheme"), [(PUBMED, "doi"), (CROSSREF, "pmid")])
def test_other_schemes_are_refused(source, scheme) -> None:
    """Each is asked by the key of its own records."""
    with pytest.raises(IdentifierError):
        source.changed_since(scheme, ["x"], DAY)
