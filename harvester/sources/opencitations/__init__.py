"""OpenCitations Index, version 2: who cites whom, by DOI, under CC0."""

from __future__ import annotations

from collections.abc import Sequence

from harvester.model import DOI, LinkKind, LinkSet
from harvester.sources.base import Politeness, Rate
from harvester.sources.opencitations import flow, reply
from harvester.sources.service import Service
from harvester.wire import Flow, Payload

__all__ = ["OPENCITATIONS", "OpenCitations"]

# 180 requests a minute for one address.
_RATES = {flow.ROUTE: Rate(per_second=3, concurrency=2)}


class OpenCitations(Service, frozen=True, kw_only=True):
    """OpenCitations as a source of links; it is not asked for records."""

    name: str = reply.NAME
    title: str = "OpenCitations"
    politeness: Politeness = Politeness(rates=_RATES, known_rates=_RATES)
    link_scheme: str = DOI
    link_kinds: tuple[LinkKind, ...] = tuple(reply.OPERATIONS)

    def check(self, payload: Payload) -> None:
        """Raise the error that a reply is or hides; see ``reply.read_rows``."""
        reply.read_rows(payload)

    def related(self, kind: LinkKind, ids: Sequence[str]) -> tuple[Flow, ...]:
        """Return a conversation for every DOI of ``ids``."""
        return flow.related(kind, ids)

    def parse_links(self, payload: Payload) -> tuple[LinkSet, ...]:
        """Read one link set; see ``reply.parse_links``."""
        return reply.parse_links(payload)


OPENCITATIONS = OpenCitations()
