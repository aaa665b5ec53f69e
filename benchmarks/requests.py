"""How many requests a harvest costs, counted by the mirror in this process.

Run: python benchmarks/requests.py
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import platform
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from harvester import __version__
from harvester.fetch import Client, Contact, InProcessTransport
from harvester.link import Limits
from harvester.mirror import Mirror, shipped_folder
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


def main() -> None:
    """Print the table."""
    print(f"{platform.machine()}, Python {platform.python_version()}\n")
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


if __name__ == "__main__":
    main()
