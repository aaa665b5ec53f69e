"""A citation folded for comparing: its words, numbers and years."""

from __future__ import annotations

import re

from harvester.match.citation import without_identifiers
from harvester.match.words import fold_words
from harvester.model import Citation
from harvester.normalize.numbering import comparable_number

_LOCATORS = re.compile(
    r"(?<![^\W_])[a-z]{0,4}-?[0-9]+(?:[a-z][0-9]+|[a-z]{0,2})(?![^\W_])"
)
_ROMAN = re.compile(r"(?<!\w)[ivxlc]+(?!\w)")
_DASHES = re.compile(r"\s*[‐-―−]\s*")
_YEAR = re.compile(r"(?<!\d)((?:1[6-9]|20)\d\d)[a-z]?(?!\d)")


class Reading:
    """A citation with its text folded, once for all candidates."""

    def __init__(self, citation: Citation) -> None:
        self.citation = citation
        printed = without_identifiers(citation.printed)
        text = _DASHES.sub("-", printed)
        self.text = text
        self.words = fold_words(printed)
        lower = text.casefold()
        self.numbers = [
            comparable_number(part)
            for number in _LOCATORS.findall(lower)
            for part in (number, *re.split("-", number))
            if part
        ]
        self.numbers += [comparable_number(n) for n in _ROMAN.findall(lower)]
        self.number_set = frozenset(self.numbers)
        self.title_words = fold_words(citation.title) if citation.title else ()
        self.mentioned_years = frozenset(map(int, _YEAR.findall(text)))
        """Every number of the text that may be a year."""
        self.years = frozenset(
            [int(citation.year)] if citation.year else self.mentioned_years
        )
        """The year that was parsed, else all that may be one."""
