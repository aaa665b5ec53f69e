"""MeSH headings as printed in one text: ``Heading/qualifier*/qualifier``.

Only the text is taken apart; that a heading exists is for the vocabulary to say.
"""

from __future__ import annotations

import re

from harvester.model import MeshHeading, MeshQualifier

_PARTS = re.compile(r"\s*/\s*")
_QUALIFIER = re.compile(r"[a-z][a-z&,' -]+[a-z]")


def normalize_mesh(printed: str) -> MeshHeading | None:
    """Return heading and qualifiers with their stars, or None for no such text.

    A star before or behind a part marks it as a major topic. Every part after a slash
    must be written as MeSH writes qualifiers, in lower case; otherwise nothing is read.

    Examples:
        >>> normalize_mesh("Liver Neoplasms / secondary*")
        MeshHeading(descriptor='Liver Neoplasms', \
qualifiers=(MeshQualifier(name='secondary', is_major=True),))
        >>> normalize_mesh("*Carcinoma, Hepatocellular/surgery").is_major
        True
        >>> normalize_mesh("and/or/ELSE") is None
        True
    """
    heading = split_heading(printed)
    if heading is None or not all(
        _QUALIFIER.fullmatch(qualifier.name) for qualifier in heading.qualifiers
    ):
        return None
    return heading


def split_heading(printed: str) -> MeshHeading | None:
    """Take a heading with its qualifiers and stars apart, however they are written.

    Returns:
        Descriptor and qualifiers as printed; None where a part is empty. Whether a
        slash divides at all is for the vocabulary to say.

    Examples:
        >>> heading = split_heading("Liver Neoplasms / SC* / *Q000601")
        >>> [(qualifier.name, qualifier.is_major) for qualifier in heading.qualifiers]
        [('SC', True), ('Q000601', True)]
        >>> split_heading("Liver Neoplasms /") is None
        True
    """
    (descriptor, is_major), *qualifiers = map(_starred, _PARTS.split(printed.strip()))
    if not descriptor or not all(name for name, _ in qualifiers):
        return None
    return MeshHeading(
        descriptor=descriptor,
        is_major=is_major,
        qualifiers=tuple(
            MeshQualifier(name=name, is_major=star) for name, star in qualifiers
        ),
    )


def _starred(part: str) -> tuple[str, bool]:
    name = " ".join(part.strip("* \t\r\n").split())
    return name, part.startswith("*") or part.endswith("*")
