"""What a refresh costs, by size of the library and share that changed.

Run: python benchmarks/refresh.py [--quick]

The services are the mirror in this process, over a folder of made-up records: of every
journal the library holds one work in ten, and of the others as large a share changed.
Every article is due, or asked about by ``--since``; but in the last row: there each is
due once in ninety days, as old articles are by default, and one in a hundred changed.
Time is that of the program; how long the services make one wait stands beside it:
requests by the rates that they allow to whoever gives a contact address.
"""

from __future__ import annotations

import asyncio
import json
import platform
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
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
ROWS = (
    (0.0, "all due", 6, None),
    (0.01, "all due", 11, None),
    (0.1, "all due", 16, None),
    (0.01, "--since", 17, date(2026, 11, 10)),
)
"""Share changed, what is asked for, day of November, ``--since``."""
CHUNK = 1_000
BAR = 20
"""So many times fewer requests than a full fetch: the largest library, 1 % changed."""
PER_JOURNAL = 100
"""Articles of a journal in the library, on average; few have many, many have few."""
OTHERS = 9
"""Works of a journal that are not in the library, for one that is."""
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
OTHER = "other."
"""Begins the names of works that are not in the library."""
GOLDEN = 0.6180339887
"""Multiples of it, without their whole parts, lie evenly between 0 and 1."""
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


def write(
    folder: Path, pmids: Sequence[str], size: int, *, volume: int, month: int
) -> None:
    """Write records of both services, as revised in a month of 2026."""
    for pmid in pmids:
        text = RECORD.format(pmid=pmid, volume=volume, month=month)
        (folder / "pubmed" / f"{pmid}.xml").write_text(text, encoding="utf-8")
        write_work(folder, f"made-up.{pmid}", issn(pmid, size), volume, month)


def write_others(folder: Path, pmids: Sequence[str], size: int, month: int) -> None:
    """Write works of the same journals that are not in the library."""
    for pmid in pmids:
        for number in range(OTHERS):
            name = f"{OTHER}{pmid}.{number}"
            write_work(folder, name, issn(pmid, size), 1, month)


def write_work(folder: Path, name: str, issn: str, volume: int, month: int) -> None:
    """Write one work of Crossref."""
    work = {
        "DOI": f"10.5555/{name}",
        "type": "journal-article",
        "title": [f"Made up {name.rpartition('.')[2]}"],
        "ISSN": [issn],
        "volume": str(volume),
        "issued": {"date-parts": [[2020]]},
        "indexed": {"date-parts": [[2026, month, 15]]},
    }
    place = folder / "crossref" / f"{name}.json"
    place.write_text(json.dumps(work), encoding="utf-8")


def issn(pmid: str, size: int) -> str:
    """Return the journal of a record: few journals have many, many have few."""
    share = int(pmid) * GOLDEN % 1
    number = int(max(size // PER_JOURNAL, 1) * share**2)
    return f"{number // 1000:04}-{number % 1000:03}X"


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
    place: str,
    folder: Path,
    now: datetime,
    days: dict[str, int],
    since: date | None = None,
) -> tuple[Mirror, float, str]:
    """Refresh a library by the given intervals, or since a day."""
    mirror, client = open_mirror(folder)
    started = time.perf_counter()
    with Library.open(place) as library:
        run = Refresh(
            library,
            client,
            SOURCES,
            Limits(similar=0, cited_by=0, references=0),
            Orders(days=days, since=since),
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
    utilities = sum(endpoints[name] for name in ("epost", "esearch", "efetch"))
    return max(utilities / RATES["eutils"], listed, single)


def show(what: str, mirror: Mirror, seconds: float, told: str = "") -> int:
    """Print one row; return how many requests it took."""
    endpoints = Counter(served.endpoint for served in mirror.requests)
    listed = ", ".join(f"{name} {count}" for name, count in sorted(endpoints.items()))
    print(
        f"{what:<34}{endpoints.total():>9}{waiting(endpoints):>11.0f} s"
        f"{seconds:>10.1f} s  {told:<16}{listed}",
        flush=True,
    )
    return endpoints.total()


def measure(size: int) -> None:
    """Print the rows of one size of library."""
    pmids = [str(99_000_000 + number) for number in range(size)]
    with tempfile.TemporaryDirectory() as scratch:
        folder, place = Path(scratch) / "folder", f"{scratch}/library.db"
        for part in ("pubmed", "crossref"):
            (folder / part).mkdir(parents=True)
        write(folder, pmids, size, volume=1, month=3)
        whole = show(f"{size:,}: full fetch", *fetch_all(place, folder, pmids))
        taken = {}
        for volume, (share, name, day, since) in enumerate(ROWS, start=10):
            changed = pmids[:: round(1 / share)] if share else []
            write(folder, changed, size, volume=volume, month=11)
            write_others(folder, changed, size, month=11)
            what = f"{size:,}: {name}, {share:.0%} changed"
            taken[what] = show(
                what, *refresh(place, folder, FIRST.replace(day=day), DAYS, since)
            )
            write(folder, changed, size, volume=volume, month=3)
            for file in (folder / "crossref").glob(f"{OTHER}*"):
                file.unlink()
        now = FIRST.replace(month=12)
        spread(place, pmids, now)
        write(folder, pmids[89::101], size, volume=99, month=12)
        what = f"{size:,}: a usual night"
        taken[what] = show(what, *refresh(place, folder, now, NIGHTLY))
        for what, requests in taken.items():
            compare(what, whole / requests, has_bar=size == SIZES[-1])


def compare(what: str, ratio: float, *, has_bar: bool) -> None:
    """Print how many times fewer requests were sent than for a full fetch."""
    sign = ""
    if has_bar and "1% changed" in what:
        sign = f" (bar {BAR:.0f}) {'ok' if ratio >= BAR else 'MISSED'}"
    print(f"exact ratio refresh/{what.replace(', ', '/')}: {ratio:.1f}{sign}")


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
    sizes = SIZES[:1] if "--quick" in sys.argv[1:] else SIZES
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
