"""What services were recorded to answer, asked through the client."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from harvester.errors import ProtocolError, SourceError, TransientError
from harvester.fetch import Client, Contact, Timeouts
from harvester.sources.base import Source
from harvester.sources.crossref import CROSSREF
from harvester.sources.idconv import IDCONV
from harvester.sources.pubmed import PUBMED
from harvester.wire import Flow, Request

HOSTS: dict[str, Source] = {
    "eutils.ncbi.nlm.nih.gov": PUBMED,
    "api.crossref.org": CROSSREF,
    "www.ncbi.nlm.nih.gov": IDCONV,
}
"""doi.org and the OpenURL service were recorded too; we never ask them."""

EXPECTED = {
    # What we ask for.
    ("pubmed", "efetch", 200): "answer",
    ("pubmed", "esearch", 200): "answer",
    ("pubmed", "esummary", 200): "answer",
    ("idconv", "articles", 200): "answer",
    ("crossref", "work", 200): "answer",
    ("crossref", "works", 200): "answer",
    # Of one work, 404 says that it is unknown; of a list, that the list is wrong.
    ("crossref", "work", 404): "unknown",
    ("crossref", "works", 404): "refused",
    ("crossref", "works", 400): "refused",
    ("crossref", "works", 500): "transient",
    ("crossref", "works", 504): "transient",
    # What is no work: journals, members …, where a work was asked for.
    ("crossref", "agency", 200): "refused",
    ("crossref", "agency", 404): "unknown",
    ("crossref", "other", 200): "refused",
    ("crossref", "other", 404): "unknown",
    ("crossref", "other", 400): "refused",
    ("crossref", "other", 500): "transient",
    ("crossref", "other", 504): "transient",
    ("crossref", "others", 200): "refused",
    ("crossref", "others", 404): "refused",
    ("crossref", "others", 400): "refused",
    ("crossref", "others", 500): "transient",
    # BibTeX and the like instead of JSON.
    ("crossref", "transform", 200): "transient",
    ("crossref", "transform", 404): "unknown",
    ("crossref", "csl", 200): "refused",
}
"""(source, what was asked, status) → what it is; written from the facts."""


def kind_of(url: str) -> str:
    parts = urlsplit(url)
    path = parts.path.removeprefix("/v1").strip("/").split("/")
    if parts.netloc != "api.crossref.org":
        return "articles" if "idconv" in url else path[-1].removesuffix(".fcgi")
    if "transform" in path:
        return "csl" if url.endswith("csl+json") else "transform"
    if path[-1] == "agency":
        return "agency"
    if path[-1] == "works":
        return "works"
    if path[0] == "works":
        return "work"
    return "others" if len(path) == 1 else "other"


def request_of(exchange: dict[str, Any], source: Source, kind: str) -> Request:
    route = "list" if kind in ("works", "others") else "single"
    routes = {"pubmed": "eutils", "idconv": "idconv", "crossref": route}
    url, _, query = exchange["url"].partition("?")
    form = exchange["request_body"] or query
    return Request(
        source=source.name,
        route=routes[source.name],
        method=exchange["method"],
        url=url,
        params=tuple(parse_qsl(form)),
        asked=("x:1",),
    )


async def ask(exchange: dict[str, Any], body: bytes) -> str:
    source = HOSTS[urlsplit(exchange["url"]).netloc]
    media = exchange["headers"].get("content-type")
    headers = {"content-type": media} if isinstance(media, str) else {}
    client = Client(
        Contact(),
        version="0",
        timeouts=Timeouts(attempts=1),
        transport=httpx.MockTransport(
            lambda _: httpx.Response(exchange["status"], headers=headers, content=body)
        ),
        paced=False,
    )

    def flow() -> Flow:
        yield request_of(exchange, source, kind_of(exchange["url"]))

    async with client:
        try:
            async for payload in client.run(flow(), source):
                if payload.status == 404:
                    return "unknown"
        except TransientError:
            return "transient"
        except ProtocolError:
            return "refused"
        except SourceError as error:
            return type(error).__name__
    return "answer"


@pytest.fixture(scope="module")
def exchanges(shared_data: Path) -> list[dict[str, Any]]:
    lines = (shared_data / "http_exchanges.jsonl").read_text().splitlines()
    found = [json.loads(line) for line in lines]
    return [one for one in found if urlsplit(one["url"]).netloc in HOSTS
            and "/openurl" not in one["url"]]  # fmt: skip


def test_every_recorded_exchange_is_what_it_is(
    exchanges: list[dict[str, Any]], shared_data: Path
) -> None:
    """Status and body together tell answers, unknown, refusals and outages apart."""
    wrong = []
    seen = set()
    for exchange in exchanges:
        source = HOSTS[urlsplit(exchange["url"]).netloc].name
        place = (source, kind_of(exchange["url"]), exchange["status"])
        seen.add(place)
        found = asyncio.run(
            ask(exchange, (shared_data / exchange["file"]).read_bytes())
        )
        if found != EXPECTED.get(place):
            wrong.append((exchange["file"], place, found))

    assert wrong == []
    assert len(exchanges) > 300
    assert seen <= EXPECTED.keys()
