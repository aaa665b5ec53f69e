"""Every fault at every endpoint: what is asked, kept and said.

Six made-up articles are harvested through a mirror that misbehaves, with batches
of two, so that every endpoint is asked three times. Used by the tests, and by
``benchmarks/faults.py``, which prints the whole table.
"""

from __future__ import annotations

import asyncio
import json
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from harvester.cli.get import _exit_code
from harvester.fetch import Client, Contact, InProcessTransport, Timeouts
from harvester.link import Limits
from harvester.mirror import Mirror
from harvester.mirror.faults import FaultyMirror, Rule, Script
from harvester.pipeline import Asked, Harvest
from harvester.sources.crossref import flow as crossref_flow
from harvester.sources.doira import flow as doira_flow
from harvester.sources.icite import flow as icite_flow
from harvester.sources.idconv import flow as idconv_flow
from harvester.sources.pubmed import flow as pubmed_flow
from harvester.sources.registry import EVERY_SOURCE, SOURCES
from harvester.store import Library
from tests.libraries import make_empty_library

ARTICLE = """<PubmedArticle>
<MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>
<Article PubModel="Print">
<Journal><JournalIssue CitedMedium="Print"><Volume>1</Volume>
<PubDate><Year>2020</Year></PubDate></JournalIssue>
<Title>Journal of Faults</Title></Journal>
<ArticleTitle>Fault {pmid}.</ArticleTitle>
<ELocationID EIdType="doi" ValidYN="Y">{doi}</ELocationID><Language>eng</Language>
<PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType>
</PublicationTypeList></Article>
<MedlineJournalInfo><MedlineTA>J Fault</MedlineTA></MedlineJournalInfo>
</MedlineCitation>
<PubmedData><PublicationStatus>ppublish</PublicationStatus>
<ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId>
<ArticleId IdType="doi">{doi}</ArticleId>
<ArticleId IdType="pmc">PMC{pmid}</ArticleId></ArticleIdList>
</PubmedData></PubmedArticle>
"""
PMIDS = tuple(str(99200001 + n) for n in range(6))
STRANGER = "99200007"
ENDPOINTS = {
    "efetch": "eutils",
    "esearch": "eutils",
    "elink": "eutils",
    "list": "crossref",
    "single": "crossref",
    "articles": "idconv",
    "doiRA": "doira",
    "dois": "datacite",
    "pubs": "icite",
    "citations": "opencitations",
    "references": "opencitations",
}
"""Endpoint → its service."""
INDEXES = ("pubs", "citations", "references")
"""Endpoints of the citation indexes; the other ones are asked without them."""
LISTS = ("elink", *INDEXES)
"""Endpoints that answer with links."""
KINDS = ("list", "single", "agency")
"""Folders of DOIs: those Crossref lists, those asked for singly, those of DataCite."""
_KIND_OF = {"single": "single", "doiRA": "agency", "dois": "agency"}
ONE_EACH = ("single", "dois", "citations", "references")
"""Endpoints that are asked for one article at a time."""
SCHEMES = {
    "efetch": "pmid", "elink": "pmid", "esearch": "doi",
    "list": "doi", "single": "doi", "articles": "pmcid", "doiRA": "doi", "dois": "doi",
    "pubs": "pmid", "citations": "doi", "references": "doi",
}  # fmt: skip
POSITIONS = ("first", "middle", "last")
ATTEMPTS = 4
ONCE, ALWAYS = "once", "always"
_LINKS_SQL = "SELECT citing_value, coalesce(cited_value, ''), provider FROM citations"


def kind_of(endpoint: str) -> str:
    """Return the kind of folder that leads to three or six requests of ``endpoint``."""
    return _KIND_OF.get(endpoint, "list")


def doi_of(pmid: str, kind: str) -> str:
    """Return the DOI of an article; one with a comma is always asked for singly."""
    sign = {"list": ".", "single": ",", "agency": "-"}[kind]
    return f"10.5555/fault{sign}{pmid}"


def build_folder(folder: Path, kind: str) -> Path:
    """Write the articles, and links among them."""
    for name in ("pubmed", "crossref", "datacite"):
        (folder / name).mkdir(parents=True)
    for pmid in (*PMIDS, STRANGER):
        doi = doi_of(pmid, kind)
        if kind == "agency":
            resource = {
                "attributes": {"doi": doi, "titles": [{"title": f"Fault {pmid}"}]}
            }
            file = folder / "datacite" / f"{pmid}.json"
            file.write_text(json.dumps(resource), encoding="utf-8")
            continue
        (folder / "pubmed" / f"{pmid}.xml").write_text(
            ARTICLE.format(pmid=pmid, doi=doi), encoding="utf-8"
        )
        work = {"DOI": doi, "title": [f"Fault {pmid}"], "type": "journal-article"}
        (folder / "crossref" / f"{pmid}.json").write_text(
            json.dumps(work), encoding="utf-8"
        )
    links = {
        pmid: {
            "similar": [[other, 100 - n] for n, other in enumerate(PMIDS)],
            "cited_by": [other for other in PMIDS if other > pmid],
            "references": [other for other in PMIDS if other < pmid],
        }
        for pmid in PMIDS
    }
    (folder / "links.json").write_text(json.dumps(links), encoding="utf-8")
    indexes = {
        name: {
            pmid: {kind: named[kind] for kind in ("cited_by", "references")}
            for pmid, named in links.items()
        }
        for name in ("icite", "opencitations")
    }
    for known in indexes.values():
        known[STRANGER] = {kind: [PMIDS[0]] for kind in ("cited_by", "references")}
    (folder / "indexes.json").write_text(json.dumps(indexes), encoding="utf-8")
    return folder


class Result(msgspec.Struct, frozen=True):
    """What a run came to.

    Attributes:
        exit_code: As the command line would return it.
        requests: By ``service endpoint``.
        records: (source, key) of every record in the library.
        sets: States of the link sets, by (owner, kind, provider).
        links: Every citation with a provider that says it.
        unknown: (source, value) that a service is noted not to know.
        failed: Identifiers named in failures.
        reasons: Why.
        problems: Wanted articles without an outcome.
        befallen: How many faults were played.
    """

    exit_code: int
    requests: Counter[str]
    records: frozenset[tuple[str, str]]
    sets: dict[tuple[str, str, str], str]
    links: frozenset[tuple[str, ...]]
    unknown: frozenset[tuple[str, str]]
    failed: frozenset[str]
    reasons: tuple[str, ...]
    problems: int
    befallen: int

    @property
    def total(self) -> int:
        """All requests."""
        return self.requests.total()


@contextmanager
def small_batches() -> Iterator[None]:
    """Ask for two at a time."""
    places = (
        (pubmed_flow, "_FETCHED_PER_REQUEST"),
        (pubmed_flow, "_IDS_PER_REQUEST"),
        (pubmed_flow, "_DOIS_PER_SEARCH"),
        (crossref_flow, "MAX_DOIS"),
        (idconv_flow, "MAX_IDS"),
        (doira_flow, "MAX_DOIS"),
        (icite_flow, "MAX_PMIDS"),
    )
    kept = [(place, name, getattr(place, name)) for place, name in places]
    for place, name in places:
        setattr(place, name, 2)
    try:
        yield
    finally:
        for place, name, value in kept:
            setattr(place, name, value)


def script(fault: str, endpoint: str, position: str, how: str) -> Script:
    """Play ``fault`` once, or whenever the article at the position is named."""
    pmid, wanted = pmid_of(endpoint, position), wanted_of(endpoint, position)
    place = POSITIONS.index(position)
    number = (1, 3, 6)[place] if endpoint in ONE_EACH else place + 1
    rule = Rule(
        fault=fault,
        service=ENDPOINTS[endpoint],
        endpoint=endpoint,
        megabytes=3,
        id=wanted if how == ALWAYS or fault == "another-record" else "",
        instead=wanted.replace(pmid, STRANGER),
        nth=(number,) if how == ONCE else (),
    )
    return Script(rule=(rule,))


def pmid_of(endpoint: str, position: str) -> str:
    """Return the article of a request, the first one of a batch."""
    place = POSITIONS.index(position)
    return PMIDS[(0, 2, 5)[place] if endpoint in ONE_EACH else 2 * place]


def wanted_of(endpoint: str, position: str) -> str:
    pmid = pmid_of(endpoint, position)
    if endpoint in ("efetch", "elink", "pubs"):
        return pmid
    if endpoint == "articles":
        return f"PMC{pmid}"
    return doi_of(pmid, kind_of(endpoint))


def inputs(endpoint: str) -> list[Asked]:
    """Return what leads to three requests of ``endpoint``."""
    scheme = "pmid" if endpoint == "list" else SCHEMES[endpoint]
    values = {
        "pmid": PMIDS,
        "pmcid": tuple(f"PMC{pmid}" for pmid in PMIDS),
        "doi": tuple(doi_of(pmid, kind_of(endpoint)) for pmid in PMIDS),
    }[scheme]
    return [
        Asked(printed=value, took_for=scheme, wanted=(frozenset([(scheme, value)]),))
        for value in values
    ]


async def _no_sleep(_: float) -> None:
    await asyncio.sleep(0)


def harvest(
    folder: Path, database: Path, endpoint: str, faults: Script | None = None
) -> Result:
    """Harvest the six articles through a mirror with ``faults``; no time passes."""
    random.seed(1)  # the jitter of pauses
    mirror = FaultyMirror(Mirror(folder), faults or Script())
    client = Client(
        Contact(),
        version="0",
        timeouts=Timeouts(attempts=ATTEMPTS),
        transport=InProcessTransport(mirror, sleep=_no_sleep),
        paced=False,
        most_bytes=2_000_000,
        sleep=_no_sleep,
    )
    limits = Limits(similar=20, cited_by=20, references=20)
    if not database.exists():
        make_empty_library(database)
    with small_batches(), Library.open(str(database)) as library:
        sources = EVERY_SOURCE if endpoint in INDEXES else SOURCES
        run = Harvest(library, client, sources, limits if endpoint in LISTS else None)
        outcomes, summary = asyncio.run(run.run(inputs(endpoint), "faults"))
    with closing(sqlite3.connect(database)) as db:
        records = db.execute("SELECT source, source_id FROM records").fetchall()
        unknown = db.execute("SELECT source, value FROM lookups").fetchall()
        sets = db.execute(
            "SELECT owner_value, kind, provider, state FROM link_sets"
        ).fetchall()
        links = db.execute(_LINKS_SQL).fetchall()
    return Result(
        exit_code=_exit_code(outcomes, summary, ()),
        requests=Counter(f"{s.service} {s.endpoint}" for s in mirror.requests),
        records=frozenset(records),
        unknown=frozenset(unknown),
        sets={tuple(of): state for *of, state in sets},
        links=frozenset(links),
        failed=frozenset(n for f in summary.failures for n in f.asked),
        reasons=tuple(sorted({f.message for f in summary.failures})),
        problems=sum(1 for outcome in outcomes if outcome.problem),
        befallen=len(mirror.befallen),
    )
