from __future__ import annotations

import calendar
import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.model import RecordDate
from harvester.normalize.dates import normalize_date

CASES = [
    ("1993 Sep-Oct", "1993-09/1993-10", "interval", "month-interval"),
    ("1998 Dec-1999 Jan", "1998-12/1999-01", "interval", "month-interval"),
    ("1944-1945", "1944/1945", "interval", "year-interval"),
    ("2008", "2008", "year", "year"),
    ("2018 May - Jun", "2018-05/2018-06", "interval", "month-interval"),
    ("1975 Aug 15-31", "1975-08-15/1975-08-31", "interval", "day-interval"),
    ("1976 Aug 28-Sep 4", "1976-08-28/1976-09-04", "interval", "day-interval"),
    ("1976-1977 Winter", "1976-24/1977-24", "interval", "season-interval"),
    ("2002 Winter-Spring", "2002-24/2002-21", "interval", "season-interval"),
    ("Spring 2017", "2017-21", "season", "season"),
    ("2022 Jan-Feb 01", "2022-01/2022-02", "interval", "month-interval+filler-day"),
    ("2017 Mai", "2017-05", "month", "month"),
    ("1975 MAR-APR", "1975-03/1975-04", "interval", "month-interval"),
    ("1998 September", "1998-09", "month", "month"),
    ("1994-94", "1994", "year", "year+elided-year"),
    ("1998-99", "1998/1999", "interval", "year-interval+elided-year"),
    ("1981, re", "1981", "year", "year+word-ignored"),
    ("1978-1979, re", "1978/1979", "interval", "year-interval+word-ignored"),
    ("2010 Sep-Dec", "2010-09/2010-12", "interval", "month-interval"),
    ("2009 08 04", "2009-08-04", "day", "day"),
    ("2003 3 15", "2003-03-15", "day", "day"),
    ("2024-4-30", "2024-04-30", "day", "day"),
    ("2020-12", "2020-12", "month", "month"),
    ("2026-10-01T12:00:00Z", "2026-10-01", "day", "day"),
    ("2020-2-30", "2020-02", "month", "month+impossible-day"),
    ("2020-0-0", "2020", "year", "year+no-month"),
    ("2001 1st-2nd Quart", "2001-33/2001-34", "interval", "quarter-interval"),
    ("2nd Semester 1962", "1962-41", "semester", "semester"),
    ("3 de mayo de 2018", "2018-05-03", "day", "day+word-ignored"),
    ("13/04/2012", "2012-04-13", "day", "day"),
    ("03/04/2012", "2012", "year", "year+ambiguous-month"),
    ("ca. 1984", "1984~", "year", "year+about"),
    ("2012a", "2012", "year", "year+year-letter"),
    ("2000 Dec-Jan", "2000", "year", "year+not-forward"),
    ("1997-1995", "1997", "year", "year+not-forward"),
    ("forthcoming 2021", "2021", "year", "year-only"),
]


@pytest.mark.parametrize(("printed", "edtf", "precision", "rule"), CASES)
def test_a_date_is_as_precise_as_printed(printed, edtf, precision, rule):
    """The shapes that PubMed, Crossref and people print, each with its rule."""
    assert normalize_date(printed, "print") == RecordDate(
        kind="print", printed=printed, edtf=edtf, precision=precision, rule=rule
    )


@pytest.mark.parametrize(
    "printed",
    ["", "[[null]]", "null", "in press", "0", "100000-13-50", "1998 or 2001?"],
)
def test_a_text_without_one_year_is_no_date(printed):
    """Nothing is guessed where no year, or more than one, can be read."""
    assert normalize_date(printed) is None


# How our parsers print what the table gives as fields.
PRINTED = {
    "Season=Jul-Aug Year=2010": "2010 Jul-Aug",
    "date-parts [[2020,13,50]]": "2020-13-50",
}


def test_every_date_of_the_hard_cases(shared_data):
    """All rows of the table give the wanted EDTF."""
    rows = (shared_data / "eval/hard-cases/D_dates.tsv").read_text("utf-8")
    for row in rows.splitlines()[1:]:
        printed, wanted, *_ = row.split("\t")
        date = normalize_date(PRINTED.get(printed, printed))
        assert (date.edtf if date else "none") == wanted, printed


def test_every_counted_shape_of_pubmed_is_read(shared_data):
    """No example of the 50,788 counted records falls back to its bare year."""
    rows = (shared_data / "docs/forms/MedlineDate_forms.tsv").read_text("utf-8")
    for row in rows.splitlines()[1:]:
        for printed in row.split("\t")[2].split(" | "):
            date = normalize_date(printed)
            assert date is not None
            assert date.rule != "year-only", printed


POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def is_edtf(text):
    """Whether a text is of the part of EDTF that is used here."""
    points = [POINT.fullmatch(point) for point in text.rstrip("?~").split("/")]
    for point in points:
        if point is None:
            return False
        year, part, day = (int(group) if group else None for group in point.groups())
        if part and not (1 <= part <= 12 or 21 <= part <= 24 or part in range(33, 42)):
            return False
        if day and not 1 <= day <= calendar.monthrange(year, part)[1]:
            return False
    return len(points) <= 2


WORDS = st.lists(
    st.sampled_from(
        ["1998", "2001", "98", "13", "3", "01", "Jan", "Dec", "mai", "Winter", "Spring",
         "1st", "4th", "Quart", "Semester", "-", "/", "?", "??", ",", "ca", "re", "foo"]
    )
).map(" ".join)  # fmt: skip


@given(st.text() | WORDS | st.dates().map(str))
def test_any_text_gives_valid_edtf_or_none(printed):
    """Reading never raises; what it gives is EDTF and reads as itself."""
    date = normalize_date(printed)
    if date is None:
        return
    assert is_edtf(date.edtf)
    assert date.printed == printed
    assert normalize_date(printed) == date
    if date.precision in {"day", "month", "year"}:
        again = normalize_date(date.edtf)
        assert (again.edtf, again.precision) == (date.edtf, date.precision)


@given(st.dates(min_value=dt.date(1000, 1, 1), max_value=dt.date(2999, 1, 1)))
def test_precision_is_never_invented(day):
    """A year stays a year, a month a month, a day a day."""
    for printed, precision in (
        (f"{day:%Y}", "year"),
        (f"{day.year} {calendar.month_abbr[day.month]}", "month"),
        (f"{day.year} {calendar.month_abbr[day.month]} {day.day}", "day"),
    ):
        date = normalize_date(printed)
        assert date.precision == precision
        assert day.isoformat().startswith(date.edtf)
