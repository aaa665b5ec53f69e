"""What every source of the registry keeps to, whoever adds it."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.errors import (
    IdentifierError,
    ProtocolError,
    RecordError,
    SourceError,
    TransientError,
)
from harvester.model import DOI, PMCID, PMID, Citation, LinkKind, SourceRecord
from harvester.sources.base import LinkSource
from harvester.sources.registry import CITATION_INDEXES, EVERY_SOURCE, SOURCES
from harvester.wire import Payload, Request

IDS = {
    PMID: st.integers(1, 99_999_999).map(str),
    DOI: st.integers(1, 10**9).map("10.5555/x{}".format),
    PMCID: st.integers(1, 10**8).map("PMC{}".format),
}
GOOD = {
    "pubmed": (
        b'<?xml version="1.0" ?><PubmedArticleSet><PubmedArticle><MedlineCitation>'
        b'<PMID Version="1">99000001</PMID><Article><ArticleTitle>T</ArticleTitle>'
        b"</Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
    ),
    "crossref": b'{"status":"ok","message-type":"work","message":{"DOI":"10.5555/1"}}',
    "datacite": b'{"data":{"type":"dois","attributes":{"doi":"10.5555/1"}}}',
    "idconv": b'{"status":"ok","records":[{"pmcid":"PMC1","requested-id":"PMC1"}]}',
    "doira": b'[{"DOI":"10.5555/1","RA":"mEDRA"}]',
    "europepmc": b'{"hitCount":1,"resultList":{"result":[{"id":"1","source":"MED"}]}}',
    "icite": b'{"data":[{"pmid":99000001,"cited_by":[99000002],"references":[]}]}',
    "opencitations": b'[{"citing":"doi:10.5555/2","cited":"doi:10.5555/1"}]',
}
"""A reply to a question for one identifier of the best scheme, to a search, or to a
question for links."""
GOOD_LINKS = GOOD | {
    "pubmed": (
        b'<?xml version="1.0" ?><eLinkResult><LinkSet><DbFrom>pubmed</DbFrom>'
        b"<IdList><Id>99000001</Id></IdList><LinkSetDb><DbTo>pubmed</DbTo>"
        b"<LinkName>pubmed_pubmed_citedin</LinkName><Link><Id>99000002</Id></Link>"
        b"</LinkSetDb></LinkSet></eLinkResult>"
    ),
}
"""A reply to the question who cites the first identifier: one work does."""
FIRST = {
    "pubmed": "99000001",
    "crossref": "10.5555/1",
    "datacite": "10.5555/1",
    "idconv": "PMC1",
    "doira": "10.5555/1",
    "icite": "99000001",
    "opencitations": "10.5555/1",
}
NOTHING = {
    ("pubmed", "efetch.fcgi"): b"<PubmedArticleSet></PubmedArticleSet>",
    ("pubmed", "esearch.fcgi"): (
        b"<eSearchResult><Count>0</Count><IdList/></eSearchResult>"
    ),
    ("crossref", "works"): b'{"status":"ok","message":{"items":[]}}',
    ("idconv", ""): b'{"status":"ok","records":[]}',
    ("doira", "10.5555%2F1,10.5555%2F2"): (
        b'[{"DOI":"10.5555/1","status":"DOI does not exist"},'
        b'{"DOI":"10.5555/2","status":"Invalid DOI"}]'
    ),
}
"""By source and end of the address: a good reply that knows nothing."""

every_source = pytest.mark.parametrize(
    "source", EVERY_SOURCE.values(), ids=EVERY_SOURCE
)
every_asked_source = pytest.mark.parametrize(
    "source", [s for s in EVERY_SOURCE.values() if s.accepts], ids=lambda s: s.name
)
every_link_source = pytest.mark.parametrize(
    "source",
    [s for s in EVERY_SOURCE.values() if isinstance(s, LinkSource)],
    ids=lambda s: s.name,
)
schemes = pytest.mark.parametrize(
    ("source", "scheme"),
    [(source, scheme) for source in EVERY_SOURCE.values() for scheme in source.accepts],
    ids=str,
)


def answer(request, body=b"", status=200):
    """A payload that answers ``request``."""
    return Payload(
        request=request,
        status=status,
        body=body,
        content_type="text/xml" if body.startswith(b"<") else "application/json",
        fetched_at=datetime(2026, 1, 2, tzinfo=UTC),
    )


def first_request(source):
    """The question for one identifier; what else a source is for, if it has none."""
    return next(first_flow(source))


def first_flow(source):
    """The conversation that begins with it."""
    if source.accepts:
        (flow,) = source.lookup(source.accepts[0], [FIRST[source.name]])
    elif isinstance(source, LinkSource):
        (flow,) = source.related(LinkKind.CITED_BY, [FIRST[source.name]])
    else:
        (flow,) = source.search(Citation(printed="x", phrases=("moss on old walls",)))
    return flow


def know_nothing(request):
    """The good reply to ``request`` that knows none of what it asks."""
    body = NOTHING.get((request.source, request.url.rpartition("/")[2]))
    return answer(request, b"", 404) if body is None else answer(request, body)


def test_the_registry_names_the_sources_in_order():
    """PubMed, the agencies, who knows identifiers, who searches, who knows links."""
    assert list(SOURCES) == [
        "pubmed",
        "crossref",
        "datacite",
        "idconv",
        "doira",
        "europepmc",
    ]
    assert list(CITATION_INDEXES) == ["icite", "opencitations"]
    assert list(EVERY_SOURCE) == [*SOURCES, *CITATION_INDEXES]
    assert all(name == source.name for name, source in EVERY_SOURCE.items())


@every_source
def test_manners_cover_every_route(source):
    """Both tables name the same routes; a known caller is never slower."""
    rates, known = source.politeness.rates, source.politeness.known_rates

    assert rates.keys() == known.keys()
    assert first_request(source).route in rates
    assert all(0 < rates[r].per_second <= known[r].per_second for r in rates)
    assert all(1 <= rates[r].concurrency <= known[r].concurrency for r in rates)
    assert source.politeness.contact in {"ncbi", "mailto", None}


@schemes
def test_nothing_asked_is_no_conversation(source, scheme):
    """Without identifiers there is no flow, hence no request."""
    assert source.lookup(scheme, []) == ()


@every_source
def test_a_scheme_that_is_not_accepted_is_refused(source):
    """The error names the scheme."""
    with pytest.raises(IdentifierError, match="isbn"):
        source.lookup("isbn", ["9780470979365"])


@schemes
@given(data=st.data())
def test_no_identifier_is_lost_between_batches(source, scheme, data):
    """The first questions ask for every identifier exactly once."""
    ids = data.draw(st.lists(IDS[scheme], max_size=450))

    requests = [next(flow) for flow in source.lookup(scheme, ids)]

    asked = [one for request in requests for one in request.asked]
    assert sorted(asked) == sorted({f"{scheme}:{one}" for one in ids})
    assert all(request.source == source.name for request in requests)
    assert all(request.route in source.politeness.rates for request in requests)
    assert all(request.method in {"GET", "POST"} for request in requests)
    assert all(request.url.startswith("https://") for request in requests)


@schemes
def test_a_service_that_knows_nothing_is_left_in_peace(source, scheme):
    """Each identifier is asked for at most twice, then the conversation ends."""
    ids = {
        PMID: ["99000001", "99000002"],
        DOI: ["10.5555/1", "10.5555/2"],
        PMCID: ["PMC1", "PMC2"],
    }[scheme]
    unknown = set()
    requests = []

    for flow in source.lookup(scheme, ids):
        with suppress(StopIteration):
            requests.append(next(flow))
            while len(requests) < 10:
                payload = know_nothing(requests[-1])
                source.check(payload)
                unknown.update(source.parse(payload).unknown)
                requests.append(flow.send(payload))

    assert len(requests) <= 3
    assert unknown == {f"{scheme}:{one}" for one in ids}


@every_asked_source
def test_a_good_reply_is_one_record(source):
    """A plain reply passes and is a record of this source, named by its key."""
    payload = answer(first_request(source), GOOD[source.name])

    source.check(payload)
    reply = source.parse(payload)

    (record,) = reply.records
    assert isinstance(record, SourceRecord)
    assert (record.source, record.source_id) == (source.name, FIRST[source.name])
    assert (source.accepts[0], record.source_id) in record.article_keys
    assert (reply.faults, reply.unknown) == ((), ())


@every_source
@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
@pytest.mark.parametrize("body", [b"", b"<html>busy</html>", b"{}"])
def test_a_busy_service_is_asked_again(source, status, body):
    """Too many requests and failures of the server pass, whatever the body."""
    with pytest.raises(TransientError) as caught:
        source.check(answer(first_request(source), body, status))

    assert caught.value.source == source.name


@every_source
def test_a_block_is_not_asked_again(source):
    """403 stops the source."""
    with pytest.raises(ProtocolError):
        source.check(answer(first_request(source), b"", 403))


@every_source
@pytest.mark.parametrize("body", [b"", b"<html><body>Welcome</body></html>"])
def test_a_page_in_a_200_is_transient(source, body):
    """Nothing, or a page of somebody on the way, is no answer."""
    with pytest.raises(TransientError):
        source.check(answer(first_request(source), body))


@every_source
@given(data=st.data())
def test_a_reply_cut_off_is_transient(source, data):
    """A good reply without its end is never taken for a whole one."""
    good = GOOD[source.name]
    # Without its last sign alone it may be whole for all that counts.
    body = good[: data.draw(st.integers(1, len(good) - 2))]

    with pytest.raises(TransientError):
        source.check(answer(first_request(source), body))


@every_source
@given(
    body=st.binary(max_size=60)
    | st.sampled_from(
        [
            b"null",
            b"[]",
            b"{}",
            b'"text"',
            b'{"message":{"items":[[],1,null]},"records":[null,[],{"pmcid":{}}]}',
            b"<a/>",
            b"<PubmedArticleSet><PubmedArticle/></PubmedArticleSet>",
        ]
    )
)
def test_garbage_raises_errors_of_ours_only(source, body):
    """Whatever stands in a body, only a SourceError or a RecordError comes of it."""
    payload = answer(first_request(source), body)

    with suppress(SourceError):
        source.check(payload)
    with suppress(SourceError, RecordError):
        source.parse(payload)
    if isinstance(source, LinkSource):
        with suppress(SourceError, RecordError):
            source.parse_links(payload)


@every_source
def test_conversations_are_independent(source):
    """Each flow runs on its own: a second lookup starts anew."""
    one, two = (first_flow(source) for _ in range(2))

    first, second = next(one), next(two)

    assert isinstance(first, Request)
    assert first == second


@every_link_source
def test_nobody_is_no_question_for_links(source):
    """Without identifiers there is no conversation about any kind."""
    assert [source.related(kind, []) for kind in source.link_kinds] == [()] * len(
        source.link_kinds
    )


@every_link_source
@given(data=st.data())
def test_no_owner_of_links_is_lost_between_batches(source, data):
    """The first kind asks for each owner once; a later one too, or for none."""
    ids = data.draw(st.lists(IDS[source.link_scheme], min_size=1, max_size=450))
    owners = sorted({f"{source.link_scheme}:{one}" for one in ids})

    questions = [
        [next(flow) for flow in source.related(kind, ids)] for kind in source.link_kinds
    ]

    asked = [sorted(name for q in kind for name in q.asked) for kind in questions]
    assert asked[0] == owners
    assert all(names in ([], owners) for names in asked)
    assert all(
        (request.source, request.route in source.politeness.rates)
        == (source.name, True)
        for kind in questions
        for request in kind
    )


@every_link_source
def test_a_good_reply_about_links_answers_the_owner(source):
    """The conversation ends; each set is of the owner, the provider and a kind."""
    owner = FIRST[source.name]
    (flow,) = source.related(LinkKind.CITED_BY, [owner])
    payload = answer(next(flow), GOOD_LINKS[source.name])

    source.check(payload)
    sets = source.parse_links(payload)

    with pytest.raises(StopIteration):
        flow.send(payload)
    assert {s.owner for s in sets} == {(source.link_scheme, owner)}
    assert {s.provider for s in sets} == {source.name}
    assert {s.kind for s in sets} <= set(source.link_kinds)
    (cited_by,) = (s for s in sets if s.kind is LinkKind.CITED_BY)
    assert [link.target[1] for link in cited_by.links] == [owner[:-1] + "2"]
