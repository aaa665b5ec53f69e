"""Texts with inline markup → the same in the marks of another format."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping

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
        escape: Applied to every stretch of text between two tags; it holds no line
            breaks and no control characters.

    Examples:
        >>> render(Text(plain="H2O & ice", markup="H<sub>2</sub>O &amp; ice"),
        ...        {"sub": ("~", "~")})
        'H~2~O & ice'
    """
    pieces: list[str] = []
    for tag, content in runs_of(text):
        pieces.append(escape(content))
        before, behind = (marks or {}).get(tag.removeprefix("/"), ("", ""))
        pieces.append(behind if tag.startswith("/") else before)
    return "".join(pieces)


def runs_of(text: Text) -> Iterator[tuple[str, str]]:
    """Yield (tag, text before it): ``i`` opens, ``/i`` closes; at the end ``""``.

    Examples:
        >>> list(runs_of(Text(plain="a b", markup="a <i>b</i>")))
        [('i', 'a '), ('/i', 'b'), ('', '')]
    """
    if text.markup is None:
        yield "", _tidy(text.plain)
        return
    end = 0
    for tag in _TAG.finditer(text.markup):
        content = _tidy(html.unescape(text.markup[end : tag.start()]))
        end = tag.end()
        yield "" if tag[3] else tag[1] + tag[2], content
    yield "", _tidy(html.unescape(text.markup[end:]))


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
    return _tidy(text).strip()


def _tidy(text: str) -> str:
    if text.isprintable() and "  " not in text:  # nearly always, and much faster
        return text
    return _SPACE.sub(" ", _CONTROL.sub("", text))
