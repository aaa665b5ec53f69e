"""An httpx transport that is answered by a function instead of a network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Protocol

import httpx

from harvester.fetch.ledger import Sleep

_FAILURES: dict[str, type[httpx.TransportError]] = {
    "refused": httpx.ConnectError,
    "dropped": httpx.RemoteProtocolError,
    "timeout": httpx.ReadTimeout,
}
"""Failures before an answer → what httpx makes of them."""
_IN_MID_BODY: dict[str, type[httpx.TransportError]] = {
    "reset": httpx.ReadError,
    "cut": httpx.RemoteProtocolError,
}
"""Failures after half of the body."""


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
        """Response body, encoded as the headers say."""
        ...

    @property
    def failure(self) -> str:
        """How the connection fails; empty where it does not.

        ``refused``, ``dropped``, ``timeout`` come before an answer, ``reset`` and
        ``cut`` after half of its body.
        """
        ...

    @property
    def delay_seconds(self) -> float:
        """How long the service takes to answer."""
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
    """Hands every request to ``service`` in this process; opens no socket.

    Args:
        service: Answers the requests.
        sleep: Waits where an answer takes its time.
    """

    def __init__(self, service: Answering, *, sleep: Sleep = asyncio.sleep) -> None:
        self._service = service
        self._sleep = sleep

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer ``request`` (called by httpx)."""
        await request.aread()
        answer = self._service.answer(
            request.method, str(request.url), request.content, dict(request.headers)
        )
        if answer.delay_seconds:
            await self._sleep(answer.delay_seconds)
        if answer.failure in _FAILURES:
            raise _FAILURES[answer.failure](answer.failure, request=request)
        return httpx.Response(
            answer.status,
            headers=list(answer.headers),
            stream=_Body(answer.body, _IN_MID_BODY.get(answer.failure)),
        )


class _Body(httpx.AsyncByteStream):
    """A body that may fail after its first half."""

    def __init__(self, body: bytes, failure: type[httpx.TransportError] | None) -> None:
        self._body = body
        self._failure = failure

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self._failure is None:
            yield self._body
            return
        yield self._body[: len(self._body) // 2]
        raise self._failure("the connection failed in mid-body")
