"""Crossref's bibliographic query: works that a citation may mean."""

from __future__ import annotations

from urllib.parse import quote_plus

from harvester.model import DOI, Citation
from harvester.sources.crossref.flow import WORKS, lookup
from harvester.sources.crossref.parse import NAME
from harvester.wire import Flow, Request

ROWS = 5
LONGEST = 3_000
"""Bytes of a query, encoded; an address holds about 4,000."""


def search(citation: Citation) -> tuple[Flow, ...]:
    """Return conversations: for the DOIs printed, and for the citation as a whole.

    Filters and further fields make the service's answer slower and worse; it is asked
    with the whole citation and nothing else.
    """
    dois = [i.value for i in citation.identifiers if i.scheme == DOI]
    named = lookup(dois) if dois else ()
    return (*named, _ask(citation))


def _ask(citation: Citation) -> Flow:
    words = citation.printed.split()
    while len(quote_plus(" ".join(words))) > LONGEST:
        words.pop()
    if query := " ".join(words):
        yield Request(
            source=NAME,
            route="list",
            method="GET",
            url=WORKS,
            params=(("query.bibliographic", query), ("rows", str(ROWS))),
        )
