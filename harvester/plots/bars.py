"""Bars: upright ones along the years, lying ones for what has names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from markupsafe import Markup

from harvester.model import Value
from harvester.plots.svg import link, percent, picture, tag

_HEIGHT, _FOOT, _HEAD = 190, 24, 18
_ROW, _THICK = 46, 12
_LEAST_COLUMNS, _MOST_COLUMNS = 12, 70
_MOST_LABELS = 6
_EDGE = 0.05
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)


class Bar(Value, frozen=True, kw_only=True):
    """A bar.

    Attributes:
        label: What it stands for.
        count: How long it is.
        href: Where it leads; None: nowhere.
    """

    label: str
    count: int
    href: str | None = None


def build_year_bars(
    counts: Mapping[int, int], link_to: Callable[[int, int], str | None]
) -> tuple[Bar, ...]:
    """Return a bar for every year from the first to the last, also for empty ones.

    Where there are too many years, a bar stands for several: ``1950-1954``.

    Args:
        counts: Year → how many.
        link_to: First and last year of a bar → its address.
    """
    if not counts:
        return ()
    first, last = min(counts), max(counts)
    step = _step(last - first + 1, _MOST_COLUMNS)
    bars = []
    for start in range(first - first % step, last + 1, step):
        end = start + step - 1
        bars.append(
            Bar(
                label=str(start) if step == 1 else f"{start}-{end}",
                count=sum(counts.get(year, 0) for year in range(start, end + 1)),
                href=link_to(start, end),
            )
        )
    return tuple(bars)


def draw_columns(bars: Sequence[Bar], *, title: str, unit: str = "articles") -> Markup:
    """Return upright bars, in order.

    Args:
        bars: Those of years: only some are labelled, by the beginning of the label.
        title: What is seen, in words.
        unit: What is counted.
    """
    most = max((bar.count for bar in bars), default=0)
    base = _HEIGHT - _FOOT
    scale = (base - _HEAD) / most if most else 0
    levels = [(count, round(base - count * scale) + 0.5) for count in _levels(most)]
    shapes = [
        tag("line", class_="grid", x1=0, x2="100%", y1=y, y2=y) for _, y in levels
    ]
    width = column_width(len(bars))
    for place, bar in enumerate(bars):
        tall = round(max(bar.count * scale, 1 if bar.count else 0), 1)
        column = (
            tag("rect", class_="hit", x=percent(place * width), y=0,
                width=percent(width), height=base),
            tag("rect", class_="bar", x=percent((place + 0.1) * width),
                y=round(base - tall, 1), width=percent(0.8 * width), height=tall),
        )  # fmt: skip
        shapes.append(
            link(bar.href, f"{bar.label}: {bar.count:,} {unit}", *column)
            if bar.count
            else tag("g", tag("title", f"{bar.label}: none"), *column)
        )
    shapes.append(
        tag("line", class_="axis", x1=0, x2="100%", y1=base + 0.5, y2=base + 0.5)
    )
    shapes += label_columns([bar.label for bar in bars], y=_HEIGHT - 6)
    shapes += _label_levels(levels, bars)
    return picture(
        title,
        *shapes,
        height=_HEIGHT,
        kind="columns",
        is_linked=any(bar.href for bar in bars),
    )


def draw_bars(
    bars: Sequence[Bar], *, title: str, unit: str = "articles", most: int | None = None
) -> Markup:
    """Return lying bars, one below the other, each under its label.

    Args:
        bars: In order.
        title: What is seen, in words.
        unit: What is counted.
        most: What a bar of the whole width stands for; None: the longest one.
    """
    if most is None:
        most = max((bar.count for bar in bars), default=0)
    rows = []
    for place, bar in enumerate(bars):
        top = place * _ROW
        row = (
            tag("rect", class_="hit", x=0, y=top, width="100%", height=_ROW),
            # An inner picture cuts a long label off where the number begins.
            tag(
                "svg",
                tag("text", bar.label, class_="label", x=0, y=18),
                x=0, y=top, width="84%", height=24,
            ),
            tag("text", f"{bar.count:,}", class_="count", x="100%", y=top + 18),
            tag("rect", class_="track", x=0, y=top + 25, width="100%", height=_THICK),
            tag("rect", class_="bar", x=0, y=top + 25,
                width=percent(bar.count / most if most else 0), height=_THICK),
        )  # fmt: skip
        rows.append(link(bar.href, f"{bar.label}: {bar.count:,} {unit}", *row))
    return picture(
        title,
        *rows,
        height=_ROW * len(bars),
        kind="bars",
        is_linked=any(bar.href for bar in bars),
    )


def label_columns(labels: Sequence[str], *, y: int) -> Iterable[Markup]:
    """Yield the labels of columns that fit on a phone: round years first."""
    width = column_width(len(labels))
    step = _step(len(labels), _MOST_LABELS)
    for place, label in enumerate(labels):
        start = label.partition("-")[0]
        number = int(start) if start.isdigit() else place
        if number // _unit(labels) % step == 0:
            middle = (place + 0.5) * width
            end, x = ("start", 0.0) if middle < _EDGE else ("middle", middle)
            end, x = ("end", 1.0) if middle > 1 - _EDGE else (end, x)
            yield tag("text", start, class_=f"label {end}", x=percent(x), y=y)


def column_width(count: int) -> float:
    """Return how wide each of so many columns is; a few do not fill the picture."""
    return 1 / max(count, _LEAST_COLUMNS)


def _unit(labels: Sequence[str]) -> int:
    """Return how many years a column stands for."""
    first, dash, last = labels[0].partition("-")
    return int(last) - int(first) + 1 if dash and last.isdigit() else 1


def _step(count: int, most: int) -> int:
    return next((step for step in _STEPS if count <= most * step), _STEPS[-1])


def _levels(most: int) -> list[int]:
    """Return two or three round numbers up to ``most``."""
    size = 1
    while size * 10 <= most:
        size *= 10
    step = next(
        (s for s in (size // 2, size, 2 * size, 5 * size) if 0 < most <= 3 * s), size
    )
    return list(range(step, most + 1, step)) if most else []


def _label_levels(
    levels: Sequence[tuple[int, float]], bars: Sequence[Bar]
) -> Iterable[Markup]:
    """Yield the numbers of the levels, at the end where the bars are lower."""
    at_right = len(bars) < _LEAST_COLUMNS or bars[0].count > bars[-1].count
    end = {"class_": "level end", "x": "100%"} if at_right else {"class_": "level"}
    for count, y in levels:
        yield tag("text", f"{count:,}", y=y - 3, aria_hidden="true", **end)


def draw_share(count: int, most: int) -> Markup:
    """Return one bar without words, to stand beside its number in a table."""
    width = percent(count / most if most else 0)
    return tag(
        "svg",
        tag("rect", class_="bar", x=0, y=0, width=width, height=_THICK),
        class_="chart share",
        width="100%",
        height=_THICK,
        aria_hidden="true",
        xmlns="http://www.w3.org/2000/svg",
    )
