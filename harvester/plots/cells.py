"""Cells that are the darker the more they hold: rows along the years, a matrix."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from harvester.model import Value
from harvester.plots.bars import column_width, label_columns
from harvester.plots.svg import link, percent, picture, shade, tag

_ROW, _STRIP, _FOOT = 44, 18, 24
_CELL, _NAMES, _HEAD = 32, 236, 24
_LONGEST = 30


class Cell(Value, frozen=True, kw_only=True):
    """A cell.

    Attributes:
        count: What it holds.
        href: Where it leads; None: nowhere.
    """

    count: int
    href: str | None = None


class Row(Value, frozen=True, kw_only=True):
    """A row of cells.

    Attributes:
        label: Its name.
        cells: One per column.
        href: Where its name leads; None: nowhere.
    """

    label: str
    cells: tuple[Cell, ...]
    href: str | None = None


def draw_rows(rows: Sequence[Row], columns: Sequence[str], *, title: str) -> Markup:
    """Return a strip of cells per row under its name; dark is the row's own most.

    Args:
        rows: Each with a cell per column.
        columns: Labels, years in order.
        title: What is seen, in words.
    """
    width = column_width(len(columns))
    shapes = []
    for place, row in enumerate(rows):
        top = place * _ROW
        most = max((cell.count for cell in row.cells), default=0)
        total = sum(cell.count for cell in row.cells)
        name = tag("text", row.label, class_="label", x=0, y=top + 16)
        shapes.append(link(row.href, f"{row.label}: {total:,} articles", name))
        shapes.append(
            tag("rect", class_="track", x=0, y=top + 22, width="100%", height=_STRIP)
        )
        for index, cell in enumerate(row.cells):
            if not cell.count:
                continue
            box = tag("rect", class_=f"h{shade(cell.count, most)}",
                x=percent(index * width), y=top + 22, width=percent(width),
                height=_STRIP,
            )  # fmt: skip
            words = f"{row.label}, {columns[index]}: {cell.count:,} articles"
            shapes.append(link(cell.href, words, box, is_stop=False))
    height = _ROW * len(rows) + _FOOT
    shapes += label_columns(columns, y=height - 6) if columns else ()
    return picture(
        title, *shapes, height=height, kind="rows", is_linked=_is_linked(rows)
    )


def draw_matrix(rows: Sequence[Row], *, title: str) -> Markup:
    """Return a square of cells; the columns are the rows, by number.

    Args:
        rows: Each with a cell per row; the cells of a row with itself are left out.
        title: What is seen, in words.
    """
    most = max((cell.count for row in rows for cell in row.cells), default=0)
    shapes = [
        tag("text", str(place + 1), class_="label middle", y=18,
            x=_NAMES + (place + 0.5) * _CELL)
        for place in range(len(rows))
    ]  # fmt: skip
    for place, row in enumerate(rows):
        top = _HEAD + place * _CELL
        name = f"{place + 1} {_cut(row.label)}"
        label = tag("text", name, class_="label", x=0, y=top + 21)
        shapes.append(link(row.href, row.label, label))
        for index, cell in enumerate(row.cells):
            if index == place:
                continue
            words = f"{row.label} and {rows[index].label}: {cell.count:,} articles"
            box = _box(cell, most, _NAMES + index * _CELL, top)
            shapes.append(
                link(cell.href if cell.count else None, words, *box, is_stop=False)
            )
    return picture(
        title,
        *shapes,
        width=_NAMES + _CELL * len(rows),
        height=_HEAD + _CELL * len(rows),
        kind="matrix",
        is_linked=_is_linked(rows),
    )


def _box(cell: Cell, most: int, x: int, y: int) -> list[Markup]:
    dark = shade(cell.count, most)
    box = tag("rect", class_=f"h{dark}" if dark else "track",
        x=x + 1, y=y + 1, width=_CELL - 2, height=_CELL - 2)  # fmt: skip
    if not cell.count:
        return [box]
    number = f"{cell.count}" if cell.count < 1000 else f"{cell.count // 1000}k"
    return [
        box,
        tag("text", number, class_=f"in middle on{dark}", x=x + _CELL / 2, y=y + 21),
    ]


def _cut(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"


def _is_linked(rows: Sequence[Row]) -> bool:
    return any(row.href or any(cell.href for cell in row.cells) for row in rows)
