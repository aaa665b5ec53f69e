"""A record under way, and the tables by which elements find their place in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from harvester.errors import RecordError
from harvester.model import Container, SourceRecord, Text
from harvester.xml import rich_text, text

NAME = "pubmed"

Element = etree._Element  # noqa: SLF001 - lxml has no public name for the type


class Draft:
    """What has been read of a record so far.

    Attributes:
        single: Fields with one value.
        many: Fields with several, in the order read.
        container: Fields of the container with one value.
        container_many: Fields of the container with several.
    """

    __slots__ = ("container", "container_many", "many", "single")

    def __init__(self) -> None:
        self.single: dict[str, Any] = {}
        self.many: defaultdict[str, list[Any]] = defaultdict(list)
        self.container: dict[str, Any] = {}
        self.container_many: defaultdict[str, list[Any]] = defaultdict(list)

    def put(self, field: str, value: Any) -> None:
        """Give ``field`` its value; what the DTD allows once may come again."""
        if field in self.single:
            self.note(field, value.plain if isinstance(value, Text) else str(value))
        else:
            self.single[field] = value

    def note(self, name: str, value: str) -> None:
        """Keep what has no field of its own."""
        self.many["other"].append((name, value))

    def build(self) -> SourceRecord:
        """Return the record.

        Raises:
            RecordError: It has no PMID.
        """
        if "source_id" not in self.single:
            raise RecordError("the record has no PMID")
        if self.container or self.container_many:
            for field, values in self.container_many.items():
                self.container[field] = tuple(values)
            self.single["container"] = Container(**self.container)
        for field, values in self.many.items():
            self.single[field] = tuple(values)
        return SourceRecord(source=NAME, **self.single)


Reader = Callable[[Element, Draft], None]
"""Reads one element into a draft."""

Table = Mapping[str, Reader]
"""What to do with each child of an element, by tag; the others are unknown."""


def read_children(element: Element, draft: Draft, table: Table) -> None:
    """Read every child of ``element`` that ``table`` knows, in order."""
    find = table.get
    for child in element:
        reader = find(child.tag)
        if reader is not None:
            reader(child, draft)


def children_of(table: Table) -> Reader:
    """Return a reader of an element that only holds others."""

    def read(element: Element, draft: Draft) -> None:
        read_children(element, draft, table)

    return read


def text_into(field: str) -> Reader:
    """Return a reader of a plain text into ``field``."""

    def read(element: Element, draft: Draft) -> None:
        value = text(element)
        if value is not None:
            draft.put(field, value)

    return read


def rich_text_into(field: str) -> Reader:
    """Return a reader of a text with inline markup into ``field``."""

    def read(element: Element, draft: Draft) -> None:
        value = rich_text(element)
        if value is not None:
            draft.put(field, value)

    return read


def texts_into(field: str) -> Reader:
    """Return a reader that adds a plain text to ``field``."""

    def read(element: Element, draft: Draft) -> None:
        value = text(element)
        if value is not None:
            draft.many[field].append(value)

    return read


def container_text(field: str) -> Reader:
    """Return a reader of a plain text into ``field`` of the container.

    Markup, which few such fields have, is kept beside it (``other``).
    """

    def read(element: Element, draft: Draft) -> None:
        value = text(element)
        if value is None:
            return
        if field in draft.container:
            draft.note(element.tag, value)
        else:
            draft.container[field] = value
        note_markup(element, draft)

    return read


def container_texts(field: str) -> Reader:
    """Return a reader that adds a plain text to ``field`` of the container."""

    def read(element: Element, draft: Draft) -> None:
        value = text(element)
        if value is not None:
            draft.container_many[field].append(value)
            note_markup(element, draft)

    return read


def note_markup(element: Element, draft: Draft) -> None:
    """Keep the inline markup of a text whose field is plain."""
    if len(element):
        rich = rich_text(element)
        if rich is not None and rich.markup is not None:
            draft.note(f"{element.tag} (markup)", rich.markup)
