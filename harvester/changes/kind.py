"""The kinds of changes, what matters most first."""

from __future__ import annotations

from enum import StrEnum


class ChangeKind(StrEnum):
    """What a change means to a reader, in the order in which it is reported."""

    RETRACTED = "retracted"
    WITHDRAWN = "withdrawn"
    CONCERN = "expression-of-concern"
    REINSTATED = "reinstated"
    """It was flagged as retracted, withdrawn or of concern, and is so no more."""
    DELETED = "deleted"
    """PubMed no longer has its record."""
    MERGED = "merged"
    """It went into another article."""
    SPLIT = "split"
    """A source's record that was part of it is so no more."""
    RESTORED = "restored"
    """PubMed has its record again."""
    CORRECTED = "corrected"
    NOTICE = "notice"
    """It is itself the notice of a retraction or correction."""
    ADDED = "added"
    ISSUED = "issued"
    """It got its volume, issue, pages or article number."""
    INDEXED = "indexed"
    """It got its MeSH headings."""
    IDENTIFIED = "identified"
    """It got a further identifier."""
    CITED = "cited"
    """Further articles cite it."""
    CHANGED = "changed"
    """A value was changed, gained or lost."""
    DETAIL = "detail"
    """Only what is derived, or where a value comes from; in no report."""
