"""What can go wrong with an answer: each fault turns a good one into a bad one.

The texts are those that the services were seen to send.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable

import msgspec

from harvester.mirror.answer import HTML, JSON, TEXT, XML, Answer

Fault = Callable[[Answer, str, str, int], Answer]
"""(good answer, service, endpoint, megabytes of a bomb) → bad answer."""

_PAGE = (
    b"<!DOCTYPE html>\n<html><head><title>Maintenance</title></head>"
    b"<body><p>down_bethesda</p></body></html>\n"
)
_RATE_LIMIT = (
    b'{"error":"API rate limit exceeded","api-key":"192.0.2.1","count":"4","limit":"3"}'
)
_BROKEN_BACKEND = (
    "Error: CEFetchPApplication::proxy_stream(): Failed to connect to PubOne "
    "service. Try again later."
)
_NO_IDS = "ID list is empty! Possibly it has no correct IDs."
_EXCEPTION = (
    b'{"status":"error","message-type":"exception","message-version":"1.0.0",'
    b'"message":{"name":"class java.lang.Exception","message":"try again"}}'
)
_BAD_CURSOR = (
    b'{"status":"failed","message-type":"resource-failure","message":'
    b'[{"type":"cursor-invalid","value":"x","message":"Cursor is invalid"}]}'
)
_BAD_PARAMETER = (
    b'{"status":"failed","message-type":"validation-failure","message":'
    b'[{"type":"integer-not-valid","value":"x","message":"Not an integer"}]}'
)
_PROLOG = b'<?xml version="1.0" encoding="UTF-8" ?>\n<!DOCTYPE eLinkResult>\n'
_RECORD = re.compile(rb"<PubmedArticle>.*?</PubmedArticle>\s*", re.DOTALL)
_ROOTS = {"esearch": "eSearchResult", "elink": "eLinkResult", "epost": "ePostResult"}
_RATE_HEADERS = ("x-rate-limit-limit", "x-rate-limit-interval")


def _reply(answer: Answer, body: bytes, content_type: str, status: int = 200) -> Answer:
    """Put another body into an answer; headers but for the type stay."""
    kept = [
        h for h in answer.headers if h[0].lower() not in ("content-type", "location")
    ]
    return Answer(
        status=status, headers=(("Content-Type", content_type), *kept), body=body
    )


def _page(status: int) -> Fault:
    return lambda answer, _s, _e, _m: _reply(answer, _PAGE, HTML, status)


def _failure(name: str) -> Fault:
    return lambda answer, _s, _e, _m: msgspec.structs.replace(answer, failure=name)


def _cut(answer: Answer, *_: object) -> Answer:
    """Leave half of the body, with a length that is right for it."""
    return msgspec.structs.replace(answer, body=answer.body[: len(answer.body) // 2])


def _busy(answer: Answer, service: str, *_: object) -> Answer:
    if service == "crossref":
        return Answer(status=429)  # neither body nor headers were seen
    return _reply(answer, _RATE_LIMIT, JSON, 429)


def _limit_in_200(answer: Answer, *_: object) -> Answer:
    return _reply(answer, _RATE_LIMIT, JSON)


def _error(message: str, status: int) -> Fault:
    """Say ``message`` as the E-utilities do, or as a REST service has exceptions."""

    def spoil(answer: Answer, service: str, endpoint: str, _: int) -> Answer:
        if service != "eutils":
            return _reply(answer, _EXCEPTION, JSON, status)
        root = _ROOTS.get(endpoint, "eFetchResult")
        body = f"<?xml version='1.0'?>\n<{root}><ERROR>{message}</ERROR></{root}>\n"
        return _reply(answer, body.encode(), XML, status)

    return spoil


def _body(body: bytes, content_type: str, status: int = 200) -> Fault:
    return lambda answer, _s, _e, _m: _reply(answer, body, content_type, status)


def _omit(answer: Answer, _service: str, endpoint: str, _: int) -> Answer:
    """Leave the first record of a set, or the first item of a list out."""
    if endpoint == "efetch":
        return msgspec.structs.replace(answer, body=_RECORD.sub(b"", answer.body, 1))
    if endpoint != "list" or answer.status != 200:
        return answer
    envelope = msgspec.json.decode(answer.body)
    del envelope["message"]["items"][:1]
    return msgspec.structs.replace(answer, body=msgspec.json.encode(envelope))


def _redirect(location: str) -> Fault:
    def spoil(answer: Answer, *_: object) -> Answer:
        moved = _reply(answer, b"", TEXT, 301)
        headers = (*moved.headers, ("Location", location))
        return msgspec.structs.replace(moved, headers=headers)

    return spoil


def _double_headers(answer: Answer, *_: object) -> Answer:
    """Send the limits twice in one header, as in 2021."""
    headers = tuple(
        (name, f"{value}, {value}" if name.lower() in _RATE_HEADERS else value)
        for name, value in answer.headers
    )
    return msgspec.structs.replace(answer, headers=headers)


def _break_gzip(answer: Answer, *_: object) -> Answer:
    packed = gzip.compress(answer.body, mtime=0)
    return msgspec.structs.replace(
        answer,
        headers=(*answer.headers, ("Content-Encoding", "gzip")),
        body=packed[: len(packed) // 2],
    )


def _bomb(answer: Answer, _service: str, _endpoint: str, megabytes: int) -> Answer:
    piece = gzip.compress(bytes(1 << 20), mtime=0)
    return msgspec.structs.replace(
        answer,
        headers=(*answer.headers, ("Content-Encoding", "gzip")),
        body=piece * megabytes,
    )


FAULTS: dict[str, Fault] = {
    "busy": _busy,
    "busy-200": _limit_in_200,
    "error-500": _page(500),
    "error-502": _page(502),
    "error-503": _page(503),
    "error-504": _page(504),
    "forbidden": _page(403),
    "page": _page(200),
    "page-404": _page(404),
    "too-long": _page(414),
    "error-element": _error(
        "NCBI C++ Exception: TXCLIENT(CException::eUnknown) Read failed: EOF", 200
    ),
    "error-400": _error(_BROKEN_BACKEND, 400),
    "error-json": _body(b'{"error":"NCBI C++ Exception: Read failed"}', JSON),
    "no-ids": _error(_NO_IDS, 400),
    "bad-parameter": _body(_BAD_PARAMETER, JSON, 400),
    "bad-cursor": _body(_BAD_CURSOR, JSON, 404),
    "not-found": _body(b"Resource not found.", TEXT, 404),
    "prolog": _body(_PROLOG, XML),
    "empty": _body(b"", XML),
    "truncated": _cut,
    "omitted": _omit,
    "another-record": lambda answer, _s, _e, _m: answer,
    "elsewhere": _redirect("https://elsewhere.example/"),
    "doubled-headers": _double_headers,
    "broken-gzip": _break_gzip,
    "bomb": _bomb,
    "slow": lambda answer, _s, _e, _m: answer,
    "refused": _failure("refused"),
    "dropped": _failure("dropped"),
    "timeout": _failure("timeout"),
    "reset": _failure("reset"),
    "cut": _failure("cut"),
}
"""Name → what it makes of a good answer. ``slow`` only takes ``Rule.seconds``,
``another-record`` is asked with the identifiers swapped."""
