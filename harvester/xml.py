"""Reading XML safely: no network, no DTD, no entities; text without losses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from harvester.model import Text

MATHML = "http://www.w3.org/1998/Math/MathML"

_SPACE = re.compile(r"[ \t\r\n]+")
_INLINE = frozenset({"b", "i", "u", "sub", "sup"})
_MATH = f"{{{MATHML}}}math"
_ANNOTATIONS = frozenset({"annotation", "annotation-xml"})


def parser(*, huge: bool = False, encoding: str | None = None) -> etree.XMLParser:
    """Return a parser that never leaves the bytes it is given.

    Args:
        huge: Lift libxml2's limits on depth and text size; for trusted files.
        encoding: Of the bytes, where they do not say so themselves.
    """
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=huge,
        encoding=encoding,
    )


def text(element: etree._Element | None) -> str | None:
    """Return all text below ``element`` with runs of white space as one space.

    Inline markup (``<i>``, ``<sub>``) is dropped and its text kept in place; an
    absent or empty element is None, never ``""``. Only XML's own white space
    is folded: a no-break or thin space is the source's character and stays.
    White space between the elements of a formula is layout, and a formula's
    annotations say it a second time: both are left out.
    """
    if element is None:
        return None
    if len(element):
        return fold("".join(_pieces(element)))
    raw = element.text
    if raw is None or raw.isalnum():  # nine of ten, without another call
        return raw
    return fold(raw)


def rich_text(element: etree._Element | None) -> Text | None:
    """Return the text of ``element`` plain, and with its inline markup if any.

    The markup keeps ``b i u sub sup`` without attributes and MathML without
    prefixes, its namespace declared once on ``math``; any other element is
    replaced by what it contains. An element without text is None.
    """
    plain = text(element)
    if plain is None or element is None:
        return None
    if not len(element):
        return Text(plain=plain)
    markup = fold(_content(element))
    return Text(plain=plain, markup=None if markup == _escape(plain) else markup)


def fold(raw: str) -> str | None:
    """Fold XML white space to single spaces and trim; nothing left is None."""
    folded = raw.strip(" \t\r\n")
    if "  " in folded or "\n" in folded or "\t" in folded or "\r" in folded:
        folded = _SPACE.sub(" ", folded)
    return folded or None


def local_name(element: etree._Element) -> str:
    """Return the name of ``element`` without its namespace."""
    tag: object = element.tag
    # The reference to an entity that is not resolved has a function for a tag.
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _pieces(element: etree._Element, *, formula: bool = False) -> Iterator[str]:
    """Yield the texts below ``element`` in order."""
    if element.text:
        yield _layout(element.text) if formula else element.text
    for child in element:
        within = formula or child.tag == _MATH
        if not (formula and local_name(child) in _ANNOTATIONS):
            yield from _pieces(child, formula=within)
        if child.tail:
            yield _layout(child.tail) if formula else child.tail


def _layout(raw: str) -> str:
    """Return the text of a token of a formula; white space around it is layout."""
    return raw.strip(" \t\r\n")


def _content(element: etree._Element, *, formula: bool = False) -> str:
    """Return what stands between the tags of ``element``, with inline markup."""
    parts = [_escape(_trim(element.text, formula=formula))]
    for child in element:
        name = local_name(child)
        within = formula or child.tag == _MATH
        inner = _content(child, formula=within)
        if within:
            parts.append(_tagged(name, _attributes(child, name), inner))
        elif name in _INLINE:
            parts.append(_tagged(name, "", inner) if inner else "")
        else:
            parts.append(inner)
        parts.append(_escape(_trim(child.tail, formula=formula)))
    return "".join(parts)


def _trim(raw: str | None, *, formula: bool) -> str:
    return _layout(raw or "") if formula else raw or ""


def _tagged(name: str, attributes: str, inner: str) -> str:
    return f"<{name}{attributes}>{inner}</{name}>"


def _attributes(element: etree._Element, name: str) -> str:
    given = f' xmlns="{MATHML}"' if name == "math" else ""
    return given + "".join(
        f' {key.rpartition("}")[2]}="{_escape(value, quote=True)}"'
        for key, value in sorted((str(k), str(v)) for k, v in element.attrib.items())
    )


def _escape(raw: str, *, quote: bool = False) -> str:
    escaped = raw.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace('"', "&quot;") if quote else escaped
