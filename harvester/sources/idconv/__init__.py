"""The PMC ID Converter: PMCID or DOI → all three, for articles in PMC only."""

from __future__ import annotations

from collections.abc import Sequence

from harvester.model import DOI, PMCID
from harvester.sources.base import Politeness, Rate, Reply
from harvester.sources.idconv.flow import can_ask, lookup
from harvester.sources.idconv.reply import NAME, check, parse
from harvester.sources.service import Service
from harvester.wire import Flow, Payload

__all__ = ["IDCONV", "IdConverter"]

_POLITENESS = Politeness(
    rates={"idconv": Rate(per_second=3, concurrency=1)},
    known_rates={"idconv": Rate(per_second=3, concurrency=1)},
    contact="ncbi",
)


class IdConverter(Service, frozen=True, kw_only=True):
    """The converter at ``pmc.ncbi.nlm.nih.gov``; it has one rate for all callers.

    It is asked by DOI where PubMed knows none: older records of PubMed often have no
    DOI, and PMC has one for the same article.
    """

    name: str = NAME
    title: str = "The PMC ID Converter"
    accepts: tuple[str, ...] = (PMCID, DOI)
    referred_schemes: tuple[str, ...] = (DOI,)
    is_converter: bool = True
    politeness: Politeness = _POLITENESS

    def _lookup(
        self, scheme: str, ids: Sequence[str], *, singly: bool
    ) -> tuple[Flow, ...]:
        del singly  # it says of every identifier whether it knows it
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
