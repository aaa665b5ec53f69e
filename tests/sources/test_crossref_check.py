from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from harvester.errors import ProtocolError, TransientError
from harvester.sources.crossref import CROSSREF
from harvester.wire import Payload, Request

WORK = b'{"status":"ok","message-type":"work","message":{"DOI":"10.5555/a"}}'
LIST = b'{"status":"ok","message-type":"work-list","message":{"items":[]}}'
NOT_FOUND = b"Resource not found."
CURSOR = (
    b'{"status":"failed","message-type":"resource-failure","message":'
    b'[{"type":"cursor-invalid","value":"x","message":"Cursor is not valid"}]}'
)
REFUSED = (
    b'{"status":"failed","message-type":"validation-failure","message":[{"type":'
    b'"integer-not-valid","value":"things","message":"Integer specified as things"}]}'
)
CRASH = b'{"status":"error","message-type":"exception","message":{"message":"Oops"}}'
PAGE = b"<html><head><title>504 Gateway Time-out</title></head></html>"


def payload(status, body, route="single", content_type="application/json"):
    """A reply of Crossref to a question of ``route``."""
    return Payload(
        request=Request(
            source="crossref",
            route=route,
            method="GET",
            url="https://api.crossref.org/works",
            asked=("doi:10.5555/a",),
        ),
        status=status,
        body=body,
        content_type=content_type,
        fetched_at=datetime(2026, 1, 2, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("status", "body", "route", "content_type"),
    [
        (200, WORK, "single", "application/json"),
        (200, LIST, "list", "application/json"),
        (404, NOT_FOUND, "single", "text/plain"),
        (404, NOT_FOUND, "single", "application/json;charset=utf-8"),
        (404, b"", "single", ""),
    ],
)
def test_good_replies_are_accepted(status, body, route, content_type):
    """Works, lists, and the honest 404 of a single question pass."""
    CROSSREF.check(payload(status, body, route, content_type))


@pytest.mark.parametrize(
    ("status", "body", "route"),
    [
        (429, b"", "single"),
        (500, CRASH, "list"),
        (503, PAGE, "single"),
        (504, PAGE, "list"),
        (200, PAGE, "single"),
        (404, PAGE, "single"),
        (200, WORK[:-5], "single"),
        (200, b"", "list"),
        (200, b'{"status":"ok","message":{"DOI":"\xff"}}', "single"),
        (200, CRASH, "single"),
    ],
)
def test_passing_troubles_are_transient(status, body, route):
    """Busy, broken, cut off or a page in place of JSON: try again later."""
    with pytest.raises(TransientError, match="try again later"):
        CROSSREF.check(payload(status, body, route))


@pytest.mark.parametrize(
    ("status", "body", "route", "words"),
    [
        (400, REFUSED, "list", "integer-not-valid: Integer specified as things"),
        (404, CURSOR, "list", "cursor-invalid"),
        (404, CURSOR, "single", "cursor-invalid"),
        (404, NOT_FOUND, "list", "404"),
        (403, b"", "single", "blocked"),
        (414, PAGE, "list", "414"),
        (301, b"", "single", "301"),
        (200, WORK, "list", "'work'"),
        (200, LIST, "single", "'work-list'"),
        (200, REFUSED, "list", "integer-not-valid"),
        (200, b'{"status":"ok"}', "single", "no message"),
        (200, b"[]", "single", "failure"),
    ],
)
def test_refusals_stop_the_source(status, body, route, words):
    """A reply that the interface does not promise is named and not repeated."""
    with pytest.raises(ProtocolError, match=words):
        CROSSREF.check(payload(status, body, route))


def test_recorded_errors_are_told_apart(shared_data):
    """Every recorded failure is an error of its class, but the honest 404."""
    seen = set()
    for line in (shared_data / "http_exchanges.jsonl").read_text().splitlines():
        exchange = json.loads(line)
        status, url = exchange["status"], exchange["url"]
        if status < 400 or "api.crossref.org" not in url or not exchange.get("file"):
            continue
        body = (shared_data / exchange["file"]).read_bytes()
        reply = payload(status, body, "single", exchange["headers"]["content-type"])
        seen.add(status)
        if status == 404:
            assert body.strip() == NOT_FOUND
            CROSSREF.check(reply)
            continue
        with pytest.raises(TransientError if status >= 500 else ProtocolError):
            CROSSREF.check(reply)
    assert seen >= {400, 404, 500, 504}
