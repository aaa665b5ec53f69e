"""The forms of files: how their records are cut out, and how they are read."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import IO, Any, Protocol

import msgspec

from harvester.bulk.soundness import JSON, XML
from harvester.errors import BulkError, DocumentError
from harvester.model import DOI, PMID
from harvester.sources.base import Fault, Piece
from harvester.sources.files import read_records
from harvester.sources.pubmed import Entry
from harvester.sources.pubmed.parse import find_cut_faults, parse_cut
from harvester.sources.pubmed.stream import Cut, declare

_SHOWN = 60


class Cutting(Protocol):
    """The records of a file, not read yet, in its order.

    Attributes:
        given: What goes with every piece to where it is read.
    """

    @property
    def given(self) -> Any:  # noqa: D102 - above
        ...

    def __iter__(self) -> Iterator[Piece]:
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
        """Return the records of a file, unpacked."""
        ...

    def parse(
        self, pieces: Iterable[Piece], given: Any
    ) -> Iterable[tuple[Piece, Entry]]:
        """Return what stands in pieces that were cut out, and exactly where."""
        ...

    def part(self, record: bytes, given: Any) -> bytes:
        """Return a record that was cut out, as it can be read without its file."""
        ...


class _PubMedCutting:
    def __init__(self, stream: IO[bytes]) -> None:
        self._cut = Cut(stream)
        self.given = self._cut.encoding

    def __iter__(self) -> Iterator[Piece]:
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

    def parse(
        self, pieces: Iterable[Piece], given: str | None
    ) -> Iterable[tuple[Piece, Entry]]:
        """Return records, faults and deletions; ``given`` is the encoding."""
        return parse_cut(pieces, given)

    def part(self, record: bytes, given: str | None) -> bytes:
        """Return a record, with its encoding in front where that is another."""
        return declare(record, given)


class _Document(msgspec.Struct):
    message: msgspec.Raw = msgspec.Raw(b"")
    items: list[msgspec.Raw] | None = None


class _CrossrefCutting:
    given = None

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[Piece]:
        first = self._stream.readline()
        if first.lstrip()[:1] not in (b"{", b"["):
            raise BulkError("holds no works: it is no JSON")
        try:
            msgspec.json.decode(first, type=msgspec.Raw)
        except msgspec.DecodeError:
            first += self._stream.read()
        yield from _parts(first)
        offset = len(first)
        for line in self._stream:
            if line.strip():
                yield _strip(Piece(offset=offset, body=line))
            offset += len(line)


def _parts(document: bytes, offset: int = 0) -> Iterator[Piece]:
    """Yield the works of ``{"items": […]}`` or ``[…]``, else the document itself.

    Of a reply of Crossref (``{"message": …}``) it is what the reply says.
    """
    try:
        whole = msgspec.json.decode(document, type=list[msgspec.Raw] | _Document)
    except msgspec.DecodeError as error:
        raise BulkError(f"is cut off, or no JSON ({error}); fetch it again") from error
    message = b"" if isinstance(whole, list) else bytes(whole.message)
    if message.startswith((b"{", b"[")):
        yield from _parts(message, offset + document.index(message))
        return
    works = whole if isinstance(whole, list) else whole.items
    if works is None:
        yield _strip(Piece(offset=offset, body=document))
        return
    end = 0
    for body in map(bytes, works):
        start = document.index(body, end)
        yield Piece(offset=offset + start, body=body)
        end = start + len(body)


def _strip(piece: Piece) -> Piece:
    """Return a piece without the white space around it."""
    body = piece.body
    return Piece(
        offset=piece.offset + len(body) - len(body.lstrip()), body=body.strip()
    )


class CrossrefForm(msgspec.Struct, frozen=True):
    """Works as Crossref's public data file has them: a list, or a work a line."""

    source: str = "crossref"
    scheme: str = DOI
    opening: bytes = JSON

    def cut(self, stream: IO[bytes]) -> Cutting:
        """Return the works; of a file of lines one line is in memory."""
        return _CrossrefCutting(stream)

    def parse(
        self, pieces: Iterable[Piece], given: None
    ) -> Iterable[tuple[Piece, Entry]]:
        """Return records and faults; a line that is no JSON is one."""
        del given
        for piece in pieces:
            try:
                for entry in read_records(io.BytesIO(piece.body)):
                    yield piece, entry
            except DocumentError as error:
                begins = piece.body[:_SHOWN].decode("utf-8", "replace")
                message = f"a line {error}: {begins}…"
                yield piece, Fault(source_id=None, message=message)

    def part(self, record: bytes, given: None) -> bytes:
        """Return a work as it is."""
        del given
        return record


PUBMED, CROSSREF = PubMedForm(), CrossrefForm()
