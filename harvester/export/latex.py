"""Text → LaTeX: what is special there, and letters beyond ASCII."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from harvester.export.markup import Marks

Escape = Callable[[str], str]

LATEX_MARKS: Marks = {
    "i": ("\\emph{", "}"),
    "b": ("\\textbf{", "}"),
    "u": ("\\underline{", "}"),
    "sup": ("\\textsuperscript{", "}"),
    "sub": ("\\textsubscript{", "}"),
    "sc": ("\\textsc{", "}"),
    "tt": ("\\texttt{", "}"),
}
_SPECIAL = str.maketrans({
    "\\": "{\\textbackslash}", "{": "{\\textbraceleft}", "}": "{\\textbraceright}",
    "~": "{\\textasciitilde}", "^": "{\\textasciicircum}",
    "#": "\\#", "$": "\\$", "%": "\\%", "&": "\\&", "_": "\\_",
})  # fmt: skip
"""Braces are written as words: BibTeX counts every brace, escaped or not."""
_OWN = str.maketrans(
    {"’": "'", "‘": "`", "·": "{\\ensuremath{\\cdot}}"}
    | {chr(0x2080 + n): f"\\textsubscript{{{n}}}" for n in range(10)}
)
"""What the library writes in a way that other readers take for something else."""
_BEYOND = re.compile(r"[^\x00-\x7fɛ\u0300-\u036f]+")
"""The open e is no epsilon and has no command; nor have accents without a letter."""


def escape_special(text: str) -> str:
    r"""Return a text for LaTeX that reads UTF-8.

    Examples:
        >>> escape_special("50 % & Müller_2")
        '50 \\% \\& Müller\\_2'
    """
    return text.translate(_SPECIAL)


def escape_all(text: str) -> str:
    r"""Return a text for LaTeX that reads ASCII only.

    A letter that has no command in LaTeX (Chinese, Cyrillic …) stays as it is.

    Examples:
        >>> escape_all("Müller & Marušić")
        'M{\\"u}ller \\& Maru{\\v{s}}i{\\\'c}'
    """
    encode = _encoder()
    composed = escape_special(unicodedata.normalize("NFC", text)).translate(_OWN)
    return _BEYOND.sub(lambda found: encode(found[0]), composed)


@lru_cache(maxsize=1)
def _encoder() -> Escape:
    from pylatexenc.latexencode import UnicodeToLatexEncoder  # noqa: PLC0415 - slow, and for --latex only

    encoder = UnicodeToLatexEncoder(
        replacement_latex_protection="braces-all",
        unknown_char_policy="keep",
        unknown_char_warning=False,
    )
    encode: Escape = encoder.unicode_to_latex
    return encode


def protect_capitals(text: str, escape: Escape) -> str:
    r"""Escape a title, words that must keep their capitals in braces.

    BibTeX styles set titles in lower case. The first letter of a title is safe.

    Examples:
        >>> protect_capitals("Teas in the DNA of mRNA & Dr. No", escape_special)
        'Teas in the {DNA} of {mRNA} \\& {Dr.} {No}'
    """
    words = text.split(" ")
    return " ".join(_protect(word, escape, first=not i) for i, word in enumerate(words))


def _protect(word: str, escape: Escape, *, first: bool) -> str:
    capitals = [place for place, letter in enumerate(word) if letter.isupper()]
    letters = [place for place, letter in enumerate(word) if letter.isalpha()]
    if not capitals or (first and capitals == letters[:1]):
        return escape(word)
    return f"{{{escape(word)}}}"
