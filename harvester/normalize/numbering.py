"""Volume and issue: what is printed in the two fields → the numbers and their parts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from harvester.model import Numbering, Value
from harvester.normalize.derived import rule_of
from harvester.normalize.markup import unescape

_NOTHING = frozenset({
    "", "n/a", "na", "null", "none", "undefined", "unknown", "not available", "&na;",
    "nan", "ё", "ahead-of-print", "ahead of print", "epub ahead of print",
    "forthcoming",
    "in press", "online first", "early view", "publish ahead of print",
})  # fmt: skip
_TEMPLATE = re.compile(r"\$\{.*\}|\{\{.*\}\}")
_DASHES = re.compile("[‐‑‒–—―−➖﹘－]")
_LOST_DASH = re.compile(r"(?<=[0-9])(?:[?\ufffd\x80-\x9f]+|â[\x80-\x9f]*)(?=[0-9])")
_NUMERO_LOST = re.compile(r"\b(n)[?\ufffd]+(?=\s*[0-9])", re.IGNORECASE)

_NUMBER = r"(?:[0-9]+[A-Za-z]?(?:\s*[-/&]\s*[0-9]+[A-Za-z]?)?|(?-i:[IVXLCDM]+)\b)"
_VOLUME_WORDS = (
    r"(?:volumen?|vol|tome|tomo|tom|cilt|jahrgang|jg|band|bd|t[aậ]p|том|卷)(?![^\W\d_])"
)
_SIGN = r"(?:n[°º]|n\.?\s*o(?:s)?\.|nr\.?|nos?\.?|№)"
_ISSUE_WORDS = (
    r"(?:issue|iss|number|num[eé]ro|n[uú]mero|n[uú]m|heft|say[ıi]|s[oố]|fasc(?:icule|icolo)?|"
    r"выпуск|号)(?![^\W\d_])"
)
_BETWEEN = r"[\s.,:;]*"
_SPECIAL_WORDS = (
    r"(?:special|sp[eé]cial|spec|especial|esp|spe|[oö]zel|hors|sonder\w*|특별\w*|"
    r"supplement|[oö]s(?=[0-9])|s\.(?=[0-9]))"
)
_VOLUME = re.compile(rf"\b{_VOLUME_WORDS}{_BETWEEN}({_NUMBER})", re.IGNORECASE)
_VOLUME_AFTER = re.compile(rf"^({_NUMBER})\.?\s*(?:jg|jahrgang)\b", re.IGNORECASE)
_ISSUE = re.compile(
    rf"(?:\b|(?<=[0-9]))(?:{_ISSUE_WORDS}|{_SIGN}){_BETWEEN}(?:{_SPECIAL_WORDS}\s*)?({_NUMBER})",
    re.IGNORECASE,
)
_LABELLED = rf"(?:{{}}|{_SIGN}){_BETWEEN}({_NUMBER}(?:,\w+)?)"
_LABELLED_VOLUME = re.compile(_LABELLED.format(_VOLUME_WORDS), re.IGNORECASE)
_LABELLED_ISSUE = re.compile(_LABELLED.format(_ISSUE_WORDS), re.IGNORECASE)
_SIGNED = re.compile(rf"{_SIGN}{_BETWEEN}({_NUMBER})", re.IGNORECASE)
_NUMBER_SIGNED = re.compile(
    rf"({_NUMBER})\s*,?\s*{_SIGN}{_BETWEEN}({_NUMBER})", re.IGNORECASE
)
_COLON = re.compile(rf"({_NUMBER})\s*:\s*({_NUMBER})")
_BRACKETS = re.compile(rf"({_NUMBER})\s*\(\s*([^()]+?)\s*\)\s*[.:,;]*", re.IGNORECASE)
_ISSUE_OF_YEAR = re.compile(r"([0-9]+(?:-[0-9]+)?)\s*['’/]\s*((?:19|20)[0-9]{2})")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_NAMES_VOLUME = re.compile(rf"\b{_VOLUME_WORDS}", re.IGNORECASE)
_NAMES_ISSUE = re.compile(
    rf"(?:\b|_)(?:{_ISSUE_WORDS}|{_SPECIAL_WORDS})", re.IGNORECASE
)

_SUPPLEMENT_END = re.compile(
    r"(?:^|[\s(]|(?<=[0-9]))\(?(?:suppl?|supplements?|supplementum|beil(?:age)?)\.?"
    r"\s*([0-9A-Za-z]{1,4}(?:\s*[-/]\s*[0-9A-Za-z]{1,4})*)?\)?$",
    re.IGNORECASE,
)
_PART_END = re.compile(
    r"(?:^|[\s(])\(?(?:pt|part|parts|pts)\.?"
    r"\s*([0-9A-Za-z]{1,4}(?:\s*[-/]\s*[0-9A-Za-z]{1,4})*)\)?$",
    re.IGNORECASE,
)
_SUPPLEMENT_SHORT = re.compile(r"[Ss]\.?\s?([0-9]+(?:-[0-9]+)?)")
_SPECIAL_END = re.compile(
    r"(?:^|(?<=\s))(?:(?:spec(?:ial)?|sp|spe)\.?(?:\s*(?:no|number|issue|iss)\b\.?)?"
    r"|(?:ed(?:ici[oó]n|i[cç][aã]o)?\.?\s*)?esp(?:ecial)?\.?|hors[\s-]s[eé]rie"
    r"|sonderheft)\s*([0-9]+)?$",
    re.IGNORECASE,
)
_ROMAN = re.compile(
    r"(?=[IVXLCDM])M{0,4}(CM|CD|D?C{0,4})(XC|XL|L?X{0,4})(IX|IV|V?I{0,4})"
)
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


class _Apart(Value, frozen=True, kw_only=True):
    number: str | None = None
    part: str | None = None
    supplement: str | None = None
    steps: tuple[str, ...] = ()


@lru_cache(maxsize=16384)
def normalize_numbering(volume: str | None, issue: str | None) -> Numbering | None:
    """Take volume and issue apart; None where both fields say nothing.

    A label is left out in the field that it names. One field that holds both numbers
    is divided, where the other is empty or agrees; a value whose words name the other
    field moves there as printed. Supplement, part and special number take MEDLINE's
    form (``Suppl 2``, ``Pt 1``, ``Spec No``), wherever they were printed. Numbers stay
    text: ``007`` and ``XXXIV`` are not changed.

    Examples:
        >>> for volume, issue in (("Vol. 10, N° 2-3", None), (None, "Vol 2 Núm 3"),
        ...                       ("102(Suppl 1)", None), ("34", "15_suppl"),
        ...                       ("107", "986 Pt 1"), (None, "14 (2'2018)"),
        ...                       ("n/a", "-")):
        ...     numbering = normalize_numbering(volume, issue)
        ...     print(build_numbering(numbering) if numbering else None)
        ('10', '2-3')
        ('2', '3')
        ('102', 'Suppl 1')
        ('34', '15 Suppl')
        ('107', '986 Pt 1')
        ('14', '2')
        None
    """
    steps: list[str] = []
    first, second = _clean(volume), _clean(issue)
    if (first, second) == (None, None):
        return None
    if (first or None, second or None) != (volume or None, issue or None):
        steps.append("cleaned")
    year = None
    if both := _both(first, second):
        first, second, year = both
        steps.append("both-in-one")
    elif moved := _misplaced(first, second):
        first, second, rule = moved
        if rule == "moved":
            return Numbering(volume=first, issue=second, rule=rule_of(*steps, rule))
        steps.append(rule)
    left, right = _apart(first, _LABELLED_VOLUME), _apart(second, _LABELLED_ISSUE)
    if (left.part and right.part) or (left.supplement and right.supplement):
        left = _Apart(number=first)
    return Numbering(
        volume=left.number,
        issue=right.number,
        supplement=left.supplement or right.supplement,
        part=left.part or right.part,
        year=year,
        rule=rule_of(*dict.fromkeys((*steps, *left.steps, *right.steps))),
    )


def build_numbering(numbering: Numbering) -> tuple[str, str]:
    """Return (volume, issue) as one would print them, ``""`` for none."""
    parts = (numbering.issue, numbering.part, numbering.supplement)
    return numbering.volume or "", " ".join(part for part in parts if part)


def comparable_number(number: str) -> str:
    """Return a number under which its spellings meet: ``0238`` and ``CCXXXVIII``.

    Examples:
        >>> [comparable_number(n) for n in ("0238", "XXXIV", "12A", "3/4", "2-03")]
        ['238', '34', '12a', '3-4', '2-3']
    """
    text = number.strip()
    if _ROMAN.fullmatch(text):
        values = [_ROMAN_VALUES[letter] for letter in text]
        pairs = zip(values, [*values[1:], 0], strict=True)
        return str(sum(-value if value < after else value for value, after in pairs))
    text = re.sub(r"[\s]*[/&‐-―][\s]*", "-", text).casefold()
    return re.sub(r"(?<![0-9.])0+(?=[0-9])", "", text)


def _clean(printed: str | None) -> str | None:
    """Return the field without dirt around it; a filler is None."""
    if not printed:
        return None
    if printed.isdigit() and printed.isascii():
        return printed
    text = unicodedata.normalize("NFC", printed).strip()
    if text.casefold() in _NOTHING or _TEMPLATE.fullmatch(text):
        return None
    text = _DASHES.sub("-", unescape(text))
    text = _LOST_DASH.sub("-", text)
    text = _NUMERO_LOST.sub(r"\1°", text)
    text = text.replace("()", "").strip(" \t\r\n,;:/`")
    return text if any(c.isalnum() for c in text) else None


def _both(
    first: str | None, second: str | None
) -> tuple[str | None, str | None, str | None] | None:
    """Divide a field that holds volume and issue."""
    if first and second:
        signed = _NUMBER_SIGNED.fullmatch(second)
        if signed:
            return first, signed[2], None
        volume, number = _VOLUME.search(second), _ISSUE.search(second)
        agrees = volume and number and volume[1] == first
        return (first, number[1], None) if agrees and number else None
    text = first or second or ""
    volume = _VOLUME.search(text) or _VOLUME_AFTER.search(text)
    number = _ISSUE.search(text)
    if volume and number and not _overlap(volume, number):
        rest = (
            text[: min(volume.start(), number.start())]
            + text[max(volume.end(), number.end()) :]
        )
        year = _YEAR.search(rest)
        return volume[1], _joined(number[1]), year[1] if year else None
    for pattern in (_NUMBER_SIGNED, _COLON):
        if match := pattern.fullmatch(text):
            return match[1], _joined(match[2]), None
    return _bracketed(text, is_issue=first is None)


def _overlap(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()


def _joined(number: str) -> str:
    return re.sub(r"\s*&\s*", "-", number)


def _bracketed(
    text: str, *, is_issue: bool
) -> tuple[str | None, str | None, str | None] | None:
    """Divide ``31(3/4)``, and of the issue field ``14 (2'2018)``."""
    match = _BRACKETS.fullmatch(text)
    if not match or _NAMES_VOLUME.search(match[2]):
        return None
    if dated := _ISSUE_OF_YEAR.fullmatch(match[2]):
        return match[1], dated[1], dated[2]
    return None if is_issue else (match[1], match[2], None)


def _misplaced(
    first: str | None, second: str | None
) -> tuple[str | None, str | None, str] | None:
    """Exchange fields whose words name each other, or move to an empty one."""
    first_is_issue = bool(first and _is_of_issue(first))
    second_is_volume = bool(second and _NAMES_VOLUME.search(second))
    if first_is_issue and second_is_volume:
        return second, first, "moved"
    if first_is_issue and first and second is None:
        signed = _SIGNED.fullmatch(first)
        return (None, signed[1], "label-moved") if signed else (None, first, "moved")
    if second_is_volume and first is None:
        return second, None, "moved"
    return None


def _is_of_issue(text: str) -> bool:
    """Whether the words of a volume field name an issue; ``56 Spec No`` does not."""
    if _SIGNED.fullmatch(text):
        return True
    return bool(_NAMES_ISSUE.search(text)) and not (
        _NAMES_VOLUME.search(text)
        or re.match(r"(?:[0-9]+\s*suppl|(?:[0-9]+\s+)?spec no\b)", text, re.IGNORECASE)
    )


def _apart(text: str | None, labelled: re.Pattern[str]) -> _Apart:
    """Take label, part and supplement off a field."""
    if text is None or text.isdigit():
        return _Apart(number=text)
    label = labelled.fullmatch(text)
    text = label[1] if label else text
    short = _SUPPLEMENT_SHORT.fullmatch(text)
    if short and labelled is _LABELLED_ISSUE:
        return _Apart(supplement=f"Suppl {short[1]}", steps=("parts",))
    rest, part, supplement = _ends(text)
    if zero := re.fullmatch(r"([1-9][0-9]*)\s*-\s*0([1-9])", rest):
        rest = f"{zero[1]}-{zero[2]}"
    has_parts = part or supplement
    steps = ("label" * bool(label), "parts" * bool(has_parts), "zero" * bool(zero))
    return _Apart(
        number=rest or None,
        part=part,
        supplement=supplement,
        steps=tuple(filter(None, steps)),
    )


def _ends(text: str) -> tuple[str, str | None, str | None]:
    """Return what is left, part, and supplement or special number of a field."""
    part = supplement = None
    rest = text.replace("_", " ")
    while True:
        if part is None and (match := _PART_END.search(rest)):
            part = f"Pt {match[1]}"
        elif supplement is None and (match := _SUPPLEMENT_END.search(rest)):
            supplement = f"Suppl {match[1]}" if match[1] else "Suppl"
        elif supplement is None and (match := _SPECIAL_END.search(rest)):
            supplement = f"Spec No {match[1]}" if match[1] else "Spec No"
        else:
            return (rest if part or supplement else text), part, supplement
        rest = rest[: match.start()].strip(" (,;")
