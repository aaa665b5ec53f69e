"""The words of names: particles, suffixes, initials, groups, and the folding of all."""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

from harvester.normalize.markup import unescape

PARTICLES = frozenset({
    "af", "al", "ap", "av", "bin", "bint", "d", "da", "dal", "dalla", "das", "de",
    "degli", "dei", "del", "dell", "della", "delle", "dello", "den", "der", "des", "di",
    "do", "dos", "du", "e", "el", "ibn", "in", "l", "la", "las", "le", "les", "li",
    "lo", "los", "op", "ten", "ter", "thoe", "tot", "van", "vande", "vanden", "vander",
    "vom", "von", "vor", "y", "zu", "zum", "zur",
})  # fmt: skip
"""Words that stand in lower case before a surname, folded."""

_SUFFIXES = {
    "jr": "Jr", "junior": "Jr", "jnr": "Jr", "sr": "Sr", "senior": "Sr", "snr": "Sr",
    "ii": "2nd", "2nd": "2nd", "2d": "2nd", "iii": "3rd", "3rd": "3rd", "3d": "3rd",
    "iv": "4th", "4th": "4th", "v": "5th", "5th": "5th", "vi": "6th", "6th": "6th",
}  # fmt: skip
"""NLM's normal forms (Jr, Sr, 2nd, 3rd, 4th) by the folded printed form."""

_GROUP_WORDS = re.compile(
    r"\b(?:agency|alliance|association|authors?|board|bureau|cent(?:er|re)s?|"
    r"clinic|collaborat(?:ion|ive|ors?)|college|committee|company|conference|"
    r"consorti(?:um|a)|cooperative|corporation|council|department|division|editors?|"
    r"faculty|federation|foundation|group|gmbh|hospital|inc|initiative|institut[eo]?|investigators?|"
    r"laborator(?:y|ies)|limited|ltd|members?|ministry|network|office|organi[sz]ation|"
    r"panel|participants?|programme?|project|registry|school|secretariat|service|society|"
    r"staff|studies|study|task force|team|trial|trialists|union|universit(?:y|ies)|"
    r"workshop|working|the|and|for|of)\b",
    re.IGNORECASE,
)

_SUFFIX_TAG = re.compile(r"</?suffix\s*/?>", re.IGNORECASE)
_PIECES = re.compile(r"[^\s.\-‐‑–()]+")
_SPACE = re.compile(r"\s+")


def initials_of(given: str | None) -> str | None:
    """Return the initials of given names, without stops; None for other scripts.

    Particles and nicknames in brackets have none; a block of capitals is initials
    already.

    Examples:
        >>> [initials_of(given) for given in ("Jean-Pierre", "J.-P.", "H. H.", "WF")]
        ['JP', 'JP', 'HH', 'WF']
        >>> initials_of("Xiong (Bill)"), initials_of("Marcello da Silveira")
        ('X', 'MS')
    """
    if not given:
        return None
    if _is_block(given):
        return given
    initials = []
    for word in _PIECES.findall(re.sub(r"\([^()]*\)", " ", given)):
        letter = next((c for c in word if c.isalpha()), None)
        if letter is None or letter.lower() == letter.upper():
            continue
        if word.islower() and word in PARTICLES:
            continue
        initials.append(word if _is_block(word) else letter.upper()[:1])
    return "".join(initials) or None


def _is_block(word: str) -> bool:
    """Whether a word is two or three initials written together."""
    return 2 <= len(word) <= 3 and word.isalpha() and word.isupper()


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """Return ASCII lower-case words of a name, parted by single spaces.

    Examples:
        >>> fold_name("D’Adamo-Ørnskov")
        'dadamo ornskov'
    """
    if not name.isascii():
        name = anyascii(name.replace("’", "'"))
    return " ".join(re.findall(r"[a-z0-9]+", name.lower().replace("'", "")))


def normalize_suffix(printed: str) -> str | None:
    """Return NLM's form of a suffix; other suffixes as printed, nothing as None.

    Examples:
        >>> [normalize_suffix(s) for s in ("Jr.", "III", ", PhD", "Júnior", "  ")]
        ['Jr', '3rd', 'PhD', 'Jr', None]
        >>> normalize_suffix("<Suffix>Jr</Suffix>")
        'Jr'
    """
    text = _SPACE.sub(" ", _SUFFIX_TAG.sub("", unescape(printed))).strip(" ,;")
    key = fold_name(text)
    if key == "suffix":
        return None
    return _SUFFIXES.get(key, text) or None


def is_group(name: str) -> bool:
    """Whether a name has words that name groups and never people."""
    words = [word for word in name.split() if word not in PARTICLES]
    return bool(_GROUP_WORDS.search(name)) or len(words) > 5
