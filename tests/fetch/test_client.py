"""The client: retries, redirects, contact details, limits."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import pytest

from harvester.errors import (
    BlockedError,
    NotFoundError,
    ProtocolError,
    SourceError,
    TransientError,
)
from harvester.fetch import Allowance, Client, Contact, Timeouts
from harvester.sources.base import Politeness, Rate, Reply
from harvester.wire import Flow, Payload, Request

KEY = "planted-key"
CONTACT = Contact(email="me@example.org", mailto="me@example.org", api_key=KEY)


class FakeSource:
    """A service that calls a 503 transient and a 404 unknown."""

    name = "fake"
    accepts = ("pmid",)
    is_converter = False

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


def test_what_introduces_us_is_not_kept_with_a_payload() -> None:
    """A service may repeat the contact address in the redirect; it is sent once."""
    asked: list[str] = []

    def handler(sent: httpx.Request) -> httpx.Response:
        asked.append(str(sent.url))
        if sent.url.path == "/path":
            location = f"/prime?{sent.url.query.decode()}&rows=1"
            return httpx.Response(301, headers={"Location": location})
        return httpx.Response(200)

    (payload,) = converse(handler, one(request()), source=FakeSource("mailto"))

    assert payload.url == "https://service.example/prime?rows=1"
    assert asked[1].count("mailto") == 1


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

    converse(handler, one(request(rows="1")), source=FakeSource("mailto"))

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

    distances = [
        after - first for first, after in zip(starts, starts[10:], strict=False)
    ]
    assert min(distances) > 1
    assert starts[-1] < 2.5


def failing(status: int) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _: httpx.Response(status)


class StrictSource(FakeSource):
    """A service whose 403 is a block and whose 400 is a refusal."""

    def check(self, payload: Payload) -> None:
        """Tell them apart."""
        if payload.status == 403:
            raise BlockedError("blocked: write to them", source=self.name)
        if payload.status == 400:
            raise ProtocolError("refused", source=self.name)
        super().check(payload)


def run_flows(
    handler: Callable[[httpx.Request], httpx.Response], count: int, **options: object
) -> tuple[int, list[str]]:
    """Run ``count`` flows of one request each; return requests sent, and errors."""
    waits = Waits()
    sent = []

    def counting(asked: httpx.Request) -> httpx.Response:
        sent.append(asked)
        return handler(asked)

    async def run() -> list[str]:
        errors = []
        client = Client(
            CONTACT,
            version="0",
            timeouts=Timeouts(attempts=2),
            transport=httpx.MockTransport(counting),
            sleep=waits.sleep,
            clock=waits.clock,
            **options,
        )
        async with client:
            for _ in range(count):
                try:
                    async for _ in client.run(one(request()), StrictSource()):
                        pass
                except SourceError as error:
                    errors.append(f"{type(error).__name__}: {error}")
        return errors

    errors = asyncio.run(run())
    return len(sent), errors


def test_a_service_that_blocks_is_asked_no_more() -> None:
    """One 403 is the last request of the run; the reason is told every time."""
    sent, errors = run_flows(failing(403), 5)

    assert sent == 1
    assert errors == ["BlockedError: blocked: write to them"] * 5


def test_a_service_that_is_down_is_left_alone() -> None:
    """Ten failures in a row, two tries each; then nothing more is sent."""
    sent, errors = run_flows(failing(503), 30)

    assert sent == 20
    assert errors[9] == "TransientError: down"
    assert errors[10].startswith("BlockedError: fake failed 10 times in a row")
    assert len(errors) == 30


def test_a_success_in_between_keeps_a_service() -> None:
    """Only failures in a row count: one id in two is bad, all are asked for."""
    answers = itertools.cycle([400, 200])

    sent, errors = run_flows(lambda _: httpx.Response(next(answers)), 60)

    assert sent == 60
    assert errors == ["ProtocolError: refused"] * 30


def test_an_allowance_that_is_used_up_stops_the_service() -> None:
    """The eleventh request of the day is not sent."""
    sent, errors = run_flows(
        failing(200), 14, allowances={"fake": Allowance(per_day=10)}
    )

    assert sent == 10
    assert len(errors) == 4
    assert all("the 10 requests allowed for a day" in error for error in errors)


@pytest.mark.parametrize(
    ("header", "least"),
    [("90", 90), ("Thu, 01 Jan 2099 00:00:00 GMT", None), ("soon", 0), ("-1", 0)],
)
def test_every_form_of_retry_after(header: str, least: float | None) -> None:
    """Seconds are waited; a pause of years is given up at once; nonsense is not."""
    answers = iter(
        [httpx.Response(503, headers={"Retry-After": header}), httpx.Response(200)]
    )
    waits = Waits()

    if least is None:
        with pytest.raises(TransientError):
            converse(lambda _: next(answers), one(request()), waits=waits)
        assert waits.now < 60
    else:
        converse(lambda _: next(answers), one(request()), waits=waits)
        assert least <= waits.now < least + 60


def test_limits_in_headers_are_obeyed() -> None:
    """The service says two in ten seconds, doubled as it was in 2021."""
    headers = {"x-rate-limit-limit": "2, 2", "x-rate-limit-interval": "10s, 10s"}
    waits = Waits()
    starts: list[float] = []

    def handler(_: httpx.Request) -> httpx.Response:
        starts.append(waits.now)
        return httpx.Response(200, headers=headers)

    def flow() -> Flow:
        for _ in range(7):
            yield request()

    converse(handler, flow(), waits=waits)

    assert min(b - a for a, b in zip(starts[1:], starts[3:], strict=False)) >= 10


@pytest.mark.parametrize(
    ("pool", "warnings"), [("public-single", 1), ("polite-single", 0), ("plus", 0)]
)
def test_the_public_pool_is_told_once(
    caplog: pytest.LogCaptureFixture, pool: str, warnings: int
) -> None:
    """A contact address that Crossref does not take for one makes us slower."""

    def flow() -> Flow:
        yield request()
        yield request()

    with caplog.at_level(logging.WARNING):
        converse(
            lambda _: httpx.Response(200, headers={"x-api-pool": pool}),
            flow(),
            source=FakeSource("mailto"),
        )

    assert caplog.text.count("check crossref_mailto") == warnings
    assert "example.org" not in caplog.text


def test_neither_key_nor_address_is_in_a_repr_or_a_file_name(tmp_path: Path) -> None:
    """The budget of a key is kept under a word from which nobody learns the key."""
    waits = Waits()

    async def run() -> None:
        client = Client(
            CONTACT,
            version="0",
            transport=httpx.MockTransport(failing(200)),
            state_folder=tmp_path,
            sleep=waits.sleep,
            clock=waits.clock,
        )
        source = FakeSource("ncbi")
        source.politeness = Politeness(
            rates={"all": Rate(per_second=3, concurrency=1)},
            known_rates={"all": Rate(per_second=10, concurrency=1)},
            contact="ncbi",
        )
        async with client:
            async for _ in client.run(one(request("POST")), source):
                pass

    asyncio.run(run())
    (file,) = tmp_path.iterdir()

    assert file.name.startswith("fake-all-")
    assert KEY not in file.name
    assert KEY not in file.read_text()
    assert KEY not in repr(CONTACT)
    assert "example.org" not in repr(CONTACT)
