"""The PMC ID Converter: PMCID or DOI → all three, for articles in PMC only."""

from __future__ import annotations

from collections.abc import Sequence

from harvester.errors import IdentifierError
from harvester.model import DOI, PMCID, Value
from harvester.sources.base import Politeness, Rate, Reply
from harvester.sources.idconv.flow import can_ask, lookup
from harvester.sources.idconv.reply import NAME, check, parse
from harvester.wire import Flow, Payload

__all__ = ["IDCONV", "IdConverter"]

_POLITENESS = Politeness(
    rates={"idconv": Rate(per_second=3, concurrency=1)},
    known_rates={"idconv": Rate(per_second=3, concurrency=1)},
    contact="ncbi",
)


class IdConverter(Value, frozen=True, kw_only=True):
    """The converter at ``pmc.ncbi.nlm.nih.gov``; it has one rate for all callers.

    It is asked by DOI where PubMed knows none: older records of PubMed often have no
    DOI, and PMC has one for the same article.
    """

    name: str = NAME
    accepts: tuple[str, ...] = (PMCID, DOI)
    referred_schemes: tuple[str, ...] = (DOI,)
    is_converter: bool = True
    politeness: Politeness = _POLITENESS

    def lookup(
        self, scheme: str, ids: Sequence[str], *, singly: bool = True
    ) -> tuple[Flow, ...]:
        """Return conversations that ask for ``ids``; see ``flow.lookup``.

        The converter says of every identifier whether it knows it, so that there
        is nothing to ask for ``singly``.

        Raises:
            IdentifierError: The scheme is neither ``pmcid`` nor ``doi``.
        """
        del singly
        if scheme not in self.accepts:
            raise IdentifierError(
                f"The PMC ID Converter is asked by PMCID or DOI, not by {scheme}"
            )
        return lookup(scheme, ids)

    def referred(self, source: str, reply: Reply) -> tuple[str, ...]:
        """Return the DOIs that PubMed does not know, those that a list can hold."""
        if source != "pubmed":
            return ()
        names = (name.partition(":") for name in reply.unknown)
        return tuple(
            f"{scheme}:{value}"
            for scheme, _, value in names
            if scheme == DOI and can_ask(value)
        )

    def check(self, payload: Payload) -> None:
        """Raise the error that a reply is or hides; see ``reply.check``."""
        check(payload)

    def parse(self, payload: Payload) -> Reply:
        """Read the records of a reply; see ``reply.parse``."""
        return parse(payload)


IDCONV = IdConverter()
