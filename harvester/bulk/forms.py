"""The forms of files: how their records are cut out, and how they are read."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import IO, Any, Protocol

import msgspec

from harvester.bulk.soundness import JSON, XML
from harvester.errors import BulkError, DocumentError
from harvester.model import DOI, PMID
from harvester.sources.base import Fault
from harvester.sources.files import read_records
from harvester.sources.pubmed import Entry
from harvester.sources.pubmed.parse import find_cut_faults, parse_cut
from harvester.sources.pubmed.stream import Cut

_SHOWN = 60


class Cutting(Protocol):
    """The records of a file as bytes, in its order.

    Attributes:
        given: What goes with every record to where it is read.
    """

    @property
    def given(self) -> Any:  # noqa: D102 - above
        ...

    def __iter__(self) -> Iterator[bytes]:
        """Yield record by record.

        Raises:
            BulkError: The file is no such file, or ends before its end.
        """
        ...


class Form(Protocol):
    """A form of files; a value that processes are given.

    Attributes:
        source: Whose records they hold.
        scheme: Of the identifier that is a record's own key.
        opening: The characters that a file may begin with.
    """

    @property
    def source(self) -> str:  # noqa: D102 - above
        ...

    @property
    def scheme(self) -> str:  # noqa: D102 - above
        ...

    @property
    def opening(self) -> bytes:  # noqa: D102 - above
        ...

    def cut(self, stream: IO[bytes]) -> Cutting:
        """Return the records of a file, unpacked, as bytes."""
        ...

    def parse(self, records: Iterable[bytes], given: Any) -> Iterable[Entry]:
        """Return what stands in records that were cut out."""
        ...


class _PubMedCutting:
    def __init__(self, stream: IO[bytes]) -> None:
        self._cut = Cut(stream)
        self.given = self._cut.encoding

    def __iter__(self) -> Iterator[bytes]:
        yield from self._cut
        for fault in find_cut_faults(self._cut):
            raise BulkError(fault.message)


class PubMedForm(msgspec.Struct, frozen=True):
    """PubmedArticleSet, as the baseline and its updates have it."""

    source: str = "pubmed"
    scheme: str = PMID
    opening: bytes = XML

    def cut(self, stream: IO[bytes]) -> Cutting:
        """Return the records of a set; what it lacks is told behind the last."""
        return _PubMedCutting(stream)

    def parse(self, records: Iterable[bytes], given: str | None) -> Iterable[Entry]:
        """Return records, faults and deletions; ``given`` is the encoding."""
        return parse_cut(records, given)


class _Document(msgspec.Struct):
    items: list[msgspec.Raw] | None = None


class _CrossrefCutting:
    given = None

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        first = self._stream.readline()
        if first.lstrip()[:1] not in (b"{", b"["):
            raise BulkError("holds no works: it is no JSON")
        try:
            msgspec.json.decode(first, type=msgspec.Raw)
        except msgspec.DecodeError:
            first += self._stream.read()
        yield from _parts(first)
        yield from self._stream


def _parts(document: bytes) -> Iterator[bytes]:
    """Yield the works of ``{"items": […]}`` or ``[…]``, else the document itself."""
    try:
        whole = msgspec.json.decode(document, type=list[msgspec.Raw] | _Document)
    except msgspec.DecodeError as error:
        raise BulkError(f"is cut off, or no JSON ({error}); fetch it again") from error
    works = whole if isinstance(whole, list) else whole.items
    if works is None:
        works = [msgspec.Raw(document)]
    yield from map(_line, works)


def _line(document: msgspec.Raw) -> bytes:
    """Return a JSON document on one line: line breaks stand between its parts only."""
    return bytes(document).replace(b"\n", b" ").replace(b"\r", b" ")


class CrossrefForm(msgspec.Struct, frozen=True):
    """Works as Crossref's public data file has them: a list, or a work a line."""

    source: str = "crossref"
    scheme: str = DOI
    opening: bytes = JSON

    def cut(self, stream: IO[bytes]) -> Cutting:
        """Return the works; of a file of lines one line is in memory."""
        return _CrossrefCutting(stream)

    def parse(self, records: Iterable[bytes], given: None) -> Iterable[Entry]:
        """Return records and faults; a line that is no JSON is one."""
        del given
        for record in filter(None, map(bytes.strip, records)):
            try:
                yield from read_records(io.BytesIO(record))
            except DocumentError as error:
                begins = record[:_SHOWN].decode("utf-8", "replace")
                yield Fault(source_id=None, message=f"a line {error}: {begins}…")


PUBMED, CROSSREF = PubMedForm(), CrossrefForm()
