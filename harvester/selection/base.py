"""What the tests of a selection are made of, and what they ask of MeSH."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from harvester.model import SourceRecord, Value

RecordTest = Callable[[SourceRecord], bool]
"""Whether a record is wanted."""


class Heading(Value, frozen=True, kw_only=True):
    """A heading that records are asked for.

    Attributes:
        name: Its name, by which a record bears it that prints no UI.
        uis: The UIs under which records bear it, those of narrower headings too where
            they are asked for; None: nobody knows them, the name alone counts.
        is_major: It must be a major topic.
        qualifiers: (UI, name, whether it must be a major topic) of qualifiers that
            must stand at it; no UI where nobody knows it.
    """

    name: str
    uis: frozenset[str] | None = None
    is_major: bool = False
    qualifiers: tuple[tuple[str | None, str, bool], ...] = ()


class Headings(Protocol):
    """Who knows MeSH: a library that it was loaded into."""

    def resolve_heading(self, text: str, *, with_narrower: bool) -> Heading:
        """Return the heading that ``text`` names.

        Raises:
            SelectionError: There is none, or no trees that say what is narrower.
        """
        ...
