"""Text → folded words: what two spellings of a text have in common."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

from anyascii import anyascii

_GREEK = str.maketrans(
    {
        "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon",
        "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu", "ω": "omega", "σ": "sigma",
        "ς": "sigma", "τ": "tau", "θ": "theta", "π": "pi", "χ": "chi", "ψ": "psi",
        "φ": "phi", "ζ": "zeta", "η": "eta", "ν": "nu", "ρ": "rho", "ξ": "xi",
    }
)  # fmt: skip
_BROKEN = re.compile(r"(?<=[^\W\d_])[-‐‑\u00ad]\s*\n\s*(?=[a-z])")
_INSIDE = re.compile(r"(?<=[^\W\d_])[-‐‑\u00ad'’](?=[^\W\d_])|(?<=\w)['’](?=\w)|\u00ad")
_WORD = re.compile(r"[a-z]+|[0-9]+")
_COMMON = """
a an and are as at by de der des die du el en et for from how in into is it
its la le les of on or s that the their this to und une un using was were what
with del we our have has not been can be these which than also but no between
after
"""
COMMON = frozenset(_COMMON.split())
"""Words that tell no title apart."""


@lru_cache(maxsize=65536)
def fold_words(text: str) -> tuple[str, ...]:
    r"""Return the words of a text in lower-case ASCII, letters apart from digits.

    A word broken at a line's end and a hyphenated one are one word, Greek letters are
    written out.

    Examples:
        >>> fold_words("IL-17 in first-\nepisode β-thalassæmia (Müller’s)")
        ('il', '17', 'in', 'firstepisode', 'betathalassaemia', 'mullers')
    """
    text = _INSIDE.sub("", _BROKEN.sub("", text))
    text = unicodedata.normalize("NFKC", text).casefold()
    if not text.isascii():
        text = anyascii(text.translate(_GREEK)).casefold()
    return tuple(_WORD.findall(text))


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> bool:
    """Whether two words are one, or one with a slip; numbers must be equal.

    Examples:
        >>> alike("metastases", "metastaes"), alike("2", "3"), alike("cell", "bell")
        (True, False, False)
    """
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < 4 or len(longer) - len(shorter) > 2 or one.isdigit():
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.78
