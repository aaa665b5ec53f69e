"""What to search Europe PMC for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harvester.model import Citation
from harvester.sources.europepmc.reply import NAME
from harvester.wire import Flow, Request

SEARCH = "https://www.ebi.ac.uk/europepmc/webservices/rest/search"
ROWS = 10
LONGEST = 1_400
"""Characters of a query; the service refuses 1,500."""
_TITLE_WORDS = 6
_ENOUGH = 3
_OR = " OR "


def search(citation: Citation) -> tuple[Flow, ...]:
    """Return a conversation that asks for works with the same abstract or title.

    Each phrase of an abstract is enough by itself, of a title its longest words
    together. A citation that names a journal is not searched for: PubMed and Crossref
    find it by its place.
    """
    if citation.journal:
        return ()
    terms: list[str] = []
    for term in _terms(citation):
        if len(_OR.join([*terms, term])) > LONGEST:
            break
        terms.append(term)
    return (_ask(_OR.join(terms)),) if terms else ()


def _terms(citation: Citation) -> Iterator[str]:
    for run in citation.phrases:
        yield f'TITLE_ABS:"{_plain(run)}"'
    words = re.findall(r"[^\W\d_]{4,}", citation.title or "")
    longest = sorted(dict.fromkeys(words), key=len, reverse=True)[:_TITLE_WORDS]
    if len(longest) >= _ENOUGH:
        yield f"({' AND '.join(f'TITLE:{word}' for word in longest)})"


def _plain(text: str) -> str:
    """Return a phrase without what has a meaning in a query."""
    return " ".join(re.sub(r'["\\()\[\]{}:^~*?]', " ", text).split())


def _ask(query: str) -> Flow:
    yield Request(
        source=NAME,
        route="search",
        method="GET",
        url=SEARCH,
        params=(
            ("query", query),
            ("resultType", "core"),
            ("format", "json"),
            ("pageSize", str(ROWS)),
        ),
    )
