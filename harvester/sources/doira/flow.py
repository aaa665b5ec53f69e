"""What to ask doi.org."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import partial
from urllib.parse import quote

from harvester.model import DOI
from harvester.sources.batches import ask_in_parts
from harvester.sources.doira.registration import NAME
from harvester.sources.doira.reply import answered
from harvester.sources.dois import batches, lowered
from harvester.wire import Flow, Payload, Request

AGENCIES = "https://doi.org/doiRA/"
MAX_DOIS = 50
MAX_BYTES = 2_000
"""Of the address; no limit is documented, and any server takes this much."""


def lookup(ids: Sequence[str], *, singly: bool = True) -> tuple[Flow, ...]:
    """Return one conversation for every batch of DOIs, each asked for once.

    What a batch is silent about is asked for ``singly``.
    """
    dois = list(dict.fromkeys(map(lowered, ids)))
    parts = batches(dois, most=MAX_DOIS, most_bytes=MAX_BYTES, length=_length)
    return tuple(
        ask_in_parts(NAME, DOI, part, partial(_ask, singly=singly)) for part in parts
    )


def _ask(
    dois: Sequence[str], *, singly: bool
) -> Generator[Request, Payload, tuple[str, ...]]:
    payload = yield Request(
        source=NAME,
        route="doira",
        method="GET",
        url=_address(dois),
        asked=tuple(f"{DOI}:{doi}" for doi in dois),
    )
    if len(dois) == 1 or not singly:
        return ()
    found = answered(payload)
    return tuple(doi for doi in dois if doi not in found)


def _address(dois: Sequence[str]) -> str:
    return AGENCIES + ",".join(quote(doi, safe="") for doi in dois)


def _length(dois: tuple[str, ...]) -> int:
    return len(_address(dois))
