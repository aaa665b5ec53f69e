"""Every service that is asked, by name, the most telling first."""

from __future__ import annotations

from harvester.sources.base import Source
from harvester.sources.crossref import CROSSREF
from harvester.sources.datacite import DATACITE
from harvester.sources.doira import DOIRA
from harvester.sources.europepmc import EUROPEPMC
from harvester.sources.idconv import IDCONV
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
