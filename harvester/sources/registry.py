"""Every service that is asked, by name, the most telling first."""

from __future__ import annotations

from collections.abc import Collection

from harvester.sources.base import Source
from harvester.sources.crossref import CROSSREF
from harvester.sources.datacite import DATACITE
from harvester.sources.doira import DOIRA
from harvester.sources.europepmc import EUROPEPMC
from harvester.sources.icite import ICITE
from harvester.sources.idconv import IDCONV
from harvester.sources.opencitations import OPENCITATIONS
from harvester.sources.pubmed import PUBMED

_SOURCES: tuple[Source, ...] = (
    PUBMED,
    CROSSREF,
    DATACITE,
    IDCONV,
    DOIRA,
    EUROPEPMC,
)

SOURCES: dict[str, Source] = {source.name: source for source in _SOURCES}
"""The order is that in which records are fetched and shown."""

_CITATION_INDEXES: tuple[Source, ...] = (ICITE, OPENCITATIONS)

CITATION_INDEXES: dict[str, Source] = {
    source.name: source for source in _CITATION_INDEXES
}
"""Services that hold links only; asked where the user wants them to be."""

EVERY_SOURCE: dict[str, Source] = SOURCES | CITATION_INDEXES
"""All whose replies may lie in a library."""


def choose_sources(indexes: Collection[str]) -> dict[str, Source]:
    """Return the sources to ask: all that hold records, and ``indexes``."""
    return SOURCES | {
        name: source for name, source in CITATION_INDEXES.items() if name in indexes
    }
