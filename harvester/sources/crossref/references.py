"""The reference list of a work, as deposited."""

from __future__ import annotations

from collections.abc import Mapping

from harvester.model import Identifier, Reference
from harvester.normalize.markup import read_markup
from harvester.sources.values import objects, spell, typed_identifier, words

_IDENTIFIERS = ("DOI", "ISSN", "ISBN")
_FIELDS = {
    "key": "key",
    "doi-asserted-by": "asserted_by",
    "article-title": "article_title",
    "journal-title": "container_title",
    "volume-title": "volume_title",
    "series-title": "series_title",
    "author": "author",
    "year": "year",
    "volume": "volume",
    "issue": "issue",
    "first-page": "first_page",
    "edition": "edition",
}
"""Crossref's field → ours; strings stay as deposited."""


def parse_references(work: Mapping[str, object]) -> tuple[Reference, ...]:
    """Return the entries of ``reference`` in their order; ``()`` where none are given.

    A field that has no place of its own (``issn-type``, ``standards-body``) stands in
    ``other``.
    """
    return tuple(_reference(entry) for entry in objects(work.get("reference")))


def _reference(entry: Mapping[str, object]) -> Reference:
    fields: dict[str, str] = {}
    other: list[tuple[str, str]] = []
    identifiers: list[Identifier] = []
    citation = None
    for name, value in entry.items():
        place = _FIELDS.get(name)
        if place and (text := words(value)):
            fields[place] = text
        elif name == "unstructured" and (text := words(value)):
            citation = read_markup(text)
        elif name in _IDENTIFIERS and (found := typed_identifier(name, value)):
            identifiers.append(found)
        elif text := spell(value):
            other.append((name, text))
    identifiers.sort(key=lambda found: found.scheme)
    return Reference(
        citation=citation, identifiers=tuple(identifiers), other=tuple(other), **fields
    )
