"""doi.org: which agency registered a DOI, and whether it exists at all."""

from __future__ import annotations

from collections.abc import Sequence

from harvester.model import DOI
from harvester.sources.base import Politeness, Rate, Reply
from harvester.sources.doira.flow import lookup
from harvester.sources.doira.registration import (
    AGENCIES,
    AGENCY,
    NAME,
    Registration,
    not_registered,
    registration,
)
from harvester.sources.doira.reply import check, parse
from harvester.sources.service import Service
from harvester.wire import Flow, Payload

__all__ = [
    "AGENCIES",
    "AGENCY",
    "DOIRA",
    "DoiRegistry",
    "Registration",
    "not_registered",
    "registration",
]

_POLITENESS = Politeness(
    rates={"doira": Rate(per_second=1, concurrency=1)},
    known_rates={"doira": Rate(per_second=1, concurrency=1)},
)
"""No limit is published; the service asks not to be used for bulk work."""


class DoiRegistry(Service, frozen=True, kw_only=True):
    """The service ``doiRA`` of doi.org, asked about what Crossref does not know."""

    name: str = NAME
    title: str = "doi.org"
    accepts: tuple[str, ...] = (DOI,)
    is_converter: bool = True
    referred_schemes: tuple[str, ...] = (DOI,)
    politeness: Politeness = _POLITENESS

    def _lookup(
        self, scheme: str, ids: Sequence[str], *, singly: bool
    ) -> tuple[Flow, ...]:
        del scheme
        return lookup(ids, singly=singly)

    def referred(self, source: str, reply: Reply) -> tuple[str, ...]:
        """Return the DOIs that Crossref does not know."""
        if source != "crossref":
            return ()
        return tuple(name for name in reply.unknown if name.startswith(f"{DOI}:"))

    def check(self, payload: Payload) -> None:
        """Raise the error that a reply is; see ``reply.check``."""
        check(payload)

    def parse(self, payload: Payload) -> Reply:
        """Read the records of a reply; see ``reply.parse``."""
        return parse(payload)


DOIRA = DoiRegistry()
