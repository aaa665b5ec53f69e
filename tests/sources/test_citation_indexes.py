"""What iCite and OpenCitations are asked, and how their replies are read."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from harvester.errors import BlockedError, ProtocolError, TransientError
from harvester.mirror import Mirror, shipped_folder
from harvester.model import LinkKind, LinkState
from harvester.sources.icite import ICITE
from harvester.sources.opencitations import OPENCITATIONS
from harvester.sources.registry import CITATION_INDEXES, choose_sources
from harvester.wire import Payload

ASK = {"icite": "99000001", "opencitations": "10.5555/jnm.2018.0001"}
every_index = pytest.mark.parametrize(
    "index", CITATION_INDEXES.values(), ids=CITATION_INDEXES
)


def ask(index, *ids, kind=LinkKind.CITED_BY):
    """The first request about ``ids``."""
    return next(index.related(kind, ids or [ASK[index.name]])[0])


def answer(request, body, status=200):
    """A reply to ``request``."""
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Payload(
        request=request,
        status=status,
        body=body,
        content_type="",
        fetched_at=datetime(2026, 1, 2, tzinfo=UTC),
    )


def named(link_set):
    """The identifiers of a link set, in order."""
    return [link.target[1] for link in link_set.links]


def test_icite_is_asked_once_for_both_kinds_of_200_articles():
    """1,000 PMIDs are five requests; references come with the citing articles."""
    pmids = [str(99000001 + n) for n in range(1000)]

    requests = [next(flow) for flow in ICITE.related(LinkKind.CITED_BY, pmids)]

    assert [len(request.asked) for request in requests] == [200] * 5
    assert ICITE.related(LinkKind.REFERENCES, pmids) == ()


@pytest.mark.parametrize(
    "entry",
    [
        {"pmid": 1, "cited_by": [2, 3], "references": [4], "citation_count": 2},
        {"pmid": 1, "cited_by": "2 3", "references": "4", "citation_count": 2},
        {"_id": "1", "citedByPmids": ["2", "3"], "citedPmids": ["4"]},
    ],
    ids=["arrays", "texts", "new names"],
)
def test_icite_speaks_two_vocabularies(entry):
    """Arrays, texts with spaces, and the names of ``legacy=false`` are the same."""
    cited_by, references = ICITE.parse_links(answer(ask(ICITE, "1"), {"data": [entry]}))

    assert (named(cited_by), named(references)) == (["2", "3"], ["4"])
    assert cited_by.expected_count == 2
    assert {cited_by.state, references.state} == {LinkState.COMPLETE}


def test_icite_is_silent_about_what_it_does_not_know():
    """An absent PMID is not offered; an empty list is empty."""
    body = {"data": [{"pmid": 2, "cited_by": [], "references": ""}]}

    sets = ICITE.parse_links(answer(ask(ICITE, "1", "2"), body))

    assert [s.state for s in sets] == [LinkState.NOT_OFFERED] * 2 + [
        LinkState.EMPTY
    ] * 2


def test_opencitations_names_a_work_by_several_identifiers():
    """The DOI is the target, the PMID an alias; repeated rows count once."""
    rows = [
        {"citing": "omid:br/06 doi:10.5555/A pmid:99000007", "cited": "doi:10.5555/x"},
        {"citing": "omid:br/06 doi:10.5555/a pmid:99000007", "cited": "doi:10.5555/x"},
        {"citing": "omid:br/07 arxiv:2601.17238", "cited": "doi:10.5555/x"},
        {"citing": "omid:br/08 pmid:99000008", "cited": "doi:10.5555/x"},
    ]

    (found,) = OPENCITATIONS.parse_links(answer(ask(OPENCITATIONS, "10.5555/x"), rows))

    assert [link.target for link in found.links] == [
        ("doi", "10.5555/a"),
        ("pmid", "99000008"),
    ]
    assert found.links[0].aliases == (("pmid", "99000007"),)
    assert (found.state, found.expected_count) == (LinkState.COMPLETE, 3)


@every_index
@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (429, b"", TransientError),
        (503, b"<html>busy</html>", TransientError),
        (200, b"<html>Welcome</html>", TransientError),
        (200, b'{"data": [{"pm', TransientError),
        (200, b'{"error": "API rate limit exceeded"}', TransientError),
        (403, b"", BlockedError),
        (400, b"{}", ProtocolError),
        (200, b"null", ProtocolError),
        (200, b'{"data": {}}', ProtocolError),
        (200, b'[{"citing": 1}]', ProtocolError),
        (200, b'{"data": [{"pmid": 1, "cited_by": [{}]}]}', ProtocolError),
    ],
)
def test_faults_say_what_to_do_next(index, status, body, error):
    """What may pass is asked again; a reply of another form is not."""
    with pytest.raises(error):
        index.check(answer(ask(index), body, status))


@pytest.mark.parametrize(
    ("index", "body"),
    [
        (ICITE, {"data": [{"pmid": 2, "cited_by": [3], "references": []}]}),
        (OPENCITATIONS, [{"citing": "doi:10.5555/1", "cited": "doi:10.5555/2"}]),
        (OPENCITATIONS, [{"citing": "10.5555/1", "cited": "10.5555/jnm.2018.0001"}]),
    ],
    ids=["icite", "opencitations", "identifiers without a scheme"],
)
def test_an_answer_about_another_work_is_none(index, body):
    """It is neither kept as this one's nor taken for an empty list."""
    with pytest.raises(ProtocolError, match=r"not asked for|another work"):
        index.check(answer(ask(index), body))


@every_index
def test_the_mirror_answers(index):
    """What the mirror says passes the check and is a list of citing works."""
    request = ask(index)
    query = "&".join(f"{name}={value}" for name, value in request.params)
    reply = Mirror(shipped_folder()).answer("GET", f"{request.url}?{query}")
    payload = answer(request, reply.body)

    index.check(payload)
    cited_by, *_ = index.parse_links(payload)

    assert len(cited_by.links) == {"icite": 11, "opencitations": 5}[index.name]


def test_indexes_are_asked_where_they_are_named():
    """Services with records always are."""
    assert "icite" in choose_sources(["icite"])
    assert CITATION_INDEXES.keys().isdisjoint(choose_sources([]))
