"""Texts with inline markup → the same in the marks of another format."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping

from harvester.model import Text

Marks = Mapping[str, tuple[str, str]]
"""Inline element (``i b u sup sub sc tt``) → what stands before and behind it."""

HTML_MARKS: Marks = {
    name: (f"<{name}>", f"</{name}>") for name in ("i", "b", "u", "sup", "sub")
} | {
    "sc": ('<span style="font-variant:small-caps;">', "</span>"),
    "tt": ("<code>", "</code>"),
}
"""The inline elements that are let through to a browser; no other is."""

_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]*)[^<>]*?(/?)>")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_SPACE = re.compile(r"[ \t\r\n\u0085\u2028\u2029]+")
_STOP = re.compile(r"(?<![.\s])\.$")


def render(
    text: Text, marks: Marks | None = None, escape: Callable[[str], str] = str
) -> str:
    """Return a text with its markup in the marks of a format.

    Args:
        text: With or without markup.
        marks: Elements that are not among them, and MathML, lose their tags.
        escape: Applied to every stretch of text between two tags.

    Examples:
        >>> render(Text(plain="H2O & ice", markup="H<sub>2</sub>O &amp; ice"),
        ...        {"sub": ("~", "~")})
        'H~2~O & ice'
    """
    if text.markup is None or marks is None:
        return escape(text.plain)
    pieces: list[str] = []
    end = 0
    for tag in _TAG.finditer(text.markup):
        pieces.append(escape(html.unescape(text.markup[end : tag.start()])))
        end = tag.end()
        if not tag[3]:
            before, behind = marks.get(tag[2], ("", ""))
            pieces.append(behind if tag[1] else before)
    pieces.append(escape(html.unescape(text.markup[end:])))
    return "".join(pieces)


def without_stop(text: Text) -> Text:
    """Return a title without PubMed's full stop: a citation has its own.

    Examples:
        >>> without_stop(Text(plain="Notes on the glow.")).plain
        'Notes on the glow'
        >>> without_stop(Text(plain="And so on...")).plain
        'And so on...'
    """
    return Text(
        plain=_STOP.sub("", text.plain),
        markup=_STOP.sub("", text.markup) if text.markup else None,
    )


def one_line(text: str) -> str:
    r"""Return a text without line breaks and characters that are none.

    Examples:
        >>> one_line("a\n b\x00")
        'a b'
    """
    return _SPACE.sub(" ", _CONTROL.sub("", text)).strip()
