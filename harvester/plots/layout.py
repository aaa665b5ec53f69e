"""Where the nodes of a network lie: the same network, the same picture.

Each connected part is laid out by majorising stress (Gansner, Koren and North 2004):
how far two nodes lie apart shall be how many steps lie between them. The parts are
then set side by side, the largest first.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache

Point = tuple[float, float]
"""Across and down, from 0 to 1."""

_ROUNDS = 30
_GOLDEN = math.pi * (3 - math.sqrt(5))
_RATIO = 1.7
_GAP = 0.6


@lru_cache(maxsize=64)
def lay_out(count: int, ties: tuple[tuple[int, int], ...]) -> tuple[Point, ...]:
    """Return where each of ``count`` nodes lies.

    Args:
        count: How many nodes there are; they are numbered from 0.
        ties: Pairs of nodes.
    """
    near: list[list[int]] = [[] for _ in range(count)]
    for one, other in dict.fromkeys(tuple(sorted(tie)) for tie in ties):
        if one != other:
            near[one].append(other)
            near[other].append(one)
    parts = sorted(_parts(near), key=lambda part: (-len(part), part[0]))
    boxes = [_box(_majorise(part, near)) for part in parts]
    points: list[Point] = [(0.5, 0.5)] * count
    for part, placed in zip(parts, _pack(boxes), strict=True):
        for node, point in zip(part, placed, strict=True):
            points[node] = point
    return _fit(points)


def _parts(near: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the connected parts; each begins with its best connected node."""
    order = sorted(range(len(near)), key=lambda node: (-len(near[node]), node))
    parts, seen = [], set[int]()
    for start in order:
        if start not in seen:
            part = list(_steps(start, near))
            seen.update(part)
            parts.append(part)
    return parts


def _steps(start: int, near: Sequence[Sequence[int]]) -> dict[int, int]:
    """Return how many steps lead to every node that can be reached, nearest first."""
    steps = {start: 0}
    for node in (queue := [start]):
        for other in near[node]:
            if other not in steps:
                steps[other] = steps[node] + 1
                queue.append(other)
    return steps


def _majorise(part: Sequence[int], near: Sequence[Sequence[int]]) -> list[Point]:
    """Return where the nodes of a part lie, in steps."""
    wanted = []
    for node in part:
        steps = _steps(node, near)
        wanted.append([float(steps[other]) for other in part])
    xs = [math.sqrt(i) * math.cos(i * _GOLDEN) for i in range(len(part))]
    ys = [math.sqrt(i) * math.sin(i * _GOLDEN) for i in range(len(part))]
    for _ in range(_ROUNDS if len(part) > 1 else 0):
        for i, far in enumerate(wanted):
            x, y = xs[i], ys[i]
            across = down = weights = 0.0
            for j, distance in enumerate(far):
                if i == j:
                    continue
                apart = math.hypot(x - xs[j], y - ys[j]) or 1e-6
                weight = 1 / (distance * distance)
                pull = distance / apart
                across += weight * (xs[j] + pull * (x - xs[j]))
                down += weight * (ys[j] + pull * (y - ys[j]))
                weights += weight
            xs[i], ys[i] = across / weights, down / weights
    return list(zip(xs, ys, strict=True))


def _box(points: Sequence[Point]) -> list[Point]:
    """Return points moved to the upper left, broad rather than tall."""
    width = max(x for x, _ in points) - min(x for x, _ in points)
    height = max(y for _, y in points) - min(y for _, y in points)
    if height > width:
        points = [(y, x) for x, y in points]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    return [(x - left, y - top) for x, y in points]


def _pack(boxes: Sequence[Sequence[Point]]) -> Iterable[list[Point]]:
    """Yield the boxes' points, the boxes set into rows from left to right."""
    sizes = [
        (max(x for x, _ in box) + _GAP, max(y for _, y in box) + _GAP) for box in boxes
    ]
    area = sum(width * height for width, height in sizes)
    widest = max((width for width, _ in sizes), default=0.0)
    limit = max(widest, math.sqrt(area * _RATIO))
    left = top = tall = 0.0
    for box, (width, height) in zip(boxes, sizes, strict=True):
        if left and left + width > limit + 1e-9:
            left, top, tall = 0.0, top + tall, 0.0
        yield [(x + left, y + top) for x, y in box]
        left, tall = left + width, max(tall, height)


def _fit(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return points stretched over the whole picture."""
    if not points:
        return ()
    spans = []
    for axis in (0, 1):
        values = [point[axis] for point in points]
        spans.append((min(values), max(values) - min(values)))
    return tuple(
        (
            round((x - spans[0][0]) / spans[0][1], 4) if spans[0][1] > 1e-6 else 0.5,
            round((y - spans[1][0]) / spans[1][1], 4) if spans[1][1] > 1e-6 else 0.5,
        )
        for x, y in points
    )
