"""Cutting a PubmedArticleSet into records, so that a broken one stays alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from lxml import etree

from harvester.sources.base import Piece
from harvester.xml import MATHML

_TAGS = rb"(?:PubmedArticle|PubmedBookArticle|DeleteCitation|DeleteDocument)"
_OPENING = re.compile(rb"<" + _TAGS + rb"(?:\s[^<>]*)?(?<!/)>")
_CLOSING = re.compile(rb"</" + _TAGS + rb"\s*>")
_SET = re.compile(rb"<(Pubmed(?:Book)?ArticleSet|BookDocumentSet)(?:\s[^<>]*?)?(/?)>")
_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")
_NAMESPACES = (
    f' xmlns:mml="{MATHML}" xmlns:xlink="http://www.w3.org/1999/xlink"'
).encode()
_CHUNK_BYTES = 1 << 20
_UNDECLARED = {"utf-8", "us-ascii"}
"""Encodings that are read without a declaration."""


def _known(encoding: str) -> str | None:
    """Return an encoding that libxml2 knows; another is taken for XML's own."""
    try:
        etree.XMLParser(encoding=encoding)
    except LookupError:
        return None
    return encoding


def read_encoding(head: bytes) -> str | None:
    """Return what the XML declaration at the beginning of a document says, or None."""
    declared = _ENCODING.match(head.removeprefix(b"\xef\xbb\xbf"))
    return _known(declared[1].decode("ascii")) if declared else None


class Cut:
    """The records of a stream, one at a time, not read yet.

    Memory stays at about a chunk and a record.

    Attributes:
        encoding: What the XML declaration says; None where there is none.
        is_cut: Known at the end: whether the set's end tag is missing.
        is_foreign: Known at the end: whether it is neither a set nor a record.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._head = stream.read(_CHUNK_BYTES)
        self.encoding = read_encoding(self._head)
        self.is_cut = False
        self.is_foreign = False

    def __iter__(self) -> Iterator[Piece]:
        """Yield every record from its start tag to its end tag.

        A record without an end tag comes together with the one after it, or
        runs to the end of the stream: the parser refuses it, and
        ``find_following`` says where to go on.
        """
        root = _SET.search(self._head)
        self.is_foreign = root is None and self._head.strip() != b""
        buffer, passed = self._head, 0
        while buffer:
            position = 0
            for closing in _CLOSING.finditer(buffer):
                opening = _OPENING.search(buffer, position, closing.end())
                if opening is not None:
                    self.is_foreign = False
                    start = opening.start()
                    body = buffer[start : closing.end()]
                    yield Piece(offset=passed + start, body=body)
                position = closing.end()
            chunk = self._stream.read(_CHUNK_BYTES)
            passed += position
            if not chunk:
                yield from self._finish(
                    Piece(offset=passed, body=buffer[position:]), root
                )
                return
            buffer = buffer[position:] + chunk

    def _finish(self, rest: Piece, root: re.Match[bytes] | None) -> Iterator[Piece]:
        opening = _OPENING.search(rest.body)
        if opening is not None:
            self.is_foreign = False
            yield rest.cut_from(opening.start())
        if root is not None and not root[2]:
            self.is_cut = b"</" + root[1] not in rest.body


def declare(record: bytes, encoding: str | None) -> bytes:
    """Return a record that was cut out, as it can be read without its set.

    Args:
        record: Its bytes.
        encoding: What the set's XML declaration says; None where there is none.
    """
    if encoding is None or encoding.lower() in _UNDECLARED:
        return record
    return f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + record


def find_following(record: bytes) -> int | None:
    """Return where in a broken record's bytes the next record begins, or None."""
    following = _OPENING.search(record, 1)
    return None if following is None else following.start()


def parse_record(record: bytes, xml_parser: etree.XMLParser) -> etree._Element:
    """Return the element of a record.

    The prefix ``mml`` may be declared outside the record, or only by the DTD,
    which gives ``math`` its namespace by default: it is then declared here.

    Raises:
        etree.XMLSyntaxError: The record is not well-formed.
    """
    try:
        return etree.fromstring(record, xml_parser)
    except etree.XMLSyntaxError as error:
        if "Namespace prefix" not in str(error):
            raise
    name_end = next(i for i, byte in enumerate(record) if byte in b" \t\r\n>")
    declared = record[:name_end] + _NAMESPACES + record[name_end:]
    return etree.fromstring(declared, xml_parser)
