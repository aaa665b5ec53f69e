"""What a refresh costs, by size of the library and share that changed.

Run: python benchmarks/refresh.py [--quick]

The services are the mirror in this process, over a folder of made-up records. Every
article is due, but in the last row: there each is due once in ninety days, as old
articles are by default, and one in a hundred changed. Time is that of the program; how
long the services make one wait stands beside it: requests by the rates that they allow
to whoever gives a contact address.
"""

from __future__ import annotations

import asyncio
import json
import platform
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from harvester import __version__
from harvester.config import RefreshSettings
from harvester.fetch import Client, Contact, InProcessTransport
from harvester.link import Limits
from harvester.mirror import Mirror
from harvester.pipeline import Asked, Harvest, Orders, Refresh
from harvester.schedule import Subject
from harvester.sources.registry import SOURCES
from harvester.store import Check, Library

SIZES = (1_000, 10_000, 100_000)
SHARES = (0.0, 0.01, 0.1)
CHUNK = 1_000
DAYS = dict.fromkeys(
    (
        "watched_days", "ahead_of_print_days", "in_process_days", "no_mesh_days",
        "young_days", "old_days", "links_young_days", "links_old_days",
        "retry_days", "retry_most_days",
    ),
    1,
)  # fmt: skip
NIGHTLY = msgspec.structs.asdict(RefreshSettings())
RATES = {"eutils": 3.0, "list": 3.0, "single": 10.0}
"""Requests a second, without an API key, with a contact address."""
FIRST = datetime(2026, 11, 1, 3, 17, tzinfo=UTC)
RECORD = """<PubmedArticle>
<MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>
<DateRevised><Year>2026</Year><Month>{month:02}</Month><Day>15</Day></DateRevised>
<Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print">
<Volume>{volume}</Volume><PubDate><Year>2020</Year></PubDate></JournalIssue>
<Title>Journal of Made-up Things</Title></Journal>
<ArticleTitle>Made up {pmid}.</ArticleTitle>
<ELocationID EIdType="doi" ValidYN="Y">10.5555/made-up.{pmid}</ELocationID>
<Abstract><AbstractText>Nothing was measured, and nothing came of it.</AbstractText>
</Abstract><AuthorList CompleteYN="Y"><Author ValidYN="Y"><LastName>Nobody</LastName>
<ForeName>Anna</ForeName><Initials>A</Initials></Author></AuthorList>
<Language>eng</Language><PublicationTypeList>
<PublicationType UI="D016428">Journal Article</PublicationType></PublicationTypeList>
</Article><MedlineJournalInfo><MedlineTA>J Made Up</MedlineTA></MedlineJournalInfo>
<MeshHeadingList><MeshHeading><DescriptorName UI="D006801" MajorTopicYN="N">Humans
</DescriptorName></MeshHeading></MeshHeadingList></MedlineCitation>
<PubmedData><PublicationStatus>ppublish</PublicationStatus>
<ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId></ArticleIdList>
</PubmedData></PubmedArticle>"""


def write(folder: Path, pmids: Iterable[str], volume: int, month: int) -> None:
    """Write records of both services, as revised in a month of 2026."""
    for pmid in pmids:
        text = RECORD.format(pmid=pmid, volume=volume, month=month)
        (folder / "pubmed" / f"{pmid}.xml").write_text(text, encoding="utf-8")
        work = {
            "DOI": f"10.5555/made-up.{pmid}",
            "type": "journal-article",
            "title": [f"Made up {pmid}"],
            "volume": str(volume),
            "issued": {"date-parts": [[2020]]},
            "indexed": {"date-parts": [[2026, month, 15]]},
        }
        place = folder / "crossref" / f"{pmid}.json"
        place.write_text(json.dumps(work), encoding="utf-8")


def open_mirror(folder: Path) -> tuple[Mirror, Client]:
    """Return a mirror that has its indexes, and a client of it."""
    mirror = Mirror(folder)
    mirror.answer(
        "GET",
        "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esearch.fcgi?db=pubmed"
        "&term=2026[mdat]",
    )
    mirror.answer(
        "GET",
        "https://api.crossref.org/works?rows=1&filter=doi:10.5555/none",
    )
    mirror.requests.clear()
    client = Client(
        Contact(),
        version=__version__,
        transport=InProcessTransport(mirror),
        paced=False,
    )
    return mirror, client


def chunks(items: list[str]) -> Iterator[list[str]]:
    """Yield some at a time."""
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def fetch_all(place: str, folder: Path, pmids: list[str]) -> tuple[Mirror, float]:
    """Harvest all of ``pmids`` without links; the first time builds the library."""
    mirror, client = open_mirror(folder)
    started = time.perf_counter()
    with Library.open(place) as library:
        for chunk in chunks(pmids):
            asked = [
                Asked(printed=p, took_for="PMID", wanted=(frozenset([("pmid", p)]),))
                for p in chunk
            ]
            run = Harvest(library, client, SOURCES, None, now=lambda: FIRST)
            asyncio.run(run.run(asked, "benchmark"))
    return mirror, time.perf_counter() - started


def refresh(
    place: str, folder: Path, now: datetime, days: dict[str, int]
) -> tuple[Mirror, float, str]:
    """Refresh a library by the given intervals."""
    mirror, client = open_mirror(folder)
    started = time.perf_counter()
    with Library.open(place) as library:
        run = Refresh(
            library,
            client,
            SOURCES,
            Limits(similar=0, cited_by=0, references=0),
            Orders(days=days),
            now=lambda: now,
        )
        report = asyncio.run(run.run("benchmark"))
    seconds = time.perf_counter() - started
    told = f"{report.summary.updated} updated"
    if report.summary.failures or report.left_count:
        told += " - INCOMPLETE"
    return mirror, seconds, told


def waiting(endpoints: Counter[str]) -> float:
    """Return the seconds that the services' rates make of requests, side by side."""
    single = endpoints["single"] / RATES["single"]
    listed = endpoints["list"] / RATES["list"]
    utilities = sum(endpoints[name] for name in ("esearch", "efetch", "elink"))
    return max(utilities / RATES["eutils"], listed, single)


def show(what: str, mirror: Mirror, seconds: float, told: str = "") -> None:
    """Print one row."""
    endpoints = Counter(served.endpoint for served in mirror.requests)
    listed = ", ".join(f"{name} {count}" for name, count in sorted(endpoints.items()))
    print(
        f"{what:<34}{endpoints.total():>9}{waiting(endpoints):>11.0f} s"
        f"{seconds:>10.1f} s  {told:<16}{listed}",
        flush=True,
    )


def measure(size: int) -> None:
    """Print the rows of one size of library."""
    pmids = [str(99_000_000 + number) for number in range(size)]
    with tempfile.TemporaryDirectory() as scratch:
        folder, place = Path(scratch) / "folder", f"{scratch}/library.db"
        for part in ("pubmed", "crossref"):
            (folder / part).mkdir(parents=True)
        write(folder, pmids, volume=1, month=3)
        show(f"{size:,}: full fetch", *fetch_all(place, folder, pmids))
        for month, share in enumerate(SHARES, start=10):
            now = FIRST.replace(day=1 + 5 * (month - 9))
            changed = pmids[:: round(1 / share)] if share else []
            write(folder, changed, volume=month, month=11)
            what = f"{size:,}: refresh, {share:.0%} changed"
            show(what, *refresh(place, folder, now, DAYS))
        now = FIRST.replace(month=12)
        spread(place, pmids, now)
        write(folder, pmids[89::101], volume=99, month=12)
        show(f"{size:,}: a usual night", *refresh(place, folder, now, NIGHTLY))


def spread(place: str, pmids: list[str], now: datetime) -> None:
    """Have the records checked last on one of the last ninety days each."""
    nights = NIGHTLY["old_days"]
    with Library.open(place) as library, library.transaction():
        for night in range(nights):
            some = pmids[night::nights]
            named = [("pubmed", "pmid", pmid) for pmid in some]
            named += [("crossref", "doi", f"10.5555/made-up.{pmid}") for pmid in some]
            library.save_checks(
                [
                    Check(
                        source=source,
                        subject=Subject.RECORD,
                        scheme=scheme,
                        value=value,
                        outcome="unchanged",
                        rule="old",
                    )
                    for source, scheme, value in named
                ],
                now - timedelta(days=night + 1),
            )


def main() -> None:
    """Print the table."""
    sizes = SIZES[:2] if "--quick" in sys.argv[1:] else SIZES
    print(f"{platform.machine()}, Python {platform.python_version()}\n")
    head = (
        f"{'library':<34}{'requests':>9}{'at rates':>13}{'own time':>12}"
        "                    by endpoint"
    )
    print(head)
    print("-" * len(head))
    for size in sizes:
        measure(size)


if __name__ == "__main__":
    main()
