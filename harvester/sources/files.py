"""Files of records: what kind a stream is, and its records one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from harvester.errors import DocumentError, RecordError
from harvester.model import SourceRecord
from harvester.normalize.record import normalize_record
from harvester.sources.base import Fault
from harvester.sources.crossref.parse import parse_work
from harvester.sources.datacite.parse import parse_doi
from harvester.sources.pubmed import Deletion, Entry, parse_stream
from harvester.sources.values import child, decode, words

_SNIFFED = 4096
_JSON, _XML = b"{[", b"<"


class Undecoded(str):
    """Why a line of a file is no JSON; in the place of what it holds."""

    __slots__ = ()


def read_records(stream: IO[bytes]) -> Iterator[Entry]:
    """Read the records of a file: PubMed XML, or JSON of Crossref or DataCite.

    Memory stays constant for XML and for JSON lines; another JSON document is read
    whole.

    Args:
        stream: Uncompressed, able to ``seek``.

    Yields:
        Normalised records, faults and deletions, in the order of the file.

    Raises:
        DocumentError: It is neither.
    """
    match kind_of(stream):
        case "pubmed":
            entries = parse_stream(stream)
        case "crossref":
            entries = _parse_works(read_works(stream))
    for entry in entries:
        yield _normalized(entry) if isinstance(entry, SourceRecord) else entry


def kind_of(stream: IO[bytes]) -> str:
    """Return whose records a stream holds: ``pubmed``, or ``crossref`` for any JSON.

    Raises:
        DocumentError: It is neither XML nor JSON.
    """
    head = stream.read(_SNIFFED).removeprefix(b"\xef\xbb\xbf").lstrip()
    stream.seek(0)
    if head[:1] == _XML and not head[:14].lower().startswith(
        (b"<html", b"<!doctype html")
    ):
        return "pubmed"
    if head[:1] and head[:1] in _JSON:
        return "crossref"
    raise DocumentError("holds no records: neither PubMed XML nor Crossref JSON")


def read_works(stream: IO[bytes]) -> Iterator[object]:
    """Yield the works of a JSON file, decoded and nothing more.

    The forms are: a bare work, a reply with one work or a list, a file of the public
    data file (``items``), an array of any of these, and one of these on every line.
    Of DataCite a resource object, and a reply with one or many (``data``).
    A line that is no JSON is ``Undecoded`` and loses no other.

    Raises:
        DocumentError: It is no JSON.
    """
    try:
        first = decode(stream.readline())
    except ValueError:
        stream.seek(0)
        try:
            yield from _works(decode(stream.read()))
        except ValueError as error:
            raise DocumentError(f"is not valid JSON ({error})") from error
        return
    yield from _works(first)
    for number, line in enumerate(stream, start=2):
        if line.strip():
            try:
                works = [*_works(decode(line))]
            except ValueError as error:
                works = [Undecoded(f"line {number} is not valid JSON ({error})")]
            yield from works


def _works(value: object) -> Iterator[object]:
    if isinstance(value, list):
        for entry in value:
            yield from _works(entry)
        return
    fields = child(value)
    if "message" in fields:
        yield from _works(fields["message"])
    elif isinstance(items := fields.get("items"), list):
        yield from items
    elif isinstance(data := fields.get("data"), (dict, list)):
        yield from _works(data)
    else:
        yield value


def _parse_works(works: Iterator[object]) -> Iterator[Entry]:
    for work in works:
        if isinstance(work, Undecoded):
            yield Fault(source_id=None, message=work)
            continue
        attributes = child(work).get("attributes")
        try:
            yield parse_work(work) if attributes is None else parse_doi(work)
        except RecordError as error:
            doi = words(child(work).get("DOI")) or words(child(attributes).get("doi"))
            yield Fault(source_id=doi, message=str(error))


def _normalized(record: SourceRecord) -> SourceRecord | Fault:
    try:
        return normalize_record(record)
    except RecordError as error:
        return Fault(source_id=record.source_id, message=str(error))


__all__ = ["Deletion", "kind_of", "read_records", "read_works"]
