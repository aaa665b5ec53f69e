"""Identifiers of works, people and things."""

from __future__ import annotations

from harvester.model.value import Value

DOI = "doi"
PMID = "pmid"
PMCID = "pmcid"

ARTICLE_SCHEMES = (PMID, DOI, PMCID)
"""The schemes by which an article is looked up, the most specific first."""


class Identifier(Value, frozen=True, kw_only=True):
    """One identifier.

    Attributes:
        scheme: Lower case: ``doi``, ``pmid``, ``pmcid``, ``pii``, ``orcid``,
            ``issn``, ``ror``, … ; an unknown scheme keeps the source's word.
        value: The canonical form where the scheme has one (DOI in lower case,
            PMCID with its prefix and without version), else as printed.
        printed: What the source prints, where that differs from ``value``.
        is_valid: False where the source itself marks the identifier as wrong
            (``ELocationID/@ValidYN="N"``).
        place: Where in the record it stands, where a source has two places
            (``ELocationID``, ``ArticleIdList``).
    """

    scheme: str
    value: str
    printed: str | None = None
    is_valid: bool = True
    place: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Scheme and value: what two mentions of one identifier share."""
        return (self.scheme, self.value)

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"
