from __future__ import annotations

import msgspec
import pytest

from harvester.model import Text
from harvester.wire import Payload, Request


@pytest.fixture
def payload(now):
    """A reply of Crossref."""
    return Payload(
        request=Request(
            source="crossref",
            route="single",
            method="GET",
            url="https://api.crossref.org/works/10.5555%2Fa",
            params=(("filter", "doi:10.5555/a"), ("filter", "type:book")),
            asked=("doi:10.5555/a",),
        ),
        status=200,
        body=b'{"status": "ok"}' * 100,
        content_type="application/json",
        fetched_at=now,
        url="https://api.crossref.org/v1/works/10.5555%2Fa",
    )


def test_payload_comes_back_as_it_was(library, payload, now):
    """A reply is kept whole: request, order of parameters, bytes, time."""
    run = library.begin_run("harvest", now)
    number = library.save_payload(payload, run)
    assert list(library.load_payloads()) == [(number, payload)]


def test_payload_is_kept_compressed(library, payload, select, now):
    """The body is compressed; its real size and hash stand beside it."""
    library.save_payload(payload, library.begin_run("harvest", now))
    assert select("SELECT size, length(body) < 100, sha256 FROM payloads") == [
        (
            1600,
            1,
            # printf '{"status": "ok"}%.0s' $(seq 100) | sha256sum
            "97b8e5f6ec21009dd4a3ec965bb25f0b418d9d8175f74f239ae3ec348db424e9",
        )
    ]


def test_equal_reply_is_kept_once(library, payload, select, now, later):
    """The same reply to the same request is not stored again, only logged."""
    first = library.save_payload(payload, library.begin_run("one", now))
    again = msgspec.structs.replace(payload, fetched_at=later)
    assert library.save_payload(again, library.begin_run("two", later)) == first
    assert select("SELECT id, fetched_at FROM payloads") == [
        (first, "2026-11-20T12:00:00Z")
    ]
    assert select("SELECT * FROM run_payloads") == [
        (1, first, "2026-11-20T12:00:00Z"),
        (2, first, "2026-11-21T12:00:00Z"),
    ]


@pytest.mark.parametrize("change", ["body", "request"])
def test_other_reply_is_kept_too(library, payload, change, now):
    """Another body, or the same body for another request, is another reply."""
    run = library.begin_run("harvest", now)
    library.save_payload(payload, run)
    request = msgspec.structs.replace(payload.request, params=())
    changed = {"body": {"body": b"other"}, "request": {"request": request}}[change]
    library.save_payload(msgspec.structs.replace(payload, **changed), run)
    assert library.counts()["payloads"] == 2


def test_record_is_added_updated_unchanged(library, record, select, now, later):
    """A record is written when it is new or says something else."""
    first = record("pubmed", "99000001", "pmid:99000001")
    other = msgspec.structs.replace(first, title=Text(plain="Corrected"))
    assert library.save_record(first, None, now) == "added"
    assert library.save_record(first, None, later) == "unchanged"
    assert select("SELECT first_seen_at, updated_at FROM records") == [
        ("2026-11-20T12:00:00Z", "2026-11-20T12:00:00Z")
    ]
    assert library.save_record(other, None, later) == "updated"
    assert select("SELECT first_seen_at, updated_at FROM records") == [
        ("2026-11-20T12:00:00Z", "2026-11-21T12:00:00Z")
    ]
    assert library.component([("pmid", "99000001")]) == (other,)


@pytest.mark.parametrize(
    ("stored", "arriving", "kept"),
    [("2", "1", "2"), ("1", "2", "2"), ("9", "10", "10"), ("10", "9", "10")],
)
def test_older_version_never_wins(library, record, stored, arriving, kept, now):
    """Of PubMed's versions the highest number stays, whatever comes last."""
    for version in (stored, arriving):
        one = record("pubmed", "99000001", "pmid:99000001", version=version)
        library.save_record(one, None, now)
    (found,) = library.component([("pmid", "99000001")])
    assert found.version == kept


def test_component_follows_shared_identifiers(library, record, now):
    """Records are found through the identifiers of others, and no further."""
    pubmed = record("pubmed", "99000001", "pmid:99000001", "pmcid:PMC99000001")
    page = record("document", "page", "pmcid:PMC99000001", "doi:10.5555/a")
    crossref = record("crossref", "10.5555/a", "doi:10.5555/a")
    stranger = record("crossref", "10.5555/b", "doi:10.5555/b", "pii:S1")
    for one in (stranger, pubmed, crossref, page):
        library.save_record(one, None, now)
    together = (crossref, page, pubmed)
    assert library.component([("pmid", "99000001")]) == together
    assert library.component([("doi", "10.5555/a")]) == together
    assert library.component([("doi", "10.5555/b")]) == (stranger,)
    assert library.component([("pii", "S1")]) == ()
    assert library.component([]) == ()
    assert library.component([("doi", "10.5555/b"), ("pmid", "99000001")]) == (
        crossref,
        stranger,
        page,
        pubmed,
    )


def test_component_ignores_identifiers_given_up(library, record, now):
    """An identifier that a record no longer bears does not lead to it."""
    crossref = record("crossref", "10.5555/a", "doi:10.5555/a")
    library.save_record(crossref, None, now)
    wrong = record("pubmed", "99000001", "pmid:99000001", "doi:10.5555/a")
    library.save_record(wrong, None, now)
    right = record("pubmed", "99000001", "pmid:99000001", "doi:10.5555/b")
    library.save_record(right, None, now)
    assert library.component([("doi", "10.5555/a")]) == (crossref,)


def test_unknown_is_remembered_until_known(library, record, select, now, later):
    """What a service does not know is noted once, and forgotten when it does."""
    library.save_unknown("crossref", "doi", "10.5555/a", now)
    library.save_unknown("crossref", "doi", "10.5555/a", later)
    assert select("SELECT * FROM lookups") == [
        ("crossref", "doi", "10.5555/a", "unknown", "2026-11-20T12:00:00Z")
    ]
    library.save_record(record("pubmed", "1", "doi:10.5555/a"), None, later)
    assert select("SELECT count(*) FROM lookups") == [(1,)]
    known = record("crossref", "10.5555/a", "doi:10.5555/a")
    library.save_record(known, None, later)
    assert select("SELECT count(*) FROM lookups") == [(0,)]
    library.save_unknown("crossref", "doi", "10.5555/a", later)
    library.save_record(known, None, later)
    assert select("SELECT count(*) FROM lookups") == [(0,)]
