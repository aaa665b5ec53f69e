"""What every JSON service does when it does not answer, and what that is called."""

from __future__ import annotations

from collections.abc import Callable

from harvester.errors import BlockedError, ProtocolError, TransientError
from harvester.sources.values import decode
from harvester.wire import Payload

_BUSY = frozenset({408, 425, 429})

Said = Callable[[object], str]
"""Returns what a body says about its failure; ``""`` where it says nothing."""


def read_json(payload: Payload, service: str, said: Said = lambda _: "") -> object:
    """Return the JSON of a good reply.

    Args:
        payload: The reply.
        service: What people call the service, with its article.
        said: Finds the service's own words.

    Raises:
        TransientError: 408, 425, 429, 5xx; a page in place of JSON, or a body that
            was cut off.
        BlockedError: A block (403).
        ProtocolError: Every other status but 200.
    """
    source, status = payload.request.source, payload.status
    told = f"{service} answered {status}"
    try:
        value = decode(payload.body)
    except ValueError as error:
        if status == 200:
            raise TransientError(
                f"{told} with no JSON ({error}): try again later", source=source
            ) from error
        value, told = None, f"{told} with no JSON"
    if words := said(value):
        told = f"{told}: {words}"
    if status in _BUSY or status >= 500:
        raise TransientError(f"{told}: try again later", source=source)
    if status == 403:
        raise BlockedError(
            f"{told}: it refuses requests from this address; ask less, or later",
            source=source,
        )
    if status != 200:
        raise ProtocolError(told, source=source)
    return value


def decode_reply(body: bytes, source: str, service: str) -> object:
    """Return the JSON of a reply of which nothing but the body is looked at.

    Args:
        body: The reply's.
        source: The name of the source.
        service: What people call the service, with its article.

    Raises:
        TransientError: It is no JSON, as when it was cut off.
    """
    try:
        return decode(body)
    except ValueError as error:
        raise TransientError(
            f"the reply of {service} is no JSON ({error}): try again later",
            source=source,
        ) from error
