"""The body of a Crossref reply → records, faults and what is unknown."""

from __future__ import annotations

from collections.abc import Mapping

from harvester.errors import RecordError
from harvester.model import DOI, SourceRecord
from harvester.normalize.record import normalize_record
from harvester.sources.base import Fault, Reply
from harvester.sources.crossref.parse import NAME, parse_work
from harvester.sources.dois import bearing, lowered
from harvester.sources.json_replies import decode_reply
from harvester.sources.values import child, strings, words
from harvester.wire import Payload

_NOT_FOUND = 404


def parse(payload: Payload) -> Reply:
    """Read the records of a reply to a single question or to a list.

    A 404 says that Crossref does not know what was asked: it may be another
    agency's DOI. What a list leaves out is not unknown, it is asked for singly.
    Where a redirect led to the one record of a single reply, the DOI asked for is
    its alias and stands after its own. Without a redirect, a record that bears
    another DOI is not the one asked for, and gets no alias.
    """
    is_single = payload.request.route == "single"
    if payload.status == _NOT_FOUND:
        return Reply(unknown=payload.request.asked if is_single else ())
    records: list[SourceRecord] = []
    faults: list[Fault] = []
    for message in read_works(payload.body):
        try:
            record = normalize_record(parse_work(message))
        except RecordError as error:
            printed = words(child(message).get(DOI.upper()))
            faults.append(Fault(source_id=printed, message=str(error)))
        else:
            # What normalising takes off its end may belong to Crossref's own DOI.
            records.append(bearing(record, record.source_id))
    asked = payload.request.asked
    is_redirected = payload.url not in (None, payload.request.url)
    if is_redirected and len(asked) == len(records) == 1:
        records = [bearing(records[0], asked[0].partition(":")[2])]
    return Reply(records=tuple(records), faults=tuple(faults))


def read_works(body: bytes) -> list[object]:
    """Return the works of an envelope: its ``message``, or the items of a list.

    Raises:
        TransientError: The body is no JSON, as when it was cut off.
    """
    message = _message(body)
    items = child(message).get("items")
    return items if isinstance(items, list) else [message]


def read_message(body: bytes) -> Mapping[str, object]:
    """Return the message of an envelope: a work, or a list and its numbers.

    Raises:
        TransientError: The body is no JSON, as when it was cut off.
    """
    return child(_message(body))


def _message(body: bytes) -> object:
    return child(decode_reply(body, NAME, "Crossref")).get("message")


def answered(payload: Payload) -> frozenset[str]:
    """Return the DOIs, in lower case, that a list has a work for.

    The aliases that a work names are answered by it.
    """
    works = map(child, read_works(payload.body))
    return frozenset(
        lowered(printed)
        for work in works
        for name in ("DOI", "aliases", "alias")
        for printed in strings(work.get(name))
    )
