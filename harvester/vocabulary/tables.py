"""Tables of headings and tree files → rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from harvester.errors import DocumentError
from harvester.vocabulary.values import TreeRow

COLUMNS = {
    "ui": ("mesh_id", "ui", "mesh_ui", "descriptor_ui", "descriptorui"),
    "name": ("mesh_name", "name", "heading", "descriptor", "descriptorname"),
    "tree_number": ("mesh_tree_number", "tree_number", "treenumber"),
}
"""What a column is → how its head may be spelled (in lower case)."""

TREE_LINE = re.compile(r"(?P<name>[^\t]+);(?P<number>[A-Z]\d{2}(?:\.\d{3})*)")
"""A line of ``mtrees``: the name may hold semicolons, the number does not."""

_UI = re.compile(r"D\d{6}(?:\d{3})?")


def read_table(stream: IO[bytes]) -> Iterator[TreeRow]:
    """Yield the rows of a tab-separated table with a head line; see ``COLUMNS``.

    Raises:
        DocumentError: A line has another number of columns, or no UI.
    """
    lines = _lines(stream)
    _, head = next(lines, (1, ""))
    places = table_columns(head)
    width = len(head.split("\t"))
    for number, line in lines:
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != width:
            raise DocumentError(f"line {number} has not {width} columns: {line!r}")
        row = {field: cells[place] for field, place in places.items()}
        if not _UI.fullmatch(row["ui"]) or not row["name"]:
            raise DocumentError(f"line {number} is no heading with its UI: {line!r}")
        yield TreeRow(
            name=row["name"], ui=row["ui"], tree_number=row.get("tree_number") or None
        )


def table_columns(head: str) -> dict[str, int]:
    r"""Return which column of a table holds what; ``{}`` if it lacks UI or name.

    Examples:
        >>> table_columns("mesh_id\tmesh_name\tmesh_tree_number")
        {'ui': 0, 'name': 1, 'tree_number': 2}
        >>> table_columns("Eggs\tMilk")
        {}
    """
    heads = [cell.strip().lower() for cell in head.split("\t")]
    places = {
        field: heads.index(spelling)
        for field, spellings in COLUMNS.items()
        for spelling in spellings
        if spelling in heads
    }
    return places if {"ui", "name"} <= places.keys() else {}


def read_tree(stream: IO[bytes]) -> Iterator[TreeRow]:
    """Yield the lines of a tree file, ``Liver Neoplasms;C04.588.274.623``.

    Raises:
        DocumentError: A line is no such line.
    """
    for number, line in _lines(stream):
        match = TREE_LINE.fullmatch(line.strip())
        if match is None:
            raise DocumentError(f"line {number} is no heading;tree number: {line!r}")
        yield TreeRow(name=match["name"], tree_number=match["number"])


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not empty, with their numbers."""
    try:
        for number, raw in enumerate(stream, start=1):
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
            if line.strip():
                yield number, line
    except UnicodeDecodeError as error:
        raise DocumentError("is not text in UTF-8") from error
