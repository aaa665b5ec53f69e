"""Dates in EDTF → their parts, and as MEDLINE prints them."""

from __future__ import annotations

import re

from harvester.model import Value

MONTHS = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
_SEASONS = {
    "21": "Spring", "22": "Summer", "23": "Autumn", "24": "Winter",
    "33": "1st Quarter", "34": "2nd Quarter", "35": "3rd Quarter", "36": "4th Quarter",
    "40": "1st Half", "41": "2nd Half",
}  # fmt: skip
_POINT = re.compile(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?[?~%]?")


class Point(Value, frozen=True, kw_only=True):
    """A date as far as it is known.

    Attributes:
        year: Four digits.
        month: 1 to 12.
        day: 1 to 31.
        season: A part of the year in words, where that is what is known: ``Spring``,
            ``2nd Quarter``.
    """

    year: str
    month: int | None = None
    day: int | None = None
    season: str | None = None


def read_points(edtf: str | None) -> tuple[Point, ...]:
    """Return the date, or the two ends of an interval; ``()`` where nothing is known.

    Examples:
        >>> read_points("2006-10")
        (Point(year='2006', month=10),)
        >>> [point.season for point in read_points("1998-21/1999-24")]
        ['Spring', 'Winter']
    """
    points = (_POINT.fullmatch(end) for end in (edtf or "").split("/"))
    return tuple(_point(*point.groups()) for point in points if point)


def _point(year: str, month: str | None, day: str | None) -> Point:
    if month in _SEASONS:
        return Point(year=year, season=_SEASONS[month])
    return Point(
        year=year,
        month=int(month) if month else None,
        day=int(day) if day else None,
    )


def date_in_words(edtf: str | None) -> str | None:
    """Return a date as MEDLINE prints it, None where nothing is known.

    Examples:
        >>> date_in_words("2006-10-05"), date_in_words("1998-12/1999-01")
        ('2006 Oct 5', '1998 Dec-1999 Jan')
    """
    return "-".join(map(_in_words, read_points(edtf))) or None


def _in_words(point: Point) -> str:
    month = MONTHS[point.month - 1] if point.month else point.season
    day = str(point.day) if point.day else None
    return " ".join(filter(None, (point.year, month, day)))
