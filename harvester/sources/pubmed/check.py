"""What the E-utilities hide: errors in a 200, two meanings of 400, cut replies.

The status alone says little. What counts is whether the reply is complete, what
format it has, and whether an ``ERROR`` element (never the mere word) stands
anywhere in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from harvester.errors import (
    BlockedError,
    NotFoundError,
    ProtocolError,
    SourceError,
    TransientError,
)
from harvester.model import Value
from harvester.sources.pubmed.draft import NAME
from harvester.wire import Payload, Request
from harvester.xml import parser, text

EMPTY_ID_LIST = "ID list is empty"


class Complaint(Value, frozen=True, kw_only=True):
    """One way in which the E-utilities say that something went wrong.

    Attributes:
        pattern: What the text of the error contains.
        error: What to do next.
        meaning: The same for a person.
    """

    pattern: re.Pattern[str]
    error: type[SourceError]
    meaning: str


def _says(pattern: str, error: type[SourceError], meaning: str) -> Complaint:
    return Complaint(
        pattern=re.compile(pattern, re.IGNORECASE), error=error, meaning=meaning
    )


CATALOGUE = (
    # What asking again will not change. First, since several of these are
    # wrapped in the words of a failing backend.
    _says(
        r"'retstart' cannot be larger|out of acceptable range",
        ProtocolError,
        "PubMed only lists the first 9,999 hits of a search",
    ),
    _says(r"API key invalid", BlockedError, "the API key is not valid"),
    _says(
        r"Invalid db name|Mandatory parameter|not supported by|"
        r"command not supported|Neither query_key nor id|WebEnv parameter",
        ProtocolError,
        "the request is not one that the E-utilities understand",
    ),
    _says(r"Too many UIDs", ProtocolError, "too many ids in one request"),
    _says(
        r"Empty ID list|ID list is empty|Invalid uid|invalid value",
        ProtocolError,
        "an id of the request is not one",
    ),
    _says(
        r"cannot get document summary|PMID is not available|"
        r"is a duplicate of PMID",
        NotFoundError,
        "PubMed does not know the id",
    ),
    # What may be different in a while.
    _says(r"rate limit", TransientError, "too many requests in one second"),
    _says(
        r"proxy_stream|PubOne|External viewer error|50\d (?:Server Error|Bad Gateway)",
        TransientError,
        "the service behind EFetch does not answer",
    ),
    _says(
        r"Couldn't resolve #|address table is empty|TXCLIENT|Read failed|"
        r"eutils_lb|Unable to (?:route|open connection|obtain query)",
        TransientError,
        "a server of NCBI is not to be reached",
    ),
    _says(
        r"Search Backend failed|Database is not supported|NCBI C\+\+ Exception|"
        r"try again|transient problem",
        TransientError,
        "a server of NCBI has failed",
    ),
)
"""The errors known, by what their text contains; the first match decides."""

_OTHER = Complaint(
    pattern=re.compile(""),
    error=TransientError,
    meaning="the E-utilities report an error that we do not know",
)

_STATUS: dict[int, tuple[type[SourceError], str]] = {
    400: (ProtocolError, "the request was refused"),
    403: (BlockedError, "NCBI refuses requests from this address"),
    404: (ProtocolError, "there is no such service at NCBI"),
    408: (TransientError, "NCBI waited too long for the request"),
    414: (ProtocolError, "the request is too long for its address; it must be a POST"),
    429: (TransientError, "too many requests in one second"),
}

_ROOT = re.compile(rb"<([A-Za-z][\w.-]*)[^<>]*?(/?)>")
_ERROR = re.compile(rb"<ERROR>(.*?)</ERROR>", re.DOTALL)
_HTML = re.compile(rb"\s*(?:<!doctype\s+html|<html|<head|<body)", re.IGNORECASE)
_SETS = (b"PubmedArticleSet", b"PubmedBookArticleSet", b"BookDocumentSet")
_ROOTS = {
    "efetch": (*(name.decode() for name in _SETS), "eFetchResult"),
    "esearch": ("eSearchResult",),
    "elink": ("eLinkResult",),
    "epost": ("ePostResult",),
    "esummary": ("eSummaryResult",),
    "einfo": ("eInfoResult",),
}
"""Utility → the root of its replies; another one is somebody else's page."""
_PAUSE = re.compile(r"try again in (\d+) seconds", re.IGNORECASE)
_QUOTED = 160


def check(payload: Payload) -> None:
    """Raise the error that a reply of the E-utilities is or hides.

    EFetch's 400 for an id list without a single id that PubMed could know is an
    answer, not an error: ``parse`` reports those ids as unknown.

    Raises:
        TransientError: Overload, outage, HTML in place of XML, a cut reply.
        NotFoundError: The reply is about one id alone, and says it is unknown.
        ProtocolError: Asking again will not help.
    """
    if is_unknown(payload):
        return
    if payload.status != 200:
        _check_status(payload)
    body = payload.body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _utility(payload.request) == "ecitmatch" and b"|" in body:
        return  # plain text, the rows asked for with an answer behind each
    if not body:
        if any(name == "rettype" for name, _ in payload.request.params):
            raise _error(payload, ProtocolError, "PubMed has no such rettype")
        raise _error(payload, TransientError, "the reply is empty")
    if _HTML.match(body):
        raise _error(payload, TransientError, "the reply is a web page", body)
    if body.startswith((b"{", b"[")):
        _check_json(payload, body)
    elif body.startswith(b"<"):
        _check_xml(payload, body)
    else:
        _complain(payload, body.decode("utf-8", "replace"))


def is_unknown(payload: Payload) -> bool:
    """Whether EFetch says that it knows none of the ids that it was asked for."""
    return (
        payload.status == 400
        and _utility(payload.request) == "efetch"
        and EMPTY_ID_LIST.encode() in payload.body
    )


def _utility(request: Request) -> str:
    return request.url.rpartition("/")[2].partition(".")[0]


def _check_status(payload: Payload) -> None:
    """Raise the error of a status other than 200; the text may know better."""
    said = _readable(payload.body)
    complaint = _find(said)
    if payload.status == 400 and complaint is not None:
        raise _error(payload, complaint.error, complaint.meaning, payload.body)
    if payload.status >= 500:
        raise _error(payload, TransientError, "a server of NCBI has failed")
    error, meaning = _STATUS.get(
        payload.status, (ProtocolError, f"unexpected status {payload.status}")
    )
    raise _error(payload, error, meaning, payload.body)


def _check_json(payload: Payload, body: bytes) -> None:
    try:
        reply = json.loads(body, strict=False)
        errors = list(_json_errors(reply))
    except ValueError:
        raise _error(payload, TransientError, "the reply is cut short") from None
    except RecursionError:
        message = "the reply is nested beyond reason"
        raise _error(payload, ProtocolError, message) from None
    summaries = reply.get("result") if isinstance(reply, dict) else None
    if errors and not _is_about_some(summaries, len(errors)):
        _complain(payload, "; ".join(errors))
    if ("retmode", "json") not in payload.request.params:
        raise _error(payload, ProtocolError, "the reply is JSON in place of XML", body)


def _json_errors(value: Any) -> Iterator[str]:
    """Yield every ``error`` at any level; ESummary says some as a bare list."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key.lower() == "error" and isinstance(inner, str):
                yield inner
            elif key == "esummaryresult" and isinstance(inner, list):
                yield from map(str, inner)
            else:
                yield from _json_errors(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _json_errors(inner)


def _is_about_some(summaries: Any, error_count: int) -> bool:
    """Whether some of the summaries asked for are there, whatever others lack."""
    uids = summaries.get("uids", []) if isinstance(summaries, dict) else []
    return error_count < len(uids)


def _check_xml(payload: Payload, body: bytes) -> None:
    root = _ROOT.search(body)
    if root is None:
        raise _error(payload, TransientError, "the reply has no content")
    if root[1] in _SETS and _utility(payload.request) == "efetch":
        # Not parsed here: one broken record is no reason to refuse the others.
        if not root[2] and b"</" + root[1] not in body[-200:]:
            raise _error(payload, TransientError, "the reply is cut short")
        if said := _ERROR.search(body):  # a "<" of a record would be escaped
            _complain(payload, said[1].decode("utf-8", "replace"))
        return
    try:
        tree = etree.fromstring(body, parser())
    except etree.XMLSyntaxError:
        raise _error(payload, TransientError, "the reply is cut short") from None
    errors = [text(e) or "" for e in tree.iter("ERROR", "error")]
    if errors and not _has_summaries(tree):
        _complain(payload, "; ".join(errors))
    expected = _ROOTS.get(_utility(payload.request))
    if expected and tree.tag not in expected:
        meaning = "the reply is XML of another kind"
        raise _error(payload, TransientError, meaning, body[:_QUOTED])


def _has_summaries(tree: etree._Element) -> bool:
    """Whether ESummary gives at least one summary without an error."""
    return any(
        summary.find("error") is None
        for summary in tree.iter("DocSum", "DocumentSummary")
    )


def _find(said: str) -> Complaint | None:
    return next((c for c in CATALOGUE if c.pattern.search(said)), None)


def _complain(payload: Payload, said: str) -> None:
    complaint = _find(said) or _OTHER
    raise _error(payload, complaint.error, complaint.meaning, said.encode())


def _error(
    payload: Payload,
    error: type[SourceError],
    meaning: str,
    said: bytes = b"",
) -> SourceError:
    """Return the error, with what the service said and what it was asked."""
    asked = payload.request.asked
    about = ""
    if asked:
        more = f" and {len(asked) - 1} more" if len(asked) > 1 else ""
        about = f" (asked for {asked[0]}{more})"
    words = _readable(said)
    pause = _PAUSE.search(words)
    quoted = f': "{words[:_QUOTED]}"' if words else ""
    return error(
        f"PubMed {_utility(payload.request)}: {meaning}{about}{quoted}",
        source=NAME,
        retry_after=float(pause[1]) if pause else None,
    )


def _readable(body: bytes) -> str:
    """Return the words of a reply without tags, on one line, without addresses.

    A rate limit's JSON repeats the caller's address or key as ``api-key``.
    """
    raw = body.decode("utf-8", "replace")
    raw = re.sub(r'"api-key"\s*:\s*"[^"]*"', "", raw)
    words = re.sub(r"<[^>]*>|&lt;.*?&gt;", " ", raw)
    return " ".join(words.split())
