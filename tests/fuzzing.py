"""Spoiled input for everything that reads what others wrote.

Used by the tests, for a few seconds, and by ``benchmarks/fuzz.py``, for as long as
is asked for. Seeded: the same seed spoils the same bytes.
"""

from __future__ import annotations

import io
import random
import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from harvester.config import Settings
from harvester.errors import HarvesterError
from harvester.identify import identify_document, read_argument
from harvester.mirror import Mirror, shipped_folder
from harvester.sources.base import LinkSource
from harvester.sources.files import read_records
from harvester.sources.registry import EVERY_SOURCE
from harvester.wire import Payload, Request

EUTILS = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
EUROPEPMC = "https://www.ebi.ac.uk/europepmc/webservices/rest/search"
ICITE = "https://icite.od.nih.gov/api/pubs"
OPENCITATIONS = "https://api.opencitations.net/index/v2"
CITED = "10.5555/jnm.2018.0001"
Seed = tuple[str, bytes]
"""(reader, bytes that it reads without complaint)."""
_LISTS = frozenset({"elink", "links", "citations", "references"})
_SCRAPS = (
    *(b"<", b">", b"&", b"{", b"}", b"["),
    b"]]>",
    b"<!--",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"&a;",
    b"\x00",
    b"\xff\xfe",
    b"null",
    b"[[null]]",
    b"1e999",
    b"-1",
    b'"',
    b"\\u0000",
    b"10.1000/",
    b"PMID: ",
    b"%2F",
    b"\r\n",
    b"</PubmedArticle>",
    "é".encode(),
    b"\x1b[31m",
)


def seeds() -> list[Seed]:
    """Return good input for every reader."""
    folder = shipped_folder()
    mirror = Mirror(folder)
    found: list[Seed] = []
    for file in sorted((folder / "pubmed").glob("*.xml")):
        found += [("records", file.read_bytes()), ("pubmed efetch", file.read_bytes())]
        found.append(("document", file.read_bytes()))
    for file in sorted((folder / "crossref").glob("*.json")):
        work = file.read_bytes()
        reply = b'{"status":"ok","message-type":"work","message":' + work + b"}"
        found += [("records", work), ("crossref single", reply), ("document", work)]
    for file in sorted((folder / "datacite").glob("*.json")):
        resource = b'{"data":' + file.read_bytes() + b"}"
        found.append(("datacite dois", resource))
    dois = "10.5555/vest.glow.2023,10.5555/oja.2024.3,10.5555/slip"
    body = mirror.answer("GET", f"https://doi.org/doiRA/{dois}").body
    found.append(("doira doira", body))
    body = mirror.answer("GET", f"{EUROPEPMC}?query=TITLE_ABS:moss").body
    found.append(("europepmc search", body))
    body = mirror.answer("GET", f"{ICITE}?pmids=99000001,99000005").body
    found.append(("icite links", body))
    for kind in ("citations", "references"):
        body = mirror.answer("GET", f"{OPENCITATIONS}/{kind}/doi:{CITED}").body
        found.append((f"opencitations {kind}", body))
    for name in ("pubmed_pubmed", "pubmed_pubmed_citedin"):
        query = f"dbfrom=pubmed&db=pubmed&cmd=neighbor&linkname={name}&id=99000001"
        body = mirror.answer("GET", f"{EUTILS}/elink.fcgi?{query}").body
        found.append(("pubmed elink", body))
    found.append(
        ("config", b"[links]\nsimilar = 3\n[contact]\nemail = 'a@example.org'\n")
    )
    found.append(("argument", b"https://doi.org/10.1000/(SICI)1:2<3::AID>3.0.CO;2-X"))
    return found


def payload(source: str, utility: str, body: bytes) -> Payload:
    urls = {
        "pubmed": f"{EUTILS}/{utility}.fcgi",
        "crossref": "https://api.crossref.org/works/x",
        "datacite": "https://api.datacite.org/dois/x",
        "doira": "https://doi.org/doiRA/x",
        "europepmc": EUROPEPMC,
        "icite": ICITE,
        "opencitations": f"{OPENCITATIONS}/{utility}/doi:{CITED}",
    }
    asked = {"opencitations": (f"doi:{CITED}",)}
    return Payload(
        request=Request(
            source=source,
            route="eutils" if source == "pubmed" else utility,
            method="POST" if source == "pubmed" else "GET",
            url=urls[source],
            params=(("linkname", "pubmed_pubmed"),),
            asked=asked.get(source, ("pmid:99000001", "pmid:99000005")),
        ),
        status=200,
        body=body,
        content_type="",
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def read_reply(source: str, utility: str, body: bytes) -> None:
    reply = payload(source, utility, body)
    asked = EVERY_SOURCE[source]
    asked.check(reply)
    asked.parse(reply)
    if utility in _LISTS and isinstance(asked, LinkSource):
        asked.parse_links(reply)


def read_config(body: bytes) -> None:
    # What load_settings turns into a ConfigError.
    with suppress(tomllib.TOMLDecodeError, msgspec.ValidationError):
        msgspec.convert(tomllib.loads(body.decode("utf-8", "replace")), Settings)


READERS: dict[str, Callable[[bytes], object]] = {
    "records": lambda body: list(read_records(io.BytesIO(body))),
    "document": lambda body: identify_document("fuzz", body),
    "argument": lambda body: read_argument(body.decode("utf-8", "replace")),
    "config": read_config,
    "pubmed efetch": lambda body: read_reply("pubmed", "efetch", body),
    "pubmed elink": lambda body: read_reply("pubmed", "elink", body),
    "crossref single": lambda body: read_reply("crossref", "single", body),
    "datacite dois": lambda body: read_reply("datacite", "dois", body),
    "doira doira": lambda body: read_reply("doira", "doira", body),
    "icite links": lambda body: read_reply("icite", "links", body),
    "opencitations citations": lambda body: read_reply(
        "opencitations", "citations", body
    ),
    "opencitations references": lambda body: read_reply(
        "opencitations", "references", body
    ),
    "europepmc search": lambda body: read_reply("europepmc", "search", body),
}


def spoil(body: bytes, chance: random.Random) -> bytes:
    """Return ``body`` with a few bytes cut, doubled, replaced or put in."""
    spoiled = bytearray(body)
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(spoiled) + 1)
        end = min(len(spoiled), start + chance.choice((1, 2, 8, 64, 512)))
        match chance.randrange(5):
            case 0:
                del spoiled[start:end]
            case 1:
                spoiled[start:start] = spoiled[start:end]
            case 2:
                spoiled[start:end] = chance.choice(_SCRAPS)
            case 3:
                spoiled[start:start] = chance.choice(_SCRAPS)
            case _:
                spoiled[start:end] = bytes(
                    chance.randrange(256) for _ in range(end - start)
                )
    return bytes(spoiled)


def fuzz(seed: int) -> Iterator[tuple[str, bytes, Exception | None]]:
    """Yield reader, input and the error that nobody classed, without end."""
    chance = random.Random(seed)
    good = seeds()
    while True:
        name, body = chance.choice(good)
        spoiled = spoil(body, chance)
        problem: Exception | None = None
        try:
            READERS[name](spoiled)
        except HarvesterError:
            pass
        except Exception as error:  # noqa: BLE001 - which is what is looked for
            problem = error
        yield name, spoiled, problem


def save(folder: Path, name: str, body: bytes) -> Path:
    """Keep an input that found something."""
    file = folder / f"{name.replace(' ', '-')}-{abs(hash(body))}.bin"
    file.write_bytes(body)
    return file
