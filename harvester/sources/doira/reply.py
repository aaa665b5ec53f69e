"""What doi.org answers: an agency, or that there is no such DOI."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from harvester.errors import ProtocolError, TransientError
from harvester.model import DOI, Identifier, SourceRecord, Value
from harvester.normalize.record import normalize_record
from harvester.sources.base import Reply
from harvester.sources.dois import bearing, lowered
from harvester.sources.json_replies import read_json
from harvester.sources.values import child, decode, objects, words
from harvester.wire import Payload

NAME = "doira"
_SERVICE = "doi.org"

AGENCY, STATUS = "RA", "status"
"""The service's names for the agency, and for what stands in its place."""

AGENCIES = {"Crossref": "crossref", "DataCite": "datacite"}
"""Agencies, as doi.org prints them, whose own service is a source here."""

_NOT_REGISTERED = frozenset({"doi does not exist", "invalid doi"})
"""Statuses of a DOI that is none. ``Unknown`` is another: nobody is named."""


class Registration(Value, frozen=True, kw_only=True):
    """Where a DOI is registered.

    Attributes:
        doi: The DOI.
        agency: ``DataCite``, ``mEDRA``, ``JaLC`` …, as doi.org prints it; None where
            it names nobody.
    """

    doi: str
    agency: str | None = None

    @property
    def source(self) -> str | None:
        """The source here that the agency answers by, or None."""
        return AGENCIES.get(self.agency or "")

    def is_elsewhere(self, source: str) -> bool:
        """Whether ``source`` is the service of another agency than the DOI's."""
        is_agency = source in AGENCIES.values()
        return is_agency and self.agency is not None and self.source != source

    def __str__(self) -> str:
        """Return what that means for a person who wants the article."""
        if self.agency is None:
            return (
                f"{self.doi} exists, but doi.org does not say at which agency: only "
                "the identifier is kept"
            )
        if self.source is None:
            return (
                f"{self.doi} is a DOI of {self.agency}, which no service here asks for "
                "metadata: only the identifier is kept"
            )
        return (
            f"{self.doi} is a DOI of {self.agency}, which does not show its metadata: "
            "only the identifier is kept; a new DOI may be there in some days"
        )


def check(payload: Payload) -> None:
    """Accept a list of objects; the status is 200 also for DOIs that do not exist.

    Raises:
        TransientError: A service that is busy or down, or a body that breaks off.
        BlockedError: A block (403).
        ProtocolError: Anything else.
    """
    value = read_json(payload, _SERVICE)
    if "error" in child(value):
        raise TransientError(
            f"{_SERVICE} answered 200 with an error: try again later", source=NAME
        )
    if not isinstance(value, list):
        raise ProtocolError(
            f"{_SERVICE} answered with something other than a list", source=NAME
        )


def parse(payload: Payload) -> Reply:
    """Read one record for every DOI that is registered somewhere.

    A record holds the DOI and, in ``other``, the agency as ``RA``, or the ``status``
    where none is named. A DOI that does not exist is unknown; so is one that is no
    DOI by the rules of doi.org.
    """
    records: list[SourceRecord] = []
    unknown: list[str] = []
    for doi, entry in _entries(payload.body):
        status = words(entry.get(STATUS))
        if words(entry.get(AGENCY)) is None and (
            status is None or status.lower() in _NOT_REGISTERED
        ):
            unknown += [f"{DOI}:{doi}"] if status else []
            continue
        record = SourceRecord(
            source=NAME,
            source_id=doi,
            identifiers=(Identifier(scheme=DOI, value=doi),),
            other=tuple(
                (name, said)
                for name in (AGENCY, STATUS)
                if (said := words(entry.get(name)))
            ),
        )
        records.append(bearing(normalize_record(record), doi))
    return Reply(records=tuple(records), unknown=tuple(dict.fromkeys(unknown)))


def answered(payload: Payload) -> frozenset[str]:
    """Return the DOIs that a reply has an entry for."""
    return frozenset(doi for doi, _ in _entries(payload.body))


def registration(records: Iterable[SourceRecord], doi: str) -> Registration | None:
    """Return what doi.org said about ``doi``; None if ``records`` do not tell."""
    for record in records:
        if record.source == NAME and record.source_id == lowered(doi):
            return Registration(doi=doi, agency=dict(record.other).get(AGENCY))
    return None


def not_registered(doi: str) -> str:
    """Return what it means, for a person, that doi.org does not know ``doi``."""
    return f"{doi} does not exist, says doi.org: check it for a slip"


def _entries(body: bytes) -> Iterator[tuple[str, Mapping[str, object]]]:
    try:
        value = decode(body)
    except ValueError as error:
        raise TransientError(
            f"the reply of {_SERVICE} is no JSON ({error}): try again later",
            source=NAME,
        ) from error
    for entry in objects(value):
        if printed := words(entry.get(DOI.upper())):
            yield lowered(printed), entry
