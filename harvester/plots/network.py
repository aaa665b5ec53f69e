"""Networks: who stands with whom, drawn without a script."""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

from harvester.model import Value
from harvester.plots.layout import Point, lay_out
from harvester.plots.svg import link, percent, picture, tag

_MARGIN = 34
_LEAST_HEIGHT, _MOST_HEIGHT = 160, 520
_LEFT, _ACROSS = 0.08, 0.84
_LEAST, _MOST = 5.0, 18.0
_LETTER, _LINE = 7.5, 17
_PHONE, _DESK = 340, 1000


class Node(Value, frozen=True, kw_only=True):
    """A node.

    Attributes:
        key: What it is called in ties.
        label: Short; shown where there is room.
        words: What it is, in words.
        count: How large it is.
        year: When it came; None where it has no year.
        href: Where it leads; None: nowhere.
    """

    key: int
    label: str
    words: str
    count: int
    year: int | None = None
    href: str | None = None


class Tie(Value, frozen=True, kw_only=True):
    """A tie between two nodes, by their keys.

    Attributes:
        source, target: From and to.
        count: How thick it is.
    """

    source: int
    target: int
    count: int = 1


def place_nodes(nodes: Sequence[Node], ties: Sequence[Tie]) -> dict[int, Point]:
    """Return where each node lies, by key: across and down, from 0 to 1."""
    places = {node.key: place for place, node in enumerate(nodes)}
    pairs = tuple(
        (places[tie.source], places[tie.target])
        for tie in ties
        if tie.source in places and tie.target in places
    )
    return dict(zip(places, lay_out(len(nodes), pairs), strict=True))


def draw_network(nodes: Sequence[Node], ties: Sequence[Tie], *, title: str) -> Markup:
    """Return a network: nodes as large as they count, labelled where there is room.

    Args:
        nodes: The most important first: their labels come first, too.
        ties: What does not tie two of the nodes is left out.
        title: What is seen, in words.
    """
    height = min(_LEAST_HEIGHT + 14 * len(nodes), _MOST_HEIGHT)
    points = {
        key: (_LEFT + _ACROSS * x, _MARGIN + (height - 2.5 * _MARGIN) * y)
        for key, (x, y) in place_nodes(nodes, ties).items()
    }
    radii = _radii(nodes)
    most = max((tie.count for tie in ties), default=1)
    shapes = [
        tag("line", class_=f"tie t{1 + round(2 * (tie.count - 1) / max(most - 1, 1))}",
            x1=percent(points[tie.source][0]), y1=round(points[tie.source][1], 1),
            x2=percent(points[tie.target][0]), y2=round(points[tie.target][1], 1))
        for tie in ties
        if tie.source in points and tie.target in points
    ]  # fmt: skip
    shown = {
        width: _choose_labels(nodes, points, radii, width) for width in (_PHONE, _DESK)
    }
    for node in reversed(nodes):
        x, y = points[node.key]
        radius = radii[node.key]
        parts = [tag("circle", class_="node", cx=percent(x), cy=round(y, 1), r=radius)]
        if node.key in shown[_DESK]:
            rank = "" if node.key in shown[_PHONE] else " minor"
            parts.append(
                tag("text", node.label, class_=f"label middle halo{rank}",
                    x=percent(x), y=round(y + radius + 14, 1))
            )  # fmt: skip
        shapes.append(link(node.href, node.words, *parts))
    return picture(
        title,
        *shapes,
        height=height,
        kind="network",
        is_linked=any(node.href for node in nodes),
    )


def _radii(nodes: Sequence[Node]) -> dict[int, float]:
    """Return how large each node is: its area grows with its count."""
    most = max((node.count for node in nodes), default=0)
    return {
        node.key: round(
            _LEAST + (_MOST - _LEAST) * math.sqrt(node.count / most if most else 0), 1
        )
        for node in nodes
    }


def _choose_labels(
    nodes: Sequence[Node],
    points: dict[int, Point],
    radii: dict[int, float],
    width: int,
) -> set[int]:
    """Return the nodes whose labels lie on no other one in a picture so wide."""
    taken: list[tuple[float, float, float]] = []
    chosen = set()
    for node in nodes:
        x, y = points[node.key]
        middle, line = x * width, y + radii[node.key] + 14
        half = _LETTER * len(node.label) / 2
        is_free = all(
            abs(line - other_line) >= _LINE or abs(middle - other) >= half + other_half
            for other, other_line, other_half in taken
        )
        if is_free and middle - half >= -16 and middle + half <= width + 16:
            taken.append((middle, line, half))
            chosen.add(node.key)
    return chosen
