"""What to ask iCite."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from harvester.model import PMID
from harvester.sources.batches import ask_in_parts
from harvester.sources.icite.reply import NAME
from harvester.wire import Flow, Payload, Request

PUBS = "https://icite.od.nih.gov/api/pubs"
ROUTE = "icite"
MAX_PMIDS = 200
"""The documentation of 2026; an older page says 1,000."""
FIELDS = (
    "pmid,citation_count,relative_citation_ratio,nih_percentile,cited_by,references"
)


def related(ids: Sequence[str]) -> tuple[Flow, ...]:
    """Return one conversation for every ``MAX_PMIDS`` PMIDs, each asked for once.

    A PMID that is absent from the reply is one that iCite does not know, so that
    there is nothing to ask for singly.
    """
    pmids = list(dict.fromkeys(ids))
    return tuple(
        ask_in_parts(NAME, PMID, pmids[start : start + MAX_PMIDS], _ask)
        for start in range(0, len(pmids), MAX_PMIDS)
    )


def _ask(pmids: Sequence[str]) -> Generator[Request, Payload, tuple[str, ...]]:
    yield Request(
        source=NAME,
        route=ROUTE,
        method="GET",
        url=PUBS,
        params=(("pmids", ",".join(pmids)), ("fl", FIELDS)),
        asked=tuple(f"{PMID}:{pmid}" for pmid in pmids),
    )
    return ()
