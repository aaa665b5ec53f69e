"""The client: drives flows, introduces us, and follows what services ask for."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import httpx

from harvester.errors import ProtocolError, SourceError, TransientError
from harvester.fetch.allowance import Account, Allowance
from harvester.fetch.body import ACCEPTED_ENCODING, MOST_BYTES, read_body
from harvester.fetch.contact import (
    INTRODUCING,
    Contact,
    agreed_rate,
    counted_as,
    introduction,
)
from harvester.fetch.ledger import Clock, Sleep, build_ledger
from harvester.fetch.limiter import Limiter
from harvester.fetch.limits import read_limits, read_retry_after
from harvester.fetch.probe import Probe
from harvester.fetch.retry import Breaker, Timeouts, build_retrying
from harvester.sources.base import Rate, Source
from harvester.wire import Flow, Payload, Request

_log = logging.getLogger(__name__)
_REDIRECTS = {301, 302, 307, 308}
_MOST_REDIRECTS = 3
_UNLIMITED = Rate(per_second=0, concurrency=8)
# NCBI closes an idle connection after four seconds.
_POOL = httpx.Limits(
    max_connections=12, max_keepalive_connections=6, keepalive_expiry=3.0
)


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
        state_folder: Where processes tell each other of their requests, so that
            all of them together keep to the rates (``default_state_folder``); None
            paces this client alone.
        allowances: What the user allows, by source.
        most_bytes: The largest body that is read.
        sleep, clock: For tests; the clock counts seconds since 1970.

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
        state_folder: Path | None = None,
        allowances: Mapping[str, Allowance] | None = None,
        most_bytes: int = MOST_BYTES,
        sleep: Sleep = asyncio.sleep,
        clock: Clock = time.time,
    ) -> None:
        self.requests: Counter[str] = Counter()
        self._contact = contact
        self._timeouts = timeouts or Timeouts()
        self._paced = paced
        self._origin = origin
        self._state_folder = state_folder
        self._most_bytes = most_bytes
        self._sleep = sleep
        self._clock = clock
        self._limiters: dict[tuple[str, str], Limiter] = {}
        self._accounts = {
            name: self._open_account(name, allowance)
            for name, allowance in (allowances or {}).items()
        }
        self._breaker = Breaker()
        self._is_warned = False
        self._retrying = build_retrying(self._timeouts, sleep)
        reachable = f"; mailto:{contact.mailto}" if contact.mailto else ""
        self._http = httpx.AsyncClient(
            transport=transport,
            timeout=httpx.Timeout(self._timeouts.read, connect=self._timeouts.connect),
            limits=_POOL,
            headers={
                "User-Agent": f"{contact.tool}/{version} (bibliography{reachable})",
                "Accept-Encoding": ACCEPTED_ENCODING,
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
            IncompleteError: The flow came to its end without some identifiers.
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
        limiter = self._limiter(request.route, source)
        response, _ = await self._exchange(request, request.url, source, limiter)
        return Probe(
            status=response.status_code,
            pool=response.headers.get("x-api-pool"),
            seconds=clock() - start,
        )

    async def _fetch(self, request: Request, source: Source) -> Payload:
        """Ask until there is an answer, or it is clear that there will be none."""
        name, route = source.name, request.route
        limiter = self._limiter(route, source)
        async with limiter.slot():
            self._breaker.check(name, route)
            retrying = self._retrying.copy()  # its state belongs to one request
            payload: Payload
            try:
                async with asyncio.timeout(self._timeouts.total):
                    payload = await retrying(self._send, request, source, limiter)
            except TimeoutError:
                error: SourceError = TransientError(
                    f"{name} did not answer within {self._timeouts.total:.0f} seconds",
                    source=name,
                )
                self._breaker.failed(name, route, error)
                raise error from None
            except SourceError as error:
                self._breaker.failed(name, route, error)
                raise
            self._breaker.succeeded(name, route)
            return payload

    async def _send(
        self, request: Request, source: Source, limiter: Limiter
    ) -> Payload:
        """Try once: send the request, follow its redirects, check the answer."""
        url = request.url
        for _ in range(_MOST_REDIRECTS):
            response, body = await self._exchange(request, url, source, limiter)
            pause = await self._heed(response, source, limiter)
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
            body=body,
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
        self, request: Request, url: str, source: Source, limiter: Limiter
    ) -> tuple[httpx.Response, bytes]:
        """Send one HTTP request when it may begin, and read its whole body."""
        name = source.name
        if account := self._accounts.get(name):
            await account.spend()
        moment = await limiter.turn()

        async def notice(event: str, _: Mapping[str, Any]) -> None:
            nonlocal moment
            if event == "http11.send_request_body.complete":
                moment = await limiter.sent(moment)
            elif event == "http11.receive_response_headers.complete":
                await limiter.answered(moment)

        self.requests[name] += 1
        _log.debug("%s %s, %d ids", request.method, request.url, len(request.asked))
        try:
            sending = self._as_httpx(request, url, source)
            sending.extensions = {**sending.extensions, "trace": notice}
            response = await self._http.send(sending, stream=True)
            try:
                return response, await read_body(response, name, self._most_bytes)
            finally:
                await response.aclose()
        except httpx.TimeoutException as error:
            raise TransientError(
                f"{name} did not answer in time", source=name
            ) from error
        except httpx.DecodingError as error:
            raise TransientError(
                f"{name} sent a body that breaks off", source=name
            ) from error
        except httpx.TransportError as error:
            raise TransientError(
                f"{name} cannot be reached ({type(error).__name__})", source=name
            ) from error

    async def _heed(
        self, response: httpx.Response, source: Source, limiter: Limiter
    ) -> float | None:
        """Take over what an answer says about limits; return the pause it asks for."""
        stated = read_limits(response.headers)
        limiter.obey(stated)
        pause = read_retry_after(response.headers, datetime.now(UTC))
        if pause is not None and response.status_code not in _REDIRECTS:
            await limiter.back_off(pause)
        is_expected = source.politeness.contact == "mailto" and self._contact.mailto
        if (
            is_expected
            and stated.pool
            and not stated.pool.startswith(("polite", "plus"))
            and not self._is_warned
        ):
            self._is_warned = True
            _log.warning(
                "%s does not take the contact address for one and serves us from its "
                "pool %s, which is slower; check crossref_mailto in config.toml",
                source.name,
                stated.pool,
            )
        return pause

    def _as_httpx(self, request: Request, url: str, source: Source) -> httpx.Request:
        """Add who we are and build the httpx request."""
        redirected = url != request.url
        fields = () if redirected else request.params
        fields += introduction(self._contact, request.method, source.politeness)
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

    def _limiter(self, route: str, source: Source) -> Limiter:
        key = (source.name, route)
        if key not in self._limiters:
            manners = source.politeness
            rate = agreed_rate(self._contact, route, manners)
            name = f"{source.name}-{route}-{counted_as(self._contact, route, manners)}"
            self._limiters[key] = Limiter(
                source.name,
                rate if self._paced else _UNLIMITED,
                ledger=build_ledger(
                    self._state_folder,
                    self._at_origin(name),
                    clock=self._clock,
                    sleep=self._sleep,
                ),
                clock=self._clock,
                sleep=self._sleep,
                patience=self._timeouts.total,
            )
        return self._limiters[key]

    def rate(self, route: str, source: Source) -> Rate:
        """Return how fast a route class may be asked, as who we are."""
        if not self._paced:
            return _UNLIMITED
        return agreed_rate(self._contact, route, source.politeness)

    def _open_account(self, name: str, allowance: Allowance) -> Account:
        ledger = build_ledger(
            self._state_folder,
            self._at_origin(f"{name}-day"),
            clock=self._clock,
            sleep=self._sleep,
        )
        return Account(name, allowance, ledger=ledger, clock=self._clock)

    def _at_origin(self, name: str) -> str:
        """Return the name of a ledger; a mirror's requests are none of the service."""
        if not self._origin:
            return name
        return f"{name}-at-{urlsplit(self._origin).netloc.replace(':', '-')}"


def _same_host(url: str, response: httpx.Response, source: Source) -> str:
    """Return where a redirect leads, if that is the same service.

    What introduces us is taken out of it: it is added to every request anew, and
    the address is kept with the payload.

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
    query = [
        (name, value)
        for name, value in parse_qsl(there.query, keep_blank_values=True)
        if name not in INTRODUCING
    ]
    return there._replace(query=urlencode(query)).geturl()
