"""What doi.org answers: an agency, or that there is no such DOI."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harvester.errors import ProtocolError, TransientError
from harvester.model import DOI, Identifier, SourceRecord
from harvester.normalize.record import normalize_record
from harvester.sources.base import Reply
from harvester.sources.doira.registration import AGENCY, NAME, STATUS
from harvester.sources.dois import bearing, lowered
from harvester.sources.json_replies import decode_reply, read_json
from harvester.sources.values import child, objects, words
from harvester.wire import Payload

_SERVICE = "doi.org"

_NOT_REGISTERED = frozenset({"doi does not exist", "invalid doi"})
"""Statuses of a DOI that is none. ``Unknown`` is another: nobody is named."""


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


def _entries(body: bytes) -> Iterator[tuple[str, Mapping[str, object]]]:
    for entry in objects(decode_reply(body, NAME, _SERVICE)):
        if printed := words(entry.get(DOI.upper())):
            yield lowered(printed), entry
