"""The fields of an article, by the names that people give them."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from harvester.model import Work

FIELDS = (*Work.__struct_fields__, "published")
"""All fields that have an origin; ``published`` is the date that is cited."""

ALIASES = {
    "journal": "container",
    "container_title": "container",
    "pages": "page",
    "first_page": "locator",
    "last_page": "locator",
    "year": "published",
    "date": "published",
    "language": "languages",
    "authors": "contributors",
    "mesh": "mesh_headings",
    "doi": "identifiers",
    "pmid": "identifiers",
    "pmcid": "identifiers",
}
"""Words of people and columns of the library → the field that they mean."""


def field_named(name: str) -> str:
    """Return the field that a person means by ``name``, itself if it is no alias.

    Examples:
        >>> field_named("Article number"), field_named("Journal"), field_named("volum")
        ('article_number', 'container', 'volum')
    """
    bare = name.strip().casefold().replace("-", "_").replace(" ", "_")
    return ALIASES.get(bare, bare)


def explain_no_field(name: str, fields: Iterable[str]) -> str:
    """Say that ``name`` is no field, and which one may be meant, else ``fields``.

    Examples:
        >>> explain_no_field("volum", ["title"])
        "no such field 'volum'; did you mean volume?"
        >>> explain_no_field("shoe", ["volume", "container"])
        "no such field 'shoe'; there are volume, journal"
    """
    near = get_close_matches(name.casefold(), [*FIELDS, *ALIASES], n=1)
    listed = ", ".join(map(said_field, fields))
    hint = f"did you mean {near[0]}?" if near else f"there are {listed}"
    return f"no such field {name!r}; {hint}"


def said_field(field: str) -> str:
    """Return the word for a field in help and messages: ``journal``."""
    return "journal" if field == "container" else field
