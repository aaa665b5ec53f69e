"""Whether the white space behind a DOI breaks it or ends it."""

from __future__ import annotations

import re

from harvester.identify.endings import is_sici, unclosed
from harvester.model import Value

_COMPLETE = re.compile(
    r"""(?:
      s\d{5}-\d{3}-\d{4,5}-[\dx]                            # Springer, BMC
    | j\.[a-z]+\.\d{4}\.\d{2}\.\d{3}                       # Elsevier since 2000
    | s?\d{4}-\d{3}[\dx]\(\d{2}\)\d{5}-[\dx]                # Elsevier before
    | journal\.p[a-z]{3}\.\d{7}                             # PLOS
    | [a-z]{2,}\.\d{4}\.\d{5}                               # Frontiers
    | jama[a-z]*\.\d{4}\.\d{4,5} | archsurg\.\d+\.\d+\.\d+  # JAMA
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
_RANGE_OR_DATE = re.compile(r"\d+[-–]\d+|\d{4}-\d{3}[\dXx]|\d{4}[-/.]\d\d?[-/.]\d\d?")
_HALF_ISSN, _ISSN_END = re.compile(r"(?<!\d)\d{4}-\d{3}$"), re.compile(r"[\dX][.(]")
_SERIAL = re.compile(r"\d{4}-\d{3}[\dX]\(|\(SICI\)|\(ASCE\)", re.IGNORECASE)
_DOTTED = re.compile(r"[a-z0-9]+(?:[.\-/()_][A-Za-z0-9]+)+|[a-z]+\d\w*")
_UNCHECKED = re.compile(r";\d-[0-9A-Z#]$", re.IGNORECASE)
_TERMINAL = ".,;:)]”\"'"


class Break(Value, frozen=True, kw_only=True):
    """White space within or behind a DOI.

    Attributes:
        registrant: ``10.1016/``.
        head: The suffix before the white space.
        tail: The characters after it, up to the next white space.
        text: The whole text.
        start: Where the DOI begins in it.
        resume: Where ``tail`` begins in it.
        stop: Where ``tail`` ends in it.
        is_newline: Whether the white space holds a line end.
    """

    registrant: str
    head: str
    tail: str
    text: str
    start: int
    resume: int
    stop: int
    is_newline: bool

    @property
    def core(self) -> str:
        """The tail without the punctuation behind it."""
        return self.tail.rstrip(".,;:)]!?")

    @property
    def is_last_on_line(self) -> bool:
        """Whether nothing follows the tail on its line."""
        line_end = self.text.find("\n", self.stop)
        rest = self.text[self.stop : line_end if line_end >= 0 else None]
        return not rest[:200].strip()

    @property
    def is_running(self) -> bool:
        """Whether the DOI's own line has words before it, as wrapped text has."""
        line = self.text[max(0, self.start - 200) : self.start].rpartition("\n")[2]
        return len(line.split()) >= 4


def joins(place: Break) -> bool | None:
    """Tell whether the tail continues the DOI.

    Lines break DOIs after the slash, after ``10.1016/j.``, at hyphens, within
    brackets and, in narrow columns, anywhere. What follows a whole DOI is a word,
    the number of the next reference, a label, or a value on a line of its own.

    Returns:
        True: it does. False: rather not, but it may. None: it does not.
    """
    head, tail, core = place.head, place.tail, place.core
    if not core or (head and _FOREIGN.match(tail)) or _NEXT_DOI.match(tail):
        return None
    if is_sici(head):
        lacks_check = _UNCHECKED.search(head + core) is not None
        return True if lacks_check and place.is_newline else None
    if not head or head == "/":
        return _begins(place)
    if is_sici(head + tail):
        return place.is_newline or bool(unclosed(head))
    if not any(map(str.isdigit, core)):
        wordy = re.fullmatch(r"[a-z]{1,12}[./-]", tail) is not None
        return True if wordy and _has_no_digit(head) and place.is_newline else None
    if not place.is_newline:
        blank = head[-1] == "/" or (head[-1] == "." and _has_no_digit(head))
        return True if blank and not tail[0].isupper() else None
    if _COMPLETE.fullmatch(head.rstrip(_TERMINAL)):
        return None
    return _continues(place)


def _begins(place: Break) -> bool | None:
    """Judge a tail that comes right after the slash."""
    if not (place.tail[0].isalnum() or place.tail[0] in "(/"):
        return None
    if any(map(str.isdigit, place.core)):
        return True  # "doi:10.1038/" alone is no DOI, so its rest must follow
    return True if re.fullmatch(r"[a-z]{1,12}[./-]", place.tail) else None


def _continues(place: Break) -> bool | None:
    """Judge a tail with a digit on the next line, after a head that may be whole."""
    head, tail, core = place.head, place.tail, place.core
    if _is_list_number(place):
        return None
    if head[-1] in "-_/:(<[" or unclosed(head):
        return True
    if head[-1] in ".,":
        if _has_no_digit(head):
            return not tail[0].isupper()
        dotted = _DOTTED.fullmatch(core) and not _RANGE_OR_DATE.fullmatch(core)
        return bool(dotted)
    if _HALF_ISSN.search(head) and _ISSN_END.match(tail):
        return True
    if tail[0] in "./-" and len(core) > 1 and core[1].isalnum():
        return True
    if re.search(r"[;,=%:]", core) and not _SERIAL.search(head):
        return None
    if tail[0].isupper() and not _has_no_digit(head):
        return False
    if place.is_last_on_line and tail[-1] not in _TERMINAL:
        return place.is_running and not re.fullmatch(r"\d{7,8}", core)
    return tail[-1] in _TERMINAL


def _has_no_digit(head: str) -> bool:
    return not any(map(str.isdigit, head))


def _is_list_number(place: Break) -> bool:
    """Tell whether the tail is the number of the next entry of a list.

    It is if another line begins with the number before or after it.
    """
    number = _NUMBERED.fullmatch(place.tail)
    if number is None:
        return False
    value = int(number[1])
    around = place.text[max(0, place.start - 4000) : place.stop + 4000]
    return any(
        re.search(rf"(?m)^[ \t]{{0,40}}[\[(]?{n}[.)\]]", around) is not None
        for n in (value - 1, value + 1)
        if n > 0
    )
