"""A text → the terms by which articles are compared."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anyascii import anyascii

_RUN = re.compile(r"[a-z0-9]+")
_LETTER = re.compile(r"[a-z]")
_STOP = """
a about all also among an and any are as at be because been before being between both
but by can could did do does due during each for found from further had has have
having he her here his how however i if in into is it its itself kg km made mainly make
may mg might ml mm most mostly must nearly neither no nor not obtained of often on only
or other our overall perhaps quite rather really regarding seem seen several shall she
should show showed shown shows significantly since so some such than that the their
them then there therefore these they this those through thus to upon use used using
various very was we were what when which while who will with within without would
"""
STOP = frozenset(_STOP.split())
"""Words that tell no subject; the list is ours, in the manner of NLM's 132."""


def find_words(text: str) -> Iterator[str]:
    """Yield the words of a text, stemmed, in their order, without stop words.

    A word is a run of letters and digits with at least one letter, as in NLM's
    related articles.

    Examples:
        >>> list(find_words("The IL-6 of 12 patients: biopsies, viruses, β-cells"))
        ['il', 'patient', 'biopsy', 'virus', 'v', 'cell']
    """
    folded = text.casefold()
    if not folded.isascii():
        folded = anyascii(folded).casefold()
    for word in _RUN.findall(folded):
        if word not in STOP and _LETTER.search(word):
            yield stem(word)


def stem(word: str) -> str:
    """Take the plural off a word; nothing else, so that terms can be shown.

    Examples:
        >>> [stem(word) for word in ("studies", "boxes", "genes", "mass", "virus")]
        ['study', 'box', 'gene', 'mass', 'virus']
    """
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 4 and word.endswith("es") and word[-3] in "sxz":
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
