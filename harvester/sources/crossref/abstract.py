"""Abstracts: a fragment of JATS → paragraphs with their headings.

The fragment is no XML document: its prefix is seldom declared, it may be plain
HTML, escaped twice or not well-formed. So its block tags are found as they are
written, and what stands between them is read as markup; no text can get lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from harvester.model import Abstract, AbstractSection, Text
from harvester.normalize.markup import read_markup

_TAG = re.compile(
    r"<(/?)(?:([A-Za-z][\w.-]*):)?([A-Za-z][\w.-]*)((?:\s+[\w:.-]+\s*=\s*"
    r"(?:\"[^\"<>]*\"|'[^'<>]*'))*)\s*/?>",
    re.ASCII,
)
_COMMENT = re.compile(r"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_FORMULA = re.compile(
    r"<(?:jats:)?alternatives>(?:(?!</(?:jats:)?alternatives>).)*"
    r"</(?:jats:)?alternatives>",
    re.DOTALL,
)
_TEX = re.compile(
    r"<((?:jats:)?tex-math)\b[^>]*>.*?</\1>|<(?:jats:)?inline-graphic\b[^>]*/>",
    re.DOTALL,
)

_MATH = re.compile(r"<(?:mml:|m:)?math\b")

_BLOCKS = frozenset({
    "abstract", "boxed-text", "caption", "def", "def-item", "def-list", "disp-quote",
    "div", "fig", "h1", "h2", "h3", "h4", "h5", "h6", "li", "list", "list-item", "ol",
    "p", "para", "sec", "section", "table", "table-wrap", "term", "title", "tr",
    "trans-abstract", "ul",
})  # fmt: skip
_SECTIONS = frozenset({"abstract", "boxed-text", "sec", "section", "trans-abstract"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "title"})

_INLINE = frozenset({
    "b", "bold", "em", "i", "italic", "monospace", "sc", "scp", "strong", "sub", "sup",
    "tt", "u", "underline",
})  # fmt: skip
_JATS_ONLY = {
    **dict.fromkeys(("break", "disp-formula", "label", "subtitle", "td", "th"), " "),
    **dict.fromkeys(("email", "graphic", "institution", "related-article"), ""),
}
"""What the tags of JATS leave behind that no other markup has."""

_FIELD_NAME = "abstract"
"""A heading that only names the field says nothing about the text."""


def parse_abstract(raw: str) -> Abstract | None:
    """Return the paragraphs of an abstract in order.

    A heading stands with the first paragraph under it; the heading of a nested
    section follows that of the outer one after `` / ``. A heading without a
    paragraph is a paragraph. The heading ``Abstract`` is left out.

    Returns:
        The abstract; None where there is no text.

    Examples:
        >>> abstract = parse_abstract(
        ...     "<jats:sec><jats:title>Aim</jats:title><jats:p>To <jats:italic>see"
        ...     "</jats:italic></jats:p><jats:p>more</jats:p></jats:sec>")
        >>> [(section.label, section.text.plain) for section in abstract.sections]
        [('Aim', 'To see'), (None, 'more')]
    """
    outline = _Outline()
    for text, tag in _blocks(raw):
        outline.add(text)
        outline.turn(tag)
    sections = outline.close()
    return Abstract(sections=sections) if sections else None


class _Outline:
    """The paragraphs so far, and the headings that the next one stands under."""

    def __init__(self) -> None:
        self._paragraphs: list[AbstractSection] = []
        self._path: list[str | None] = [None]
        self._pending: str | None = None
        self._in_heading = False

    def add(self, text: Text | None) -> None:
        if text is None:
            return
        if not self._in_heading:
            self._paragraphs.append(AbstractSection(text=text, label=self._pending))
            self._pending = None
            if len(self._path) == 1:
                # Outside of sections a heading is over with its first paragraph.
                self._path[0] = None
        elif text.plain.casefold().strip(" .:") != _FIELD_NAME:
            self._head(text.plain)

    def turn(self, tag: str) -> None:
        name = tag.removeprefix("/")
        self._in_heading = tag in _HEADINGS
        if name in _SECTIONS and tag == name:
            self._path.append(None)
        elif name in _SECTIONS:
            self._settle()
            if len(self._path) > 1:
                self._path.pop()

    def close(self) -> tuple[AbstractSection, ...]:
        self._settle()
        return tuple(self._paragraphs)

    def _head(self, heading: str) -> None:
        if self._pending and self._path[-1]:
            self._settle()
        self._path[-1] = heading
        self._pending = " / ".join(part for part in self._path if part)

    def _settle(self) -> None:
        if self._pending:
            self._paragraphs.append(AbstractSection(text=Text(plain=self._pending)))
            self._pending = None


def _blocks(raw: str) -> Iterator[tuple[Text | None, str]]:
    """Yield the text before each block tag and the tag: ``p``, ``/p``, ``""``."""
    start = 0
    fragment = _COMMENT.sub("", raw) if "<!" in raw or "<?" in raw else raw
    fragment = _FORMULA.sub(_one_notation, fragment)
    for tag in _TAG.finditer(fragment):
        slash, _, name, _ = tag.groups()
        if name.lower() in _BLOCKS:
            yield _text(fragment[start : tag.start()]), slash + name.lower()
            start = tag.end()
    yield _text(fragment[start:]), ""


def _one_notation(alternatives: re.Match[str]) -> str:
    """Keep MathML of a formula that is given in TeX and as a picture as well."""
    whole = alternatives[0]
    return _TEX.sub("", whole) if _MATH.search(whole) else whole


def _text(raw: str) -> Text | None:
    return read_markup(_TAG.sub(_readable, raw) if "<" in raw else raw)


def _readable(tag: re.Match[str]) -> str:
    """Return a tag as ``read_markup`` knows it; those that only JATS has are gone."""
    slash, prefix, name, _ = tag.groups()
    if prefix in {"mml", "m"}:
        return tag[0]
    if name in _JATS_ONLY:
        return _JATS_ONLY[name]
    if prefix is None:
        return tag[0]
    return f"<{slash}{name}>" if name in _INLINE else ""
