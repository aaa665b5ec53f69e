"""An httpx transport that is answered by a function instead of a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import httpx


class Answer(Protocol):
    """A reply of whatever stands in for a service."""

    @property
    def status(self) -> int:
        """HTTP status."""
        ...

    @property
    def headers(self) -> Sequence[tuple[str, str]]:
        """Response headers."""
        ...

    @property
    def body(self) -> bytes:
        """Response body, not encoded."""
        ...


class Answering(Protocol):
    """Something that answers requests without a network, such as the mirror."""

    def answer(
        self,
        method: str,
        url: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Answer one request."""
        ...


class InProcessTransport(httpx.AsyncBaseTransport):
    """Hands every request to ``service`` in this process; opens no socket."""

    def __init__(self, service: Answering) -> None:
        self._service = service

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer ``request`` (called by httpx)."""
        await request.aread()
        answer = self._service.answer(
            request.method, str(request.url), request.content, dict(request.headers)
        )
        return httpx.Response(
            answer.status, headers=list(answer.headers), content=answer.body
        )
