"""An identifier that was found in a text, and the place where it stands."""

from __future__ import annotations

from harvester.model import Identifier, Value

INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
"""Soft hyphens, zero-width characters and marks of direction, as a regular expression
has them in brackets: pages are full of them, and nobody sees them."""


class Found(Value, frozen=True, kw_only=True):
    """An identifier in a text.

    Attributes:
        identifier: In canonical form. ``printed`` is ``text[offset:end]``, from
            which the white space is left out where a line end breaks it.
        offset: Index of its first character, after the label.
        end: Index after its last character.
        label: What stands before it and says what it is (``PMID:``,
            ``https://doi.org/``), as printed on one line; None where nothing does.
        alternatives: Other readings of the same place, the likelier first: a line
            end can break a DOI or end it.
    """

    identifier: Identifier
    offset: int
    end: int
    label: str | None = None
    alternatives: tuple[Identifier, ...] = ()
