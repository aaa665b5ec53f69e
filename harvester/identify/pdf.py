"""PDF: the text of its pages, and what its metadata state about the article."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.parsers.expat import ExpatError

from lxml import etree
from pypdf import PdfReader
from pypdf.errors import (
    DependencyError,
    DeprecationError,
    FileNotDecryptedError,
    PyPdfError,
)

from harvester import xml
from harvester.errors import DocumentError
from harvester.identify.page import Meta
from harvester.model import Value

_BROKEN = (
    PyPdfError, DeprecationError, ArithmeticError, AssertionError, AttributeError,
    EOFError, ExpatError, LookupError, MemoryError, OSError, RuntimeError, TypeError,
    ValueError, struct.error, zlib.error,
)  # fmt: skip
"""What pypdf raises over damaged files, as fuzzing shows."""

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LONGEST = 5000
"""Longer values are pictures."""
_OF_THE_JOURNAL = re.compile("journal[-_]?doi")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]")


class PdfText(Value, frozen=True, kw_only=True):
    """The text of a PDF.

    Attributes:
        text: The statements of its metadata, one per line as ``name: content``, an
            empty line, then its pages, divided by form feeds.
        metas: Those statements, with their place in ``text``.
        body: Where the first page begins in ``text``.
    """

    text: str
    metas: tuple[Meta, ...]
    body: int


def read_pdf(name: str, content: bytes) -> PdfText:
    """Return the text layer of a PDF and what its XMP and DocInfo state.

    Names are in lower case with a stop: ``prism.doi``, ``dc.identifier``,
    ``pdfx.doi``; those of DocInfo begin with ``info.``. A page that cannot be read
    counts as empty.

    Raises:
        DocumentError: It is broken or locked, or has neither text nor metadata that
            could hold an identifier.
    """
    locked = (
        f"{name} is a PDF that is locked (encrypted); "
        "save it without protection, or give its DOI instead."
    )
    broken = (
        f"{name} is a PDF that is broken and cannot be read; "
        "get it again, or give its DOI instead."
    )
    try:
        reader = _open(content)
        if reader is None:
            raise DocumentError(locked)
        statements = list(dict.fromkeys(_statements(reader)))
        pages = list(_pages(reader))
    except (DependencyError, FileNotDecryptedError) as error:
        # AES needs a package that is no part of pypdf; so do rare compressions.
        reason = locked if b"/Encrypt" in content else broken
        raise DocumentError(reason) from error
    except _BROKEN as error:
        raise DocumentError(broken) from error
    metas: list[Meta] = []
    head = ""
    for key, value in statements:
        metas.append(Meta(name=key, content=value, offset=len(head) + len(key) + 2))
        head += f"{key}: {value}\n"
    body = "\f".join(pages)
    if not body.strip() and "10." not in head:
        raise DocumentError(
            f"{name} is a PDF without a text layer (pictures of pages); "
            "give its DOI or PMID instead."
        )
    head += "\n" * bool(head)
    return PdfText(text=head + body, metas=tuple(metas), body=len(head))


def _open(content: bytes) -> PdfReader | None:
    """Return a reader; None for a file that a password locks."""
    reader = PdfReader(BytesIO(content), strict=False)
    # Many files are encrypted with an empty password, only to forbid printing.
    if reader.is_encrypted and not reader.decrypt(""):
        return None
    return reader


def _pages(reader: PdfReader) -> Iterator[str]:
    for number in range(len(reader.pages)):
        try:
            text = reader.pages[number].extract_text()
        except _BROKEN:
            text = ""
        yield _clean(text.replace("\f", "\n"))


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)


def _statements(reader: PdfReader) -> Iterator[tuple[str, str]]:
    for read in (_xmp, _info):
        try:
            found = [(key, " ".join(_clean(v).split())) for key, v in read(reader)]
        except (etree.LxmlError, *_BROKEN):
            continue  # the pages may be sound all the same
        for key, value in found:
            if 0 < len(value) <= _LONGEST and not _OF_THE_JOURNAL.search(key):
                yield key, value


def _info(reader: PdfReader) -> Iterator[tuple[str, str]]:
    """Yield the entries of DocInfo, a dictionary of the trailer."""
    for key, value in (reader.metadata or {}).items():
        if isinstance(value, str):
            yield f"info.{key.removeprefix('/').lower()}", value


def _xmp(reader: PdfReader) -> Iterator[tuple[str, str]]:
    """Yield the properties of the document's XMP packet, a list member by member."""
    root: Any = reader.trailer["/Root"]
    stream = root.get("/Metadata")
    if stream is None:
        return
    packet = stream.get_object().get_data().strip(b"\x00 \r\n\t")
    parser = xml.parser()
    tree = etree.fromstring(packet, parser)
    for description in tree.iter(f"{_RDF}Description"):
        for name, value in description.attrib.items():
            prefix = _prefix(description, str(name))
            if prefix:
                yield f"{prefix}.{_local(str(name))}", str(value)
        for element in description:
            name = f"{element.prefix or ''}.{_local(str(element.tag))}"
            members = list(element.iter(f"{_RDF}li")) or [element]
            for member in members:
                value = member.get(f"{_RDF}resource") or xml.text(member)
                if value:
                    yield name.lower(), value


def _prefix(element: etree._Element, name: str) -> str | None:
    """Return the prefix of an attribute; None for those of RDF itself."""
    namespace = name[1:].partition("}")[0] if name.startswith("{") else ""
    if not namespace or f"{{{namespace}}}" == _RDF:
        return None
    return next((p for p, uri in element.nsmap.items() if p and uri == namespace), None)


def _local(name: str) -> str:
    # Acrobat writes WPSↂ2DARTICLEDOI for WPS-ARTICLEDOI.
    return name.rpartition("}")[2].replace("ↂ2D", "-").lower()
