"""A citation as somebody printed it, taken apart."""

from __future__ import annotations

from harvester.model.identifier import Identifier
from harvester.model.value import Value


class Citation(Value, frozen=True, kw_only=True):
    """What a citation says, as far as it can be read; every part may be absent.

    Attributes:
        printed: The whole citation.
        identifiers: Of the cited work, in the order printed.
        authors: Family names, in the order printed.
        year: Four digits.
        title, journal, volume, issue: As printed.
        first_page, last_page: As printed; an article number is a first page.
        phrases: Runs of words by which its text can be searched for, the rarest
            first; of a document that prints an abstract and no citation.
    """

    printed: str
    identifiers: tuple[Identifier, ...] = ()
    authors: tuple[str, ...] = ()
    year: str | None = None
    title: str | None = None
    journal: str | None = None
    volume: str | None = None
    issue: str | None = None
    first_page: str | None = None
    last_page: str | None = None
    phrases: tuple[str, ...] = ()
