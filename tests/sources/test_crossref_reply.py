from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.errors import RecordError, TransientError
from harvester.model import Identifier
from harvester.sources.crossref import CROSSREF
from harvester.sources.crossref.parse import READ, parse_work
from harvester.sources.crossref.reply import read_works
from harvester.wire import Payload, Request


def payload(message, asked=("doi:10.5555/a",), route="single", status=200, url=None):
    """A reply of Crossref with ``message`` in its envelope."""
    return Payload(
        request=Request(
            source="crossref", route=route, method="GET", url="", asked=asked
        ),
        status=status,
        body=json.dumps({"status": "ok", "message": message}).encode(),
        content_type="application/json",
        fetched_at=datetime(2026, 1, 2, tzinfo=UTC),
        url=url,
    )


def test_a_single_reply_is_one_record():
    """The record is named by its DOI, in lower case."""
    reply = CROSSREF.parse(payload({"DOI": "10.5555/A", "title": ["T"]}))

    (record,) = reply.records
    assert (record.source, record.source_id, record.doi) == (
        "crossref",
        "10.5555/a",
        "10.5555/a",
    )
    assert (reply.faults, reply.unknown) == ((), ())


def test_the_doi_asked_for_is_an_alias_of_the_one_that_answers():
    """After a redirect the record bears both DOIs, its own first."""
    reply = CROSSREF.parse(
        payload(
            {"DOI": "10.5555/new", "alternative-id": ["S1"]},
            ("doi:10.5555/OLD",),
            url="https://api.crossref.org/works/10.5555%2Fnew",
        )
    )

    assert reply.records[0].identifiers == (
        Identifier(scheme="doi", value="10.5555/new"),
        Identifier(scheme="doi", value="10.5555/old", place="alias"),
        Identifier(scheme="alternative-id", value="S1"),
    )


def test_another_work_than_asked_for_is_no_alias():
    """Without a redirect, what bears another DOI is somebody else's record."""
    reply = CROSSREF.parse(payload({"DOI": "10.5555/new"}, ("doi:10.5555/old",)))

    assert reply.records[0].identifiers == (
        Identifier(scheme="doi", value="10.5555/new"),
    )


def test_an_alias_that_the_work_names_is_given_once():
    """Aliases of the record itself are of the same place."""
    message = {"DOI": "10.5555/new", "aliases": ["10.5555/old"]}

    reply = CROSSREF.parse(payload(message, ("doi:10.5555/old",)))

    assert reply.records[0].identifiers == (
        Identifier(scheme="doi", value="10.5555/new"),
        Identifier(scheme="doi", value="10.5555/old", place="alias"),
    )


def test_an_exact_doi_is_kept_beside_the_usual_form():
    """A full stop at the end may belong to a DOI: both forms lead to the record."""
    message = {"DOI": "10.5555/stop."}

    (record,) = CROSSREF.parse(payload({"items": [message]}, route="list")).records

    assert record.source_id == "10.5555/stop."
    assert ("doi", "10.5555/stop.") in record.article_keys


def test_a_404_is_unknown():
    """What a single question gets no work for is unknown to Crossref."""
    reply = CROSSREF.parse(payload(None, status=404))

    assert reply.unknown == ("doi:10.5555/a",)
    assert reply.records == ()


def test_what_a_list_leaves_out_is_not_unknown():
    """Lists hold no aliases: the flow asks again, nothing is concluded."""
    reply = CROSSREF.parse(payload({"items": []}, ("doi:10.5555/a",), "list"))

    assert reply.unknown == ()


def test_a_work_that_cannot_be_read_is_a_fault():
    """The others of its list are read."""
    items = [{"title": ["no DOI"]}, None, "text", {"DOI": "10.5555/b"}, {"DOI": 5}]

    reply = CROSSREF.parse(payload({"items": items}, route="list"))

    assert [record.source_id for record in reply.records] == ["10.5555/b"]
    assert [fault.source_id for fault in reply.faults] == [None, None, None, "5"]
    assert all("no DOI" in fault.message for fault in reply.faults)


def test_a_body_that_was_cut_off_is_transient():
    """No JSON, no works: the same question may be answered later."""
    with pytest.raises(TransientError):
        read_works(b'{"status":"ok","mess')


def test_fields_of_unexpected_types_are_absent():
    """A wrong type spoils its field, never the record."""
    work = {
        "DOI": "10.5555/a",
        "title": "a string",
        "author": {"family": "Only", "affiliation": "none"},
        "volume": ["12"],
        "issued": [2012],
        "reference": "many",
        "relation": [],
        "funder": [None, 3],
        "is-referenced-by-count": "7",
        "abstract": {"text": "x"},
        "event": "Meeting",
    }

    record = parse_work(work)

    assert record.title.plain == "a string"
    assert record.authors[0].family == "Only"
    assert (record.volume, record.dates, record.references) == (None, (), ())
    assert (record.cited_by_count, record.abstract, record.funding) == (None, None, ())


def test_fields_that_are_not_known_are_kept():
    """A new field of Crossref stands in ``other``, as text or JSON."""
    record = parse_work(
        {"DOI": "10.5555/a", "blog": {"name": "B"}, "mood": "fine", "gone": []}
    )

    assert record.other == (("blog", '{"name":"B"}'), ("mood", "fine"))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["date-parts", "DOI", "name", "id", "role", "family", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@given(_JSON)
def test_any_json_is_a_record_or_a_record_error(message):
    """No shape of a message raises anything but RecordError."""
    with suppress(RecordError):
        parse_work(message)


@given(st.dictionaries(st.sampled_from(sorted(READ)), _JSON, max_size=6))
def test_any_value_of_a_known_field_is_read(fields):
    """With a DOI every message is a record, whatever its fields hold."""
    assert parse_work({**fields, "DOI": "10.5555/a"}).source_id == "10.5555/a"
