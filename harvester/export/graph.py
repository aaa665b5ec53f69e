"""Networks: GraphML, GEXF and CSV, written node by node and edge by edge."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from harvester.export.elements import DECLARATION, escape
from harvester.export.markup import one_line
from harvester.model import Value

Cell = str | int | None
Row = tuple[Cell, ...]
Column = tuple[str, Literal["string", "integer"]]


class Graph(Value, frozen=True, kw_only=True):
    """A network, read once.

    Attributes:
        is_directed: Whether an edge has a direction.
        node_columns: Names and types of what is known of a node, from its second cell
            on: the first is its identifier, the second its label.
        edge_columns: The same of an edge, from its third cell on: the first two are
            the identifiers of its nodes. ``weight`` is the weight of the edge.
        nodes: All before the edges.
        edges: Between these nodes only.
    """

    is_directed: bool
    node_columns: tuple[Column, ...]
    edge_columns: tuple[Column, ...]
    nodes: Iterable[Row]
    edges: Iterable[Row]


class GraphFormat(Value, frozen=True, kw_only=True):
    """A format for networks.

    Attributes:
        name, title, media_type, suffix: As in ``formats.Format``.
        write: A network → text piece by piece.
        write_nodes: The same of a second file with the nodes, where one is needed.
    """

    name: str
    title: str
    media_type: str
    suffix: str
    write: Callable[[Graph], Iterator[str]]
    write_nodes: Callable[[Graph], Iterator[str]] | None = None


_TYPES = {"string": "string", "integer": "long"}


def write_graphml(graph: Graph) -> Iterator[str]:
    """Yield a document of GraphML; what is unknown has no ``data``."""
    yield f'{DECLARATION}<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for kind, columns in (("node", graph.node_columns), ("edge", graph.edge_columns)):
        for column, type_ in columns:
            yield (
                f'<key id="{kind}_{column}" for="{kind}" attr.name="{column}" '
                f'attr.type="{_TYPES[type_]}"/>\n'
            )
    yield f'<graph edgedefault="{_direction(graph)}">\n'
    for name, *cells in graph.nodes:
        data = _data("node", graph.node_columns, cells)
        yield f'<node id="{_printed(name)}">{data}</node>\n'
    for source, target, *cells in graph.edges:
        data = _data("edge", graph.edge_columns, cells)
        ends = f'source="{_printed(source)}" target="{_printed(target)}"'
        yield f"<edge {ends}>{data}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _direction(graph: Graph) -> str:
    return "directed" if graph.is_directed else "undirected"


def _data(kind: str, columns: Iterable[Column], cells: Iterable[Cell]) -> str:
    return "".join(
        f'<data key="{kind}_{name}">{_printed(cell)}</data>'
        for (name, _), cell in zip(columns, cells, strict=True)
        if cell is not None
    )


def _printed(cell: Cell) -> str:
    if isinstance(cell, int):
        return str(cell)
    return escape(one_line(str(cell)))


def write_gexf(graph: Graph) -> Iterator[str]:
    """Yield a document of GEXF 1.2; label and weight stand where Gephi looks."""
    yield (
        f'{DECLARATION}<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
        f'<graph defaultedgetype="{_direction(graph)}">\n'
    )
    for kind, columns in (("node", graph.node_columns), ("edge", graph.edge_columns)):
        attributes = (
            f'<attribute id="{name}" title="{name}" type="{_TYPES[type_]}"/>'
            for name, type_ in columns
            if name not in _OWN
        )
        yield f'<attributes class="{kind}">{"".join(attributes)}</attributes>\n'
    yield "<nodes>\n"
    for name, *cells in graph.nodes:
        own, values = _values(graph.node_columns, cells)
        yield f'<node id="{_printed(name)}"{own}>{values}</node>\n'
    yield "</nodes>\n<edges>\n"
    for number, (source, target, *cells) in enumerate(graph.edges):
        own, values = _values(graph.edge_columns, cells)
        ends = f'source="{_printed(source)}" target="{_printed(target)}"'
        yield f'<edge id="{number}" {ends}{own}>{values}</edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


_OWN = ("label", "weight")
"""Columns for which GEXF has an attribute of its own."""


def _values(columns: Iterable[Column], cells: Iterable[Cell]) -> tuple[str, str]:
    own, values = "", ""
    for (name, _), cell in zip(columns, cells, strict=True):
        if cell is None:
            continue
        if name in _OWN:
            own += f' {name}="{_printed(cell)}"'
        else:
            values += f'<attvalue for="{name}" value="{_printed(cell)}"/>'
    return own, f"<attvalues>{values}</attvalues>" if values else ""


def write_edges(graph: Graph) -> Iterator[str]:
    """Yield a table of edges, with the names of columns that Gephi looks for."""
    names = [name for name, _ in graph.edge_columns]
    kind = _direction(graph).capitalize()
    yield _line(["Source", "Target", "Type", *names])
    for source, target, *cells in graph.edges:
        yield _line([source, target, kind, *cells])


def write_nodes(graph: Graph) -> Iterator[str]:
    """Yield a table of nodes."""
    yield _line(["Id", *(name for name, _ in graph.node_columns)])
    for row in graph.nodes:
        yield _line(row)


def _line(cells: Iterable[Cell]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(
        one_line(cell) if isinstance(cell, str) else cell for cell in cells
    )
    return line.getvalue()


GRAPH_FORMATS = {
    form.name: form
    for form in (
        GraphFormat(
            name="graphml",
            title="GraphML",
            media_type="application/graphml+xml",
            suffix=".graphml",
            write=write_graphml,
        ),
        GraphFormat(
            name="gexf",
            title="GEXF",
            media_type="application/gexf+xml",
            suffix=".gexf",
            write=write_gexf,
        ),
        GraphFormat(
            name="csv",
            title="CSV of edges",
            media_type="text/csv",
            suffix=".csv",
            write=write_edges,
            write_nodes=write_nodes,
        ),
    )
}
"""Name → format for networks."""
