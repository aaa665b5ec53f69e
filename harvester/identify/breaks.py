"""Whether the white space behind a DOI breaks it or ends it."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum

from harvester.identify.endings import is_sici, unclosed
from harvester.model import Value

_COMPLETE = re.compile(
    r"""(?:
      s\d{5}-\d{3}-\d{4}-[\dx]                              # Springer, BMC
    | j\.[a-z]+\.\d{4}\.\d{2}\.\d{3}                       # Elsevier since 2000
    | s?\d{4}-\d{3}[\dx]\(\d{2}\)\d{5}-[\dx]                # Elsevier before
    | journal\.p[a-z]{3}\.\d{7}                             # PLOS
    | [a-z]{2,}\.\d{4}\.\d{5}                               # Frontiers
    )""",
    re.VERBOSE | re.IGNORECASE,
)
"""Kinds of suffixes whose length is fixed: nothing can follow them."""

_FOREIGN = re.compile(
    r"""[\W_]{0,2}(?:10\.\d{4,9}/|PMC?ID|PMC\d|PubMed|doi\b|https?:|www\.|Epub|ISSN|e-?mail
    |MEDLINE|Free|\d{4};)""",
    re.VERBOSE | re.IGNORECASE,
)
_NEXT_DOI = re.compile(r"\W{0,2}(?:10\.\d{4,9}/|doi:|PMC?ID)", re.IGNORECASE)
_NUMBERED = re.compile(r"[\[(]?(\d{1,3})(?:[.)\]]|\.\])")
_COUNTED = re.compile(r"\d{1,3}(?:\.\d{1,2}){1,2}|(?:19|20)\d\d")
_SCORE = re.compile(r"\d{1,3}(?:\.\d{1,2}){0,2}|\d{7,8}")
_RANGE_OR_DATE = re.compile(r"\d+-\d+|\d{4}-\d{3}[\dXx]|\d{4}[-/.]\d\d?[-/.]\d\d?")
_HALF_ISSN = re.compile(r"(?<!\d)\d{4}-\d{3}$")
_ISSN_END = re.compile(r"[\dX][.(]")
_SERIAL = re.compile(r"\d{4}-\d{3}[\dX]\(|\(SICI\)|\(ASCE\)", re.IGNORECASE)
_DOTTED = re.compile(r"[a-z0-9]+(?:[.\-/()_][A-Za-z0-9]+)+|[a-z]+\d\w*")
_UNCHECKED = re.compile(r";\d-[0-9A-Z#]$", re.IGNORECASE)
_SYLLABLE = re.compile(r"[a-z]{1,12}[./-]")
_TERMINAL = ".,;:)]”\"'"


class Verdict(Enum):
    """What the white space behind a DOI does."""

    JOINS = "breaks it"
    OPEN = "may break it, rather ends it"
    ENDS = "ends it"


class Break(Value, frozen=True, kw_only=True):
    """White space within or behind a DOI.

    Attributes:
        head: The suffix of the DOI before the white space.
        tail: The characters after it, up to the next white space.
        text: The whole text.
        start: Where the DOI begins in it.
        stop: Where ``tail`` ends in it.
        is_newline: Whether the white space holds a line end.
    """

    head: str
    tail: str
    text: str
    start: int
    stop: int
    is_newline: bool

    @property
    def core(self) -> str:
        """The tail without the punctuation behind it."""
        return self.tail.rstrip(".,;:)]!?")

    @property
    def is_open_head(self) -> bool:
        """Whether the head has no digit yet, as hardly a whole DOI has."""
        return not _has_digit(self.head)

    @property
    def is_syllable(self) -> bool:
        """Whether the tail is a word that itself ends in ``.``, ``/`` or ``-``."""
        return _SYLLABLE.fullmatch(self.tail) is not None

    @property
    def is_lone(self) -> bool:
        """Whether the tail is its whole line and no sentence ends there."""
        line_end = self.text.find("\n", self.stop)
        rest = self.text[self.stop : line_end if line_end >= 0 else None]
        return not rest[:200].strip() and self.tail[-1] not in _TERMINAL

    @property
    def is_running(self) -> bool:
        """Whether the DOI's own line has words before it, as wrapped text has."""
        line = self.text[max(0, self.start - 200) : self.start].rpartition("\n")[2]
        return len(line.split()) >= 4

    @property
    def is_list_number(self) -> bool:
        """Whether the tail numbers the next entry of a list.

        It does if another line begins with the number before or after it.
        """
        number = _NUMBERED.fullmatch(self.tail)
        if number is None:
            return False
        around = "\n" + self.text[max(0, self.start - 1200) : self.stop + 600]
        before, after = int(number[1]) - 1, int(number[1]) + 1
        neighbour = rf"\n[ \t]{{0,40}}[\[(]?(?:{before or after}|{after})[.)\]]"
        return re.search(neighbour, around) is not None


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


_RULES: tuple[tuple[Callable[[Break], object], Verdict], ...] = (
    (lambda b: not b.core or _NEXT_DOI.match(b.tail), Verdict.ENDS),
    # Right after the slash: "doi:10.1038/" alone is no DOI, its rest must follow.
    (lambda b: b.head in {"", "/"} and b.tail[0] not in "(/"
        and not b.tail[0].isalnum(), Verdict.ENDS),
    (lambda b: b.head in {"", "/"} and (_has_digit(b.core) or b.is_syllable),
        Verdict.JOINS),
    (lambda b: b.head in {"", "/"} or _FOREIGN.match(b.tail), Verdict.ENDS),
    # A SICI says itself where it ends.
    (lambda b: is_sici(b.head) and b.is_newline and _UNCHECKED.search(b.head + b.core),
        Verdict.JOINS),
    (lambda b: is_sici(b.head), Verdict.ENDS),
    (lambda b: is_sici(b.head + b.tail) and (b.is_newline or unclosed(b.head)),
        Verdict.JOINS),
    # Words end a DOI, except for "10.1016/j." + "surg." + "2020…".
    (lambda b: not _has_digit(b.core) and b.is_newline and b.is_open_head
        and b.is_syllable, Verdict.JOINS),
    (lambda b: not _has_digit(b.core), Verdict.ENDS),
    # A blank breaks only what cannot be whole.
    (lambda b: not b.is_newline and not b.tail[0].isupper()
        and (b.head[-1] == "/" or (b.head[-1] == "." and b.is_open_head)),
        Verdict.JOINS),
    (lambda b: not b.is_newline, Verdict.ENDS),
    (lambda b: _COMPLETE.fullmatch(b.head.rstrip(_TERMINAL)), Verdict.ENDS),
    (lambda b: b.is_list_number, Verdict.ENDS),
    (lambda b: b.head[-1] in "-_/:(<[" or unclosed(b.head), Verdict.JOINS),
    # A full stop before the line end is as a rule the sentence's.
    (lambda b: b.head[-1] in ".," and b.is_open_head and not b.tail[0].isupper(),
        Verdict.JOINS),
    (lambda b: b.head[-1] in ".," and _DOTTED.fullmatch(b.core)
        and not _RANGE_OR_DATE.fullmatch(b.core), Verdict.JOINS),
    (lambda b: b.head[-1] in ".,", Verdict.OPEN),
    (lambda b: _HALF_ISSN.search(b.head) and _ISSN_END.match(b.tail), Verdict.JOINS),
    (lambda b: b.tail[0] in "./-" and b.core[1:2].isalnum(), Verdict.JOINS),
    (lambda b: re.search(r"[;,=%:]", b.core) and not _SERIAL.search(b.head),
        Verdict.ENDS),
    (lambda b: b.tail[0].isupper() and not b.is_open_head, Verdict.OPEN),
    (lambda b: _COUNTED.fullmatch(b.core) or _RANGE_OR_DATE.fullmatch(b.core),
        Verdict.OPEN),
    (lambda b: b.is_lone and (not b.is_running or _SCORE.fullmatch(b.core)),
        Verdict.OPEN),
    (lambda b: b.is_lone or b.tail[-1] in _TERMINAL, Verdict.JOINS),
)  # fmt: skip
"""The first rule that applies decides; where none does it stays open."""


def judge(place: Break) -> Verdict:
    """Tell whether the white space breaks a DOI or ends it.

    Lines break DOIs after the slash, after ``10.1016/j.``, at hyphens, within
    brackets and, in narrow columns, anywhere. What follows a whole DOI is a word,
    the number of the next reference, a label, or a value on a line of its own.
    """
    return next((verdict for holds, verdict in _RULES if holds(place)), Verdict.OPEN)
