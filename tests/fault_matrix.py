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
from harvester.sources.idconv import flow as idconv_flow
from harvester.sources.pubmed import flow as pubmed_flow
from harvester.sources.registry import SOURCES
from harvester.store import Library

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
}
"""Endpoint → its service."""
KINDS = ("list", "single", "agency")
"""Folders of DOIs: those Crossref lists, those asked for singly, those of DataCite."""
_KIND_OF = {"single": "single", "doiRA": "agency", "dois": "agency"}
_ONE_EACH = ("single", "dois")
"""Endpoints that are asked for one article at a time."""
POSITIONS = ("first", "middle", "last")
ATTEMPTS = 4
ONCE, ALWAYS = "once", "always"


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
    return folder


class Result(msgspec.Struct, frozen=True):
    """What a run came to.

    Attributes:
        exit_code: As the command line would return it.
        requests: By ``service endpoint``.
        records: (source, key) of every record in the library.
        sets: States of the link sets, by (owner, kind).
        unknown: (source, value) that a service is noted not to know.
        failed: Identifiers named in failures.
        reasons: Why.
        problems: Wanted articles without an outcome.
        befallen: How many faults were played.
    """

    exit_code: int
    requests: Counter[str]
    records: frozenset[tuple[str, str]]
    sets: dict[tuple[str, str], str]
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
    pmid, wanted = _pmid(endpoint, position), _wanted(endpoint, position)
    place = POSITIONS.index(position)
    number = (1, 3, 6)[place] if endpoint in _ONE_EACH else place + 1
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


def _pmid(endpoint: str, position: str) -> str:
    """Return the article of a request, the first one of a batch."""
    place = POSITIONS.index(position)
    return PMIDS[(0, 2, 5)[place] if endpoint in _ONE_EACH else 2 * place]


def _wanted(endpoint: str, position: str) -> str:
    pmid = _pmid(endpoint, position)
    if endpoint in ("efetch", "elink"):
        return pmid
    if endpoint == "articles":
        return f"PMC{pmid}"
    return doi_of(pmid, kind_of(endpoint))


def inputs(endpoint: str) -> list[Asked]:
    """Return what leads to three requests of ``endpoint``."""
    scheme = "pmid" if endpoint == "list" else _SCHEMES[endpoint]
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
    with small_batches(), Library.open(str(database)) as library:
        run = Harvest(library, client, SOURCES, limits if endpoint == "elink" else None)
        outcomes, summary = asyncio.run(run.run(inputs(endpoint), "faults"))
    with closing(sqlite3.connect(database)) as db:
        records = db.execute("SELECT source, source_id FROM records").fetchall()
        unknown = db.execute("SELECT source, value FROM lookups").fetchall()
        sets = db.execute("SELECT owner_value, kind, state FROM link_sets").fetchall()
    return Result(
        exit_code=_exit_code(outcomes, summary, ()),
        requests=Counter(f"{s.service} {s.endpoint}" for s in mirror.requests),
        records=frozenset(records),
        unknown=frozenset(unknown),
        sets={(owner, kind): state for owner, kind, state in sets},
        failed=frozenset(n for f in summary.failures for n in f.asked),
        reasons=tuple(sorted({f.message for f in summary.failures})),
        problems=sum(1 for outcome in outcomes if outcome.problem),
        befallen=len(mirror.befallen),
    )


T, P, B, U, OK = "transient", "refused", "blocked", "unknown", "answer"
_X, _J = ("efetch", "esearch", "elink"), ("list", "single", "articles")


def _all(kind: str, **but: str) -> dict[str, str]:
    return {endpoint: but.get(endpoint, kind) for endpoint in ENDPOINTS}


CLASSES: dict[str, dict[str, str]] = {
    "busy": _all(T),
    "busy-200": _all(T),
    "error-500": _all(T),
    "error-502": _all(T),
    "error-503": _all(T),
    "error-504": _all(T),
    "forbidden": _all(B),
    "page": _all(T),
    "page-404": _all(P, list=T, single=T, dois=T),
    "too-long": _all(P),
    # Of JSON services an envelope of its own, without records.
    "error-element": _all(T, articles=P, doiRA=P, dois=P),
    "error-400": _all(P, efetch=T, esearch=T, elink=T),
    "error-json": _all(T),
    "no-ids": _all(P, efetch=U),
    "bad-parameter": _all(P),
    "bad-cursor": _all(P, dois=U),
    "not-found": _all(P, single=U, dois=U),
    "prolog": _all(T),
    "empty": _all(T),
    "truncated": _all(T),
    "omitted": _all(OK),
    "another-record": _all(OK),
    "elsewhere": _all(P),
    "doubled-headers": _all(OK),
    "broken-gzip": _all(T),
    "bomb": _all(P),
    "slow": _all(OK),
    "refused": _all(T),
    "dropped": _all(T),
    "timeout": _all(T),
    "reset": _all(T),
    "cut": _all(T),
}
"""Fault → endpoint → what it is, written down by hand: worth another try, refused,
reason to leave the service alone, word that it does not know the id, an answer."""


def complaints(  # noqa: C901 - one line for each promise
    fault: str, endpoint: str, position: str, how: str, clean: Result, result: Result
) -> list[str]:
    """Return which promises the run broke; none is as it must be."""
    kind = CLASSES[fault][endpoint]
    pmid = _pmid(endpoint, position)
    source = {"eutils": "pubmed"}.get(ENDPOINTS[endpoint], ENDPOINTS[endpoint])
    name = f"{_SCHEMES[endpoint]}:{_wanted(endpoint, position)}"
    broken = []

    def must(promise: str, kept: bool) -> None:  # noqa: FBT001 - a check list
        if not kept:
            broken.append(promise)

    healed = (
        result.records == clean.records
        and result.sets == clean.sets
        and result.unknown == clean.unknown
        and result.exit_code == 0
    )
    most = clean.total + _most_more(kind, endpoint, how)
    must(f"{result.total} requests, at most {most}", result.total <= most)
    must("no fault was played", result.befallen > 0)
    missing = clean.records - result.records
    must(
        "only that service lacks records",
        all(s == source for s, _ in missing)
        or (endpoint in ("efetch", "esearch", "articles", "doiRA")),
    )
    # Where Crossref says that it does not know a DOI, doi.org says whose it is.
    made_up = {r for r in result.records - clean.records if r[0] != "doira"}
    must("nothing is made up", not made_up)
    if kind == B:
        must("exit code 1 or 3", result.exit_code in (1, 3))
        must(f"{name} is named", name in result.failed)
        return broken
    if fault == "another-record":
        expected = _SWAPPED[endpoint][how]
    elif fault == "omitted":
        applies = how == ALWAYS and endpoint == "efetch"
        expected = "unknown" if applies else "healed"
    elif kind == OK:
        expected = "healed"
    elif kind == U:
        expected = "unknown" if how == ALWAYS or endpoint in _ONE_EACH else "healed"
    elif endpoint == "list":
        expected = "healed"  # what lists cannot give is asked for singly
    elif how == ONCE:
        is_lost = kind == P and endpoint in _ONE_EACH
        expected = "failed" if is_lost else "healed"
    else:
        expected = "failed"
    if expected == "healed":
        must("healed", healed)
    elif expected == "unknown":
        key = name.partition(":")[2]
        must(f"{key} is noted as unknown", (source, key) in result.unknown)
        must("no failure", not result.failed)
    else:
        must("exit code 3", result.exit_code == 3)
        must(
            f"only {name} is named, not {sorted(result.failed)}",
            result.failed == {name},
        )
        others = {k: v for k, v in clean.sets.items() if k[0] != pmid}
        kept = {k: v for k, v in result.sets.items() if k[0] != pmid}
        must("the sets of the others are there", kept == others)
        must("at most one article is lost", len(missing) <= _MOST_LOST[endpoint])
    return broken


_SCHEMES = {
    "efetch": "pmid", "elink": "pmid", "esearch": "doi",
    "list": "doi", "single": "doi", "articles": "pmcid", "doiRA": "doi", "dois": "doi",
}  # fmt: skip
_MOST_LOST = {
    "efetch": 3, "elink": 0, "esearch": 2, "list": 1, "single": 1, "articles": 3,
    "doiRA": 2, "dois": 1,
}  # fmt: skip
"""Records of one article, with those that could not be asked for without it."""
_SWAPPED = {
    "efetch": {ONCE: "healed", ALWAYS: "failed"},
    "esearch": {ONCE: "unknown", ALWAYS: "unknown"},
    "elink": {ONCE: "healed", ALWAYS: "failed"},
    "list": {ONCE: "healed", ALWAYS: "healed"},
    "single": {ONCE: "failed", ALWAYS: "failed"},
    "articles": {ONCE: "healed", ALWAYS: "failed"},
    "doiRA": {ONCE: "healed", ALWAYS: "failed"},
    "dois": {ONCE: "failed", ALWAYS: "failed"},
}
"""What becomes of an article for which another is answered."""


def _most_more(kind: str, endpoint: str, how: str) -> int:
    """Return how many requests more than without a fault are right."""
    if how == ONCE:
        return 1 if kind == T else 4
    if kind != T:
        return 12 if endpoint == "elink" else 5
    # A batch and its bad half with all their tries; the good half.
    return 32 if endpoint == "elink" else 2 * ATTEMPTS + 2
