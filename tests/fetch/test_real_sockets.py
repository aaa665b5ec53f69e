"""The client against a server that breaks its answers off, over loopback."""

from __future__ import annotations

import asyncio
import gzip
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from harvester.errors import ProtocolError, SourceError, TransientError
from harvester.fetch import Client, Contact, Timeouts
from harvester.mirror import Mirror
from harvester.mirror.faults import FaultyMirror, Rule, Script
from harvester.mirror.server import Server
from harvester.sources.crossref import CROSSREF
from harvester.sources.pubmed import PUBMED
from harvester.wire import Flow, Payload, Request
from tests.fault_matrix import PMIDS, build_folder, doi_of

GOOD = b'{"status":"ok","message-type":"work","message":{"DOI":"10.5555/a"}}'
Answer = Callable[[socket.socket], None]


@contextmanager
def server(*answers: Answer) -> Iterator[str]:
    """Answer one connection after the other, each in its way."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(5)

    def serve() -> None:
        for answer in answers:
            connection, _ = listening.accept()
            with connection:
                connection.settimeout(5)
                connection.recv(65536)
                answer(connection)

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        thread.join(5)
        listening.close()


def says(head: str, body: bytes = b"") -> Answer:
    text = f"HTTP/1.1 {head}\r\nConnection: close\r\n\r\n".encode() + body
    return lambda connection: connection.sendall(text)


def whole(body: bytes = GOOD, *more: str) -> Answer:
    return says("\r\n".join(["200 OK", f"Content-Length: {len(body)}", *more]), body)


def ask(origin: str, *, attempts: int = 2, **options) -> Payload:
    async def no_sleep(_: float) -> None:
        await asyncio.sleep(0)

    def flow() -> Flow:
        yield Request(
            source="crossref",
            route="single",
            method="GET",
            url="https://api.crossref.org/works/10.5555%2Fa",
            asked=("doi:10.5555/a",),
        )

    async def run() -> Payload:
        client = Client(
            Contact(),
            version="0",
            timeouts=Timeouts(
                attempts=attempts, read=0.3, total=options.pop("total", 5)
            ),
            origin=origin,
            paced=False,
            sleep=no_sleep,
            **options,
        )
        async with client:
            (payload,) = [p async for p in client.run(flow(), CROSSREF)]
        return payload

    return asyncio.run(run())


def hold(connection: socket.socket) -> None:
    """Say nothing until the client has had enough."""
    connection.recv(1)


PACKED = gzip.compress(GOOD * 50, mtime=0)
BROKEN: dict[str, Answer] = {
    "a body shorter than its length": says("200 OK\r\nContent-Length: 500", GOOD),
    "a chunk that breaks off": says(
        "200 OK\r\nTransfer-Encoding: chunked", b"ff\r\n" + GOOD
    ),
    "chunks without an end": says(
        "200 OK\r\nTransfer-Encoding: chunked", b"3\r\n{}\n\r\n"
    ),
    "a chunk with an empty size": says(
        "200 OK\r\nTransfer-Encoding: chunked", b"\r\n" + GOOD
    ),
    "gzip that breaks off, in a whole body": whole(
        PACKED[:-10], "Content-Encoding: gzip"
    ),
    "gzip that is none": whole(GOOD, "Content-Encoding: gzip"),
    "an encoding that was not asked for": whole(GOOD, "Content-Encoding: br"),
    "no answer at all": lambda _: None,
    "silence": hold,
    "half of the headers": lambda connection: connection.sendall(
        b"HTTP/1.1 200 OK\r\nX"
    ),
    "something that is not HTTP": lambda connection: connection.sendall(
        b"SSH-2.0-x\r\n"
    ),
    "JSON cut in the middle, with the right length": whole(GOOD[:-20]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_is_asked_for_again(name):
    """Whatever breaks while the answer is read, the next try may be whole."""
    with server(BROKEN[name], whole()) as origin:
        assert ask(origin).body == GOOD


@pytest.mark.parametrize("name", BROKEN)
def test_an_answer_that_stays_broken_is_transient(name):
    """It ends in one sentence, never in half a body."""
    with server(BROKEN[name]) as origin, pytest.raises(TransientError):
        ask(origin, attempts=1)


def test_gzip_of_several_members_is_read():
    """As a server packs that flushes in between."""
    packed = gzip.compress(GOOD[:20], mtime=0) + gzip.compress(GOOD[20:], mtime=0)
    with server(whole(packed, "Content-Encoding: gzip")) as origin:
        assert ask(origin).body == GOOD


def test_a_body_beyond_the_cap_is_refused():
    """A bomb of 20 MB in 20 kB is read no further than the cap, and not again."""
    bomb = gzip.compress(bytes(20_000_000), mtime=0)
    with (
        server(whole(bomb, "Content-Encoding: gzip")) as origin,
        pytest.raises(ProtocolError, match="more than 1 MB"),
    ):
        ask(origin, most_bytes=1_000_000)


def test_an_answer_that_drips_ends_at_the_deadline():
    """A byte now and then keeps no read time-out from passing: the total does."""

    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        try:
            for _ in range(100):
                connection.sendall(b" ")
                time.sleep(0.05)
        except OSError:
            pass  # the client has had enough

    with (
        server(drip) as origin,
        pytest.raises(TransientError, match="within 1 seconds"),
    ):
        ask(origin, total=0.6)


def test_a_closed_port_is_transient():
    """Nobody listens: the message names the service."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(TransientError, match="crossref cannot be reached"):
        ask(f"http://127.0.0.1:{port}")


@pytest.fixture(scope="module")
def records(tmp_path_factory) -> Path:
    return build_folder(tmp_path_factory.mktemp("faults") / "records", "list")


@pytest.mark.parametrize(
    "fault",
    ["reset", "cut", "dropped", "timeout", "broken-gzip", "truncated", "busy", "page"],
)
@pytest.mark.parametrize("service", ["eutils", "crossref"])
def test_the_mirrors_faults_are_healed_over_loopback(records, fault, service):
    """Once broken, then whole: two requests, and the record is there."""
    source, scheme, value = {
        "eutils": (PUBMED, "pmid", PMIDS[0]),
        "crossref": (CROSSREF, "doi", doi_of(PMIDS[0], "list")),
    }[service]
    mirror = FaultyMirror(
        Mirror(records), Script(rule=(Rule(fault=fault, service=service, nth=(1,)),))
    )

    async def run(origin: str) -> list[str]:
        async def no_sleep(_: float) -> None: ...

        client = Client(
            Contact(),
            version="0",
            timeouts=Timeouts(read=0.3, attempts=3),
            origin=origin,
            paced=False,
            sleep=no_sleep,
        )
        async with client:
            (flow,) = source.lookup(scheme, [value])
            payloads = [p async for p in client.run(flow, source)]
        return [r.source_id for p in payloads for r in source.parse(p).records]

    with Server(mirror, host="127.0.0.1", port=0) as running:
        assert asyncio.run(run(running.url)) == [value]
    assert len(mirror.requests) == 2
    assert issubclass(TransientError, SourceError)
