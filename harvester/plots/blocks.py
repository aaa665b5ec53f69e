"""Pictures of block characters, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harvester.plots.bars import Bar

_EIGHTHS_UP = " ▁▂▃▄▅▆▇█"
_EIGHTHS_ALONG = " ▏▎▍▌▋▊▉█"


def draw_block_columns(counts: Sequence[int], *, height: int = 4) -> tuple[str, ...]:
    """Return upright bars, one character wide, as lines from the top down.

    Examples:
        >>> print("|".join(draw_block_columns([1, 0, 4, 8], height=1)))
        ▁ ▄█
    """
    most = max(counts, default=0)
    filled = [_eighths(count, most, height) for count in counts]
    return tuple(
        "".join(_EIGHTHS_UP[min(max(one - 8 * level, 0), 8)] for one in filled)
        for level in reversed(range(height))
    )


def draw_block_bars(
    bars: Sequence[Bar], *, width: int = 24, longest: int = 40, most: int | None = None
) -> Iterator[str]:
    """Yield a line per bar: its label, the bar, its number.

    Args:
        bars: In order.
        width: Characters of a whole bar.
        longest: Characters of a label; what is longer is cut off.
        most: What a whole bar stands for; None: the longest one.

    Examples:
        >>> bars = [Bar(label="Ann Surg", count=4), Bar(label="J Surg", count=3)]
        >>> print("|".join(draw_block_bars(bars, width=2)))
        Ann Surg  ██ 4|J Surg    █▌ 3
    """
    if most is None:
        most = max((bar.count for bar in bars), default=0)
    labels = [_cut(bar.label, longest) for bar in bars]
    wide = max(map(len, labels), default=0)
    for bar, label in zip(bars, labels, strict=True):
        full, rest = divmod(_eighths(bar.count, most, width), 8)
        drawn = "█" * full + (_EIGHTHS_ALONG[rest] if rest else "")
        yield f"{label:<{wide}}  {drawn:<{width}} {bar.count:,}"


def _eighths(count: int, most: int, size: int) -> int:
    """Return a length in eighths of a character; what is there is seen."""
    if count <= 0 or most <= 0:
        return 0
    return max(1, round(8 * size * count / most))


def _cut(label: str, longest: int) -> str:
    return label if len(label) <= longest else f"{label[: longest - 1]}…"
