"""NIH iCite: who cites whom, by PMID, from the NIH Open Citation Collection."""

from __future__ import annotations

from collections.abc import Sequence

from harvester.model import PMID, LinkKind, LinkSet
from harvester.sources.base import Politeness, Rate
from harvester.sources.icite import flow, reply
from harvester.sources.service import Service
from harvester.wire import Flow, Payload

__all__ = ["ICITE", "ICite"]

# iCite publishes no limit; this is what NIH's other services ask for.
_RATES = {flow.ROUTE: Rate(per_second=3, concurrency=2)}


class ICite(Service, frozen=True, kw_only=True):
    """iCite as a source of links; it is not asked for records."""

    name: str = reply.NAME
    title: str = "iCite"
    politeness: Politeness = Politeness(rates=_RATES, known_rates=_RATES)
    link_scheme: str = PMID
    link_kinds: tuple[LinkKind, ...] = reply.KINDS

    def check(self, payload: Payload) -> None:
        """Raise the error that a reply is or hides; see ``reply.read_entries``."""
        reply.read_entries(payload)

    def related(self, kind: LinkKind, ids: Sequence[str]) -> tuple[Flow, ...]:
        """Return conversations that ask for all kinds of links, for the first kind."""
        return flow.related(ids) if kind is self.link_kinds[0] else ()

    def parse_links(self, payload: Payload) -> tuple[LinkSet, ...]:
        """Read both link sets of every PMID asked for; see ``reply.parse_links``."""
        return reply.parse_links(payload)


ICITE = ICite()
