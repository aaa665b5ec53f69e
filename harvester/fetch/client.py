"""The client: drives flows, keeps to the limits, tries again."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Self
from urllib.parse import urlencode, urljoin, urlsplit

import httpx
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential_jitter,
)

from harvester.errors import ProtocolError, SourceError, TransientError
from harvester.fetch.probe import Probe
from harvester.fetch.throttle import Clock, Sleep, Throttle
from harvester.model import Value
from harvester.sources.base import Rate, Source
from harvester.wire import Flow, Payload, Request

_log = logging.getLogger(__name__)
_REDIRECTS = {301, 302, 307, 308}
_MOST_REDIRECTS = 3
_UNLIMITED = Rate(per_second=0, concurrency=8)


class Contact(Value, frozen=True, kw_only=True):
    """Who we say we are; added to requests here and nowhere else.

    Attributes:
        tool: Name of the program, without spaces (NCBI ``tool``).
        email: Address for NCBI; None sends none.
        mailto: Address for Crossref; None means its public pool.
        api_key: NCBI API key: sent in POST bodies only.
    """

    tool: str = "harvester"
    email: str | None = None
    mailto: str | None = None
    api_key: str | None = None


class Timeouts(Value, frozen=True, kw_only=True):
    """How long to wait, in seconds, and how often to try."""

    connect: float = 15.0
    read: float = 60.0
    attempts: int = 4


class Client:
    """The one HTTP client: every source's flows run through it.

    Args:
        contact: Who we are.
        version: Our version, for the User-Agent.
        timeouts: See ``Timeouts``.
        transport: What carries requests; None for the network.
        paced: Keep to the services' rates; False only where no service is
            behind the transport.
        origin: Send every request to this origin (``http://127.0.0.1:8080``)
            instead of the service's own.
        sleep, clock: For tests.

    Attributes:
        requests: Requests sent so far, by source, retries and redirects included.
    """

    def __init__(  # noqa: PLR0913 - the seams of the shell meet here
        self,
        contact: Contact,
        *,
        version: str,
        timeouts: Timeouts | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        paced: bool = True,
        origin: str | None = None,
        sleep: Sleep = asyncio.sleep,
        clock: Clock | None = None,
    ) -> None:
        timeouts = timeouts or Timeouts()
        self.requests: Counter[str] = Counter()
        self._contact = contact
        self._paced = paced
        self._origin = origin
        self._sleep = sleep
        self._clock = clock
        self._throttles: dict[tuple[str, str], Throttle] = {}
        self._wait = wait_exponential_jitter(initial=1, max=60)
        self._retrying = AsyncRetrying(
            retry=retry_if_exception_type(TransientError),
            stop=stop_after_attempt(timeouts.attempts),
            wait=self._pause,
            sleep=sleep,
            reraise=True,
        )
        reachable = f"; mailto:{contact.mailto}" if contact.mailto else ""
        self._http = httpx.AsyncClient(
            transport=transport,
            timeout=httpx.Timeout(timeouts.read, connect=timeouts.connect),
            headers={
                "User-Agent": f"{contact.tool}/{version} (bibliography{reachable})"
            },
            follow_redirects=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._http.aclose()

    async def run(self, flow: Flow, source: Source) -> AsyncIterator[Payload]:
        """Drive ``flow`` to its end, yielding each payload before asking for more.

        The caller can thus store a page before the next one is paid for. An error
        that outlives the retries is thrown into the flow, which may know another
        way to ask.

        Args:
            flow: The conversation; see ``harvester.wire.Flow``.
            source: The service that it is with.

        Raises:
            SourceError: A request fails for good and the flow knows no other way.
        """
        try:
            request = next(flow)
            while True:
                try:
                    payload = await self._fetch(request, source)
                except SourceError as error:
                    request = flow.throw(error)
                    continue
                yield payload
                request = flow.send(payload)
        except StopIteration:
            return
        finally:
            flow.close()

    async def probe(self, request: Request, source: Source) -> Probe:
        """Send ``request`` once, unread: it is the way there that is of interest.

        Raises:
            SourceError: No answer came.
        """
        clock = asyncio.get_running_loop().time
        start = clock()
        response = await self._exchange(request, request.url, source)
        return Probe(
            status=response.status_code,
            pool=response.headers.get("x-api-pool"),
            seconds=clock() - start,
        )

    async def _fetch(self, request: Request, source: Source) -> Payload:
        retrying = self._retrying.copy()  # its state belongs to one request
        payload: Payload = await retrying(self._send, request, source)
        return payload

    async def _send(self, request: Request, source: Source) -> Payload:
        throttle = self._throttle(request.route, source)
        url = request.url
        for _ in range(_MOST_REDIRECTS):
            async with throttle:
                response = await self._exchange(request, url, source)
            if (pause := _retry_after(response)) is not None:
                throttle.back_off(pause)
            if response.status_code not in _REDIRECTS:
                break
            url = _same_host(url, response, source)
        else:
            raise ProtocolError(
                f"{source.name} redirects in a circle at {request.url}",
                source=source.name,
            )
        payload = Payload(
            request=request,
            status=response.status_code,
            body=response.content,
            content_type=response.headers.get("content-type", ""),
            fetched_at=datetime.now(UTC),
            url=url if url != request.url else None,
        )
        try:
            source.check(payload)
        except TransientError as error:
            error.retry_after = pause if pause is not None else error.retry_after
            raise
        return payload

    async def _exchange(
        self, request: Request, url: str, source: Source
    ) -> httpx.Response:
        """Send one HTTP request and read its whole body."""
        self.requests[source.name] += 1
        _log.debug("%s %s, %d ids", request.method, request.url, len(request.asked))
        try:
            return await self._http.send(self._as_httpx(request, url, source))
        except httpx.TimeoutException as error:
            raise TransientError(
                f"{source.name} did not answer in time", source=source.name
            ) from error
        except httpx.TransportError as error:
            raise TransientError(
                f"{source.name} cannot be reached ({type(error).__name__})",
                source=source.name,
            ) from error
        except httpx.DecodingError as error:
            raise TransientError(
                f"{source.name} sent a body that breaks off", source=source.name
            ) from error

    def _as_httpx(self, request: Request, url: str, source: Source) -> httpx.Request:
        """Add who we are and build the httpx request."""
        redirected = url != request.url
        fields = () if redirected else request.params
        fields += self._introduction(request.method, source)
        if self._origin:
            parts = urlsplit(url)
            url = self._origin.rstrip("/") + parts.path
            url += f"?{parts.query}" if parts.query else ""
        if request.method == "POST":
            return self._http.build_request(
                "POST",
                url,
                content=urlencode(fields).encode(),
                headers={"Content-Type": "application/x-www-form-urlencoded"},
            )
        if fields:
            url += ("&" if "?" in url else "?") + urlencode(fields)
        return self._http.build_request(request.method, url)

    def _introduction(self, method: str, source: Source) -> tuple[tuple[str, str], ...]:
        contact = self._contact
        match source.politeness.contact:
            case "ncbi":
                pairs = [("tool", contact.tool), ("email", contact.email)]
                if method == "POST":  # never in a URL
                    pairs.append(("api_key", contact.api_key))
            case "crossref":
                pairs = [("mailto", contact.mailto)]
            case _:
                pairs = []
        return tuple((name, value) for name, value in pairs if value)

    def _throttle(self, route: str, source: Source) -> Throttle:
        key = (source.name, route)
        if key not in self._throttles:
            rate = self._rate(route, source)
            self._throttles[key] = Throttle(
                rate.per_second,
                rate.concurrency,
                clock=self._clock or asyncio.get_running_loop().time,
                sleep=self._sleep,
            )
        return self._throttles[key]

    def _rate(self, route: str, source: Source) -> Rate:
        if not self._paced:
            return _UNLIMITED
        manners = source.politeness
        known = {"ncbi": self._contact.api_key, "crossref": self._contact.mailto}
        is_known = known.get(manners.contact or "") is not None
        return (manners.known_rates if is_known else manners.rates)[route]

    def _pause(self, state: RetryCallState) -> float:
        """Seconds before the next try: what the service says, else growing."""
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, TransientError) and error.retry_after is not None:
            return error.retry_after
        return self._wait(state)


def _retry_after(response: httpx.Response) -> float | None:
    """Return the seconds of ``Retry-After``; its date form is not used here."""
    value = response.headers.get("retry-after", "")
    return float(value) if value.isdigit() else None


def _same_host(url: str, response: httpx.Response, source: Source) -> str:
    """Return where a redirect leads, if that is the same service.

    Raises:
        ProtocolError: It leads to another host, or nowhere.
    """
    target = urljoin(url, str(response.headers.get("location", "")))
    here, there = urlsplit(url), urlsplit(target)
    if there.netloc != here.netloc or there.scheme != here.scheme or target == url:
        raise ProtocolError(
            f"{source.name} redirects to {there.netloc or 'nowhere'}; not followed",
            source=source.name,
        )
    return target
