"""How near to the services' limits a harvest runs, and that it never passes them.

Run: python benchmarks/throughput.py [--virtual] [--pmids N]

1. Two processes at once against a mirror that enforces ten requests a second.
2. A harvest of 10,000 PMIDs with a key and a contact address: PubMed at ten a
   second, Crossref at three lists and ten single records a second; through the
   enforcing mirror, in real time. With --virtual the clock jumps over the waiting,
   which leaves out what the work itself takes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.clients import CONTACT
from benchmarks.requests import ARTICLE, make_title
from harvester import __version__
from harvester.fetch import Client, InProcessTransport
from harvester.mirror import Mirror
from harvester.mirror.enforcer import POLITE, RateEnforcer
from harvester.mirror.server import Server
from harvester.pipeline import Asked, Harvest
from harvester.sources.registry import SOURCES
from harvester.store import Library

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 10


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop that jumps to the next moment at which something is due."""

    def __init__(self) -> None:
        super().__init__()
        self._passed = 0.0
        selector: Any = self._selector  # type: ignore[attr-defined]
        select = selector.select

        def jump(timeout: float | None = None) -> Any:
            self._passed += timeout or 0.0
            return select(0)

        selector.select = jump

    def time(self) -> float:
        """Seconds that have passed, as far as anybody waited for them."""
        return 1_000_000.0 + self._passed


def build_folder(folder: Path, pmids: list[str]) -> Path:
    """Write a PubMed record and a Crossref work for each PMID; 1 in 1,000 has none."""
    (folder / "pubmed").mkdir(parents=True)
    (folder / "crossref").mkdir()
    for number, pmid in enumerate(pmids):
        doi = f"10.5555/made-up.{pmid}"
        (folder / "pubmed" / f"{pmid}.xml").write_text(
            ARTICLE.format(pmid=pmid, doi=doi, title=make_title(pmid)), encoding="utf-8"
        )
        if number % 1000 != 999:
            work = {"DOI": doi, "title": [make_title(pmid)], "type": "journal-article"}
            (folder / "crossref" / f"{pmid}.json").write_text(
                json.dumps(work), encoding="utf-8"
            )
    return folder


def worker(origin: str, state: str, seconds: float) -> int:
    """Ask one article after the other, three at once; print how many came."""

    async def run() -> int:
        source = SOURCES["pubmed"]
        until = time.monotonic() + seconds
        answered = 0
        client = Client(
            CONTACT, version=__version__, origin=origin, state_folder=Path(state)
        )

        async def ask() -> None:
            nonlocal answered
            while time.monotonic() < until:
                (flow,) = source.lookup("pmid", ["99100000"])
                async for _ in client.run(flow, source):
                    answered += 1

        async with client:
            await asyncio.gather(*(ask() for _ in range(3)))
        return answered

    return asyncio.run(run())


def two_processes(folder: Path, seconds: float) -> tuple[int, float]:
    """Return violations, and requests a second of two processes together."""
    mirror = RateEnforcer(Mirror(folder), {"eutils": (LIMIT, 1.0)})
    with (
        tempfile.TemporaryDirectory() as state,
        Server(mirror, host="127.0.0.1", port=0) as server,
    ):
        command = [sys.executable, str(Path(__file__)), "--worker", server.url, state]
        command.append(str(seconds))
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        workers = [subprocess.Popen(command, env=environment) for _ in range(2)]
        for process in workers:
            process.wait()
    arrivals = list(mirror.arrivals["eutils"])
    # Whole windows, without the first, in which the processes are starting.
    counted = arrivals[LIMIT:]
    whole = (len(counted) - 1) // LIMIT * LIMIT
    return mirror.violations.total(), whole / (counted[whole] - counted[0])


async def harvest(folder: Path, pmids: list[str], *, virtual: bool) -> dict[str, Any]:
    """Harvest ``pmids`` and return what was asked and how long it took."""
    loop = asyncio.get_running_loop()
    clock = loop.time if virtual else time.time
    mirror = RateEnforcer(Mirror(folder), POLITE, clock=loop.time)
    client = Client(
        CONTACT,
        version=__version__,
        transport=InProcessTransport(mirror),
        clock=clock,
    )
    asked = [
        Asked(printed=p, took_for="PMID", wanted=(frozenset([("pmid", p)]),))
        for p in pmids
    ]
    with (
        tempfile.TemporaryDirectory() as place,
        Library.open(f"{place}/x.db") as library,
    ):
        run = Harvest(library, client, SOURCES, None)
        begun, cpu = clock(), time.process_time()
        _, summary = await run.run(asked, "throughput")
        seconds, cpu = clock() - begun, time.process_time() - cpu
    counts = {route: len(arrivals) for route, arrivals in mirror.arrivals.items()}
    last = max(a[-1] for a in mirror.arrivals.values() if a)
    first = min(a[0] for a in mirror.arrivals.values() if a)
    return {
        "added": summary.added,
        "failures": len(summary.failures),
        "violations": mirror.violations.total(),
        "counts": counts,
        "seconds": seconds,
        "asking": last - first,
        "cpu": cpu,
    }


def dictated(counts: dict[str, int]) -> float:
    """Return the seconds that the limits alone dictate, one service after the other.

    Crossref is asked by the DOIs that PubMed's records bring; its lists and single
    records are asked side by side.
    """
    times = {route: count / POLITE[route][0] for route, count in counts.items()}
    return times["eutils"] + max(times["crossref list"], times["crossref single"])


def main() -> None:
    """Print both measurements."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--virtual", action="store_true")
    parser.add_argument("--pmids", type=int, default=10_000)
    parser.add_argument("--worker", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        origin, state, seconds = options.worker
        worker(origin, state, float(seconds))
        return
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, {platform.python_version()}\n"
    )
    pmids = [str(99100000 + n) for n in range(options.pmids)]
    with tempfile.TemporaryDirectory() as place:
        folder = build_folder(Path(place) / "records", pmids)
        violations, rate = two_processes(folder, 20)
        print(f"two processes: {violations} answers 429; {rate:.2f} requests a second")
        print(f"  of {LIMIT} allowed: {rate / LIMIT:.1%} (bar: none, 95 %)")
        work = harvest(folder, pmids, virtual=options.virtual)
        if options.virtual:
            with asyncio.Runner(loop_factory=VirtualLoop) as runner:
                found = runner.run(work)
        else:
            found = asyncio.run(work)
    least = dictated(found["counts"])
    kind = "virtual" if options.virtual else "real"
    print(f"\n{options.pmids} PMIDs, {kind} clock: {found['added']} articles added,")
    print(f"  {found['failures']} failures, {found['violations']} answers 429")
    print(f"  requests: {found['counts']}")
    print(
        f"  the limits alone dictate {least:.1f} s; asking took {found['asking']:.1f} s"
    )
    print(f"  ({found['asking'] / least:.2f} x, bar 1.15 x), the whole run ", end="")
    print(f"{found['seconds']:.1f} s ({found['seconds'] / least:.2f} x),")
    print(f"  {found['cpu']:.1f} s of it work of the processor")


if __name__ == "__main__":
    main()
