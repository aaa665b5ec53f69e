"""What to ask the E-utilities, and in which order."""

from __future__ import annotations

import itertools
from collections.abc import Generator, Iterable, Iterator, Sequence
from functools import partial

from lxml import etree

from harvester.errors import TransientError
from harvester.model import DOI, PMID, LinkKind, SourceRecord, Value
from harvester.sources.base import Fault
from harvester.sources.batches import ask_in_parts
from harvester.sources.pubmed.check import is_unknown
from harvester.sources.pubmed.draft import NAME
from harvester.sources.pubmed.parse import parse_articles
from harvester.wire import Flow, Payload, Request
from harvester.xml import parser, text

BASE_URL = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
ROUTE = "eutils"

LINK_NAMES = {
    LinkKind.SIMILAR: "pubmed_pubmed",
    LinkKind.CITED_BY: "pubmed_pubmed_citedin",
    LinkKind.REFERENCES: "pubmed_pubmed_refs",
}

_FETCHED_PER_REQUEST = 300
"""EFetch has no set maximum (NBK25499); more than 200 are to be POSTed, as all are."""
_IDS_PER_REQUEST = 200
_DOIS_PER_SEARCH = 50
_Asking = Generator[Request, Payload, tuple[str, ...]]


class Hits(Value, frozen=True, kw_only=True):
    """The answer of ESearch.

    Attributes:
        ids: The PMIDs listed.
        count: How many there are in all.
    """

    ids: tuple[str, ...]
    count: int


def lookup_pmids(pmids: Sequence[str], *, singly: bool = True) -> tuple[Flow, ...]:
    """Return a conversation for every 300 PMIDs: EFetch, then singly what it omits."""
    return tuple(
        _fetch(batch, singly) for batch in batches(pmids, _FETCHED_PER_REQUEST)
    )


def lookup_dois(dois: Sequence[str]) -> tuple[Flow, ...]:
    """Return a conversation for every 50 DOIs: ESearch, then EFetch of its hits.

    PubMed may answer an unknown DOI with a near match, so a record counts only
    if its own DOI is among those asked for (``Request.asked``).
    """
    return tuple(map(_search, batches(dois, _DOIS_PER_SEARCH)))


def related(kind: LinkKind, pmids: Sequence[str]) -> tuple[Flow, ...]:
    """Return a conversation for every 200 PMIDs that asks for their links.

    Each id is a parameter of its own: joined by commas they are answered as one.
    Scores fail for some articles for weeks, hence the second try without.
    """
    ask = _ask_similar if kind is LinkKind.SIMILAR else _ask_links
    return tuple(
        ask_in_parts(NAME, PMID, batch, partial(ask, kind))
        for batch in batches(pmids, _IDS_PER_REQUEST)
    )


def _fetch(pmids: tuple[str, ...], singly: bool) -> Flow:  # noqa: FBT001 - private
    def ask(batch: tuple[str, ...]) -> _Asking:
        payload = yield fetch_request(batch, tuple(f"{PMID}:{p}" for p in batch))
        if not singly or len(batch) == 1:
            return ()
        if is_unknown(payload):  # said of many, it may be a slip of the server
            return batch
        answered = answered_pmids(payload)
        return tuple(pmid for pmid in batch if pmid not in answered)

    return ask_in_parts(NAME, PMID, pmids, ask)


def _search(dois: tuple[str, ...]) -> Flow:
    return ask_in_parts(NAME, DOI, dois, _ask_search)


def _ask_search(dois: tuple[str, ...]) -> _Asking:
    asked = tuple(f"{DOI}:{doi}" for doi in dois)
    hits = parse_hits((yield search_request(dois, asked)))
    if hits.count > len(hits.ids) and len(dois) > 1:
        # One of them was taken for ordinary words: its hits crowd the others out.
        return dois
    if hits.ids:
        yield fetch_request(hits.ids, asked)
    return ()


def _ask_links(kind: LinkKind, pmids: tuple[str, ...]) -> _Asking:
    payload = yield link_request(kind, pmids, "neighbor")
    return _unmentioned(payload, pmids)


def _ask_similar(kind: LinkKind, pmids: tuple[str, ...]) -> _Asking:
    try:
        payload = yield link_request(kind, pmids, "neighbor_score")
    except TransientError:
        payload = yield link_request(kind, pmids, "neighbor")
    return _unmentioned(payload, pmids)


def _unmentioned(payload: Payload, pmids: tuple[str, ...]) -> tuple[str, ...]:
    """Return what of many an ELink reply leaves out, as it does at times.

    An id that it does not know is called 0: then nobody knows which are left out.
    """
    if len(pmids) == 1 or not payload.body.lstrip().startswith(b"<"):
        return ()
    root = etree.fromstring(payload.body, parser())
    mentioned = {text(e) for e in root.iterfind("LinkSet/IdList/Id")}
    return () if "0" in mentioned else tuple(p for p in pmids if p not in mentioned)


def fetch_request(pmids: Iterable[str], asked: tuple[str, ...]) -> Request:
    """Build the EFetch request for whole records; ids go in the body."""
    return post(
        "efetch",
        (("db", "pubmed"), ("retmode", "xml"), ("id", ",".join(pmids))),
        asked,
    )


def search_request(dois: Iterable[str], asked: tuple[str, ...]) -> Request:
    """Build the ESearch request for records that bear one of ``dois``."""
    term = " OR ".join(f'"{doi.replace(chr(34), " ")}"[doi]' for doi in dois)
    return post(
        "esearch",
        (
            ("db", "pubmed"),
            ("retmode", "xml"),
            ("retmax", str(_IDS_PER_REQUEST)),
            ("term", term),
        ),
        asked,
    )


def link_request(kind: LinkKind, pmids: Iterable[str], command: str) -> Request:
    """Build the ELink request for one kind of link; never without ``linkname``."""
    pmids = tuple(pmids)
    return post(
        "elink",
        (
            ("dbfrom", "pubmed"),
            ("db", "pubmed"),
            ("cmd", command),
            ("linkname", LINK_NAMES[kind]),
            ("retmode", "xml"),
            *(("id", pmid) for pmid in pmids),
        ),
        tuple(f"{PMID}:{pmid}" for pmid in pmids),
    )


def parse_hits(payload: Payload) -> Hits:
    """Read an ESearch reply that passed ``check``."""
    root = etree.fromstring(payload.body, parser())
    ids = tuple(i for e in root.iterfind("IdList/Id") if (i := text(e)) is not None)
    count = text(root.find("Count"))
    return Hits(ids=ids, count=int(count) if count else len(ids))


def answered_pmids(payload: Payload) -> set[str | None]:
    """Return the PMIDs of an EFetch reply's records, readable or not."""
    return {
        entry.source_id
        for entry in parse_articles(payload.body)
        if isinstance(entry, SourceRecord | Fault)
    }


def post(
    utility: str, params: tuple[tuple[str, str], ...], asked: tuple[str, ...] = ()
) -> Request:
    """Build a request to one of the utilities; parameters go in the body."""
    return Request(
        source=NAME,
        route=ROUTE,
        method="POST",
        url=f"{BASE_URL}/{utility}.fcgi",
        params=params,
        asked=asked,
    )


def batches(ids: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    """Yield ``ids`` without repetitions, at most ``size`` at a time."""
    distinct = iter(dict.fromkeys(ids))
    while batch := tuple(itertools.islice(distinct, size)):
        yield batch
