"""Counts → pictures: SVG for a page, block characters for a terminal."""

from harvester.plots.bars import (
    Bar,
    build_year_bars,
    draw_bars,
    draw_columns,
    draw_share,
)
from harvester.plots.blocks import draw_block_bars, draw_block_columns
from harvester.plots.cells import Cell, Row, draw_matrix, draw_rows
from harvester.plots.network import Node, Tie, draw_network, place_nodes

__all__ = [
    "Bar",
    "Cell",
    "Node",
    "Row",
    "Tie",
    "build_year_bars",
    "draw_bars",
    "draw_block_bars",
    "draw_block_columns",
    "draw_columns",
    "draw_matrix",
    "draw_network",
    "draw_rows",
    "draw_share",
    "place_nodes",
]
