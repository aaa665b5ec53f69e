"""Crossref: what publishers deposit about their works."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from harvester.model import DOI, Citation
from harvester.sources.base import Changes, Inquiry, Politeness, Rate, Reply
from harvester.sources.crossref import changes, journal_changes
from harvester.sources.crossref.check import check
from harvester.sources.crossref.flow import lookup
from harvester.sources.crossref.parse import NAME
from harvester.sources.crossref.reply import parse
from harvester.sources.crossref.search import search
from harvester.sources.service import Service
from harvester.wire import Flow, Payload

__all__ = ["CROSSREF", "Crossref"]

_POLITENESS = Politeness(
    rates={
        "single": Rate(per_second=5, concurrency=1),
        "list": Rate(per_second=1, concurrency=1),
    },
    known_rates={
        "single": Rate(per_second=10, concurrency=3),
        "list": Rate(per_second=3, concurrency=3),
    },
    contact="mailto",
)


class Crossref(Service, frozen=True, kw_only=True):
    """The REST API; its limits are those of 1 December 2025."""

    name: str = NAME
    title: str = "Crossref"
    accepts: tuple[str, ...] = (DOI,)
    politeness: Politeness = _POLITENESS

    def _lookup(
        self, scheme: str, ids: Sequence[str], *, singly: bool
    ) -> tuple[Flow, ...]:
        del scheme
        return lookup(ids, singly=singly)

    def search(self, citation: Citation) -> tuple[Flow, ...]:
        """Return a conversation that asks for what ``citation`` may mean."""
        return search(citation)

    def check(self, payload: Payload) -> None:
        """Raise the error that a reply is or hides; see ``check.check``."""
        check(payload)

    def parse(self, payload: Payload) -> Reply:
        """Read the records of a reply; see ``reply.parse``."""
        return parse(payload)

    def changed_since(
        self, scheme: str, ids: Sequence[str], day: date
    ) -> tuple[Inquiry, ...]:
        """Return inquiries which of ``ids`` were reindexed.

        Raises:
            IdentifierError: The scheme is not ``doi``.
        """
        self.must_accept(scheme)
        return changes.changed_since(ids, day)

    def changed_in_journals(
        self, issns: Mapping[str, Sequence[str]], day: date
    ) -> tuple[Inquiry, ...]:
        """Return inquiries which works of journals were reindexed."""
        return journal_changes.changed_in_journals(issns, day)

    def parse_changed(self, payload: Payload) -> Changes:
        """Return what a reply tells of changes; see ``changes.parse_changed``."""
        return changes.parse_changed(payload)


CROSSREF = Crossref()
