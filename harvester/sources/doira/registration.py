"""Where a DOI is registered, and what that means for whoever wants its article."""

from __future__ import annotations

from collections.abc import Iterable

from harvester.model import SourceRecord, Value
from harvester.sources.dois import lowered

NAME = "doira"

AGENCY, STATUS = "RA", "status"
"""The service's names for the agency, and for what stands in its place."""

AGENCIES = {"Crossref": "crossref", "DataCite": "datacite"}
"""Agencies, as doi.org prints them, whose own service is a source here."""


class Registration(Value, frozen=True, kw_only=True):
    """Where a DOI is registered.

    Attributes:
        doi: The DOI.
        agency: ``DataCite``, ``mEDRA``, ``JaLC`` …, as doi.org prints it; None where
            it names nobody.
    """

    doi: str
    agency: str | None = None

    @property
    def source(self) -> str | None:
        """The source here that the agency answers by, or None."""
        return AGENCIES.get(self.agency or "")

    def is_elsewhere(self, source: str) -> bool:
        """Whether the agency is known and ``source``, that of an agency, is not its."""
        return self.agency is not None and self.source != source

    def __str__(self) -> str:
        """Return what that means for a person who wants the article."""
        if self.agency is None:
            return (
                f"{self.doi} exists, but doi.org does not say at which agency: only "
                "the identifier is kept"
            )
        if self.source is None:
            return (
                f"{self.doi} is a DOI of {self.agency}, which no service here asks for "
                "metadata: only the identifier is kept"
            )
        return (
            f"{self.doi} is a DOI of {self.agency}, which does not show its metadata: "
            "only the identifier is kept; a new DOI may be there in some days"
        )


def registration(records: Iterable[SourceRecord], doi: str) -> Registration | None:
    """Return what doi.org said about ``doi``; None if ``records`` do not tell."""
    for record in records:
        if record.source == NAME and record.source_id == lowered(doi):
            return Registration(doi=doi, agency=dict(record.other).get(AGENCY))
    return None


def not_registered(doi: str) -> str:
    """Return what it means, for a person, that doi.org does not know ``doi``."""
    return f"{doi} does not exist, says doi.org: check it for a slip"
