"""How values are written on a page; nothing of them is ever taken for HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from lxml import etree
from markupsafe import Markup, escape

from harvester.model import Origin, Text
from harvester.normalize.languages import normalize_language
from harvester.store import ATMOST, split_marked
from harvester.xml import local_name, parser

_SHOWN = frozenset({
    "i", "b", "u", "sup", "sub",
    "math", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mroot", "mrow", "ms",
    "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext",
    "mtr", "munder", "munderover",
})  # fmt: skip
"""The elements that are shown, without attributes; of others their text is shown."""
_LEFT_OUT = frozenset({"annotation", "annotation-xml", "script", "style"})


def show_text(text: Text | None) -> Markup:
    """Return a text of a source as HTML: its inline markup, all else inert."""
    return show_markup(text.markup, text.plain) if text else Markup()


def show_markup(markup: str | None, plain: str | None) -> Markup:
    """Return inline markup as HTML; ``plain`` where there is none that can be read."""
    if not markup:
        return escape(plain or "")
    try:
        root = etree.fromstring(f"<t>{markup}</t>".encode(), parser())
    except etree.XMLSyntaxError:
        return escape(plain or "")
    return Markup().join(_inline(root))


def _inline(element: etree._Element) -> Iterator[Markup]:
    yield escape(element.text or "")
    for child in element:
        name = local_name(child)
        inner = Markup().join(_inline(child))
        if name in _SHOWN:
            yield Markup("<{0}>{1}</{0}>").format(name, inner)
        elif name not in _LEFT_OUT:
            yield inner
        yield escape(child.tail or "")


def show_marked(text: str) -> Markup:
    """Return a text with the words that were searched for marked in it."""
    return Markup().join(
        Markup("<mark>{}</mark>").format(piece) if is_hit else escape(piece)
        for piece, is_hit in split_marked(text)
    )


def show_count(number: int, one: str, many: str | None = None) -> str:
    """Return ``1 article``, ``2,000 articles``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def show_day(moment: str | None) -> str:
    """Return the day of a moment (ISO 8601)."""
    return (moment or "")[:10]


_RESOLVERS = {
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/",
    "doi": "https://doi.org/",
    "orcid": "https://orcid.org/",
}


def find_resolver(scheme: str, value: str) -> str | None:
    """Return the address where the world keeps an identifier; None if there is none."""
    base = _RESOLVERS.get(scheme)
    return base + quote(value, safe="/;:()") if base else None


def show_capped(count: int) -> str:
    """Return a count that ends somewhere: ``12``, ``more than 10,000``."""
    return f"{count:,}" if count <= ATMOST else f"more than {ATMOST:,}"


def find_language_tag(printed: str | None) -> str | None:
    """Return the tag by which browsers know a language; None for what is no code.

    Examples:
        >>> find_language_tag("ger"), find_language_tag("grc"), find_language_tag("?")
        ('de', 'grc', None)
    """
    language = normalize_language(printed) if printed else None
    return (language.short or language.value) if language else None


def leave_out_columns(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return Datasette's metadata of a table without what its columns mean."""
    return {name: said for name, said in metadata.items() if name != "columns"}


def is_disputed(origin: Origin) -> bool:
    """Return whether a source says more than the same in another form."""
    return any(other.kind != "formatting" for other in origin.rejected)


TESTS = {"disputed": is_disputed}
"""Name in the templates → test."""
_FIELDS = {"container": "journal", "contributors": "authors", "published": "date"}


def name_field(field: str) -> str:
    """Return a field of an article in the words of people.

    Examples:
        >>> name_field("container"), name_field("article_number")
        ('journal', 'article number')
    """
    return _FIELDS.get(field, field.replace("_", " "))


FILTERS = {
    "field": name_field,
    "lang_tag": find_language_tag,
    "without_columns": leave_out_columns,
    "capped": show_capped,
    "resolver": find_resolver,
    "text": show_text,
    "marked": show_marked,
    "count_of": show_count,
    "day": show_day,
}
"""Name in the templates → function."""
