"""PubMed by NCBI's E-utilities, and its files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from harvester.errors import IdentifierError, RecordError
from harvester.model import DOI, PMID, Citation, LinkKind, LinkSet, SourceRecord
from harvester.normalize.identifiers import normalize_doi
from harvester.normalize.record import normalize_record
from harvester.sources.base import Changes, Fault, Inquiry, Politeness, Rate, Reply
from harvester.sources.pubmed import changes, flow, links, search
from harvester.sources.pubmed.check import check, is_unknown
from harvester.sources.pubmed.draft import NAME
from harvester.sources.pubmed.parse import (
    Deletion,
    Entry,
    parse_articles,
    parse_stream,
)
from harvester.sources.service import Service
from harvester.wire import Flow, Payload

__all__ = ["PUBMED", "Deletion", "Entry", "PubMed", "parse_articles", "parse_stream"]

_POLITENESS = Politeness(
    # Three requests a second for everybody behind one address, ten with a key.
    rates={flow.ROUTE: Rate(per_second=3, concurrency=3)},
    known_rates={flow.ROUTE: Rate(per_second=10, concurrency=4)},
    contact="ncbi",
)


class PubMed(Service, frozen=True, kw_only=True):
    """PubMed as a source of records and of links; see ``LinkSource``."""

    name: str = NAME
    title: str = "PubMed"
    accepts: tuple[str, ...] = (PMID, DOI)
    politeness: Politeness = _POLITENESS
    link_scheme: str = PMID
    link_kinds: tuple[LinkKind, ...] = tuple(flow.LINK_NAMES)

    def _lookup(
        self, scheme: str, ids: Sequence[str], *, singly: bool
    ) -> tuple[Flow, ...]:
        if scheme == DOI:
            return flow.lookup_dois(ids)
        return flow.lookup_pmids(ids, singly=singly)

    def search(self, citation: Citation) -> tuple[Flow, ...]:
        """Return a conversation that asks for what ``citation`` may mean."""
        return search.search(citation)

    def check(self, payload: Payload) -> None:
        """Raise the error that a reply is or hides; see ``check.check``."""
        check(payload)

    def parse(self, payload: Payload) -> Reply:
        """Read the records of an EFetch reply; what others say about ids asked for.

        ``unknown`` are the PMIDs that EFetch does not return when asked for one
        alone, and the DOIs that none of the records found for them bears.
        """
        request = payload.request
        if is_unknown(payload):
            return Reply(unknown=request.asked if len(request.asked) == 1 else ())
        if request.url.endswith("/esearch.fcgi"):
            hits = flow.parse_hits(payload)
            return Reply(unknown=() if hits.ids else request.asked)
        if not request.url.endswith("/efetch.fcgi"):
            return Reply()
        records, faults = _read(payload.body)
        return Reply(
            records=records,
            faults=faults,
            unknown=_unknown(request.asked, records, faults),
        )

    def related(self, kind: LinkKind, ids: Sequence[str]) -> tuple[Flow, ...]:
        """Return conversations that ask for the links of the PMIDs ``ids``."""
        return flow.related(kind, ids)

    def parse_links(self, payload: Payload) -> tuple[LinkSet, ...]:
        """Read an ELink reply; see ``links.parse_links``."""
        return links.parse_links(payload)

    def changed_since(
        self, scheme: str, ids: Sequence[str], day: date
    ) -> tuple[Inquiry, ...]:
        """Return inquiries which of the PMIDs ``ids`` changed.

        Raises:
            IdentifierError: The scheme is not ``pmid``.
        """
        if scheme != PMID:
            raise IdentifierError(f"PubMed tells changes by PMID, not by {scheme}")
        return changes.changed_since(ids, day)

    def parse_changed(self, payload: Payload) -> Changes:
        """Return what a reply tells of changes; see ``changes.parse_changed``."""
        return changes.parse_changed(payload)


def _read(body: bytes) -> tuple[tuple[SourceRecord, ...], tuple[Fault, ...]]:
    records, faults = [], []
    for entry in parse_articles(body):
        if isinstance(entry, Fault):
            faults.append(entry)
        elif isinstance(entry, SourceRecord):
            try:
                records.append(normalize_record(entry))
            except RecordError as error:
                faults.append(Fault(source_id=entry.source_id, message=str(error)))
    return tuple(records), tuple(faults)


def _unknown(
    asked: tuple[str, ...],
    records: tuple[SourceRecord, ...],
    faults: tuple[Fault, ...],
) -> tuple[str, ...]:
    if all(one.startswith(f"{PMID}:") for one in asked):
        # What a batch leaves out is asked for again, one by one.
        if len(asked) != 1 or records or faults:
            return ()
        return asked
    if faults:  # one of them may be what was asked for
        return ()
    borne = {
        f"{DOI}:{normalize_doi(identifier.value)}"
        for record in records
        for identifier in record.identifiers
        if identifier.scheme == DOI and identifier.is_valid
    }
    return tuple(one for one in asked if one.lower() not in borne)


PUBMED = PubMed()
