"""Text of unknown origin on a terminal."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def printable(text: str) -> str:
    r"""Return ``text`` with control characters shown, not obeyed.

    A title may hold an escape sequence that would recolour or rewrite the screen.

    Examples:
        >>> printable("a\x1b[31mb")
        'a\\x1b[31mb'
    """
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)
