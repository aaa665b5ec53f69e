"""What to ask the PMC ID Converter."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from functools import partial

from harvester.model import PMCID
from harvester.normalize.identifiers import normalize_pmcid
from harvester.sources.batches import ask_in_parts
from harvester.sources.idconv.reply import NAME, answered
from harvester.wire import Flow, Payload, Request

ARTICLES = "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles/"
MAX_IDS = 200
_LISTABLE_DOI = re.compile(r"10\.[\d.]+/[^\s,]+")


def lookup(scheme: str, ids: Sequence[str]) -> tuple[Flow, ...]:
    """Return one conversation for every ``MAX_IDS`` identifiers, each asked for once.

    One malformed identifier would fail its whole batch, so those that are none are
    left out here, as are DOIs that ``can_ask`` refuses. What a batch is silent about
    is asked for singly.

    Args:
        scheme: ``pmcid`` or ``doi``; a request holds identifiers of one kind.
        ids: PMCIDs, with or without prefix and version; DOIs in lower case.
    """
    if scheme == PMCID:
        ids = list(filter(None, map(normalize_pmcid, ids)))
    else:
        ids = list(filter(can_ask, ids))
    values = list(dict.fromkeys(ids))
    return tuple(
        ask_in_parts(
            NAME, scheme, values[start : start + MAX_IDS], partial(_ask, scheme)
        )
        for start in range(0, len(values), MAX_IDS)
    )


def can_ask(doi: str) -> bool:
    """Return whether a DOI can stand in a list, whose parts commas separate."""
    return _LISTABLE_DOI.fullmatch(doi) is not None


def _ask(
    scheme: str, values: Sequence[str]
) -> Generator[Request, Payload, tuple[str, ...]]:
    payload = yield _request(scheme, values)
    if len(values) == 1:
        return ()
    found = answered(payload)
    return tuple(value for value in values if value not in found)


def _request(scheme: str, values: Sequence[str]) -> Request:
    # Without idtype the converter takes every identifier for a PMID.
    return Request(
        source=NAME,
        route="idconv",
        method="GET",
        url=ARTICLES,
        params=(("ids", ",".join(values)), ("idtype", scheme), ("format", "json")),
        asked=tuple(f"{scheme}:{value}" for value in values),
    )
