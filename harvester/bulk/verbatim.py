"""What each source sent of an article, byte for byte."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from pathlib import Path

from harvester.bulk.forms import CROSSREF, PUBMED, Form
from harvester.bulk.load import opened
from harvester.errors import BulkError
from harvester.model import SourceRecord, Value
from harvester.sources.pubmed.stream import read_encoding
from harvester.store import Library, Sent

_FORMS: dict[str, Form] = {form.source: form for form in (PUBMED, CROSSREF)}
_HEAD_BYTES = 512


class Verbatim(Value, frozen=True, kw_only=True):
    """A record as its source sent it.

    Attributes:
        source: The source.
        source_id: Its own key of the record.
        origin: What it stands in, for people.
        body: Its bytes; None: they cannot be had.
        encoding: Of the bytes.
        problem: Why they cannot be had, and which file is wanted.
    """

    source: str
    source_id: str
    origin: str
    body: bytes | None = None
    encoding: str = "utf-8"
    problem: str | None = None

    @property
    def text(self) -> str | None:
        """The bytes as text; what is no text of the encoding is marked."""
        return None if self.body is None else self.body.decode(self.encoding, "replace")


def read_verbatim(library: Library, number: int) -> Iterator[Verbatim]:
    """Yield what each source sent of an article, by source and key.

    Of a reply with many records it is the one record, where the source's form is
    known, else the reply. Files that the library only refers to are read again.

    Args:
        library: The library.
        number: That of the article.
    """
    for sent in library.load_sent(number):
        origin, body, encoding, problem = _describe(sent), sent.body, None, None
        if body is not None:
            encoding = read_encoding(body)
        elif sent.reply is not None:
            encoding = read_encoding(sent.reply)
            body = _cut_out(sent, sent.reply) or sent.reply
        else:
            try:
                body, encoding = _read_file(sent)
            except BulkError as error:
                problem = str(error)
        yield Verbatim(
            source=sent.source,
            source_id=sent.source_id,
            origin=origin,
            body=body,
            encoding=encoding or "utf-8",
            problem=problem,
        )


def _describe(sent: Sent) -> str:
    if sent.reply is not None:
        return f"reply of {sent.came_at}"
    place = f", {sent.length} bytes from {sent.offset}" if sent.length else ""
    return f"{sent.name}{place}{', kept' if sent.body else ''}"


def _cut_out(sent: Sent, body: bytes) -> bytes | None:
    """Return the bytes of a record out of those of many; None: it is not there."""
    form = _FORMS.get(sent.source)
    if form is None:
        return None
    cutting = form.cut(io.BytesIO(body))
    try:
        for piece, entry in form.parse(cutting, cutting.given):
            if isinstance(entry, SourceRecord) and entry.source_id == sent.source_id:
                return piece.body
    except BulkError:
        return None
    return None


def _read_file(sent: Sent) -> tuple[bytes, str | None]:
    """Return the bytes of a record out of its file, and their encoding.

    Raises:
        BulkError: The file is gone, or another one; or the place is not known.
    """
    path = Path(sent.folder or "", sent.name)
    if sent.offset is None or sent.length is None:
        raise BulkError(
            f"where it stands in {path} is not known; load the file with --again"
        )
    wanted = f"{path} of {sent.size:,} bytes is wanted"
    try:
        if path.stat().st_size != sent.size:
            raise BulkError(f"{wanted}: what lies there has another size")
        with opened(path) as stream:
            encoding = read_encoding(stream.read(_HEAD_BYTES))
            stream.seek(sent.offset)
            body = stream.read(sent.length)
    except FileNotFoundError as error:
        raise BulkError(f"{wanted}: it is not there any more") from error
    except (OSError, EOFError, zlib.error) as error:
        raise BulkError(f"{wanted}: it cannot be read ({error})") from error
    if _cut_out(sent, _FORMS[sent.source].part(body, encoding)) != body:
        raise BulkError(f"{wanted}: what lies there does not hold the record")
    return body, encoding
