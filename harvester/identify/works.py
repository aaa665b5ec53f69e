"""The records that a file holds, as works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from harvester.errors import DocumentError
from harvester.identify.documents import decode, identify_document
from harvester.identify.records import Entry, build_record, find_format
from harvester.model import SourceRecord
from harvester.normalize.record import normalize_record


def read_works(name: str, content: bytes) -> tuple[SourceRecord, ...]:
    """Return the records of a file, in order, with or without identifiers.

    RIS, BibTeX, MEDLINE text, PubMed XML, CSL-JSON, Crossref JSON, and tables that
    name their columns; any other document is the one record that it tells of itself.
    ``source_id`` is the file's name and the record's number.

    Args:
        name: What to call the file.
        content: Its bytes.

    Raises:
        DocumentError: It cannot be read, or holds no record.
    """
    text = decode(name, content) if not content.startswith(b"%PDF-") else ""
    form = find_format(text, is_titled=True)
    records: tuple[SourceRecord, ...]
    if form is None:
        record = identify_document(name, content).record
        records = (record,) if record else ()
    else:
        try:
            records = tuple(_build(name, form.read(text)))
        except ValueError as error:
            raise DocumentError(f"{name} is a {form.called}, but {error}") from error
    if not records:
        raise DocumentError(f"{name} holds no record with a title or an identifier.")
    return records


def _build(name: str, entries: Iterable[Entry]) -> Iterator[SourceRecord]:
    for number, entry in enumerate(entries, start=1):
        named = f"{name}#{number}"
        record = build_record(named, entry) or SourceRecord(
            source="document", source_id=named
        )
        identifiers = tuple(found.identifier for found in entry.found)
        if entry.fields or identifiers:
            yield normalize_record(
                msgspec.structs.replace(record, identifiers=identifiers)
            )
