"""The addresses of its links that a text browser prints at the end of a page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from harvester.identify.page import Line, Page, Section
from harvester.model import Role

Place = tuple[str | None, Role, int | None]
"""Section, role and list entry of an identifier."""

LINK_LISTS = frozenset({"visible links", "hidden links"})
"""Headings, in lower case, that such a list stands under."""

_NUMBERED = re.compile(r"\s*(\d{1,4})\.\s")


def linked_places(
    page: Page, section: Section, places: Mapping[int, Place]
) -> Iterator[tuple[int, Place]]:
    """Yield the place of every identifier in a list of links: that of its link.

    Args:
        page: With links like ``[12]PubMed`` in its text.
        section: The list: ``12. https://…`` a line.
        places: Of the other identifiers, by their offset: those in the line of a link
            tell which list entry it is in.
    """
    for line in section.lines:
        number = _NUMBERED.match(line.raw)
        at = page.text.find(f"[{number[1]}]", page.body) if number else -1
        if line.found and 0 <= at < section.offset:
            held = page.sections[_index(page.sections, at)]
            beside = page.lines[_index(page.lines, at)].found
            entries = (places[f.offset][2] for f in beside if f.offset in places)
            role = held.role or Role.MENTIONED
            place = (held.heading, role, next(entries, None))
            yield from ((found.offset, place) for found in line.found)


def _index(parts: tuple[Line, ...] | tuple[Section, ...], offset: int) -> int:
    """Return which of the parts holds an offset."""
    return max(bisect_right(parts, offset, key=lambda part: part.offset) - 1, 0)
