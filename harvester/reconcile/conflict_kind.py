"""The kinds of difference between two values of one field."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class ConflictKind(StrEnum):
    """How far two values of one field are apart, the least first."""

    FORMATTING = "formatting"
    PRECISION = "precision"
    REAL = "real"


Verdict = ConflictKind | None
"""None where the values are the same in every character."""

_ORDER = list(ConflictKind)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the gravest of several verdicts, None where all are None."""
    told = [verdict for verdict in verdicts if verdict]
    return max(told, key=_ORDER.index, default=None)
