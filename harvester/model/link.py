"""Ties between articles: similar, citing, cited; and how far we know them."""

from __future__ import annotations

from enum import StrEnum

from harvester.model.value import Text, Value

Key = tuple[str, str]
"""(scheme, value) of an identifier."""


class LinkKind(StrEnum):
    """The three link sets of an article."""

    SIMILAR = "similar"
    CITED_BY = "cited-by"
    REFERENCES = "references"


class LinkState(StrEnum):
    """How far a link set is known."""

    COMPLETE = "complete"
    CUT = "cut"
    """All identifiers are kept; not all of their articles were fetched."""
    EMPTY = "empty"
    NOT_OFFERED = "not-offered"
    FAILED = "failed"


class Link(Value, frozen=True, kw_only=True):
    """One tie, seen from the article that the set belongs to.

    Attributes:
        target: The other work; None for a reference without identifier.
        rank: Place in the provider's list, from 1.
        score: The provider's score; comparable only within one set.
        citation: The other work in words, where that is what there is.
        aliases: Further identifiers that the provider gives of the other work.
    """

    target: Key | None = None
    rank: int
    score: int | None = None
    citation: Text | None = None
    aliases: tuple[Key, ...] = ()


class LinkSet(Value, frozen=True, kw_only=True):
    """What one provider says about one kind of tie of one article.

    Attributes:
        owner: The article that was asked about.
        kind: Which tie.
        provider: Who says so (``pubmed``, ``crossref``).
        state: How far it is known.
        expected_count: How many the provider says there are; None if unsaid.
        links: In the provider's order, without the article itself.
        reason: Why it failed or is not offered.
    """

    owner: Key
    kind: LinkKind
    provider: str
    state: LinkState
    expected_count: int | None = None
    links: tuple[Link, ...] = ()
    reason: str | None = None
