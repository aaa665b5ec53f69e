"""Tables with a column of identifiers (``.csv``, ``.tsv``)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
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
    "abstract": "abstract",
}  # fmt: skip
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


def _table(text: str) -> _Table | None:
    """Return the table that a text is, or None.

    Its first row names a column of identifiers in a usual way; several rows under
    it have as many cells, and the column holds what its name says.
    """
    declared = _DECLARED.match(text)
    start = declared.end() if declared else 0
    separators = (declared["separator"],) if declared else _SEPARATORS
    tables = [_divided(text, separator, start) for separator in separators]
    return max(
        (table for table in tables if table),
        key=lambda table: len(table.header),
        default=None,
    )


def _divided(text: str, separator: str, start: int) -> _Table | None:
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
    if even * 2 < len(rows) or valid < wanted:
        return None
    return _Table(separator=separator, header=header, body=sample[1][1])


def _key(cell: str) -> str:
    return re.sub(r"[\W_]", "", cell).lower()


def _is_valid(scheme: str, cell: str) -> bool:
    return normalize_identifier(scheme, _DECIMALS.sub("", cell.strip())) is not None


def _read(text: str) -> Iterator[Entry]:
    table = _table(text)
    if table is None:
        return
    try:
        for cells, begin in _rows(text, table.separator, table.body):
            row = list(zip(table.header, cells, strict=False))
            yield Entry(
                found=first_of_each(_identifiers(row, text, begin)),
                fields=tuple(
                    (_TITLES[key], cell) for key, cell in row if key in _TITLES
                ),
            )
    except csv.Error as error:
        raise ValueError(f"its rows cannot be divided: {error}") from error


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
