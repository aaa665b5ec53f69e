"""What to ask Crossref, and in which order."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from functools import partial
from urllib.parse import quote, urlencode

from harvester.model import DOI
from harvester.sources.batches import ask_in_parts
from harvester.sources.crossref.parse import NAME
from harvester.sources.crossref.reply import answered
from harvester.sources.dois import batches as dois_in_batches
from harvester.sources.dois import lowered
from harvester.wire import Flow, Payload, Request

WORKS = "https://api.crossref.org/works"
_Asking = Generator[Request, Payload, tuple[str, ...]]
MAX_DOIS = 50
MAX_BYTES = 3500
"""Of path and query, encoded: the server takes about 4,092, and the contact address
is added by the client."""


def lookup(ids: Sequence[str], *, singly: bool = True) -> tuple[Flow, ...]:
    """Return one conversation for every batch of DOIs.

    A batch asks ``filter=doi:…`` for at most ``MAX_DOIS`` DOIs and then
    ``/works/{doi}`` for each that the list leaves out: lists hold neither aliases nor
    what Crossref does not know. A DOI with a comma, which parts filters, and one
    that would be a batch of its own are asked for singly at once.

    Args:
        ids: DOIs; in any case, each is asked for once.
        singly: Ask singly for what a list leaves out.
    """
    dois = list(dict.fromkeys(map(lowered, ids)))
    return tuple(
        ask_in_parts(NAME, DOI, batch, partial(_ask_list, singly=singly), _ask_one)
        for batch in batches(dois)
    )


def batches(dois: Sequence[str], spare: int = 0) -> Iterator[tuple[str, ...]]:
    """Yield ``dois`` as they fit into one list request; one with a comma by itself.

    Args:
        dois: Each once.
        spare: Bytes to leave for other parameters.
    """
    return dois_in_batches(
        dois, most=MAX_DOIS, most_bytes=MAX_BYTES - spare, length=_length
    )


def _length(dois: Sequence[str]) -> int:
    """Return the bytes of path and query that a list of ``dois`` takes."""
    return len("/works?" + urlencode(_params(dois)))


def _params(dois: Sequence[str]) -> tuple[tuple[str, str], ...]:
    # Without rows the server cuts a list after twenty.
    joined = ",".join(f"doi:{doi}" for doi in dois)
    return (("filter", joined), ("rows", str(len(dois))))


def _ask_list(dois: tuple[str, ...], *, singly: bool) -> _Asking:
    payload = yield Request(
        source=NAME,
        route="list",
        method="GET",
        url=WORKS,
        params=_params(dois),
        asked=tuple(f"{DOI}:{doi}" for doi in dois),
    )
    if not singly:
        return ()
    found = answered(payload)
    return tuple(doi for doi in dois if doi not in found)


def _ask_one(dois: tuple[str, ...]) -> _Asking:
    (doi,) = dois
    yield Request(
        source=NAME,
        route="single",
        method="GET",
        url=f"{WORKS}/{quote(doi, safe='')}",
        asked=(f"{DOI}:{doi}",),
    )
    return ()
