"""The body of a DataCite reply → a record, or that there is none."""

from __future__ import annotations

from harvester.errors import ProtocolError, RecordError, TransientError
from harvester.normalize.record import normalize_record
from harvester.sources.base import Fault, Reply
from harvester.sources.datacite.parse import NAME, parse_doi
from harvester.sources.dois import bearing
from harvester.sources.json_replies import decode_reply, read_json
from harvester.sources.values import child, objects, words
from harvester.wire import Payload

_NOT_FOUND = 404
_SHOWN = 200


def check(payload: Payload) -> None:
    """Accept a JSON:API document with the attributes of a DOI, and an honest 404.

    DOIs that are registered without being findable are answered with 404, too.

    Raises:
        TransientError: A service that is busy or down, or a page or part of a body.
        BlockedError: A block (403), as after a burst of requests.
        ProtocolError: Every other status, or an answer without attributes.
    """
    if payload.status == _NOT_FOUND:
        if payload.body.lstrip().startswith(b"<"):
            raise TransientError(
                "DataCite answered 404 with a page, not with its own words: try again"
                " later",
                source=NAME,
            )
        return
    envelope = child(read_json(payload, "DataCite", _said))
    if _said(envelope) or "error" in envelope:
        raise TransientError(
            "DataCite answered 200 with an error: try again later", source=NAME
        )
    if not isinstance(child(envelope.get("data")).get("attributes"), dict):
        raise ProtocolError("DataCite answered without attributes", source=NAME)


def parse(payload: Payload) -> Reply:
    """Read the record of a reply.

    A 404 says that DataCite does not know the DOI, or does not show it.

    Raises:
        TransientError: The body is no JSON.
    """
    if payload.status == _NOT_FOUND:
        return Reply(unknown=payload.request.asked)
    data = child(decode_reply(payload.body, NAME, "DataCite")).get("data")
    try:
        record = normalize_record(parse_doi(data))
    except RecordError as error:
        printed = words(child(child(data).get("attributes")).get("doi"))
        return Reply(faults=(Fault(source_id=printed, message=str(error)),))
    return Reply(records=(bearing(record, record.source_id),))


def _said(envelope: object) -> str:
    """Return the titles of ``errors``."""
    errors = objects(child(envelope).get("errors"))
    return "; ".join(title for error in errors if (title := words(error.get("title"))))[
        :_SHOWN
    ]
