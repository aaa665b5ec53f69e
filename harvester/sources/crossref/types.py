"""Crossref's types of works → the types of CSL 1.0.2."""

from __future__ import annotations

_CSL_TYPES = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "posted-content": "article",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "book-set": "book",
    "book-series": "book",
    "proceedings": "book",
    "proceedings-series": "book",
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "book-track": "chapter",
    "reference-entry": "entry",
    "report": "report",
    "report-component": "report",
    "report-series": "report",
    "dissertation": "thesis",
    "dataset": "dataset",
    "database": "dataset",
    "peer-review": "review",
    "standard": "standard",
    "standard-series": "standard",
    "journal": "periodical",
    "journal-issue": "periodical",
    "journal-volume": "periodical",
    "component": "document",
    "grant": "document",
    "other": "document",
}

_POSTED_TYPES = {"dissertation": "thesis", "report": "report", "review": "review"}
"""Subtypes of ``posted-content`` that CSL has a type for."""


def csl_type(kind: str | None, subtype: str | None = None) -> str | None:
    """Return the CSL type of a Crossref type; None for one that is not known.

    Examples:
        >>> csl_type("journal-article"), csl_type("posted-content", "preprint")
        ('article-journal', 'article')
        >>> csl_type("posted-content", "dissertation"), csl_type("poster")
        ('thesis', None)
    """
    if kind == "posted-content" and subtype in _POSTED_TYPES:
        return _POSTED_TYPES[subtype]
    return _CSL_TYPES.get(kind or "")
