"""Europe PMC: PubMed, PMC and preprints, searched for the text of a document."""

from __future__ import annotations

from collections.abc import Sequence

from harvester.errors import IdentifierError
from harvester.model import Citation, Value
from harvester.sources.base import Politeness, Rate, Reply
from harvester.sources.europepmc.reply import NAME, check, parse
from harvester.sources.europepmc.search import search
from harvester.wire import Flow, Payload

__all__ = ["EUROPEPMC", "EuropePmc"]

_POLITENESS = Politeness(
    rates={"search": Rate(per_second=3, concurrency=2)},
    known_rates={"search": Rate(per_second=3, concurrency=2)},
)
"""No limit is published; five a second are said to be safe."""


class EuropePmc(Value, frozen=True, kw_only=True):
    """The REST service at ``www.ebi.ac.uk``; what it finds are candidates only."""

    name: str = NAME
    accepts: tuple[str, ...] = ()
    is_converter: bool = False
    politeness: Politeness = _POLITENESS

    def lookup(
        self, scheme: str, ids: Sequence[str], *, singly: bool = True
    ) -> tuple[Flow, ...]:
        """Refuse: PubMed, PMC and the agencies tell more about their own records.

        Raises:
            IdentifierError: Always.
        """
        del ids, singly
        raise IdentifierError(f"Europe PMC is searched, not asked by {scheme}")

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
