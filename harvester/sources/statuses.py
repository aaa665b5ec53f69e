"""What the status and the form of a JSON service's reply mean."""

from __future__ import annotations

from harvester.errors import BlockedError, ProtocolError, TransientError
from harvester.sources.values import decode
from harvester.wire import Payload

_BUSY = frozenset({408, 425, 429})


def read_json(payload: Payload, name: str) -> object:
    """Return the JSON of a reply with status 200.

    Args:
        payload: The reply.
        name: The service's name in the registry.

    Raises:
        TransientError: 408, 425, 429, 5xx; a page in place of JSON, or a body that
            was cut off.
        BlockedError: 403.
        ProtocolError: Every other status.
    """
    status = payload.status
    if status in _BUSY or status >= 500:
        raise TransientError(f"{name} answered {status}: try again later", source=name)
    if status == 403:
        raise BlockedError(
            f"{name} answered 403: it refuses requests from this address", source=name
        )
    if status != 200:
        raise ProtocolError(f"{name} answered {status}", source=name)
    try:
        return decode(payload.body)
    except ValueError as error:
        raise TransientError(
            f"{name} answered 200 with no JSON ({error}): try again later", source=name
        ) from error
