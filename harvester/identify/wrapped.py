"""Lines that were broken at a fixed width, put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_BEGINS = re.compile(
    r"\s*(?:[-*•·‣◦▪●■–—]\s|[\[(]?\d{1,4}[.)\]]+(?:\s|$)|#{1,6}\s"
    r"|(?:PMC?ID|DOI|https?)\s*:)",
    re.IGNORECASE,
)
_WIDEST = 140
"""Characters of a line above which nobody breaks lines."""
_FULL = 12
"""Characters by which a full line may fall short of the width: most words."""
_FEWEST = 3
_WORDS = 4


def find_width(lines: Sequence[str]) -> int | None:
    """Return the width at which a text is broken; None where it is not.

    It is the length of the longest line of words, if no paragraph is longer than a
    line can be and several different lines come close to it with more text below.
    """
    lengths = [len(line.rstrip()) for line in lines if len(line.split()) >= _WORDS]
    width = max(lengths, default=0)
    if not 40 <= width <= _WIDEST:
        return None
    full = {
        line.strip()
        for line, below in pairwise(lines)
        if len(line.rstrip()) > width - _FULL and below.strip()
    }
    return width if len(full) >= _FEWEST else None


def goes_on(line: str, below: str, width: int) -> bool:
    """Tell whether ``below`` was broken off ``line``: its first word had no room.

    What begins with a bullet, a number or a label begins by itself.
    """
    words = below.split(maxsplit=1)
    if not line.strip() or not words or _BEGINS.match(below):
        return False
    return len(line.rstrip()) + 1 + len(words[0]) > width
