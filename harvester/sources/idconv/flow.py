"""What to ask the PMC ID Converter."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from harvester.model import PMCID
from harvester.normalize.identifiers import normalize_pmcid
from harvester.sources.batches import ask_in_parts
from harvester.sources.idconv.reply import NAME, answered
from harvester.wire import Flow, Payload, Request

ARTICLES = "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles/"
MAX_IDS = 200


def lookup(ids: Sequence[str]) -> tuple[Flow, ...]:
    """Return one conversation for every ``MAX_IDS`` PMCIDs, each asked for once.

    One malformed identifier would fail its whole batch, so those that are none are
    left out here. What a batch is silent about is asked for singly.

    Args:
        ids: PMCIDs, with or without prefix and version.
    """
    pmcids = list(dict.fromkeys(filter(None, map(normalize_pmcid, ids))))
    return tuple(
        ask_in_parts(NAME, PMCID, pmcids[start : start + MAX_IDS], _ask)
        for start in range(0, len(pmcids), MAX_IDS)
    )


def _ask(pmcids: Sequence[str]) -> Generator[Request, Payload, tuple[str, ...]]:
    payload = yield _request(pmcids)
    if len(pmcids) == 1:
        return ()
    found = answered(payload)
    return tuple(pmcid for pmcid in pmcids if pmcid not in found)


def _request(pmcids: Sequence[str]) -> Request:
    # Without idtype the converter takes every identifier for a PMID.
    return Request(
        source=NAME,
        route="idconv",
        method="GET",
        url=ARTICLES,
        params=(("ids", ",".join(pmcids)), ("idtype", PMCID), ("format", "json")),
        asked=tuple(f"{PMCID}:{pmcid}" for pmcid in pmcids),
    )
