"""Tables with a column of identifiers (``.csv``, ``.tsv``)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import partial
from io import StringIO
from itertools import islice

from harvester.identify.found import Found
from harvester.identify.records.base import (
    Entry,
    Format,
    first_of_each,
    locate,
    read_field,
)
from harvester.model import ARTICLE_SCHEMES, DOI, PMCID, PMID, Value
from harvester.normalize.identifiers import normalize_identifier

_SEPARATORS = (",", ";", "\t", "|")
_SAMPLE = 30
_DECLARED = re.compile(r"\ufeff?sep=(?P<separator>.)\r?\n", re.IGNORECASE)
_NAMES = {
    DOI: "doi dois articledoi doilink doiurl doinumber digitalobjectidentifier "
    "digitalobjectidentifierdoi publicationdoi paperdoi doiofarticle primarydoi",
    PMID: "pmid pmids pubmedid pubmedids pubmedlink pubmedurl pmidnumber medlineid "
    "pubmeduniqueidentifier pubmedidentifier articlepmid pubmedpmid pmidlink",
    PMCID: "pmcid pmcids pmc pmcnumber pubmedcentralid pmclink pmcurl",
}
_SCHEMES = {name: scheme for scheme, names in _NAMES.items() for name in names.split()}
_TITLES = {
    "title": "title", "articletitle": "title", "documenttitle": "title",
    "itemtitle": "title", "journal": "journal", "journalbook": "journal",
    "journaltitle": "journal", "sourcetitle": "journal", "publicationtitle": "journal",
    "volume": "volume", "issue": "issue", "number": "issue", "pages": "page",
    "year": "date", "publicationyear": "date", "pubyear": "date", "issn": "issn",
    "abstract": "abstract", "author": "authors", "authors": "authors",
    "authornames": "authors", "authorfullnames": "authors", "journalname": "journal",
    "source": "journal", "booktitle": "journal", "publicationtype": "kind",
    "startpage": "first_page", "endpage": "last_page", "pagestart": "first_page",
    "pageend": "last_page",
}  # fmt: skip
_BESIDE_TITLE = frozenset({"authors", "journal", "date", "volume"})
"""Of these a table without identifiers has two beside its titles."""
_BYLINE = re.compile(r"\s*;\s*|\s+and\s+|\s*\|\s*")
_INITIALED = re.compile(
    r"(?P<family>[^\W\d_][\w'’. -]*) "
    r"(?P<given>[^\W\d_]{1,3}\.?(?: [JS]r\.?| \d\w\w)?)"
)
_DECIMALS = re.compile(r"\.0+$")


class _Table(Value, frozen=True, kw_only=True):
    """Where a text is a table: how its cells are divided, where its rows begin."""

    separator: str
    header: tuple[str, ...]
    body: int


def _rows(text: str, separator: str, start: int = 0) -> Iterator[tuple[list[str], int]]:
    """Yield the cells of every row and where it begins."""
    position = start

    def lines() -> Iterator[str]:
        nonlocal position
        stream = StringIO(text, newline="")
        stream.seek(start)
        for line in stream:
            position += len(line)
            yield line

    begin = start
    for cells in csv.reader(lines(), delimiter=separator):
        if any(cell.strip() for cell in cells):
            yield cells, begin
        begin = position


def _table(text: str, *, is_titled: bool = False) -> _Table | None:
    """Return the table that a text is, or None.

    Its first row names a column of identifiers in a usual way; several rows under
    it have as many cells, and the column holds what its name says.

    Args:
        text: The text.
        is_titled: Let columns of titles, authors, journals, years do instead.
    """
    declared = _DECLARED.match(text)
    start = declared.end() if declared else 0
    separators = (declared["separator"],) if declared else _SEPARATORS
    tables = [
        _divided(text, separator, start, is_titled=is_titled)
        for separator in separators
    ]
    return max(
        (table for table in tables if table),
        key=lambda table: len(table.header),
        default=None,
    )


def _divided(
    text: str, separator: str, start: int, *, is_titled: bool
) -> _Table | None:
    try:
        sample = list(islice(_rows(text, separator, start), _SAMPLE + 1))
    except (csv.Error, TypeError):  # no table; a separator of no use
        return None
    if len(sample) < 2:
        return None
    header = tuple(_key(cell) for cell in sample[0][0])
    schemes = [_SCHEMES.get(key) for key in header]
    rows = [cells for cells, _ in sample[1:]]
    even = sum(len(cells) == len(header) for cells in rows)
    valid = sum(
        any(
            scheme and _is_valid(scheme, cell)
            for scheme, cell in zip(schemes, cells, strict=False)
        )
        for cells in rows
    )
    # A word alone on a line is a column only where all under it are identifiers.
    wanted = len(rows) if len(header) == 1 else 1
    if even * 2 < len(rows) or not (valid >= wanted or (is_titled and _names(header))):
        return None
    return _Table(separator=separator, header=header, body=sample[1][1])


def _names(header: tuple[str, ...]) -> bool:
    """Whether columns of titles and of what else a citation has are named."""
    named = {_TITLES.get(key) for key in header}
    return "title" in named and len(named & _BESIDE_TITLE) > 1


def _key(cell: str) -> str:
    return re.sub(r"[\W_]", "", cell).lower()


def _is_valid(scheme: str, cell: str) -> bool:
    return normalize_identifier(scheme, _DECIMALS.sub("", cell.strip())) is not None


def _read(text: str, *, is_titled: bool = False) -> Iterator[Entry]:
    table = _table(text, is_titled=is_titled)
    if table is None:
        return
    try:
        for cells, begin in _rows(text, table.separator, table.body):
            row = list(zip(table.header, cells, strict=False))
            yield Entry(
                found=first_of_each(_identifiers(row, text, begin)),
                fields=tuple(_describe(row)),
            )
    except csv.Error as error:
        raise ValueError(f"its rows cannot be divided: {error}") from error


def _describe(row: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for key, cell in row:
        field = _TITLES.get(key)
        if field == "authors":
            yield from (("author", name) for name in split_byline(cell))
        elif field == "page":
            yield field, cell.replace("--", "-")
        elif field:
            yield field, cell


def split_byline(cell: str) -> tuple[str, ...]:
    """Return the authors that stand in one cell.

    Commas divide them only where each is a surname with initials; such a name gets
    its comma.

    Examples:
        >>> split_byline("Alder, Anna and Birch, B.")
        ('Alder, Anna', 'Birch, B.')
        >>> split_byline("Alder A, van der Birch BC.")
        ('Alder, A', 'van der Birch, BC')
        >>> split_byline("Alder, Anna")
        ('Alder, Anna',)
    """
    parts = [part.strip() for part in _BYLINE.split(cell)]
    if len(parts) == 1:
        listed = [part.strip() for part in cell.strip(" .").split(",")]
        if all(_INITIALED.fullmatch(part) for part in listed):
            parts = listed
    return tuple(_with_comma(p) for p in parts if p)


def _with_comma(name: str) -> str:
    match = _INITIALED.fullmatch(name)
    return f"{match['family']}, {match['given']}" if match else name


def _identifiers(row: list[tuple[str, str]], text: str, begin: int) -> Iterator[Found]:
    for scheme in ARTICLE_SCHEMES:
        for key, cell in row:
            if _SCHEMES.get(key) == scheme and cell.strip():
                # Spreadsheets make 38689169.0 of a number.
                printed = cell.strip()
                if scheme != DOI:
                    printed = _DECIMALS.sub("", printed)
                place = locate(text, printed, begin)
                yield from read_field(scheme, printed, offset=place, label=key)


TABLE = Format(
    name="table",
    called="table",
    recognises=lambda text: _table(text) is not None,
    read=_read,
)

TITLED_TABLE = Format(
    name="table",
    called="table",
    recognises=lambda text: _table(text, is_titled=True) is not None,
    read=partial(_read, is_titled=True),
)
"""Also without a column of identifiers, where records rather than they are wanted."""
