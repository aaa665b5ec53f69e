"""Every family of values by its name, for those who hold a name and a text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from harvester.model import Value
from harvester.normalize.dates import normalize_date
from harvester.normalize.derived import AS_PRINTED
from harvester.normalize.identifiers import derive_identifier
from harvester.normalize.journals import abbreviate_journal, normalize_journal
from harvester.normalize.languages import normalize_language
from harvester.normalize.markup import read_markup
from harvester.normalize.mesh import normalize_mesh
from harvester.normalize.name_forms import parse_name
from harvester.normalize.numbering import normalize_numbering
from harvester.normalize.pages import normalize_pages
from harvester.normalize.publication_types import normalize_publication_type
from harvester.normalize.titles import normalize_title

FAMILIES: dict[str, Callable[[str], Value | None]] = {
    **{
        scheme: partial(derive_identifier, scheme)
        for scheme in ("doi", "pmid", "pmcid", "orcid", "issn", "isbn")
    },
    "date": normalize_date,
    "pages": normalize_pages,
    "volume": lambda printed: normalize_numbering(printed, None),
    "issue": lambda printed: normalize_numbering(None, printed),
    "name": lambda printed: parse_name(printed) if printed.strip() else None,
    "title": normalize_title,
    "text": read_markup,
    "journal": normalize_journal,
    "journal-abbreviation": abbreviate_journal,
    "language": normalize_language,
    "publication-type": normalize_publication_type,
    "mesh": normalize_mesh,
}
"""Name of the family → its normaliser of one printed text."""


def normalize_value(family: str, printed: str) -> Value | None:
    """Return our value of a printed text, or None where it says nothing of the family.

    Raises:
        KeyError: There is no such family; ``FAMILIES`` names them all.

    Examples:
        >>> normalize_value("doi", "https://doi.org/10.5555/ABC")
        Derived(value='10.5555/abc', rule='prefix+lower-case')
        >>> normalize_value("pages", "304-10")
        Locator(first_page='304', last_page='310', rule='range+elided')
    """
    return FAMILIES[family](printed)


def rule_of_value(value: Value) -> str:
    """Return the rule that made a value; types without one are read as printed."""
    return getattr(value, "rule", None) or AS_PRINTED
