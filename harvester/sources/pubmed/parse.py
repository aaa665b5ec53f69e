"""PubmedArticleSet → source records, values as printed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import IO

from lxml import etree

from harvester.errors import RecordError
from harvester.model import SourceRecord, Value
from harvester.sources.base import Fault, Piece
from harvester.sources.pubmed.article import parse_article
from harvester.sources.pubmed.book import parse_book
from harvester.sources.pubmed.draft import Element
from harvester.sources.pubmed.stream import Cut, find_following, parse_record
from harvester.xml import parser, text

_PMID = re.compile(rb"<PMID[^>]*>\s*(\d+)\s*</PMID>")

_PARSERS: dict[str, Callable[[Element], SourceRecord]] = {
    "PubmedArticle": parse_article,
    "PubmedBookArticle": parse_book,
}


class Deletion(Value, frozen=True, kw_only=True):
    """A record that PubMed has withdrawn (``DeleteCitation``).

    Attributes:
        pmid: As printed.
        version: Of the record, as printed.
    """

    pmid: str
    version: str | None = None


Entry = SourceRecord | Fault | Deletion


def parse_articles(body: bytes) -> Iterator[Entry]:
    """Read the body of an EFetch reply; see ``parse_stream``."""
    return parse_stream(io.BytesIO(body))


def parse_stream(stream: IO[bytes]) -> Iterator[Entry]:
    """Read a PubmedArticleSet record by record, in the order of the stream.

    Each record is parsed by itself: one that is not well-formed, or has no
    PMID, becomes a ``Fault`` and the others go on. A set whose end is missing
    ends with a ``Fault`` without an id; so does what is no such set.

    Args:
        stream: Uncompressed bytes.

    Yields:
        A ``SourceRecord`` for every PubmedArticle and PubmedBookArticle, a
        ``Deletion`` for every PMID of a DeleteCitation.
    """
    cut = Cut(stream)
    for _, entry in parse_cut(cut, cut.encoding):
        yield entry
    yield from find_cut_faults(cut)


def parse_cut(
    pieces: Iterable[Piece], encoding: str | None
) -> Iterator[tuple[Piece, Entry]]:
    """Read records that were cut out of a set, each with where it stands.

    See ``parse_stream`` for what comes.
    """
    xml_parser = parser(encoding=encoding)
    for piece in pieces:
        try:
            element = parse_record(piece.body, xml_parser)
        except etree.XMLSyntaxError as error:
            yield from _salvage(piece, str(error), xml_parser)
        else:
            for entry in parse_element(element):
                yield piece, entry


def find_cut_faults(cut: Cut) -> Iterator[Fault]:
    """Say what is wrong with a set as a whole, after its last record."""
    if cut.is_cut:
        yield Fault(
            source_id=None,
            message="the file ends before its last tag: records may be missing; "
            "fetch it again",
            is_of_whole=True,
        )
    if cut.is_foreign:
        yield Fault(
            source_id=None, message="this is no PubmedArticleSet", is_of_whole=True
        )


def parse_element(element: Element) -> Iterator[Entry]:
    """Read one PubmedArticle, PubmedBookArticle or DeleteCitation."""
    parse = _PARSERS.get(element.tag)
    if parse is None:
        yield from _deletions(element)
        return
    try:
        yield parse(element)
    except RecordError as error:
        yield Fault(source_id=None, message=f"{element.tag}: {error}")


def _deletions(element: Element) -> Iterator[Deletion]:
    for child in element:
        pmid = text(child)
        if child.tag == "PMID" and pmid is not None:
            yield Deletion(pmid=pmid, version=child.get("Version"))


def _salvage(
    piece: Piece, reason: str, xml_parser: etree.XMLParser
) -> Iterator[tuple[Piece, Entry]]:
    """Set a broken record aside, and go on with the one that it swallowed."""
    while True:
        following = find_following(piece.body)
        pmid = _PMID.search(piece.body, 0, following or len(piece.body))
        fault = Fault(
            source_id=pmid[1].decode("ascii") if pmid else None,
            message=f"the record is not well-formed XML ({reason})",
        )
        yield piece, fault
        if following is None:
            return
        piece = piece.cut_from(following)
        try:
            element = parse_record(piece.body, xml_parser)
        except etree.XMLSyntaxError as error:
            reason = str(error)
        else:
            for entry in parse_element(element):
                yield piece, entry
            return
