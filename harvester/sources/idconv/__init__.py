"""The PMC ID Converter: PMCID → PMID and DOI, for articles in PMC only."""

from __future__ import annotations

from collections.abc import Sequence

from harvester.errors import IdentifierError
from harvester.model import PMCID, Value
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
    """The converter at ``pmc.ncbi.nlm.nih.gov``; it has one rate for all callers."""

    name: str = NAME
    accepts: tuple[str, ...] = (PMCID,)
    is_converter: bool = True
    politeness: Politeness = _POLITENESS

    def lookup(
        self, scheme: str, ids: Sequence[str], *, singly: bool = True
    ) -> tuple[Flow, ...]:
        """Return conversations that ask for ``ids``; see ``flow.lookup``.

        The converter says of every identifier whether it knows it, so that there
        is nothing to ask for ``singly``.

        Raises:
            IdentifierError: The scheme is not ``pmcid``.
        """
        del singly
        if scheme != PMCID:
            raise IdentifierError(
                f"The PMC ID Converter is asked by PMCID, not by {scheme}"
            )
        return lookup(ids)

    def check(self, payload: Payload) -> None:
        """Raise the error that a reply is or hides; see ``reply.check``."""
        check(payload)

    def parse(self, payload: Payload) -> Reply:
        """Read the records of a reply; see ``reply.parse``."""
        return parse(payload)


IDCONV = IdConverter()
