"""The texts of a work that are searched for words: the columns of the index."""

from __future__ import annotations

import re
from collections.abc import Callable

from harvester.model import AbstractSection, MeshHeading, Work
from harvester.normalize.name_words import fold_name
from harvester.normalize.names import short_name, sort_name

_PLAIN = re.compile(r"[a-z0-9]+")


def print_authors(work: Work) -> str | None:
    """Return all authors in byline order, as in MEDLINE."""
    return ", ".join(map(short_name, work.authors)) or None


def print_abstract(work: Work) -> str | None:
    """Return the abstract, all sections with their labels, a paragraph each."""
    sections = work.abstract.sections if work.abstract else ()
    return "\n\n".join(map(_paragraph, sections)) or None


def _paragraph(section: AbstractSection) -> str:
    label = f"{section.label}: " if section.label else ""
    return label + section.text.plain


def print_mesh(work: Work) -> str | None:
    """Return the MeSH headings; ``*`` marks a major topic."""
    return "; ".join(map(_heading, work.mesh_headings)) or None


def _heading(heading: MeshHeading) -> str:
    terms = [(heading.descriptor, heading.is_major)]
    terms += [(qualifier.name, qualifier.is_major) for qualifier in heading.qualifiers]
    return "/".join(name + "*" * is_major for name, is_major in terms)


def print_keywords(work: Work) -> str | None:
    """Return the keywords in order."""
    return "; ".join(k.text.plain for k in work.keywords) or None


def print_names(work: Work) -> str | None:
    """Return the whole names of a work's contributors, to be searched.

    Beside a name stands its key's spelling where the index does not fold it so: the
    index knows accents, but no letters of their own (ø, ß) and no apostrophes.
    """
    names = dict.fromkeys(filter(None, map(sort_name, work.contributors)))
    return "; ".join(one for name in names for one in (name, *_respell(name))) or None


def _respell(name: str) -> tuple[str, ...]:
    """Return the spelling of a name under which the index does not find it."""
    if name.isascii() and "'" not in name:
        return ()
    folded = fold_name(name)
    return () if folded == " ".join(_PLAIN.findall(name.lower())) else (folded,)


COLUMNS: dict[str, Callable[[Work], str | None]] = {
    "title": lambda work: work.title.plain if work.title else None,
    "original_title": lambda work: (
        work.original_title.plain if work.original_title else None
    ),
    "abstract": print_abstract,
    "mesh": print_mesh,
    "keywords": print_keywords,
    "journal": lambda work: work.container.title if work.container else None,
    "authors": print_authors,
    "names": print_names,
}
"""Column of the index → its text; the year, a column too, follows from the dates."""
