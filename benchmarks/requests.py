"""How many requests a harvest costs and how long it takes, beside three clients.

Run: python benchmarks/peers.py   (once: the peers' own environment)
     python benchmarks/requests.py [--peer-ids N]

First requests alone, counted by the mirror in this process. Then 1,000 PMIDs and 1,000
DOIs with their links, over HTTP on this machine, from a mirror that enforces the
services' rates and takes a moment for an answer, as a network does; everybody has a
key. The peers ask for one identifier a call, as they are made to; ``--peer-ids`` lets
them ask for fewer, and what they need for 1,000 is reckoned from that. They may send
one request a second more than allowed: they keep to the rate to the millisecond, and
would be refused where the machine stumbles. Links lead to articles that are asked for
anyway.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import platform
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from benchmarks import one_by_one, peers
from harvester import __version__
from harvester.fetch import Client, Contact, InProcessTransport
from harvester.link import Limits
from harvester.mirror import Mirror, shipped_folder
from harvester.mirror.answer import Answer, Served
from harvester.mirror.enforcer import POLITE, RateEnforcer
from harvester.mirror.server import Server
from harvester.model import Key
from harvester.pipeline import Asked, Harvest
from harvester.sources.registry import choose_sources
from harvester.store import Library

ARTICLE = """<PubmedArticleSet><PubmedArticle>
<MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>
<Article PubModel="Print">
<Journal><JournalIssue CitedMedium="Print"><Volume>1</Volume>
<PubDate><Year>2020</Year></PubDate></JournalIssue>
<Title>Journal of Made-up Things</Title></Journal>
<ArticleTitle>{title}.</ArticleTitle>
<ELocationID EIdType="doi" ValidYN="Y">{doi}</ELocationID><Language>eng</Language>
<PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType>
</PublicationTypeList></Article>
<MedlineJournalInfo><MedlineTA>J Made Up</MedlineTA></MedlineJournalInfo>
</MedlineCitation>
<PubmedData><PublicationStatus>ppublish</PublicationStatus>
<ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId>
<ArticleId IdType="doi">{doi}</ArticleId></ArticleIdList>
</PubmedData></PubmedArticle></PubmedArticleSet>"""
MISSING_AT_CROSSREF = 5
LIMITS = Limits(similar=20, cited_by=200, references=50)
BAR = 20
"""So many times fewer requests than one by one."""
ANSWER_SECONDS = 0.05
CONTACT = Contact(email="me@example.org", mailto="me@example.org", api_key="made-up")
CLIENTS = (("biopython", "pubmed"), ("metapub", "pubmed"), ("habanero", "crossref"))
"""Who gets records of which source; with their links from PubMed."""


def make_title(pmid: str) -> str:
    """Return a title that is like no other, as most are."""
    letters = hashlib.sha256(pmid.encode()).hexdigest()
    return f"Made up {' '.join(letters[n : n + 7] for n in range(0, 42, 7))}"


def build_folder(folder: Path, pmids: list[str]) -> None:
    """Write made-up records; a few DOIs are of another agency than Crossref.

    The first article has more links of every kind than the limits fetch.
    """
    (folder / "pubmed").mkdir()
    (folder / "crossref").mkdir()
    for number, pmid in enumerate(pmids):
        doi = f"10.5555/made-up.{pmid}"
        text = ARTICLE.format(pmid=pmid, doi=doi, title=make_title(pmid))
        (folder / "pubmed" / f"{pmid}.xml").write_text(text, encoding="utf-8")
        if number % (len(pmids) // MISSING_AT_CROSSREF) == 1:
            continue
        work = {"DOI": doi, "title": [make_title(pmid)], "type": "journal-article"}
        if number == 0:
            work["reference"] = [
                {"key": str(n), "DOI": f"10.5555/made-up.{p}"}
                for n, p in enumerate(pmids[700:760])
            ]
        name = f"{pmid}.json"
        (folder / "crossref" / name).write_text(json.dumps(work), encoding="utf-8")
    links = {
        pmids[0]: {
            "similar": [[pmid, 1000 - n] for n, pmid in enumerate(pmids[1:101])],
            "cited_by": pmids[101:601],
            "references": pmids[601:701],
        }
    }
    (folder / "links.json").write_text(json.dumps(links), encoding="utf-8")


def count(
    folder: Path, wanted: list[Key], limits: Limits | None
) -> tuple[Counter[str], float, int]:
    """Harvest ``wanted`` and return requests by endpoint, seconds, articles."""
    mirror = Mirror(folder)
    client = Client(
        Contact(),
        version=__version__,
        transport=InProcessTransport(mirror),
        paced=False,
    )
    asked = [
        Asked(printed=value, took_for=scheme, wanted=(frozenset([(scheme, value)]),))
        for scheme, value in wanted
    ]
    started = datetime.now(UTC)
    with (
        tempfile.TemporaryDirectory() as place,
        Library.open(f"{place}/x.db") as library,
    ):
        run = Harvest(library, client, choose_sources(["icite"]), limits)
        _, summary = asyncio.run(run.run(asked, "benchmark"))
    seconds = (datetime.now(UTC) - started).total_seconds()
    endpoints = Counter(
        f"{served.service} {served.endpoint}" for served in mirror.requests
    )
    return endpoints, seconds, summary.added


def limited_links(pmids: list[str]) -> list[str]:
    """Return the linked PMIDs that the limits let through for the first article."""
    return [
        *pmids[1 : 1 + LIMITS.similar],
        *pmids[101 : 101 + LIMITS.cited_by],
        *pmids[601 : 601 + LIMITS.references],
    ]


class Distant:
    """A mirror that takes a moment for an answer."""

    def __init__(self, mirror: Mirror) -> None:
        self._mirror = mirror

    @property
    def requests(self) -> Sequence[Served]:
        """What was answered."""
        return self._mirror.requests

    def answer(
        self,
        method: str,
        url: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Answer one request."""
        time.sleep(ANSWER_SECONDS)
        return self._mirror.answer(method, url, body, headers)


class Taken(NamedTuple):
    """What a client took for all identifiers that it asked for."""

    asked: int
    articles: int
    requests: int
    refused: int
    seconds: float

    def per(self, count: int) -> float:
        """Return the requests for ``count`` identifiers."""
        return self.requests * count / self.asked


def link_all(folder: Path, pmids: list[str]) -> None:
    """Give every article links of each kind to articles of the same folder."""
    kinds = {
        "similar": range(1, 6),
        "cited_by": range(6, 9),
        "references": range(9, 13),
    }
    links = {}
    for number, pmid in enumerate(pmids):
        linked = {
            kind: [pmids[(number + step) % len(pmids)] for step in steps]
            for kind, steps in kinds.items()
        }
        scores = [[other, 1000 - n] for n, other in enumerate(linked["similar"])]
        links[pmid] = linked | {"similar": scores}
    (folder / "links.json").write_text(json.dumps(links), encoding="utf-8")


def harvest(folder: Path, scheme: str, keys: list[str]) -> Taken:
    """Harvest over HTTP, at the rates that the services allow."""
    mirror = RateEnforcer(Distant(Mirror(folder)), POLITE)
    asked = [
        Asked(printed=key, took_for=scheme, wanted=(frozenset([(scheme, key)]),))
        for key in keys
    ]
    with (
        tempfile.TemporaryDirectory() as place,
        Server(mirror, host="127.0.0.1", port=0) as server,
        Library.open(f"{place}/x.db") as library,
    ):
        client = Client(
            CONTACT, version=__version__, origin=server.url, state_folder=Path(place)
        )
        run = Harvest(library, client, choose_sources([]), LIMITS)
        began = time.perf_counter()
        _, summary = asyncio.run(run.run(asked, "benchmark"))
        seconds = time.perf_counter() - began
    refused = mirror.violations.total()
    requests = len(mirror.requests) + refused
    return Taken(len(keys), summary.added, requests, refused, seconds)


def ask_one_by_one(
    folder: Path, peer: str, scheme: str, ids: list[tuple[str, str]]
) -> Taken:
    """Let a peer get articles, in a process of its own."""
    lenient = {route: (count + 1, time) for route, (count, time) in POLITE.items()}
    mirror = RateEnforcer(Distant(Mirror(folder)), lenient)
    with Server(mirror, host="127.0.0.1", port=0) as server:
        script = [peers.program("python"), "-P", one_by_one.__file__]
        done = subprocess.run(
            [*script, peer, server.url, scheme],
            input=json.dumps(ids),
            capture_output=True,
            check=True,
            text=True,
        )
    found = json.loads(done.stdout)
    refused = mirror.violations.total()
    requests = len(mirror.requests) + refused
    return Taken(len(ids), found["articles"], requests, refused, found["seconds"])


def compare(folder: Path, ids: list[tuple[str, str]], peer_ids: int) -> None:
    """Print what 1,000 identifiers with links take, one client after the other."""
    head = f"{'with links':<24}{'asked':>7}{'articles':>9}{'requests':>9}"
    print(f"\n{head}{'refused':>8}{'seconds':>9}{'requests for 1,000':>20}")
    tasks = [(peer, "pmid") for peer, _ in CLIENTS]
    tasks += [(peer, "doi") for peer, of in CLIENTS if of == "pubmed"]
    with ThreadPoolExecutor(len(tasks)) as pool:  # they wait most of the time
        running = {
            task: pool.submit(ask_one_by_one, folder, *task, ids[:peer_ids])
            for task in (tasks if peers.are_installed() else ())
        }
        theirs = {task: each.result() for task, each in running.items()}
    for scheme, keys in (("pmid", [p for p, _ in ids]), ("doi", [d for _, d in ids])):
        ours = harvest(folder, scheme, keys)
        show(f"{scheme}: harvester", ours)
        for (peer, asked_by), taken in theirs.items():
            if asked_by == scheme:
                show(f"{scheme}: {peer}", taken)
                compare_requests(scheme, peer, taken, theirs, ours)


def compare_requests(
    scheme: str,
    peer: str,
    taken: Taken,
    theirs: Mapping[tuple[str, str], Taken],
    ours: Taken,
) -> None:
    """Print how many times fewer requests ours are; Crossref's are habanero's."""
    if peer != "habanero":
        needed = taken.per(1000) + theirs["habanero", "pmid"].per(1000)
        ratio = needed / ours.per(1000)
        sign = "ok" if ratio >= BAR else "MISSED"
        told = f"exact ratio requests/{scheme}, {peer} and habanero: {ratio:.1f}"
        print(f"{told} (bar {BAR}) {sign}", flush=True)


def show(name: str, taken: Taken) -> None:
    """Print a row."""
    print(
        f"{name:<24}{taken.asked:>7}{taken.articles:>9}{taken.requests:>9}"
        f"{taken.refused:>8}{taken.seconds:>9.1f}{taken.per(1000):>20,.0f}",
        flush=True,
    )


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--peer-ids", type=int, default=1000)
    given = arguments.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, {platform.python_version()}")
    print(f"{peers.describe()}\n")
    head = f"{'what':<44}{'bar':>6}{'requests':>10}  by endpoint"
    print(head)
    print("-" * len(head))
    pmids = [str(99100000 + n) for n in range(1000)]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        build_folder(folder, pmids)
        rows = [
            ("one PMID with links (38689169, shipped)", 8, shipped_folder(),
             [("pmid", "38689169")], LIMITS),
            ("one PMID with 100 + 500 + 100 + 60 links", 8, folder,
             [("pmid", pmids[0])], LIMITS),
            (f"1,000 PMIDs, no links, {MISSING_AT_CROSSREF} not at Crossref",
             25 + MISSING_AT_CROSSREF, folder, [("pmid", p) for p in pmids], None),
        ]  # fmt: skip
        for name, bar, place_of_records, wanted, limits in rows:
            endpoints, seconds, added = count(place_of_records, wanted, limits)
            listed = ", ".join(f"{k} {n}" for k, n in sorted(endpoints.items()))
            print(f"{name:<44}{bar:>6}{endpoints.total():>10}  {listed}")
            print(f"{'':<60}  {added} articles in {seconds:.2f} s")
        link_all(folder, pmids)
        compare(folder, [(p, f"10.5555/made-up.{p}") for p in pmids], given.peer_ids)


if __name__ == "__main__":
    main()
