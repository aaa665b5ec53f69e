"""The errors that a Crossref reply hides: the status first, then the body."""

from __future__ import annotations

from collections.abc import Mapping

from harvester.errors import BlockedError, ProtocolError, SourceError, TransientError
from harvester.sources.crossref.parse import NAME
from harvester.sources.values import child, decode, objects, words
from harvester.wire import Payload

_BUSY = frozenset({408, 425, 429})
_SHOWN = 200
_MESSAGES = {"list": "work-list", "single": "work"}
"""Route → the type of its message."""


def check(payload: Payload) -> None:
    """Accept a reply that answers the question, and the 404 of a single one.

    ``Resource not found.`` is sent as plain text or labelled as JSON, which it is
    not. A 404 on a list, or one that names a failure, is none of these.

    Raises:
        TransientError: 429, 5xx, an exception of the server, HTML in place of an
            answer, a body that was cut off.
        BlockedError: A block (403).
        ProtocolError: A refused parameter (400), any other status, or an envelope
            that is not that of works.
    """
    status, body = payload.status, payload.body
    if status in _BUSY or status >= 500:
        raise _transient(f"Crossref answered {status}{_said(body)}")
    if status == 403:
        raise BlockedError(
            "Crossref answered 403: this address is blocked. Set a contact address"
            " in config.toml, slow down, and write to support@crossref.org",
            source=NAME,
        )
    if status == 404:
        _check_not_found(payload)
    elif status == 200:
        _check_envelope(payload)
    else:
        raise _protocol(f"Crossref answered {status}{_said(body)}")


def _check_not_found(payload: Payload) -> None:
    if _is_page(payload.body):
        raise _transient("Crossref answered 404 with a page, not with its own words")
    failures = _failures(_json(payload.body))
    if failures or payload.request.route != "single":
        raise _protocol(f"Crossref answered 404{_said(payload.body)}")


def _check_envelope(payload: Payload) -> None:
    if _is_page(payload.body):
        raise _transient("Crossref answered with a page where works were asked for")
    try:
        envelope = child(decode(payload.body))
    except ValueError as error:
        raise _transient(
            f"the reply of Crossref is no JSON, or cut off: {error}"
        ) from (error)
    if envelope.get("status") == "error":
        raise _transient(f"Crossref answered with an error{_said(payload.body)}")
    if "error" in envelope:
        raise _transient("Crossref answered with JSON that is not its own")
    if envelope.get("status") != "ok":
        raise _protocol(f"Crossref answered with a failure{_said(payload.body)}")
    message = envelope.get("message")
    is_list = isinstance(child(message).get("items"), list)
    kind = words(envelope.get("message-type"))
    route = payload.request.route
    if (
        not isinstance(message, dict)
        or is_list != (route == "list")
        or kind not in (None, _MESSAGES[route])
    ):
        kind = kind or "no message"
        raise _protocol(
            f"Crossref answered with {kind!r} to a question of route {route!r}"
        )


def _said(body: bytes) -> str:
    """Return what a body says about its failure, to stand after the status."""
    envelope = _json(body)
    failures = _failures(envelope)
    if failures:
        return ": " + "; ".join(failures)
    exception = words(child(envelope.get("message")).get("message"))
    return f": {exception[:_SHOWN]}" if exception else ""


def _failures(envelope: Mapping[str, object]) -> list[str]:
    """Return the entries of a failure as ``type: message``, the value if no message."""
    found = []
    for entry in objects(envelope.get("message")):
        kind = words(entry.get("type"))
        said = words(entry.get("message")) or words(entry.get("value"))
        if kind and "items" not in entry and "DOI" not in entry:
            found.append(f"{kind}: {said}"[:_SHOWN])
    return found


def _json(body: bytes) -> Mapping[str, object]:
    try:
        return child(decode(body))
    except ValueError:
        return {}


def _is_page(body: bytes) -> bool:
    return body.lstrip().startswith(b"<")


def _transient(message: str) -> SourceError:
    return TransientError(f"{message}: try again later", source=NAME)


def _protocol(message: str) -> SourceError:
    return ProtocolError(message, source=NAME)
