"""PubMed's ways to find the record of a citation: ECitMatch and fielded ESearch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import quote

from harvester.errors import SourceError
from harvester.model import DOI, PMID, Citation
from harvester.sources.pubmed.draft import NAME
from harvester.sources.pubmed.flow import (
    BASE_URL,
    ROUTE,
    fetch_request,
    lookup_dois,
    lookup_pmids,
    parse_hits,
)
from harvester.wire import Flow, Payload, Request

ROWS = 10
"""Records fetched of a search; where there are more, the search said too little."""
_TITLE_WORDS = 6
_SHORT = 4
_PMIDS = re.compile(r"\d{1,8}")


def search(citation: Citation) -> tuple[Flow, ...]:
    """Return conversations that ask for the records a citation may mean.

    Printed identifiers first; then ECitMatch where journal, volume and page are
    known (it keys on these and overlooks a wrong author or year, so its answer is
    a candidate like any other), and ESearch until a query has a few hits.
    """
    flows: list[Flow] = []
    pmids = [i.value for i in citation.identifiers if i.scheme == PMID]
    dois = [i.value for i in citation.identifiers if i.scheme == DOI]
    flows += lookup_pmids(pmids) if pmids else ()
    flows += lookup_dois(dois) if dois else ()
    return (*flows, _search(citation))


def _search(citation: Citation) -> Flow:
    found: dict[str, None] = {}
    if citation.journal and citation.volume and citation.first_page:
        # It is down more often than the rest; the searches go on without it.
        with suppress(SourceError):
            payload = yield match_request(citation)
            found.update(dict.fromkeys(parse_match(payload)))
    for is_by_title, term in build_terms(citation):
        if found and not is_by_title:
            continue
        hits = parse_hits((yield _search_request(term)))
        if hits.count <= ROWS:
            found.update(dict.fromkeys(hits.ids))
    if found:
        yield fetch_request(tuple(found)[: 2 * ROWS], ())


def build_terms(citation: Citation) -> Iterator[tuple[bool, str]]:
    """Yield queries, each with whether it is asked even where others had hits.

    The words of the title; author, year, volume and page; author, year and journal;
    phrases of an abstract.
    """
    if citation.phrases:
        yield True, " OR ".join(f'"{_plain(run)}"[tiab]' for run in citation.phrases)
    words = re.findall(r"[^\W\d_]{4,}", citation.title or "")
    longest = sorted(dict.fromkeys(words), key=len, reverse=True)[:_TITLE_WORDS]
    if len(longest) >= 3:
        yield True, " AND ".join(f"{word}[ti]" for word in longest)
        if len(longest) > _SHORT:
            # A slip in one of the words would hide the record.
            yield False, " AND ".join(f"{word}[ti]" for word in longest[1:4])
    author = f"{_plain(citation.authors[0])}[au]" if citation.authors else None
    year = f"{citation.year}[dp]" if citation.year else None
    volume = f"{citation.volume}[vi]" if citation.volume else None
    page = f"{citation.first_page}[pg]" if citation.first_page else None
    journal = f'"{_plain(citation.journal)}"[ta]' if citation.journal else None
    for row in (
        (author, year, volume, page),
        (journal, volume, page),
        (author, year, journal),
        (author, year, volume),
    ):
        if all(row):
            yield False, " AND ".join(filter(None, row))


def _plain(text: str) -> str:
    return " ".join(re.sub(r'["\[\]():.]', " ", text).split())


def _search_request(term: str) -> Request:
    return Request(
        source=NAME,
        route=ROUTE,
        method="POST",
        url=f"{BASE_URL}/esearch.fcgi",
        params=(
            ("db", "pubmed"),
            ("retmode", "xml"),
            ("retmax", str(ROWS)),
            ("term", term),
        ),
    )


def match_request(citation: Citation) -> Request:
    """Build the ECitMatch request; its bars must stand in the address as they are."""
    fields = (
        citation.journal,
        citation.year,
        citation.volume,
        citation.first_page,
        citation.authors[0] if citation.authors else "",
        "1",
    )
    row = "|".join(quote((field or "").replace("|", " ")) for field in fields)
    return Request(
        source=NAME,
        route=ROUTE,
        method="GET",
        url=f"{BASE_URL}/ecitmatch.cgi?db=pubmed&rettype=xml&bdata={row}|",
    )


def parse_match(payload: Payload) -> tuple[str, ...]:
    """Return the PMIDs of an ECitMatch reply: one, several, or none.

    The service answers a row with a PMID, ``NOT_FOUND…`` or ``AMBIGUOUS 1,2,…``.
    """
    pmids: list[str] = []
    for row in payload.body.decode("utf-8", "replace").splitlines():
        answer = row.rpartition("|")[2].strip()
        if answer.startswith("AMBIGUOUS"):
            answer = answer.removeprefix("AMBIGUOUS")
        elif not _PMIDS.fullmatch(answer):
            continue
        pmids += _PMIDS.findall(answer)
    return tuple(dict.fromkeys(pmids))[:ROWS]
