"""Asking what changed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import urlencode

import pytest

from harvester.errors import IdentifierError
from harvester.sources.base import ChangeSource
from harvester.sources.crossref import CROSSREF
from harvester.sources.idconv import IDCONV
from harvester.sources.pubmed import PUBMED
from harvester.wire import Payload, Request

DAY = date(2026, 11, 2)
HITS = "<eSearchResult><Count>{count}</Count><IdList>{ids}</IdList></eSearchResult>"


def reply(request: Request, body: str, status: int = 200) -> Payload:
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    return Payload(
        request=request,
        status=status,
        body=body.encode(),
        content_type="",
        fetched_at=moment,
    )


def hits(*ids: str, count: int | None = None) -> str:
    listed = "".join(f"<Id>{one}</Id>" for one in ids)
    return HITS.format(count=len(ids) if count is None else count, ids=listed)


def test_who_can_tell() -> None:
    """PubMed and Crossref can, the converter cannot."""
    sources = (PUBMED, CROSSREF, IDCONV)

    assert [isinstance(s, ChangeSource) for s in sources] == [True, True, False]


def test_pubmed_is_asked_who_is_there_and_who_changed() -> None:
    """Two POSTs for the same PMIDs; the second with an open range of dates."""
    (flow,) = PUBMED.changed_since("pmid", ["1", "22"], DAY)
    there, changed = list(flow)

    assert {r.method for r in (there, changed)} == {"POST"}
    assert dict(there.params)["term"] == "1[uid] OR 22[uid]"
    assert dict(changed.params)["term"] == (
        '(1[uid] OR 22[uid]) AND ("2026/11/02"[mdat] : "3000"[mdat])'
    )
    assert dict(changed.params)["retmax"] == "9999"
    assert there.asked == changed.asked == ("pmid:1", "pmid:22")


def test_pubmed_is_asked_for_a_thousand_at_a_time() -> None:
    """2,001 PMIDs, one of them twice, are three conversations."""
    pmids = [str(number) for number in range(1, 2002)]

    flows = PUBMED.changed_since("pmid", [*pmids, "1"], DAY)

    assert [len(next(flow).asked) for flow in flows] == [1000, 1000, 1]


def test_what_pubmed_does_not_find_and_what_it_names_is_fetched() -> None:
    """2 is gone, 3 changed."""
    (flow,) = PUBMED.changed_since("pmid", ["1", "2", "3"], DAY)
    there, changed = list(flow)

    assert PUBMED.parse_changed(reply(there, hits("3", "1"))) == ("2",)
    assert PUBMED.parse_changed(reply(changed, hits("3"))) == ("3",)
    assert PUBMED.parse_changed(reply(changed, hits())) == ()


def test_a_list_that_is_cut_is_not_believed() -> None:
    """It counts more than it lists: all are to be fetched."""
    (flow,) = PUBMED.changed_since("pmid", ["1", "2"], DAY)
    _, changed = list(flow)

    assert PUBMED.parse_changed(reply(changed, hits("1", count=2))) == ("1", "2")


def test_crossref_is_asked_for_little() -> None:
    """One filter with DOIs and day; three fields; as many rows as DOIs."""
    (flow,) = CROSSREF.changed_since("doi", ["10.5555/A", "10.5555/b"], DAY)
    (request,) = flow

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

    flows = CROSSREF.changed_since("doi", dois, DAY)

    for flow in flows:
        (request,) = flow
        assert len("/works?" + urlencode(request.params)) <= 3500
    sizes = [len(next(f).asked) for f in CROSSREF.changed_since("doi", short, DAY)]
    assert sizes == [50, 50, 1]


def test_what_crossref_lists_is_fetched() -> None:
    """In the spelling that was asked for."""
    (flow,) = CROSSREF.changed_since("doi", ["10.5555/a", "10.5555/b"], DAY)
    (request,) = flow
    listed = '{"status":"ok","message":{"items":[{"DOI":"10.5555/B"}]}}'

    assert CROSSREF.parse_changed(reply(request, listed)) == ("10.5555/b",)


def test_a_doi_with_a_comma_is_always_fetched() -> None:
    """It cannot stand in a filter; that it is there says nothing of changes."""
    (flow,) = CROSSREF.changed_since("doi", ["10.5555/a,b"], DAY)
    (request,) = flow

    assert request.url == "https://api.crossref.org/works/10.5555%2Fa%2Cb"
    assert CROSSREF.parse_changed(reply(request, "{}")) == ("10.5555/a,b",)


@pytest.mark.parametrize(("source", "scheme"), [(PUBMED, "doi"), (CROSSREF, "pmid")])
def test_other_schemes_are_refused(source, scheme) -> None:
    """Each is asked by the key of its own records."""
    with pytest.raises(IdentifierError):
        source.changed_since(scheme, ["x"], DAY)
