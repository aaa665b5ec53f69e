"""What a file of MeSH is: told by its first bytes, never by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import IO

from harvester.errors import DocumentError
from harvester.model import Value
from harvester.vocabulary import tables, xml_records
from harvester.vocabulary.values import VocabularyRecord


class MeshKind(StrEnum):
    """Kinds of files that can be read."""

    DESCRIPTORS = "descriptors"
    QUALIFIERS = "qualifiers"
    SUPPLEMENTARY = "supplementary records"
    TABLE = "table of headings"
    TREE = "tree file"


HEAD_BYTES = 8192
"""How much of a file is needed to tell what it is."""

_READERS: dict[MeshKind, Callable[[IO[bytes]], Iterator[VocabularyRecord]]] = {
    MeshKind.DESCRIPTORS: xml_records.read_descriptors,
    MeshKind.QUALIFIERS: xml_records.read_qualifiers,
    MeshKind.SUPPLEMENTARY: xml_records.read_supplementary,
    MeshKind.TABLE: tables.read_table,
    MeshKind.TREE: tables.read_tree,
}
_ROOTS = {
    "DescriptorRecordSet": MeshKind.DESCRIPTORS,
    "QualifierRecordSet": MeshKind.QUALIFIERS,
    "SupplementalRecordSet": MeshKind.SUPPLEMENTARY,
}
_ADVICE = "load desc, qual or supp XML of NLM, a tree file, or a table of headings"
_REFUSED = (
    # what the text begins with, what that is
    (
        re.compile(r"(?i)(?:<!doctype html|<html|<head|<body)"),
        (
            "is an HTML page, not MeSH; NLM's server answers so, with status 200, "
            "where it has no such file: check the year in the address"
        ),
    ),
    (re.compile(r"PK\x03\x04"), "is a ZIP archive; unpack it, or take the .gz"),
    (re.compile(r"\*NEWRECORD"), "is MeSH in ASCII, which lacks the concepts"),
)
_XML_START = re.compile(
    r"(?s)(?:<\?xml[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>|\s)*"
)
_ROOT = re.compile(r"<([A-Za-z][\w:.-]*)")
_DTD_YEAR = re.compile(r"<!DOCTYPE[^>]*?(?:desc|qual|supp)(\d{4})\.dtd")
_DTD_DATE = re.compile(r"<!DOCTYPE[^>]*?_((?:19|20)\d{2})\d{4}\.dtd")
_NAME_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")


class MeshFile(Value, frozen=True, kw_only=True):
    """What a file was taken for.

    Attributes:
        kind: Which reader reads it.
        name: File name.
        mesh_year: The edition; None where neither the file nor its name tells.
    """

    kind: MeshKind
    name: str = ""
    mesh_year: int | None = None

    def records(self, stream: IO[bytes]) -> Iterator[VocabularyRecord]:
        """Yield the records of the file, from its first byte on.

        Raises:
            DocumentError: The file breaks off, or a line cannot be read.
        """
        return _READERS[self.kind](stream)


def recognise(head: bytes, name: str = "") -> MeshFile:
    """Tell what a file is from its beginning.

    The year is that of the DTD where it names one (``desc2015.dtd``), else the one in
    the file's name (``desc2026.xml.gz``), else the one of the DTD's date
    (``…recordset_20260101.dtd``).

    Args:
        head: The first ``HEAD_BYTES`` of the file, unpacked.
        name: Its name.

    Raises:
        DocumentError: It is nothing that can be read here.
    """
    beginning = head.decode("utf-8-sig", errors="replace").lstrip()
    if not beginning:
        raise DocumentError("is empty")
    for pattern, reason in _REFUSED:
        if pattern.match(beginning):
            raise DocumentError(f"{reason}; {_ADVICE}")
    return MeshFile(kind=_kind(beginning), name=name, mesh_year=_year(beginning, name))


def root_name(head: bytes) -> str | None:
    """Return the name of the outermost element of XML; None: it is none.

    Args:
        head: The first ``HEAD_BYTES`` of a file, unpacked.
    """
    return _root(head.decode("utf-8-sig", errors="replace").lstrip())


def _root(beginning: str) -> str | None:
    start = _XML_START.match(beginning)
    root = _ROOT.match(beginning, start.end() if start else 0)
    return root[1] if root else None


def _kind(beginning: str) -> MeshKind:
    if beginning.startswith("<"):
        root = _root(beginning)
        if root not in _ROOTS:
            found = f"XML of another kind ({root})" if root else "not MeSH"
            if root and root.lower() == "html":
                found = "an HTML page, not MeSH"
            raise DocumentError(f"is {found}; {_ADVICE}")
        return _ROOTS[root]
    first = beginning.splitlines()[0]
    if tables.table_columns(first):
        return MeshKind.TABLE
    if tables.TREE_LINE.fullmatch(first.strip()):
        return MeshKind.TREE
    raise DocumentError(f"is no file of MeSH; {_ADVICE}")


def _year(beginning: str, name: str) -> int | None:
    found = (
        _DTD_YEAR.search(beginning)
        or _NAME_YEAR.search(name.replace("\\", "/").rpartition("/")[2])
        or _DTD_DATE.search(beginning)
    )
    return int(found[1]) if found else None
