"""Which PubMed records changed, or are there no longer: found by ESearch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from harvester.model import PMID
from harvester.sources.pubmed import flow
from harvester.sources.pubmed.draft import NAME
from harvester.wire import Flow, Payload, Request

PMIDS_PER_SEARCH = 1_000
_CEILING = "9999"
_DATED = "[mdat]"


def changed_since(pmids: Sequence[str], day: date) -> tuple[Flow, ...]:
    """Return a conversation for every 1,000 PMIDs: who is there, and who changed.

    A search by modification date does not name records that were deleted or merged
    away, hence the search without it.
    """
    return tuple(_search(batch, day) for batch in flow.batches(pmids, PMIDS_PER_SEARCH))


def _search(pmids: tuple[str, ...], day: date) -> Flow:
    anyone = " OR ".join(f"{pmid}[uid]" for pmid in pmids)
    since = f'"{day:%Y/%m/%d}"{_DATED} : "3000"{_DATED}'
    yield _request(anyone, pmids)
    yield _request(f"({anyone}) AND ({since})", pmids)


def _request(term: str, pmids: tuple[str, ...]) -> Request:
    return Request(
        source=NAME,
        route=flow.ROUTE,
        method="POST",
        url=f"{flow.BASE_URL}/esearch.fcgi",
        params=(
            ("db", "pubmed"),
            ("retmode", "xml"),
            ("retmax", _CEILING),
            ("term", term),
        ),
        asked=tuple(f"{PMID}:{pmid}" for pmid in pmids),
    )


def parse_changed(payload: Payload) -> tuple[str, ...]:
    """Return the PMIDs to fetch again: those that changed, or are not found.

    Whether a PMID that is not found is gone for good is for EFetch to say. Of a
    list that is cut short nothing is believed: then all are to be fetched.
    """
    hits = flow.parse_hits(payload)
    asked = tuple(one.partition(":")[2] for one in payload.request.asked)
    if hits.count != len(hits.ids):
        return asked
    found = set(hits.ids)
    is_dated = any(_DATED in value for _, value in payload.request.params)
    return tuple(pmid for pmid in asked if (pmid in found) is is_dated)
