"""Saved HTML pages: their text, and what their head states about the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from harvester.identify.linked_data import read_linked_data
from harvester.identify.page import Meta
from harvester.model import Value

_BEGINS = re.compile(
    r"[\s\ufeff]*(?:<!--.{0,2000}?-->\s*|<\?xml.{0,300}?\?>\s*)*<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|article)\b",
    re.IGNORECASE | re.DOTALL,
)
_DROPPED = frozenset(
    {"script", "style", "noscript", "template", "svg", "head", "iframe"}
)
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """address article aside blockquote br dd details dialog div dl dt fieldset
        figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre
        section summary table tbody thead tr ul option button""",
    )
)
_CELLS = frozenset({"td", "th"})
_PREFORMATTED = frozenset({"pre", "textarea", "listing", "xmp"})
_WANTED = re.compile(
    r"(?:citation|bepress_citation|dcterm|dcterms|dc|prism|wkhealth|eprints)[._:].+|doi|pmid|og:url"
    r"|publication_doi",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[ \t\r\n\f\v]+")


class HtmlText(Value, frozen=True, kw_only=True):
    """The text of a saved page.

    Attributes:
        text: The statements of its head, one per line as ``name: content``, an
            empty line, then the page as text.
        metas: Those statements, with their place in ``text``.
        body: Where the page itself begins in ``text``.
    """

    text: str
    metas: tuple[Meta, ...]
    body: int


def is_html(text: str) -> bool:
    """Tell whether ``text`` is an HTML page and not a text about one."""
    return _BEGINS.match(text) is not None


def read_html(text: str) -> HtmlText:
    """Return the text of a page and what its head says.

    Every block element stands on its own line, list items with a bullet; scripts
    and styles are left out. Of the head are kept: the tags for search engines
    (``citation_…``, ``dc.…``, ``prism.…``), the canonical address, and what JSON-LD
    says of the article that the page describes (``linked_data``).
    """
    root = _parse(text)
    if root is None:
        return HtmlText(text="", metas=(), body=0)
    metas: list[Meta] = []
    head = ""
    for name, content in dict.fromkeys(_statements(root)):
        metas.append(Meta(name=name, content=content, offset=len(head) + len(name) + 2))
        head += f"{name}: {content}\n"
    if head:
        head += "\n"
    return HtmlText(text=head + _text(root), metas=tuple(metas), body=len(head))


def _parse(text: str) -> Any:
    parser = lxml_html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    clean = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", text)
    try:
        return lxml_html.document_fromstring(clean.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None  # nothing but comments or white space


def _statements(root: Any) -> Iterator[tuple[str, str]]:
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().casefold()
        content = _SPACE.sub(" ", meta.get("content") or "").strip()
        if content and _WANTED.fullmatch(name):
            yield name, content
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").casefold().split() and link.get(
            "href"
        ):
            yield "canonical", link.get("href").strip()
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            yield from read_linked_data(script.text or "")


def _text(root: Any) -> str:
    """Return the text below ``root``, block elements on lines of their own."""
    parts: list[str] = []
    hidden = 0  # how many of the elements that are open are not shown
    kept = 0  # how many of them keep their line ends
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            hidden += tag in _DROPPED
            kept += tag in _PREFORMATTED
            shown = element.text
            if tag in _BLOCKS:
                parts.append("\n- " if tag == "li" else "\n")
        else:
            hidden -= tag in _DROPPED
            kept -= tag in _PREFORMATTED
            shown = element.tail
            if tag in _BLOCKS and tag != "br":
                parts.append("\n")
            elif tag in _CELLS:
                parts.append("\t")
        if shown and not hidden:
            parts.append(shown if kept else _SPACE.sub(" ", shown))
    lines = (line.strip(" \t") for line in "".join(parts).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
