"""What the PMC ID Converter answers: identifiers, or that it has none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harvester.errors import ProtocolError, RecordError, TransientError
from harvester.model import DOI, PMCID, PMID, Identifier, SourceRecord
from harvester.normalize.identifiers import normalize_doi, normalize_pmcid
from harvester.normalize.record import normalize_record
from harvester.sources.base import Fault, Reply
from harvester.sources.json_replies import decode_reply, read_json
from harvester.sources.values import child, objects, spell, words
from harvester.wire import Payload

NAME = "idconv"

_SERVICE = "the PMC ID Converter"
_IDENTIFIERS = {PMCID: PMCID, PMID: PMID, DOI: DOI, "mid": "mid"}
"""Fields of a record → the schemes of what they hold."""
_READ = frozenset({*_IDENTIFIERS, "requested-id"})


def check(payload: Payload) -> None:
    """Accept a reply with ``records``, also one whose records say they are unknown.

    Raises:
        TransientError: 429, 5xx, a page in place of JSON, a body that was cut off.
        BlockedError: A block (403).
        ProtocolError: 400 (an identifier of another kind fails the whole list) and
            every other status; an envelope without records.
    """
    envelope = child(read_json(payload, _SERVICE, _said))
    if "error" in envelope:
        raise TransientError(
            f"{_SERVICE} answered 200 with an error: try again later", source=NAME
        )
    if not isinstance(envelope.get("records"), list):
        told = _said(envelope) or "no records"
        raise ProtocolError(f"{_SERVICE} answered 200: {told}", source=NAME)


def parse(payload: Payload) -> Reply:
    """Read the identifiers of each article that the converter knows.

    It knows articles in PMC only: a record with ``errmsg`` or ``status: error`` is
    unknown to it, and so is what was asked for alone and has no record.
    """
    records: list[SourceRecord] = []
    faults: list[Fault] = []
    unknown: list[str] = []
    asked = payload.request.asked
    scheme = _scheme(payload)
    found = _records(payload.body)
    for entry in found:
        value = _requested(entry, scheme)
        if _is_error(entry):
            unknown += [f"{scheme}:{value}"] if value else []
            continue
        try:
            records.append(normalize_record(_record(entry, scheme)))
        except RecordError as error:
            source_id = value if scheme == PMCID else None
            faults.append(Fault(source_id=source_id, message=str(error)))
    if len(asked) == 1 and not found:
        unknown += asked
    return Reply(
        records=tuple(records),
        faults=tuple(faults),
        unknown=tuple(dict.fromkeys(unknown)),
    )


def answered(payload: Payload) -> frozenset[str]:
    """Return what was asked for that a reply has a record for, known or not."""
    scheme = _scheme(payload)
    return frozenset(
        value
        for entry in _records(payload.body)
        for name in ("requested-id", scheme)
        if (value := _value(scheme, entry.get(name)))
    )


def _scheme(payload: Payload) -> str:
    """Return what was asked for: one request holds identifiers of one kind."""
    return next(iter(payload.request.asked), PMCID).partition(":")[0]


def _record(entry: Mapping[str, object], scheme: str) -> SourceRecord:
    own = _value(PMCID, entry.get(PMCID))
    if own is None:
        raise RecordError("a record of the PMC ID Converter has no PMCID: left out")
    return SourceRecord(
        source=NAME,
        source_id=own,
        identifiers=tuple(_identifiers(entry, scheme)),
        other=tuple(
            (name, text)
            for name, value in entry.items()
            if name not in _READ and (text := spell(value))
        ),
    )


def _identifiers(entry: Mapping[str, object], asked_by: str) -> Iterator[Identifier]:
    """Yield the identifiers, and the one that was asked for where it differs."""
    for name, scheme in _IDENTIFIERS.items():
        if printed := words(entry.get(name)):
            yield Identifier(scheme=scheme, value=printed)
    asked = _value(asked_by, entry.get("requested-id"))
    if asked and asked != _value(asked_by, entry.get(asked_by)):
        yield Identifier(scheme=asked_by, value=asked, place="alias")


def _requested(entry: Mapping[str, object], scheme: str) -> str | None:
    return _value(scheme, entry.get("requested-id")) or _value(
        scheme, entry.get(scheme)
    )


def _value(scheme: str, printed: object) -> str | None:
    """Return a PMCID or DOI in its usual form; None where it is none."""
    value = words(printed)
    if value is None:
        return None
    if scheme == DOI:
        return normalize_doi(value)
    return normalize_pmcid(value) if value.upper().startswith("PMC") else None


def _is_error(entry: Mapping[str, object]) -> bool:
    return words(entry.get("status")) == "error" or bool(words(entry.get("errmsg")))


def _records(body: bytes) -> list[Mapping[str, object]]:
    envelope = child(decode_reply(body, NAME, "the PMC ID Converter"))
    return objects(envelope.get("records"))


def _said(envelope: object) -> str:
    """Return the codes and messages of ``errors``."""
    return "; ".join(
        f"{words(error.get('code')) or 'error'}: {words(error.get('message'))}"
        for error in objects(child(envelope).get("errors"))
    )
