"""Reading XML safely: no network, no DTD, no entities; text without losses."""

from __future__ import annotations

import re

from lxml import etree

_SPACE = re.compile(r"[ \t\r\n]+")


def parser(*, huge: bool = False) -> etree.XMLParser:
    """Return a parser that never leaves the bytes it is given.

    Args:
        huge: Lift libxml2's limits on depth and text size; for trusted files.
    """
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=huge,
    )


def text(element: etree._Element | None) -> str | None:
    """Return all text below ``element`` with runs of white space as one space.

    Inline markup (``<i>``, ``<sub>``) is dropped and its text kept in place; an
    absent or empty element is None, never ``""``. Only XML's own white space
    is folded: a no-break or thin space is the source's character and stays.
    """
    if element is None:
        return None
    return fold(
        "".join(map(str, element.itertext())) if len(element) else element.text or ""
    )


def fold(raw: str) -> str | None:
    """Fold XML white space to single spaces and trim; nothing left is None."""
    folded = raw.strip(" \t\r\n")
    if "  " in folded or "\n" in folded or "\t" in folded or "\r" in folded:
        folded = _SPACE.sub(" ", folded)
    return folded or None
