"""Long lists, a page at a time: each goes on behind the last row of the one before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from harvester.browse.page import Page

_Row = TypeVar("_Row")

SIZE = 25
"""Rows of a page."""
_DIGITS = 18


def read_number(page: Page, name: str) -> int | None:
    """Return a whole number of the address; None where there is none."""
    given = page.argument(name)
    is_number = given.isascii() and given.isdecimal() and len(given) <= _DIGITS
    return int(given) if is_number else None


def cut(
    rows: Sequence[_Row], place: Callable[[_Row], int], size: int = SIZE
) -> tuple[Sequence[_Row], int | None]:
    """Return the rows of this page, and behind which place the next one begins.

    Args:
        rows: One more than the page holds, where there are more.
        place: A row → its place in the list.
        size: How many the page holds.

    Examples:
        >>> cut([7, 6, 5], int, 2)
        ([7, 6], 6)
        >>> cut([7, 6], int, 2)
        ([7, 6], None)
    """
    shown = rows[:size]
    return shown, place(shown[-1]) if len(rows) > size else None
