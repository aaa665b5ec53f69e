"""Dates: what a source prints → EDTF with the precision that was printed.

EDTF is the Extended Date/Time Format of ISO 8601-2: seasons are the months 21 to
24, quarters 33 to 36, half years 40 and 41, intervals ``a/b``, doubt ``?`` and ``~``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from functools import lru_cache

from anyascii import anyascii

from harvester.model import RecordDate, Value
from harvester.normalize.derived import rule_of

_MONTHS = {
    word: month
    for month, words in enumerate((
        "jan january janvier januar janner januari enero ene gennaio gen janeiro",
        "feb february fevrier fev fevr februar februari febrero febbraio fevereiro",
        "mar march mars marz maerz maart marzo marco mrz",
        "apr april avril avr abril abr aprile",
        "may mai mei mayo maggio maio mag",
        "jun june juin juni junio giugno junho giu",
        "jul july juillet juil juli julio luglio julho lug",
        "aug august aout agosto ago augustus",
        "sep sept september septembre septiembre setembro settembre set sett",
        "oct october octobre okt oktober octubre ottobre outubro ott out",
        "nov november novembre noviembre novembro",
        "dec december decembre dez dezember diciembre dic dicembre dezembro",
    ), 1)
    for word in words.split()
}  # fmt: skip
_SEASONS = {
    word: season
    for season, words in enumerate((
        "spring printemps fruhling fruehling fruhjahr fruehjahr primavera spr lente",
        "summer ete sommer verano estate verao sum zomer",
        "autumn fall automne herbst otono autunno outono herfst",
        "winter win hiver invierno inverno",
    ), 21)
    for word in words.split()
}  # fmt: skip
_ORDINALS = {
    word: number
    for number, words in enumerate(
        ("first i", "second ii", "third iii", "fourth iv"), 1
    )
    for word in words.split()
}
_QUARTER = {"quarter", "quart", "qtr", "q", "trimester", "trimestre", "trimest", "trim"}
_HALF = {"semester", "semestre", "semest", "sem", "half"}
_ABOUT = {"ca", "circa", "about", "approximately", "vers", "um"}
_NOISE = {
    "re", "christmas", "of", "de", "du", "del", "le", "the", "published", "epub",
    "online", "print", "issue", "special",
}  # fmt: skip

_TOKEN = re.compile(
    r"(?P<Y>(?<![0-9])[12][0-9]{3}(?![0-9]))(?P<letter>[a-z](?![a-z0-9]))?"
    r"|(?P<O>[0-9]{1,2}(?:st|nd|rd|th|d|er|eme|e)(?![a-z]))"
    r"|(?P<D>(?<![0-9])[0-9]{1,2}(?![0-9]))"
    r"|(?P<word>[a-z]+)|(?P<sep>[-/])|(?P<doubt>\?+|~)|(?P<skip>[\s.,;:()\[\]']+)"
    r"|(?P<X>.)",
    re.DOTALL,
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−➖﹘－", "-"))
_TIME = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?", re.ASCII)

# Tokens of a date (Year, Month, Season or part of a year, Day, Ordinal) → which of
# them are the year, month and day of the one date, or of an interval's two.
_SHAPES = {
    "Y": "0", "YM": "01", "MY": "10", "YS": "01", "SY": "10", "YD": "01", "Y-M": "02",
    "Y-D": "02", "YMD": "012", "YMO": "012", "DMY": "210", "OMY": "210", "MDY": "201",
    "MOY": "201", "YDD": "012", "Y-D-D": "024", "Y-M-D": "024", "D-M-Y": "420",
    "Y-S": "02",
    "Y-Y": "0/2", "YM-M": "01/03", "M-MY": "30/32", "YM-YM": "01/34", "MY-MY": "10/43",
    "YM-MD": "01/03", "M-M-Y": "40/42", "Y-YM-M": "03/25",
    "YMD-D": "012/014", "YMD-MD": "012/045", "YMD-YMD": "012/456", "MD-DY": "401/403",
    "MD-MDY": "501/534", "D-DMY": "430/432", "DM-DMY": "510/543", "DMY-DMY": "210/654",
    "MDY-MDY": "201/645", "Y-D-D-Y-D-D": "024/68a",
    "YS-S": "01/03", "S-SY": "30/32", "YS-YS": "01/34", "SY-SY": "10/43",
    "Y-YS": "03/23", "Y-YS-S": "03/25", "SY-Y": "10/30", "S-SY-Y": "30/52",
}  # fmt: skip
_FILLER = {"YM-MD"}
_SECOND = ((12, "month"), (24, "season"), (36, "quarter"), (41, "semester"))


_PART = re.compile(r"(?:[OD]-)?[OD](?P<after>[QH])|(?P<before>[QH])[OD](?:-[OD])?")
_UNITS = {"Q": (33, 34, 35, 36), "H": (40, 41)}
_Token = tuple[str, int]


class _Point(Value, frozen=True, kw_only=True):
    """Year, then month or season or part of the year, then day, as far as given."""

    parts: tuple[int, ...]
    note: str = ""

    def __str__(self) -> str:
        return "-".join((f"{self.parts[0]:04}", *(f"{p:02}" for p in self.parts[1:])))

    @property
    def precision(self) -> str:
        """The name of the finest part."""
        if len(self.parts) == 2:
            return next(name for last, name in _SECOND if self.parts[1] <= last)
        return "year" if len(self.parts) == 1 else "day"


class _Reading(Value, frozen=True, kw_only=True):
    edtf: str
    precision: str
    rule: str


def normalize_date(printed: str, kind: str = "issue") -> RecordDate | None:
    """Return the date that ``printed`` spells, never more precise than printed.

    Reads the shapes of PubMed's ``MedlineDate`` and ``Season``, months in English,
    French, German, Italian, Spanish, Portuguese and Dutch, Crossref's numbers joined by
    hyphens, and dates as people write them. An impossible day or month is left out;
    months or a season that would run backwards leave the year. Of a text that holds one
    year and else nothing readable the year remains. No year is None.

    Examples:
        >>> for printed in ("1998 Dec-1999 Jan", "1981-1982 Winter-Spring",
        ...                 "1960 4th Trimest", "2022 Jan-Feb 01", "2020-13-50",
        ...                 "24th March 2018", "1976 Aug 28-Sep 4", "1984??"):
        ...     date = normalize_date(printed)
        ...     print(f"{printed:<24}{date.edtf:<22} {date.rule}")
        1998 Dec-1999 Jan       1998-12/1999-01        month-interval
        1981-1982 Winter-Spring 1981-24/1982-21        season-interval
        1960 4th Trimest        1960-36                quarter
        2022 Jan-Feb 01         2022-01/2022-02        month-interval+filler-day
        2020-13-50              2020                   year+impossible-month
        24th March 2018         2018-03-24             day
        1976 Aug 28-Sep 4       1976-08-28/1976-09-04  day-interval
        1984??                  1984?                  year+doubt
        >>> normalize_date("in press") is None
        True
    """
    reading = _read(printed)
    if reading is None:
        return None
    return RecordDate(
        kind=kind,
        printed=printed,
        edtf=reading.edtf,
        precision=reading.precision,
        rule=reading.rule,
    )


@lru_cache(maxsize=65536)
def _read(printed: str) -> _Reading | None:
    text = printed.translate(_DASHES).strip()
    match = _TIME.fullmatch(text)
    text = match[1] if match else text
    text = (text if text.isascii() else anyascii(text)).lower()
    tokens, notes = _tokens(text)
    doubt = ""
    if tokens and tokens[-1][0] in "?~":
        doubt = tokens.pop()[0]
    elif tokens and tokens[0][0] == "~":
        doubt = tokens.pop(0)[0]
    if doubt:
        notes.append("doubt" if doubt == "?" else "about")
    tokens = _parts_of_year(tokens)
    reading = _of_shape(tokens, notes)
    if reading is None:
        years = {value for code, value in tokens if code == "Y"}
        if len(years) != 1:
            return None
        return _Reading(edtf=str(years.pop()), precision="year", rule="year-only")
    return _Reading(
        edtf=reading.edtf + doubt, precision=reading.precision, rule=reading.rule
    )


def _tokens(text: str) -> tuple[list[_Token], list[str]]:
    """Cut into (code, value) and notes on what was left out."""
    tokens: list[_Token] = []
    notes: list[str] = []
    for match in _TOKEN.finditer(text):
        if match["Y"]:
            tokens.append(("Y", int(match["Y"])))
            if match["letter"]:
                notes.append("year-letter")
        elif match["O"] or match["D"]:
            code = "O" if match["O"] else "D"
            tokens.append((code, int(match[0].rstrip("abcdefghijklmnopqrstuvwxyz"))))
        elif match["word"] in _NOISE:
            notes.append("word-ignored")
        elif match["word"]:
            tokens.append(_word(match["word"]))
        elif not match["skip"]:
            tokens.append((match[0][0] if match["sep"] or match["doubt"] else "X", 0))
    return tokens, notes


def _word(word: str) -> _Token:
    for code, values in (("M", _MONTHS), ("S", _SEASONS), ("O", _ORDINALS)):
        if word in values:
            return code, values[word]
    for code, words in (("Q", _QUARTER), ("H", _HALF), ("~", _ABOUT)):
        if word in words:
            return code, 0
    return "X", 0


def _parts_of_year(tokens: list[_Token]) -> list[_Token]:
    """Join ``3rd Quarter`` and ``1st-2nd Semester`` to one season-like token each."""
    codes = "".join(code for code, _ in tokens)
    for match in reversed(list(_PART.finditer(codes))):
        unit = _UNITS[match["after"] or match["before"]]
        parts = [
            ("S", unit[value - 1]) if 0 < value <= len(unit) else ("X", 0)
            for code, value in tokens[match.start() : match.end()]
            if code in "OD"
        ]
        joined = [parts[0], ("-", 0), parts[1]] if len(parts) == 2 else parts
        tokens = [*tokens[: match.start()], *joined, *tokens[match.end() :]]
    return tokens


def _of_shape(tokens: list[_Token], notes: list[str]) -> _Reading | None:
    """Read the tokens by the table of shapes."""
    shape = "".join(code for code, _ in tokens)
    if shape in {"D/D/Y", "D-D-Y"}:
        return _day_or_month_first(tokens, notes)
    if shape in {"Y-D", "Y/D"} and tokens[2][1] > 12:
        tokens = [tokens[0], ("-", 0), ("Y", _elided_year(tokens[0][1], tokens[2][1]))]
        shape, notes = "Y-Y", ["elided-year", *notes]
    places = _SHAPES.get(shape.replace("/", "-"))
    if places is None:
        return None
    if shape in _FILLER:
        notes = ["filler-day", *notes]
    first, *rest = (
        _point([tokens[int(place, 16)] for place in point])
        for point in places.split("/")
    )
    return _interval(first, rest[0], notes) if rest else _single(first, notes)


def _point(tokens: list[_Token]) -> _Point:
    """Return the parts as far as they are possible."""
    values = [value for _, value in tokens]
    year = values[0]
    if len(values) == 1:
        return _Point(parts=(year,))
    part = values[1]
    if not (1 <= part <= 12 or tokens[1][0] == "S"):
        return _Point(parts=(year,), note="impossible-month" if part else "no-month")
    if len(values) == 2:
        return _Point(parts=(year, part))
    day = values[2]
    if not 1 <= day <= monthrange(year, part)[1]:
        return _Point(parts=(year, part), note="impossible-day" if day else "no-day")
    return _Point(parts=(year, part, day))


def _single(point: _Point, notes: list[str]) -> _Reading:
    return _Reading(
        edtf=str(point),
        precision=point.precision,
        rule=rule_of(point.precision, point.note, *dict.fromkeys(notes)),
    )


def _interval(first: _Point, last: _Point, notes: list[str]) -> _Reading:
    """Return the interval; one that does not go forward keeps what both ends share."""
    if first == last:
        return _single(first, notes)
    if first.note or last.note or not _is_forward(first, last):
        shared = [a for a, b in zip(first.parts, last.parts, strict=False) if a == b]
        return _single(
            _Point(parts=tuple(shared[:1]) or first.parts[:1], note="not-forward"),
            notes,
        )
    return _Reading(
        edtf=f"{first}/{last}",
        precision="interval",
        rule=rule_of(f"{first.precision}-interval", *dict.fromkeys(notes)),
    )


def _is_forward(first: _Point, last: _Point) -> bool:
    """Whether the interval goes forward; a winter may open its year."""
    if first.parts < last.parts:
        return True
    return first.parts == (last.parts[0], 24) and last.precision == "season"


def _elided_year(first: int, last: int) -> int:
    """Complete the last two digits of a year from the year before it."""
    return first - first % 100 + last


def _day_or_month_first(tokens: list[_Token], notes: list[str]) -> _Reading:
    """Read ``13/04/2012``; of two numbers that could both be the month neither is."""
    (_, first), (_, second), (_, year) = tokens[0], tokens[2], tokens[4]
    day, month = (second, first) if second > 12 else (first, second)
    if month > 12 or (day <= 12 and day != month):
        return _single(_Point(parts=(year,), note="ambiguous-month"), notes)
    return _single(_point([("Y", year), ("M", month), ("D", day)]), notes)
