"""A document's text, cut into lines, sections and list items."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from harvester.identify.find import find_identifiers
from harvester.identify.found import INVISIBLE, Found
from harvester.identify.headings import ARTICLE_TYPES, HEADINGS, heading_key
from harvester.identify.wrapped import find_width, goes_on
from harvester.model import Role, Value


class Line(Value, frozen=True, kw_only=True):
    """A line of a text.

    Attributes:
        raw: As it stands, without its line end.
        offset: Index of its first character.
        text: Without a bullet, no-break spaces and white space at its ends.
        found: The identifiers that begin in it.
    """

    raw: str
    offset: int
    text: str
    found: tuple[Found, ...] = ()

    @property
    def end(self) -> int:
        """Index after its last character."""
        return self.offset + len(self.raw)

    @property
    def is_blank(self) -> bool:
        """Whether it holds nothing (a bullet alone counts as nothing)."""
        return not self.text


class Section(Value, frozen=True, kw_only=True):
    """Lines under one heading.

    Attributes:
        heading: As printed; None before the first.
        key: The heading in lower case, without number and punctuation.
        role: What its articles are to the document; None where the section is
            part of the document's own article.
        lines: Without the heading's own.
        offset: Where the heading, or the first line, begins.
    """

    heading: str | None
    key: str
    role: Role | None
    lines: tuple[Line, ...]
    offset: int


class Meta(Value, frozen=True, kw_only=True):
    """A statement of a saved page about itself, not meant for readers.

    Attributes:
        name: ``citation_doi``, ``dc.identifier``, ``canonical`` …, lower case.
        content: As printed.
        offset: Where ``content`` begins in the document's text.
    """

    name: str
    content: str
    offset: int

    @property
    def end(self) -> int:
        """Index after ``content``."""
        return self.offset + len(self.content)


class Page(Value, frozen=True, kw_only=True):
    """A document as the readers see it.

    Attributes:
        name: The document's name.
        text: All of it; offsets count in it.
        lines: Those of the page itself, without ``metas``.
        sections: In order; the first has no heading.
        metas: What the head of an HTML page says.
        found: Every identifier, those of ``metas`` included.
        body: Where the page itself begins in ``text``, behind ``metas``.
    """

    name: str
    text: str
    lines: tuple[Line, ...]
    sections: tuple[Section, ...]
    metas: tuple[Meta, ...] = ()
    found: tuple[Found, ...] = ()
    body: int = 0

    @property
    def head(self) -> Section:
        """What stands before the first heading."""
        return self.sections[0]

    def section(self, *keys: str) -> Section | None:
        """Return the first section with one of ``keys`` that is not empty.

        If all are, the first of them; None if there is none.
        """
        named = [s for s in self.sections if s.key in keys]
        filled = [s for s in named if any(not line.is_blank for line in s.lines)]
        return next(iter(filled or named), None)

    def has(self, *keys: str) -> int:
        """Return how many of the headings ``keys`` occur."""
        present = {section.key for section in self.sections}
        return sum(key in present for key in keys)

    def found_within(self, start: int, end: int) -> tuple[Found, ...]:
        """Return the identifiers that begin from ``start`` up to ``end``."""
        first = bisect_left(self.found, start, key=_offset)
        return self.found[first : bisect_left(self.found, end, key=_offset)]

    def meta(self, *names: str) -> str | None:
        """Return the first statement of the page's head under one of ``names``.

        An earlier name goes first; None where the head has none of them.
        """
        for name in names:
            for meta in self.metas:
                if meta.name == name:
                    return meta.content
        return None


def _offset(found: Found) -> int:
    return found.offset


_LINE = re.compile(r"[^\r\n\f\v\u2028\u2029]*")
_BULLET = re.compile(
    r"(?:[ \t]*>)*[ \t\u00a0]*(?:(?:[-*•·‣◦▪●■–—o]|#{1,6})(?=[\s\u00a0]|$)[\s\u00a0]*)?"
)
_LINK_NUMBER = re.compile(r"^\[\d{1,4}\](?=[^\W\d])")
_UNSEEN = re.compile(f"[{INVISIBLE}]")


def build_page(
    name: str,
    text: str,
    *,
    metas: tuple[Meta, ...] = (),
    body: int = 0,
    keeps_lines: bool = False,
) -> Page:
    """Return the page that ``text`` is.

    Where a text browser or a printer broke its lines at a fixed width they are put
    together again.

    Args:
        name: The document's name.
        text: The whole text.
        metas: What the head of an HTML page says.
        body: Where the page itself begins in ``text``, behind ``metas``.
        keeps_lines: Leave lines as they are: for a PDF, whose layout tells.
    """
    found = find_identifiers(text)
    lines = tuple(_lines(text, body, found))
    if not keeps_lines:
        lines = unwrap(lines, text)
    return Page(
        name=name,
        text=text,
        lines=lines,
        sections=tuple(_sections(lines)),
        metas=metas,
        found=found,
        body=body,
    )


def _lines(text: str, body: int, found: tuple[Found, ...]) -> Iterator[Line]:
    position, index = body, 0
    while index < len(found) and found[index].offset < body:
        index += 1
    while position <= len(text):
        match = _LINE.match(text, position)
        end = match.end() if match else position
        raw = text[position:end]
        first = index
        while index < len(found) and found[index].offset <= end:
            index += 1
        yield Line(
            raw=raw,
            offset=position,
            text=clean(raw),
            found=found[first:index],
        )
        position = end + (2 if text.startswith("\r\n", end) else 1)


def unwrap(lines: tuple[Line, ...], text: str) -> tuple[Line, ...]:
    """Return the lines with those put together that a fixed width broke."""
    width = find_width([line.raw for line in lines])
    if width is None:
        return lines
    groups = [[lines[0]]]
    for above, line in pairwise(lines):
        is_heading = {heading_key(above.text), heading_key(line.text)} & HEADINGS.keys()
        if not is_heading and goes_on(above.raw, line.raw, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(_joined(group, text) for group in groups)


def _joined(lines: list[Line], text: str) -> Line:
    """Return one line for several that follow each other."""
    if len(lines) == 1:
        return lines[0]
    raw = text[lines[0].offset : lines[-1].end]
    return Line(
        raw=raw,
        offset=lines[0].offset,
        text=clean(raw),
        found=tuple(found for line in lines for found in line.found),
    )


def clean(raw: str) -> str:
    """Return a line as it is seen: without its bullet, with single plain spaces.

    Characters that nobody sees are left out, the marks of Markdown headings and
    quoted mail, and the number that a text browser gives a link (``[3]Ann Surg``).
    """
    raw = _UNSEEN.sub("", raw)
    bullet = _BULLET.match(raw)
    words = " ".join(raw[bullet.end() if bullet else 0 :].split())
    return _LINK_NUMBER.sub("", words)


def _sections(lines: tuple[Line, ...]) -> Iterator[Section]:
    keys = [heading_key(line.text) for line in lines]
    places = [i for i, key in enumerate(keys) if key in HEADINGS]
    # On top of a page "Correction" says what it is, not what it lists.
    places = [p for p in places if keys[p] not in ARTICLE_TYPES or p > places[0]]
    menu = _menu(lines, keys, places)
    opened = [place for place in places if place not in menu]
    yield Section(
        heading=None,
        key="",
        role=None,
        lines=lines[: opened[0] if opened else None],
        offset=lines[0].offset,
    )
    for place, end in pairwise([*opened, len(lines)]):
        yield Section(
            heading=lines[place].text,
            key=keys[place],
            role=HEADINGS[keys[place]],
            lines=lines[place + 1 : end],
            offset=lines[place].offset,
        )


def _menu(lines: tuple[Line, ...], keys: list[str], places: list[int]) -> set[int]:
    """Return the headings that are entries of a menu: side by side, and repeated.

    A menu names the sections to come and belongs to none of them.
    """
    last = {keys[place]: place for place in places}
    menu: set[int] = set()
    for before, place in pairwise(places):
        if all(line.is_blank for line in lines[before + 1 : place]):
            menu.update(p for p in (before, place) if last[keys[p]] > p)
    return menu
