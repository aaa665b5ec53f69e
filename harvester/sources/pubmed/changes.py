"""Which PubMed records changed, or are there no longer: found by EPost and ESearch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from lxml import etree

from harvester.errors import TransientError
from harvester.model import PMID
from harvester.sources.base import Changes, Inquiry
from harvester.sources.pubmed import flow
from harvester.sources.pubmed.draft import NAME
from harvester.wire import Flow, Payload
from harvester.xml import parser, text

PMIDS_PER_INQUIRY = 9_999
"""EPost takes 10,000; of a search 9,999 hits can be had."""
_FIRST = date(1800, 1, 2)
"""No record was modified before."""


def changed_since(pmids: Sequence[str], day: date) -> tuple[Inquiry, ...]:
    """Return an inquiry for every 9,999 PMIDs: which of them did not change.

    They are posted, and searched for by a date of modification before ``day``. What
    the search does not name changed since, or was deleted or merged away.
    """
    return tuple(
        Inquiry(flow=_ask(batch, day), ids=batch, routes=(flow.ROUTE, flow.ROUTE))
        for batch in flow.batches(pmids, PMIDS_PER_INQUIRY)
    )


def _ask(pmids: tuple[str, ...], day: date) -> Flow:
    asked = tuple(f"{PMID}:{pmid}" for pmid in pmids)
    posted = yield flow.post("epost", (("db", "pubmed"), ("id", ",".join(pmids))))
    web_env, query_key = _stored(posted)
    until = max(day, _FIRST) - timedelta(days=1)
    yield flow.post(
        "esearch",
        (
            ("db", "pubmed"),
            ("retmode", "xml"),
            ("retmax", str(PMIDS_PER_INQUIRY)),
            ("WebEnv", web_env),
            ("query_key", query_key),
            ("term", f'"{_FIRST:%Y}"[mdat] : "{until:%Y/%m/%d}"[mdat]'),
        ),
        asked,
    )


def _stored(payload: Payload) -> tuple[str, str]:
    """Return where a list was stored: WebEnv and query key."""
    root = etree.fromstring(payload.body, parser())
    web_env, query_key = text(root.find("WebEnv")), text(root.find("QueryKey"))
    if not web_env or not query_key:
        raise TransientError(
            "PubMed epost: the reply does not say where the ids are stored", source=NAME
        )
    return web_env, query_key


def parse_changed(payload: Payload) -> Changes:
    """Return the PMIDs that are as they were, and those to fetch again: all others.

    Whether a PMID that is not found is gone for good is for EFetch to say. Of a
    list that is cut short only what it names is believed.
    """
    asked = tuple(one.partition(":")[2] for one in payload.request.asked)
    if not asked:
        return Changes()
    found = set(flow.parse_hits(payload).ids)
    return Changes(
        changed=tuple(pmid for pmid in asked if pmid not in found),
        unchanged=tuple(pmid for pmid in asked if pmid in found),
    )
