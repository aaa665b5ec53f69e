"""Lists of identifiers, as people keep them → the test whether a record is listed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from harvester.identify import explain_not_identifier, read_argument
from harvester.model import DOI, PMID, Key, Value
from harvester.selection.base import RecordTest

_BETWEEN = re.compile(r"[\s,;]+")
_DOI = re.compile(r"(?:doi:|https?://\S*/)?10\.", re.IGNORECASE)


class IdList(Value, frozen=True, kw_only=True):
    """A list that was read.

    Attributes:
        keys: (scheme, value) of what it names.
        problems: (number of the line, from 1, why it names nothing).
    """

    keys: frozenset[Key] = frozenset()
    problems: tuple[tuple[int, str], ...] = ()


def read_id_list(lines: Iterable[str]) -> IdList:
    """Read a list of PMIDs, DOIs and PMCIDs, one or several a line.

    Prefixes and addresses may stand before them (``PMID: 1``, ``https://doi.org/…``),
    commas, semicolons and tabs between and behind them. What stands behind ``#`` at
    the beginning of a line or after a blank is a comment.

    Examples:
        >>> read = read_id_list(["# mine", "99000001, pmid:99000002 # x", "", "moth"])
        >>> sorted(read.keys)
        [('pmid', '99000001'), ('pmid', '99000002')]
        >>> read.problems
        ((4, 'moth is neither a PMID, a DOI nor a PMCID.'),)
    """
    keys: set[Key] = set()
    problems: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        text = f" {line.strip()}".partition(" #")[0].strip().lstrip("\ufeff")
        if text.isdecimal() and text.isascii() and text[:1] != "0" and len(text) < 9:
            keys.add((PMID, text))
        elif text:
            found, wrong = _read_line(text)
            keys |= found
            problems += [(number, explain_not_identifier(one)) for one in wrong]
    return IdList(keys=frozenset(keys), problems=tuple(problems))


def _read_line(text: str) -> tuple[set[Key], list[str]]:
    """Return what a line names, and its parts that name nothing.

    Parted at blanks and commas every part must name something; else the line is one
    identifier (``PMID: 1``, a DOI with commas in it), or parted at commas alone.
    """
    whole = read_argument(text.strip(" \t,;"))
    words = [word for word in _BETWEEN.split(text) if word]
    is_doi = whole and whole.scheme == DOI and len(text.split()) == 1
    if is_doi and not all(map(_DOI.match, words)):
        words = [text]
    parts = [part.strip() for part in re.split("[\t;,]", text) if part.strip()]
    for tried in (words, [text], parts):
        found = [read_argument(one.strip(" \t,;")) for one in tried]
        if all(found):
            return {one.key for one in found if one}, []
    named = {one.key for one in found if one}
    return named, [p for p, one in zip(parts, found, strict=True) if one is None]


def build_id_test(keys: frozenset[Key]) -> RecordTest:
    """Return whether a record bears one of the identifiers."""
    return lambda record: any(
        one.is_valid and one.key in keys for one in record.identifiers
    )
