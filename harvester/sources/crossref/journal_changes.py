"""Which works of whole journals changed: paged through where that takes less.

A list that names its DOIs holds fifty; a page of what was reindexed in some journals
holds a thousand. Where a library holds much of its journals, or is looked at often, a
few pages tell what hundreds of lists would. The first page says how many there are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from datetime import date
from math import ceil
from urllib.parse import quote_plus, urlencode

from harvester.errors import BlockedError, SourceError
from harvester.sources.base import Inquiry
from harvester.sources.crossref.changes import build_requests, reindexed_among
from harvester.sources.crossref.flow import MAX_BYTES
from harvester.sources.crossref.reply import read_message
from harvester.sources.dois import lowered
from harvester.sources.values import count, listed, words
from harvester.wire import Flow, Payload, Request

ROWS = 1_000
"""Of a page: as many as there can be."""
LEAST_LISTS = 10
"""Fewer lists are sent at once: the first page may be in vain."""
WORTH = 2
"""A page costs the service more than a list: it must stand for so many at least."""
_ISSN = re.compile(r"\d{4}-\d{3}[\dXx]")
_CURSOR_BYTES = 600
"""To leave for a cursor; those recorded have 272."""


def changed_in_journals(
    issns: Mapping[str, Sequence[str]], day: date
) -> tuple[Inquiry, ...]:
    """Return inquiries which works of some journals were reindexed since ``day``.

    What no page names is most likely as it was: a work that moved to a journal with
    other ISSNs since it was read is not found by its old ones. Where there are too
    many pages, or one of them is refused, the DOIs are asked for in lists.

    Args:
        issns: By DOI, as its record has them. A DOI without any is asked about in no
            inquiry, nor are the DOIs of too few lists.
        day: In the service's time zone.
    """
    inquiries = []
    for journals in _groups(_by_journal(issns)):
        dois = tuple(doi for _, own in journals for doi in own)
        lists = build_requests(dois, day)
        if len(lists) >= LEAST_LISTS:
            inquiries.append(
                Inquiry(
                    flow=_ask([issn for issn, _ in journals], lists, day),
                    ids=dois,
                    routes=("list", *(request.route for request in lists)),
                    is_most=True,
                )
            )
    return tuple(inquiries)


def _by_journal(issns: Mapping[str, Sequence[str]]) -> list[tuple[str, list[str]]]:
    """Return DOIs by the ISSN that most of them share, those with the most first."""
    shared = Counter(issn for own in issns.values() for issn in own)
    journals: dict[str, list[str]] = {}
    for doi, own in issns.items():
        usable = filter(_ISSN.fullmatch, own)  # one misprinted may end a filter
        issn = max(usable, key=lambda issn: (shared[issn], issn), default=None)
        if issn is not None:
            journals.setdefault(issn, []).append(lowered(doi))
    return sorted(journals.items(), key=lambda journal: (-len(journal[1]), journal[0]))


def _groups(
    journals: Sequence[tuple[str, list[str]]],
) -> Iterator[Sequence[tuple[str, list[str]]]]:
    """Yield as many journals at a time as fit into an address."""
    bare = len("/works?" + urlencode(_page([], date.max, "").params))
    room = MAX_BYTES - _CURSOR_BYTES - bare
    most = room // len(quote_plus("issn:0000-0000,"))
    for start in range(0, len(journals), most):
        yield journals[start : start + most]


def _ask(issns: Sequence[str], lists: Sequence[Request], day: date) -> Flow:
    """Page through what changed in journals, or else send the lists."""
    try:
        is_told = yield from _pages(issns, day, most=len(lists) // WORTH)
    except BlockedError:
        raise
    except SourceError:
        is_told = False  # the lists may be answered all the same
    if not is_told:
        yield from (request for request in lists)  # a list cannot be sent anything


def _pages(
    issns: Sequence[str], day: date, most: int
) -> Generator[Request, Payload, bool]:
    """Ask for at most so many pages; return whether they were all there are."""
    cursor, seen = "*", 0
    for _ in range(most):
        payload = yield _page(issns, day, cursor)
        message = read_message(payload.body)
        total, rows = count(message.get("total-results")), listed(message.get("items"))
        seen += len(rows)
        if total is None or ceil(total / ROWS) > most:
            return False
        if len(rows) < ROWS:
            return seen >= total  # else the service gives shorter pages
        following = words(message.get("next-cursor"))
        if following is None:
            return False
        cursor = following
    return False


def _page(issns: Iterable[str], day: date, cursor: str) -> Request:
    named = (f"issn:{issn}" for issn in issns)
    return reindexed_among(named, day, rows=ROWS, cursor=cursor)
