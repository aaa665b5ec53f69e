"""The key by which terms of a vocabulary are equal."""

from __future__ import annotations

import unicodedata

_DASHES_AND_QUOTES = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | dict.fromkeys("\u2018\u2019\u02bc\u2032", "'")
    | dict.fromkeys("\u201c\u201d\u2033", '"')
)


def fold_term(term: str) -> str:
    """Return the key of a term: two terms are the same one if their keys are equal.

    Folded away are upper and lower case, runs of white space, accents, and the
    typographic forms of hyphen and quotation marks. Nothing else is: the order of
    words, commas, hyphens, plurals and spelling all count, for NLM lists their
    variants as terms of their own.

    Examples:
        >>> for term in (" Liver  Neoplasms", "Neoplasms, Liver", "Ménière’s Disease",
        ...              "A–23187", "A 23187"):
        ...     print(fold_term(term))
        liver neoplasms
        neoplasms, liver
        meniere's disease
        a-23187
        a 23187
    """
    if term.isascii():
        return " ".join(term.lower().split())
    apart = unicodedata.normalize("NFKD", term).casefold()
    # Casefolding may bring accents of its own (İ), and NFKD a typographic sign.
    apart = unicodedata.normalize("NFKD", apart).translate(_DASHES_AND_QUOTES)
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return " ".join(bare.split())
