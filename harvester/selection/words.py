"""The words of a text as SQLite's full-text index sees them.

That is its tokenizer ``unicode61 remove_diacritics 2``: words are runs of letters,
digits and characters of private use; case and the accents of Latin letters are folded.
https://sqlite.org/fts5.html#unicode61_tokenizer
"""

from __future__ import annotations

import unicodedata


class _Folds(dict[int, str]):
    """Character → what the index makes of it; filled as texts are read."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold(chr(code))
        return folded


_FOLDS = _Folds()
_MARKS = frozenset(
    code
    for first, bits in ((0x300, 0x08029FDF), (0x320, 0x000361F8))
    for code in range(first, first + 32)
    if bits >> (code - first) & 1
)
"""Accents that stand by themselves; the index leaves them out within a word."""


def _fold(char: str) -> str:
    if ord(char) in _MARKS:
        return ""
    category = unicodedata.category(char)
    if category[0] not in "LN" and category not in {"Co", "Cn"}:
        return " "
    folded = char.casefold()
    lower = folded if len(folded) == 1 else char.lower()
    base = unicodedata.normalize("NFD", lower)
    if len(base) > 1 and base[0].isascii():
        return base[0]
    return lower if len(lower) == 1 else char


def fold_words(text: str) -> str:
    """Return the words of ``text``, folded, a blank before, between and behind them.

    A phrase stands in a text where its folded words stand in those of the text; the
    beginning of one without the blank at the end.

    Examples:
        >>> fold_words("Sjögren’s TGF-β (2019)"), fold_words("…")
        (' sjogren s tgf β 2019 ', '')
    """
    words = text.translate(_FOLDS).split()
    return f" {' '.join(words)} " if words else ""
