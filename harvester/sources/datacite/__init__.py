"""DataCite: what repositories deposit about data sets, software, preprints, theses."""

from __future__ import annotations

from collections.abc import Sequence

from harvester.model import DOI
from harvester.sources.base import Politeness, Rate, Reply
from harvester.sources.datacite.flow import lookup
from harvester.sources.datacite.parse import NAME
from harvester.sources.datacite.reply import check, parse
from harvester.sources.doira import DOIRA, registration
from harvester.sources.service import Service
from harvester.wire import Flow, Payload

__all__ = ["DATACITE", "DataCite"]

_POLITENESS = Politeness(
    rates={"dois": Rate(per_second=1.6, concurrency=1)},
    known_rates={"dois": Rate(per_second=3.2, concurrency=2)},
    contact="mailto",
)
"""500 requests in five minutes; 1,000 for whoever gives an address."""


class DataCite(Service, frozen=True, kw_only=True):
    """The REST API, asked about the DOIs that doi.org says are DataCite's."""

    name: str = NAME
    title: str = "DataCite"
    accepts: tuple[str, ...] = (DOI,)
    referred_schemes: tuple[str, ...] = (DOI,)
    politeness: Politeness = _POLITENESS

    def _lookup(
        self, scheme: str, ids: Sequence[str], *, singly: bool
    ) -> tuple[Flow, ...]:
        del scheme, singly  # each conversation asks for one DOI
        return lookup(ids)

    def referred(self, source: str, reply: Reply) -> tuple[str, ...]:
        """Return the DOIs that doi.org says are DataCite's."""
        if source != DOIRA.name:
            return ()
        found = (registration(reply.records, r.source_id) for r in reply.records)
        return tuple(f"{DOI}:{one.doi}" for one in found if one and one.source == NAME)

    def check(self, payload: Payload) -> None:
        """Raise the error that a reply is or hides; see ``reply.check``."""
        check(payload)

    def parse(self, payload: Payload) -> Reply:
        """Read the record of a reply; see ``reply.parse``."""
        return parse(payload)


DATACITE = DataCite()
