"""Europe PMC: PubMed, PMC and preprints, searched for the text of a document."""

from __future__ import annotations

from harvester.model import Citation
from harvester.sources.base import Politeness, Rate, Reply
from harvester.sources.europepmc.reply import NAME, check, parse
from harvester.sources.europepmc.search import search
from harvester.sources.service import Service
from harvester.wire import Flow, Payload

__all__ = ["EUROPEPMC", "EuropePmc"]

_POLITENESS = Politeness(
    rates={"search": Rate(per_second=3, concurrency=2)},
    known_rates={"search": Rate(per_second=3, concurrency=2)},
)
"""No limit is published; five a second are said to be safe."""


class EuropePmc(Service, frozen=True, kw_only=True):
    """The REST service at ``www.ebi.ac.uk``; what it finds are candidates only.

    PubMed, PMC and the agencies tell more about their own records.
    """

    name: str = NAME
    title: str = "Europe PMC"
    politeness: Politeness = _POLITENESS

    def search(self, citation: Citation) -> tuple[Flow, ...]:
        """Return a conversation that asks for what a document may be."""
        return search(citation)

    def check(self, payload: Payload) -> None:
        """Raise the error that a reply is or hides; see ``reply.check``."""
        check(payload)

    def parse(self, payload: Payload) -> Reply:
        """Read the records of a reply; see ``reply.parse``."""
        return parse(payload)


EUROPEPMC = EuropePmc()
