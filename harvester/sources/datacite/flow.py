"""What to ask DataCite."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from harvester.model import DOI
from harvester.sources.datacite.parse import NAME
from harvester.sources.dois import lowered
from harvester.wire import Flow, Request

DOIS = "https://api.datacite.org/dois/"
_FULLER = (("affiliation", "true"), ("publisher", "true"))
"""With these affiliations and publisher come with their identifiers."""


def lookup(ids: Sequence[str]) -> tuple[Flow, ...]:
    """Return one conversation for every DOI, each asked for once."""
    return tuple(map(_ask, dict.fromkeys(map(lowered, ids))))


def _ask(doi: str) -> Flow:
    yield Request(
        source=NAME,
        route="dois",
        method="GET",
        url=DOIS + quote(doi, safe=""),
        params=_FULLER,
        asked=(f"{DOI}:{doi}",),
    )
