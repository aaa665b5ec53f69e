"""Titles: what stands around the words, and the key under which titles compare."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from harvester.model import Value
from harvester.normalize.derived import rule_of
from harvester.normalize.markup import read_markup

# Marks of the work itself. The words of a notice ("Correction to:") stay: it is
# another work, and its title must not compare equal to that of the first.
_MARK = re.compile(
    r"\s*(?:[\[({]\s*)?"
    r"((?:retracted|withdrawn|removed)(?:\s+(?:article|chapter|paper|publication))?"
    r"|temporary\s+removal)"
    r"\s*(?:[\])}]\s*[:.]?|:|[–—])\s*(?=\S)",
    re.IGNORECASE,
)
_MARKING = ("retracted", "withdrawn", "removed", "removal")
"""A word of these is in every mark."""
_TRANSLATED = re.compile(r"\[\s*(\S(?:.*\S)?)\s*\]\s*\.?", re.DOTALL)
_APPENDED = re.compile(
    r"\s*(?:\[(?:review|see comments?|editorial|letter|\d+ refs)\]"
    r"|\(author's transl\)|\[(?:erratum|comment|retraction|summary)[^\]]*\bin\b.*)\.?$",
    re.IGNORECASE,
)
_STOP = re.compile(r"(?<![.\s])\s*\.$")
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "κ": "kappa",
    "λ": "lambda", "μ": "mu", "µ": "mu", "ω": "omega", "σ": "sigma", "τ": "tau",
    "θ": "theta", "π": "pi", "χ": "chi", "ψ": "psi", "φ": "phi", "ζ": "zeta",
    "η": "eta", "ν": "nu", "ρ": "rho", "ς": "sigma", "ξ": "xi",
}  # fmt: skip
_GREEK_TABLE = str.maketrans(_GREEK)
_WORD = re.compile(r"[^\W_]+")


class Title(Value, frozen=True, kw_only=True):
    """A title and what stood around it.

    Attributes:
        value: The title without mark, brackets of translation and closing stop.
        marks: Words before it that are not the title's (``RETRACTED``), as printed.
        is_translated: It stood in square brackets, as NLM prints translated titles.
        appended: What NLM and Ovid append in brackets (``[see comments]``).
        rule: The rules that were applied.
    """

    value: str
    marks: tuple[str, ...] = ()
    is_translated: bool = False
    appended: tuple[str, ...] = ()
    rule: str


def normalize_title(printed: str) -> Title | None:
    """Return the title with what stands around it taken off; None for nothing.

    The words of the title itself are never changed, neither their case nor their
    marks.

    Examples:
        >>> for printed in ("[Surgery of the liver].", "Why do we sleep?",
        ...                 "RETRACTED: A study of mice.", "E. coli and friends..."):
        ...     title = normalize_title(printed)
        ...     print(title.value, title.marks, title.is_translated, title.rule)
        Surgery of the liver () True brackets
        Why do we sleep? () False as-printed
        A study of mice ('RETRACTED',) False mark+closing-stop
        E. coli and friends... () False as-printed
    """
    text = read_markup(printed)
    if text is None:
        return None
    value, steps = text.plain, []
    marks: list[str] = []
    appended: list[str] = []
    is_translated = False
    before = None
    while value != before:
        before = value
        if mark := _MARK.match(value):
            marks.append(mark[1])
            value = value[mark.end() :]
            steps.append("mark")
        elif (end := _APPENDED.search(value)) and end.start():
            appended.insert(0, end[0].strip(" ."))
            value = value[: end.start()]
            steps.append("appended")
        elif (whole := _TRANSLATED.fullmatch(value)) and _is_one_bracket(value):
            value, is_translated = whole[1], True
            steps.append("brackets")
        elif (bare := _STOP.sub("", value)) != value and bare:
            value = bare
            steps.append("closing-stop")
    return Title(
        value=value,
        marks=tuple(marks),
        is_translated=is_translated,
        appended=tuple(appended),
        rule=rule_of(*dict.fromkeys(steps)),
    )


def find_marks(printed: str) -> tuple[str, ...]:
    """Return the marks of ``normalize_title`` alone; that most have none is seen soon.

    Examples:
        >>> find_marks("[RETRACTED: A study of mice].")
        ('RETRACTED',)
    """
    lower = printed.casefold()
    if not any(word in lower for word in _MARKING):
        return ()
    title = normalize_title(printed)
    return title.marks if title else ()


def _is_one_bracket(text: str) -> bool:
    """Whether the bracket that opens the text is the one that closes it."""
    depth = 0
    for at, letter in enumerate(text):
        depth += (letter == "[") - (letter == "]")
        if depth == 0:
            return not text[at + 1 :].strip(" .")
    return False


@lru_cache(maxsize=16384)
def title_key(printed: str) -> str:
    """Return a key under which the spellings of one title meet.

    What ``normalize_title`` takes off, marks, case, accents and white space do not
    count, Greek letters are written out. Equal keys are a reason to compare, no proof:
    short titles recur.

    Examples:
        >>> title_key("[β-Catenin in the <i>liver</i>].")
        'betacatenin in the liver'
        >>> title_key("Beta‐catenin in the Liver")
        'betacatenin in the liver'
    """
    title = normalize_title(printed)
    if title is None:
        return ""
    text = unicodedata.normalize("NFKC", title.value).casefold().translate(_GREEK_TABLE)
    text = re.sub(r"(?<=\w)[-‐‑'’](?=\w)", "", text)
    if not text.isascii():
        text = anyascii(text).casefold()
    return " ".join(_WORD.findall(text))
