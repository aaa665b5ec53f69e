"""What goes over the wire, as values: requests, payloads, flows."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime

from harvester.model import Value


class Request(Value, frozen=True, kw_only=True):
    """One request to a service, before contact details and keys are added.

    Attributes:
        source: Name of the service in the registry.
        route: The service's route class that a rate limit applies to
            (``eutils``; Crossref ``single`` and ``list``).
        method: ``GET`` or ``POST``.
        url: Absolute, already encoded.
        params: Query of a GET, form body of a POST, in order; a name may repeat.
        asked: The identifiers that the reply should answer, for messages and for
            finding what it leaves out.
    """

    source: str
    route: str
    method: str
    url: str
    params: tuple[tuple[str, str], ...] = ()
    asked: tuple[str, ...] = ()


class Payload(Value, frozen=True, kw_only=True):
    """The reply to a request, as it came.

    Attributes:
        request: What was asked; free of keys and contact addresses.
        status: HTTP status.
        body: Decoded from its transfer and content encodings, else untouched.
        content_type: As the service says, or ``""``.
        fetched_at: UTC.
        url: The address that answered, where a redirect was followed.
    """

    request: Request
    status: int
    body: bytes
    content_type: str
    fetched_at: datetime
    url: str | None = None


Flow = Generator[Request, Payload, None]
"""A conversation with a service as pure code: it yields requests and is sent
their payloads. A request whose payload is a 404 is sent ``Payload`` with that
status; what a service hides in a 200 is found by the source's ``check``."""
