"""Which identifiers of a list name the same article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harvester.identify.found import Found
from harvester.identify.own import is_identifier_line
from harvester.identify.page import Line, Section

_MARKER = re.compile(
    r"(?P<indent>[ \t\u00a0]*)"
    r"(?:(?P<bullet>[-*•·‣◦▪●■–—])|[\[(]?(?P<number>\d{1,4})[.)\]]+)(?=\s|$)"
)
_CARRIED_ON = re.compile(
    r"Epub\b|PMC?ID\b|doi\b|[a-z(]|(?:(?:19|20)\d\d\s)?"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b"
)


def item_numbers(section: Section) -> Iterator[tuple[Found, int]]:
    """Yield every identifier of a list with the number of its entry, from 1.

    Bullets or consecutive numbers divide the entries where the list has them; an
    inner list (``- PMID: …`` below ``1. Title``) divides nothing. Elsewhere a new
    entry begins with a line that has words, or when a scheme comes again.
    """
    lines = [line for line in section.lines if line.raw.strip()]
    starts = _marked(lines) or _unmarked(lines)
    number = 0
    seen: dict[str, str] = {}
    for index, line in enumerate(lines):
        if index in starts:
            number, seen = number + 1, {}
        for found in line.found:
            scheme, value = found.identifier.key
            if number == 0 or seen.get(scheme, value) != value:
                # Two PMIDs are two articles, wherever they stand.
                number, seen = number + 1, {}
            seen[scheme] = value
            yield found, number


def _marked(lines: list[Line]) -> set[int]:
    """Return the lines that begin an entry with a bullet or number."""
    marks = [_MARKER.match(line.raw) for line in lines]
    usable = [
        (i, mark)
        for i, mark in enumerate(marks)
        if mark and not (is_identifier_line(lines[i]) and lines[i].found)
    ]
    if not usable:
        return set()
    first = usable[0][1]
    if first["bullet"]:
        return {
            i
            for i, mark in usable
            if mark["bullet"] == first["bullet"]
            and len(mark["indent"]) <= len(first["indent"])
        }
    starts, expected = set(), int(first["number"])
    for i, mark in usable:
        if mark["number"] and int(mark["number"]) == expected:
            starts.add(i)
            expected += 1
    return starts


def _unmarked(lines: list[Line]) -> set[int]:
    """Return the lines that begin an entry of a list without marks.

    After a line with identifiers a new entry begins, unless the line goes on with
    the citation (``Epub 2020 …``) or holds nothing but further identifiers.
    """
    starts: set[int] = set()
    has_words = has_found = False
    reach = -1  # where the last identifier ends
    for i, line in enumerate(lines):
        bare = bool(line.found) and is_identifier_line(line)
        goes_on = has_found and (
            reach > line.offset
            or (bare and has_words)
            or _CARRIED_ON.match(line.text) is not None
        )
        if i == 0 or (has_found and not goes_on):
            starts.add(i)
            has_words = has_found = False
        has_words = has_words or not bare
        has_found = has_found or bool(line.found)
        reach = line.found[-1].end if line.found else reach
    return starts
