"""What a page reader is: a value with two functions."""

from __future__ import annotations

from collections.abc import Callable

from harvester.identify.own import Claim
from harvester.identify.page import Page
from harvester.model import SourceRecord, Value


class Reading(Value, frozen=True, kw_only=True):
    """What a reader makes of a page.

    Attributes:
        claims: Which identifiers are the page's own, and how well supported.
        record: What the page says about its article, without identifiers; None
            where it says nothing.
        no_article: Why the page is not that of one article; None where it is.
    """

    claims: tuple[Claim, ...] = ()
    record: SourceRecord | None = None
    no_article: str | None = None


class Reader(Value, frozen=True, kw_only=True):
    """A reader of one page layout.

    Attributes:
        name: What a document says it was read by.
        recognises: Whether a page has this layout, by its structure.
        read: Reads a page that it recognises.
    """

    name: str
    recognises: Callable[[Page], bool]
    read: Callable[[Page], Reading]
