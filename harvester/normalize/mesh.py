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
    descriptor, *qualifiers = map(_starred, _PARTS.split(printed.strip()))
    if not descriptor[0] or not all(
        _QUALIFIER.fullmatch(name) for name, _ in qualifiers
    ):
        return None
    return MeshHeading(
        descriptor=descriptor[0],
        is_major=descriptor[1],
        qualifiers=tuple(
            MeshQualifier(name=name, is_major=is_major) for name, is_major in qualifiers
        ),
    )


def _starred(part: str) -> tuple[str, bool]:
    name = " ".join(part.strip("* \t\r\n").split())
    return name, part.startswith("*") or part.endswith("*")
