"""Text with inline markup: entities, tags and white space of JSON sources.

Crossref delivers titles as strings that may hold face markup, MathML, entities
and the pretty-printing of the deposited XML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from harvester.model import Text
from harvester.xml import fold

_INLINE = {
    "i": "i", "em": "i", "italic": "i",
    "b": "b", "strong": "b", "bold": "b",
    "u": "u", "underline": "u",
    "sup": "sup", "sub": "sub",
    "tt": "tt", "monospace": "tt",
    "sc": "sc", "scp": "sc",
}  # fmt: skip
"""Inline tags that are kept, under the one name of each."""

_ZERO_WIDTH = frozenset({
    "a", "abbr", "alternatives", "ext-link", "font", "formula", "inline-formula",
    "inline-graphic", "named-content", "overline", "roman", "sans-serif", "small",
    "span", "strike", "styled-content", "tex-math", "uri", "xref",
})  # fmt: skip
"""Inline tags that are dropped, their text kept in place."""

_BLOCK = frozenset({
    "abstract", "blockquote", "body", "br", "caption", "cite", "clear", "disp-formula",
    "disp-quote", "div", "h1", "h2", "h3", "h4", "head", "html", "label", "li", "list",
    "list-item", "list-title", "ol", "p", "para", "sec", "section", "subtitle", "table",
    "td", "title", "tr", "ul",
})  # fmt: skip
"""Tags that part what stands on their two sides."""

_MATH = frozenset({
    "annotation", "annotation-xml", "maction", "math", "menclose", "merror", "mfenced",
    "mfrac", "mi", "mlabeledtr", "mmultiscripts", "mn", "mo", "mover", "mpadded",
    "mphantom", "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle",
    "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
    "none", "semantics",
})  # fmt: skip
"""The elements of presentation MathML."""

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(
    r"<(/?)((?:mml|m|jats):)?([A-Za-z][\w.-]*)"
    r"((?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))*)\s*(/?)>",
    re.ASCII,
)
_ATTRIBUTE = re.compile(
    r"([A-Za-z][\w:.-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.ASCII
)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SPACES = " \t\r\n"
_RUN = re.compile(rf"[{_SPACES}]+|[^{_SPACES}]+")
_TIGHT_BEFORE = frozenset(")],;")
_TIGHT_AFTER = frozenset("([")


def unescape(raw: str) -> str:
    """Return ``raw`` with its entities as characters.

    Only entities that end in a semicolon are read (``R&D`` and ``&parameter`` stay),
    and again where another level shows (``&amp;lt;``).
    """
    while "&" in raw:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), raw)
        if text == raw:
            break
        raw = text
    return raw


def read_markup(raw: str) -> Text | None:
    r"""Return the text that ``raw`` spells, with its inline markup apart.

    Entities become characters; a tag is one only if it is well written and its name
    is known from HTML, JATS or MathML, so that ``<0.5 mm and >2 mm`` stays. Face
    markup and MathML are kept in ``markup`` where the pair is complete; ``em``,
    ``strong``, ``scp`` and JATS names take the short name. Runs of white space
    become one space; line breaks of pretty-printing vanish inside brackets and before
    a comma. Nothing left is None.

    Examples:
        >>> read_markup("[Ru(bpy)<sub>3</sub>]<sup>2+</sup> &amp; more").plain
        '[Ru(bpy)3]2+ & more'
        >>> read_markup("giant clams (\n   <i>Tridacna maxima</i>\n   ) and").markup
        'giant clams (<i>Tridacna maxima</i>) and'
        >>> read_markup("regions <0.5 mm and >2 mm")
        Text(plain='regions <0.5 mm and >2 mm')
        >>> read_markup(" \n ") is None
        True
    """
    if "<" not in raw and "&" not in raw and "]]>" not in raw and raw.isprintable():
        # Nothing to read, as in nine of ten texts: no line breaks either.
        folded = fold(raw)
        return Text(plain=folded) if folded else None
    text = _clean(raw)
    tags = _tags(text)
    plain, markup = _render(text, tags)
    # Taking one tag away may make another: such a text has no markup to keep.
    settled = text == raw and not tags
    while not settled:
        again = _clean(plain)
        tags = _tags(again)
        settled = again == plain and not tags
        if not settled:
            plain, markup = _render(again, tags)[0], None
    return Text(plain=plain, markup=markup) if plain else None


def _clean(raw: str) -> str:
    text = unescape(raw)
    if "<![" in text or "]]>" in text:
        text = _CDATA.sub("", text)
    return text if text.isprintable() else _CONTROL.sub("", text)


class _Tag:
    """A known tag and its place; ``name`` is None where it is not kept."""

    __slots__ = ("end", "is_kept", "is_math", "kind", "name", "start", "written")

    def __init__(self, match: re.Match[str], *, is_math: bool) -> None:
        slash, prefix, name, attributes, empty = match.groups(default="")
        self.start, self.end = match.span()
        self.is_math = is_math
        self.kind = "empty" if empty else "close" if slash else "open"
        self.name = prefix + name.lower() if is_math else _INLINE.get(name.lower())
        self.is_kept = is_math and self.kind == "empty"
        self.written = "" if self.name or name.lower() in _ZERO_WIDTH else " "
        if self.name:
            body = _attributes(attributes) if is_math and not slash else ""
            self.written = f"<{slash}{self.name}{body}{empty}>"


def _tags(text: str) -> list[_Tag]:
    """Return the known tags of the text; those of complete pairs are kept."""
    if "<" not in text:
        return []
    tags: list[_Tag] = []
    for match in _TAG.finditer(text):
        name = match[3].lower()
        is_math = name in _MATH and match[2] != "jats:"
        if is_math or name in _INLINE or name in _ZERO_WIDTH or name in _BLOCK:
            tags.append(_Tag(match, is_math=is_math))
    opened: list[_Tag] = []
    for tag in tags:
        if tag.name is None or tag.kind == "empty":
            continue
        if tag.kind == "open":
            opened.append(tag)
        elif any(other.name == tag.name for other in opened):
            while (other := opened.pop()).name != tag.name:
                pass
            other.is_kept = tag.is_kept = True
    return tags


def _attributes(printed: str) -> str:
    """Return attributes in one way of writing, each name once."""
    found: dict[str, str] = {}
    for name, double, single in _ATTRIBUTE.findall(printed):
        found.setdefault(name, html.escape(double or single))
    return "".join(f' {name}="{value}"' for name, value in found.items())


def _pieces(text: str, tags: list[_Tag]) -> Iterator[tuple[str, bool]]:
    """Yield (piece, is_tag): tags, runs of white space and of other characters."""
    end = depth = 0
    for tag in tags:
        yield from _runs(text[end : tag.start], is_math=depth > 0)
        end = tag.end
        if tag.is_kept:
            if tag.is_math:
                depth += {"open": 1, "close": -1, "empty": 0}[tag.kind]
            yield tag.written, True
        elif tag.written == " " and not depth:
            yield " ", False
    yield from _runs(text[end:], is_math=False)


def _runs(text: str, *, is_math: bool) -> Iterator[tuple[str, bool]]:
    # White space between the elements of a formula means nothing.
    if is_math and not text.strip(_SPACES):
        return
    for run in _RUN.findall(text):
        yield run, False


def _render(text: str, tags: list[_Tag]) -> tuple[str, str | None]:
    """Return plain text and markup, white space folded across the tags."""
    plain: list[str] = []
    markup: list[str] = []
    last = ""  # the last character that is no white space
    gap = ""  # white space met since then, and not yet written
    gap_at = 0  # where in the markup it stands
    for piece, is_tag in _pieces(text, tags):
        if is_tag:
            markup.append(piece)
        elif piece[0] in _SPACES:
            if not gap:
                gap_at = len(markup)
                markup.append("")
            gap += piece
        else:
            if gap and _is_space(last, gap, piece[0]):
                plain.append(" ")
                markup[gap_at] = " "
            plain.append(piece)
            markup.append(html.escape(piece, quote=False))
            last, gap = piece[-1], ""
    return "".join(plain), (
        "".join(markup) if any(tag.is_kept for tag in tags) else None
    )


def _is_space(before: str, gap: str, after: str) -> bool:
    """Whether a run of white space between two characters is a space of the text."""
    if not before:
        return False
    return not ("\n" in gap and (after in _TIGHT_BEFORE or before in _TIGHT_AFTER))
