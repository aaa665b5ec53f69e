"""The PMC ID Converter: PMCID or DOI → all three, for articles in PMC only."""

from __future__ import annotations

from collections.abc import Sequence

from harvester.errors import IdentifierError
from harvester.model import DOI, PMCID, Value
from harvester.sources.base import Politeness, Rate, Reply
from harvester.sources.idconv.flow import lookup
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

    It is not asked by PMID: whoever has one gets from PubMed itself what it knows,
    and from the converter, by PMCID, a DOI that PubMed's record lacks. By DOI it is
    asked when PubMed knows no record of that DOI: half of PubMed's older records of
    articles in PMC bear none.
    """

    name: str = NAME
    accepts: tuple[str, ...] = (PMCID, DOI)
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

    def check(self, payload: Payload) -> None:
        """Raise the error that a reply is or hides; see ``reply.check``."""
        check(payload)

    def parse(self, payload: Payload) -> Reply:
        """Read the records of a reply; see ``reply.parse``."""
        return parse(payload)


IDCONV = IdConverter()
