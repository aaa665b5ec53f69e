"""What 1,000 articles with their links take, beside clients that ask one by one.

Run: python benchmarks/peers.py   (once: the peers' own environment)
     python benchmarks/clients.py [--peer-ids N]

1,000 PMIDs, then 1,000 DOIs, over HTTP on this machine, from a mirror that enforces the
services' rates and takes a moment for an answer, as a network does; everybody has a
key. The peers ask for one identifier a call, as they are made to; ``--peer-ids`` lets
them ask for fewer, and what they need for 1,000 is reckoned from that. They may send
one request a second more than allowed: they keep to the rate to the millisecond, and
would be refused where the machine stumbles. Links lead to articles that are asked for
anyway. PubMed's records and links come by Biopython or metapub, Crossref's records by
habanero.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import sqlite3
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from benchmarks import one_by_one, peers
from benchmarks.requests import LIMITS, build_folder
from harvester import __version__
from harvester.fetch import Client, Contact
from harvester.mirror import Mirror
from harvester.mirror.enforcer import POLITE, RateEnforcer
from harvester.mirror.faults import FaultyMirror, Rule, Script
from harvester.mirror.server import Server
from harvester.pipeline import Asked, Harvest
from harvester.sources.registry import choose_sources
from harvester.store import Library

BAR = 20
"""So many times fewer requests than one by one."""
DISTANT = Script(rule=(Rule(fault="slow", seconds=0.05),))
"""An answer takes a moment, as over a network."""
CONTACT = Contact(email="me@example.org", mailto="me@example.org", api_key="made-up")
_LINKS = "SELECT count(*) FROM link_sets WHERE provider = 'pubmed'"
CROSSREF = ("habanero", "pmid")
TASKS = (
    ("biopython", "pmid"),
    ("metapub", "pmid"),
    CROSSREF,
    ("biopython", "doi"),
    ("metapub", "doi"),
)
"""Peer, and what it is asked by; Crossref's works are asked for by DOI either way."""


class Taken(NamedTuple):
    """What a client got and took for all identifiers that it asked for.

    Attributes:
        asked: Identifiers.
        articles, links: Articles, and lists of links, that came.
        requests: Those refused (429) among them.
    """

    asked: int
    articles: int
    links: int
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


def ask_together(folder: Path, scheme: str, keys: list[str]) -> Taken:
    """Harvest over HTTP, at the rates that the services allow."""
    mirror = RateEnforcer(FaultyMirror(Mirror(folder), DISTANT), POLITE)
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
        with closing(sqlite3.connect(f"{place}/x.db")) as db:
            (links,) = db.execute(_LINKS).fetchone()
    return Taken(len(keys), summary.added, links, *count(mirror), seconds)


def ask_one_by_one(
    folder: Path, peer: str, scheme: str, ids: list[tuple[str, str]]
) -> Taken:
    """Let a peer get articles, in a process of its own."""
    lenient = {route: (count + 1, time) for route, (count, time) in POLITE.items()}
    mirror = RateEnforcer(FaultyMirror(Mirror(folder), DISTANT), lenient)
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
    came = found["articles"], found["links"]
    return Taken(len(ids), *came, *count(mirror), found["seconds"])


def count(mirror: RateEnforcer) -> tuple[int, int]:
    """Return the requests that were sent, and how many of them were refused."""
    refused = mirror.violations.total()
    return len(mirror.requests) + refused, refused


def compare(folder: Path, ids: list[tuple[str, str]], peer_ids: int) -> None:
    """Print what the identifiers take, one client after the other."""
    with ThreadPoolExecutor(len(TASKS)) as pool:  # they wait most of the time
        running = {
            task: pool.submit(ask_one_by_one, folder, *task, ids[:peer_ids])
            for task in (TASKS if peers.are_installed() else ())
        }
        theirs = {task: each.result() for task, each in running.items()}
    head = f"{'with links':<20}{'asked':>7}{'articles':>9}{'link lists':>11}"
    print(
        f"{head}{'requests':>9}{'refused':>8}{'seconds':>9}{'requests for 1,000':>20}"
    )
    told = []
    for scheme, keys in (("pmid", [p for p, _ in ids]), ("doi", [d for _, d in ids])):
        ours = ask_together(folder, scheme, keys)
        show(f"{scheme}: harvester", ours)
        for (peer, asked_by), taken in theirs.items():
            if asked_by != scheme:
                continue
            show(f"{scheme}: {peer}", taken)
            if (peer, asked_by) != CROSSREF:
                needed = taken.per(1000) + theirs[CROSSREF].per(1000)
                told.append((f"{scheme}, {peer} and habanero", needed / ours.per(1000)))
    for what, ratio in told:
        sign = "ok" if ratio >= BAR else "MISSED"
        print(f"exact ratio requests/{what}: {ratio:.1f} (bar {BAR}) {sign}")


def show(name: str, taken: Taken) -> None:
    """Print a row."""
    print(
        f"{name:<20}{taken.asked:>7}{taken.articles:>9}{taken.links:>11}"
        f"{taken.requests:>9}{taken.refused:>8}{taken.seconds:>9.1f}"
        f"{taken.per(1000):>20,.0f}",
        flush=True,
    )


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--peer-ids", type=int, default=1000)
    given = arguments.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, {platform.python_version()}")
    print(peers.describe())
    pmids = [str(99100000 + n) for n in range(1000)]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        build_folder(folder, pmids)
        link_all(folder, pmids)
        compare(folder, [(p, f"10.5555/made-up.{p}") for p in pmids], given.peer_ids)


if __name__ == "__main__":
    main()
