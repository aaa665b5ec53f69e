"""The client: retries, redirects, contact details, limits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import parse_qs

import httpx
import pytest

from harvester.errors import NotFoundError, ProtocolError, TransientError
from harvester.fetch import Client, Contact, Timeouts
from harvester.sources.base import Politeness, Rate, Reply
from harvester.wire import Flow, Payload, Request

KEY = "planted-key"
CONTACT = Contact(email="me@example.org", mailto="me@example.org", api_key=KEY)


class FakeSource:
    """A service that calls a 503 transient and a 404 unknown."""

    name = "fake"
    accepts = ("pmid",)

    def __init__(self, contact: str | None = None) -> None:
        rate = Rate(per_second=10, concurrency=2)
        self.politeness = Politeness(
            rates={"all": rate}, known_rates={"all": rate}, contact=contact
        )

    def lookup(
        self, scheme: str, ids: object, *, singly: bool = True
    ) -> tuple[Flow, ...]:
        """Not used here."""
        return ()

    def check(self, payload: Payload) -> None:
        """Tell the two errors apart."""
        if payload.status == 503:
            raise TransientError("down", source=self.name)
        if payload.status == 404:
            raise NotFoundError("unknown", source=self.name)

    def parse(self, payload: Payload) -> Reply:
        """Not used here."""
        return Reply()


def request(method: str = "GET", **params: str) -> Request:
    return Request(
        source="fake",
        route="all",
        method=method,
        url="https://service.example/path",
        params=tuple(params.items()),
    )


class Waits:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def converse(
    handler: Callable[[httpx.Request], httpx.Response],
    flow: Flow,
    *,
    source: FakeSource | None = None,
    waits: Waits | None = None,
    attempts: int = 3,
) -> list[Payload]:
    waits = waits or Waits()

    async def run() -> list[Payload]:
        client = Client(
            CONTACT,
            version="0",
            timeouts=Timeouts(attempts=attempts),
            transport=httpx.MockTransport(handler),
            sleep=waits.sleep,
            clock=waits.clock,
        )
        async with client:
            return [p async for p in client.run(flow, source or FakeSource())]

    return asyncio.run(run())


def one(asked: Request) -> Flow:
    yield asked


def test_a_flow_is_sent_the_payload_of_each_request() -> None:
    """What a flow yields is asked, what comes back is sent into it."""
    seen: list[bytes] = []

    def flow() -> Flow:
        seen.append((yield request(page="1")).body)
        seen.append((yield request(page="2")).body)

    payloads = converse(lambda r: httpx.Response(200, content=r.url.query), flow())

    assert seen == [b"page=1", b"page=2"]
    assert [payload.body for payload in payloads] == seen


def test_a_transient_error_is_tried_again_and_then_raised() -> None:
    """Three attempts, with growing pauses between them, then the error."""
    calls: list[httpx.Request] = []
    waits = Waits()

    def handler(asked: httpx.Request) -> httpx.Response:
        calls.append(asked)
        return httpx.Response(503)

    with pytest.raises(TransientError, match="down"):
        converse(handler, one(request()), waits=waits)

    assert len(calls) == 3
    assert len([pause for pause in waits.slept if pause >= 1]) == 2


def test_retry_after_is_obeyed() -> None:
    """The pause that the service names is the pause that is made."""
    answers = iter(
        [httpx.Response(503, headers={"Retry-After": "7"}), httpx.Response(200)]
    )
    waits = Waits()

    converse(lambda _: next(answers), one(request()), waits=waits)

    assert waits.now >= 7
    assert 7.0 in waits.slept


def test_an_error_is_thrown_into_the_flow() -> None:
    """A flow that knows another way to ask can take it."""

    def flow() -> Flow:
        try:
            yield request(way="first")
        except NotFoundError:
            yield request(way="second")

    payloads = converse(
        lambda r: httpx.Response(404 if b"first" in r.url.query else 200), flow()
    )

    assert [payload.request.params for payload in payloads] == [(("way", "second"),)]


def test_a_broken_connection_is_transient() -> None:
    """Resets and time-outs are tried again like a 503."""
    calls: list[int] = []

    def handler(_: httpx.Request) -> httpx.Response:
        calls.append(1)
        raise httpx.ReadError("reset")

    with pytest.raises(TransientError, match="cannot be reached"):
        converse(handler, one(request()))

    assert len(calls) == 3


def test_a_body_that_breaks_off_is_transient() -> None:
    """Gzip that ends too early is an error of the attempt, not of the record."""
    broken = {"content-encoding": "gzip"}

    with pytest.raises(TransientError, match="breaks off"):
        converse(
            lambda _: httpx.Response(200, headers=broken, content=b"no"), one(request())
        )


def test_a_redirect_on_the_same_host_is_followed() -> None:
    """An alias answers 301; the payload tells where the answer came from."""

    def handler(asked: httpx.Request) -> httpx.Response:
        if asked.url.path == "/path":
            return httpx.Response(301, headers={"Location": "/prime"})
        return httpx.Response(200, content=b"prime")

    (payload,) = converse(handler, one(request()))

    assert payload.body == b"prime"
    assert payload.url == "https://service.example/prime"


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "http://service.example/x"]
)
def test_a_redirect_elsewhere_is_not_followed(target: str) -> None:
    """Another host, or plain http, gets nothing from us."""
    calls: list[str] = []

    def handler(asked: httpx.Request) -> httpx.Response:
        calls.append(str(asked.url))
        return httpx.Response(301, headers={"Location": target})

    with pytest.raises(ProtocolError, match="not followed"):
        converse(handler, one(request()))

    assert len(calls) == 1


def test_the_key_travels_in_a_post_body_only() -> None:
    """NCBI gets tool, e-mail and key in the body of a POST; a GET has no key."""
    sent: list[httpx.Request] = []

    def handler(asked: httpx.Request) -> httpx.Response:
        sent.append(asked)
        return httpx.Response(200)

    def flow() -> Flow:
        yield request("POST", id="1")
        yield request("GET", id="1")

    payloads = converse(handler, flow(), source=FakeSource("ncbi"))
    post, get = sent

    assert parse_qs(post.content.decode()) == {
        "id": ["1"],
        "tool": ["harvester"],
        "email": ["me@example.org"],
        "api_key": [KEY],
    }
    assert KEY not in str(post.url)
    assert KEY not in str(get.url)
    assert all(KEY not in repr(payload) for payload in payloads)
    assert all("example.org" not in repr(payload.request) for payload in payloads)


def test_crossref_gets_the_address_twice() -> None:
    """As a parameter and in the User-Agent: either alone opens the polite pool."""
    sent: list[httpx.Request] = []

    def handler(asked: httpx.Request) -> httpx.Response:
        sent.append(asked)
        return httpx.Response(200)

    converse(handler, one(request(rows="1")), source=FakeSource("crossref"))

    assert sent[0].url.params["mailto"] == "me@example.org"
    assert "mailto:me@example.org" in sent[0].headers["user-agent"]


def test_requests_are_paced() -> None:
    """Ten a second means that the eleventh begins more than a second later."""
    waits = Waits()
    starts: list[float] = []

    def handler(_: httpx.Request) -> httpx.Response:
        starts.append(waits.now)
        return httpx.Response(200)

    def flow() -> Flow:
        for _ in range(25):
            yield request()

    converse(handler, flow(), waits=waits)

    distances = [after - first for first, after in zip(starts, starts[10:])]
    assert min(distances) > 1
    assert starts[-1] < 2.5
