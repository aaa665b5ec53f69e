from __future__ import annotations

from datetime import UTC, datetime

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.errors import IdentifierError
from harvester.sources.crossref import CROSSREF
from harvester.sources.crossref.flow import MAX_BYTES, MAX_DOIS
from harvester.sources.dois import lowered
from harvester.wire import Payload


def reply(request, dois, status=200):
    """What Crossref answers with works of ``dois``."""
    message = {"items": [{"DOI": doi} for doi in dois]}
    return Payload(
        request=request,
        status=status,
        body=msgspec.json.encode({"status": "ok", "message": message}),
        content_type="application/json",
        fetched_at=datetime(2026, 1, 2, tzinfo=UTC),
    )


def raw_path(request):
    """The bytes of path and query that the client sends."""
    sent = httpx.Request("GET", request.url, params=request.params or None)
    return sent.url.raw_path


def test_a_batch_is_one_list():
    """All DOIs are asked for at once, with as many rows, in lower case."""
    (flow,) = CROSSREF.lookup("doi", ["10.5555/A", "10.5555/b", "10.5555/a"])

    request = next(flow)

    assert request.url == "https://api.crossref.org/works"
    assert request.params == (("filter", "doi:10.5555/a,doi:10.5555/b"), ("rows", "2"))
    assert (request.route, request.asked) == (
        "list",
        ("doi:10.5555/a", "doi:10.5555/b"),
    )
    assert raw_path(request) == (
        b"/works?filter=doi%3A10.5555%2Fa%2Cdoi%3A10.5555%2Fb&rows=2"
    )


def test_what_a_list_leaves_out_is_asked_for_singly():
    """Lists hold no aliases and nothing unknown; each DOI left out gets a question."""
    (flow,) = CROSSREF.lookup("doi", ["10.5555/a", "10.5555/b", "10.5555/c"])

    second = flow.send(reply(next(flow), ["10.5555/B"]))
    third = flow.send(reply(second, [], status=404))
    with pytest.raises(StopIteration):
        flow.send(reply(third, [], status=404))

    assert [second.route, third.route] == ["single", "single"]
    assert [second.asked, third.asked] == [("doi:10.5555/a",), ("doi:10.5555/c",)]


def test_an_alias_that_a_work_names_is_answered():
    """A work of a list that names the DOI asked for among its aliases answers it."""
    (flow,) = CROSSREF.lookup("doi", ["10.5555/a", "10.5555/old"])
    request = next(flow)
    payload = reply(request, [])
    message = {"items": [{"DOI": "10.5555/a", "aliases": ["10.5555/OLD"]}]}
    body = msgspec.json.encode({"status": "ok", "message": message})

    with pytest.raises(StopIteration):
        flow.send(msgspec.structs.replace(payload, body=body))


@pytest.mark.parametrize(
    ("doi", "path"),
    [
        ("10.5555/12345678", b"/works/10.5555%2F12345678"),
        (
            "10.1002/(sici)1097-461x(1998)66:4<261::aid-qua1>3.0.co;2-t",
            (b"/works/10.1002%2F%28sici%291097-461x%281998%2966%3A4%3C261%3A%3Aaid-qua1"
            b"%3E3.0.co%3B2-t"),
        ),
        ("10.36652/0042-4633-2023-102-5-404-413/",
         b"/works/10.36652%2F0042-4633-2023-102-5-404-413%2F"),
        ("10.5555/a#b?c+d&e", b"/works/10.5555%2Fa%23b%3Fc%2Bd%26e"),
        ("10.5555/a,b", b"/works/10.5555%2Fa%2Cb"),
        ("10.15673/атбп", b"/works/10.15673%2F%D0%B0%D1%82%D0%B1%D0%BF"),
        ("10.5555/../x", b"/works/10.5555%2F..%2Fx"),
        ("10.5555/ends-with.", b"/works/10.5555%2Fends-with."),
        ("10.5555/a%3cb", b"/works/10.5555%2Fa%253cb"),
    ],
)  # fmt: skip
def test_a_single_doi_is_encoded_once(doi, path):
    """One DOI goes into the path, every sign of it encoded, slashes too."""
    (flow,) = CROSSREF.lookup("doi", [doi])

    request = next(flow)

    assert (request.route, request.params) == ("single", ())
    assert raw_path(request) == path


def test_a_doi_with_a_comma_is_asked_for_singly():
    """A comma parts filters: such a DOI never stands in a list."""
    flows = CROSSREF.lookup("doi", ["10.5555/a", "10.5555/b,c", "10.5555/d"])

    requests = [next(flow) for flow in flows]

    assert sorted((r.route, len(r.asked)) for r in requests) == [
        ("list", 2),
        ("single", 1),
    ]


def test_batches_are_cut_by_count():
    """101 short DOIs are three questions: fifty, fifty and one alone."""
    flows = CROSSREF.lookup("doi", [f"10.5555/{n}" for n in range(101)])

    assert [len(next(flow).asked) for flow in flows] == [50, 50, 1]


def test_another_scheme_is_refused():
    """Crossref knows DOIs only."""
    with pytest.raises(IdentifierError, match="not by pmid"):
        CROSSREF.lookup("pmid", ["1"])


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=90),
        max_size=120,
    )
)
def test_requests_fit_and_nothing_is_lost(suffixes):
    """Every DOI is asked for in exactly one batch that the server can take."""
    dois = {f"10.5555/x{suffix}".lower() for suffix in suffixes}

    requests = [next(flow) for flow in CROSSREF.lookup("doi", sorted(dois))]

    lists = [request for request in requests if request.route == "list"]
    assert all(len(raw_path(request)) <= MAX_BYTES for request in lists)
    assert all(len(request.asked) <= MAX_DOIS for request in lists)
    asked = [each for request in requests for each in request.asked]
    assert sorted(asked) == sorted({f"doi:{lowered(doi)}" for doi in dois})
