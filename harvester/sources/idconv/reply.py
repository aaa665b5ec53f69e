"""What the PMC ID Converter answers: identifiers, or that it has none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harvester.errors import BlockedError, ProtocolError, RecordError, TransientError
from harvester.model import DOI, PMCID, PMID, Identifier, SourceRecord
from harvester.normalize.identifiers import normalize_pmcid
from harvester.normalize.record import normalize_record
from harvester.sources.base import Fault, Reply
from harvester.sources.values import child, decode, objects, spell, words
from harvester.wire import Payload

NAME = "idconv"

_BUSY = frozenset({408, 425, 429})
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
    status = payload.status
    try:
        envelope = _envelope(payload.body)
    except ValueError as error:
        if status in {200, *_BUSY} or status >= 500:
            raise TransientError(
                f"the PMC ID Converter answered {status} with no JSON ({error}):"
                " try again later",
                source=NAME,
            ) from error
        envelope = {}
    if status in _BUSY or status >= 500:
        raise TransientError(
            f"the PMC ID Converter answered {status}{_said(envelope)}: try again later",
            source=NAME,
        )
    if status == 200 and "error" in envelope:
        raise TransientError(
            f"the PMC ID Converter answered 200 with an error{_said(envelope)}:"
            " try again later",
            source=NAME,
        )
    if status == 403:
        raise BlockedError(
            f"the PMC ID Converter answered 403{_said(envelope)}: it refuses requests"
            " from this address",
            source=NAME,
        )
    if status != 200 or not isinstance(envelope.get("records"), list):
        raise ProtocolError(
            f"the PMC ID Converter answered {status}{_said(envelope)}", source=NAME
        )


def parse(payload: Payload) -> Reply:
    """Read the identifiers of each article that the converter knows.

    It knows articles in PMC only: a record with ``errmsg`` or ``status: error`` is
    unknown to it, and so is what was asked for alone and has no record.
    """
    records: list[SourceRecord] = []
    faults: list[Fault] = []
    unknown: list[str] = []
    asked = payload.request.asked
    found = _records(payload.body)
    for entry in found:
        pmcid = _requested(entry)
        if _is_error(entry):
            unknown += [f"{PMCID}:{pmcid}"] if pmcid else []
            continue
        try:
            records.append(normalize_record(_record(entry)))
        except RecordError as error:
            faults.append(Fault(source_id=pmcid, message=str(error)))
    if len(asked) == 1 and not found:
        unknown += asked
    return Reply(
        records=tuple(records),
        faults=tuple(faults),
        unknown=tuple(dict.fromkeys(unknown)),
    )


def answered(payload: Payload) -> frozenset[str]:
    """Return the PMCIDs that a reply has a record for, known or not."""
    return frozenset(
        pmcid
        for entry in _records(payload.body)
        for name in ("requested-id", PMCID)
        if (pmcid := _pmcid(entry.get(name)))
    )


def _record(entry: Mapping[str, object]) -> SourceRecord:
    own = _pmcid(entry.get(PMCID))
    if own is None:
        raise RecordError("a record of the PMC ID Converter has no PMCID: left out")
    return SourceRecord(
        source=NAME,
        source_id=own,
        identifiers=tuple(_identifiers(entry)),
        other=tuple(
            (name, text)
            for name, value in entry.items()
            if name not in _READ and (text := spell(value))
        ),
    )


def _identifiers(entry: Mapping[str, object]) -> Iterator[Identifier]:
    """Yield the identifiers, and the PMCID that was asked for where it differs."""
    for name, scheme in _IDENTIFIERS.items():
        if printed := words(entry.get(name)):
            yield Identifier(scheme=scheme, value=printed)
    asked = _pmcid(entry.get("requested-id"))
    if asked and asked != _pmcid(entry.get(PMCID)):
        yield Identifier(scheme=PMCID, value=asked, place="alias")


def _requested(entry: Mapping[str, object]) -> str | None:
    return _pmcid(entry.get("requested-id")) or _pmcid(entry.get(PMCID))


def _pmcid(value: object) -> str | None:
    printed = words(value)
    if printed is None or not printed.upper().startswith("PMC"):
        return None
    return normalize_pmcid(printed)


def _is_error(entry: Mapping[str, object]) -> bool:
    return words(entry.get("status")) == "error" or bool(words(entry.get("errmsg")))


def _records(body: bytes) -> list[Mapping[str, object]]:
    try:
        return objects(_envelope(body).get("records"))
    except ValueError as error:
        raise TransientError(
            f"the reply of the PMC ID Converter is no JSON ({error}): try again later",
            source=NAME,
        ) from error


def _envelope(body: bytes) -> Mapping[str, object]:
    return child(decode(body))


def _said(envelope: Mapping[str, object]) -> str:
    """Return the codes and messages of ``errors``, to stand after the status."""
    said = [
        f"{words(error.get('code')) or 'error'}: {words(error.get('message'))}"
        for error in objects(envelope.get("errors"))
    ]
    return ": " + "; ".join(said) if said else ""
