from __future__ import annotations

import csv
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.model import Numbering
from harvester.normalize.numbering import (
    build_numbering,
    comparable_number,
    normalize_numbering,
)

CASES = [
    ("007", "1E3", {"volume": "007", "issue": "1E3"}, "as-printed"),
    ("142", None, {"volume": "142"}, "as-printed"),
    ("25-26", "4-5", {"volume": "25-26", "issue": "4-5"}, "as-printed"),
    ("20 Suppl 1", None, {"volume": "20", "supplement": "Suppl 1"}, "parts"),
    ("4Suppl 2", None, {"volume": "4", "supplement": "Suppl 2"}, "parts"),
    ("56 Spec No", None, {"volume": "56", "supplement": "Spec No"}, "parts"),
    ("56 ( Pt 10)", None, {"volume": "56", "part": "Pt 10"}, "both-in-one+parts"),
    ("Anniv No Pt 1", None, {"volume": "Anniv No", "part": "Pt 1"}, "parts"),
    ("Doc No 200-201", None, {"volume": "Doc No 200-201"}, "as-printed"),
    (
        "7",
        "1 Pt 2 Suppl 35",
        {"volume": "7", "issue": "1", "part": "Pt 2", "supplement": "Suppl 35"},
        "parts",
    ),
    ("7", "2 PT. 1", {"volume": "7", "issue": "2", "part": "Pt 1"}, "parts"),
    ("7", "Suppl 1-2", {"volume": "7", "supplement": "Suppl 1-2"}, "parts"),
    ("7", "2_suppl", {"volume": "7", "issue": "2", "supplement": "Suppl"}, "parts"),
    ("7", "SP3", {"volume": "7", "supplement": "Spec No 3"}, "parts"),
    ("7", "S1", {"volume": "7", "supplement": "Suppl 1"}, "parts"),
    ("7", "3A", {"volume": "7", "issue": "3A"}, "as-printed"),
    ("72?73", None, {"volume": "72-73"}, "cleaned"),
    ("n° 95", None, {"issue": "95"}, "label-moved"),
    ("Spec No", None, {"supplement": "Spec No"}, "parts"),
    ("12", "undefined", {"volume": "12"}, "cleaned"),
    (None, "Vol 2 Núm 3", {"volume": "2", "issue": "3"}, "both-in-one"),
    ("2", "Vol 2 Núm 3", {"volume": "2", "issue": "3"}, "both-in-one"),
]


@pytest.mark.parametrize(("volume", "issue", "parts", "rule"), CASES)
def test_volume_and_issue_are_taken_apart(volume, issue, parts, rule):
    """Numbers, part and supplement of real fields, with the rule."""
    assert normalize_numbering(volume, issue) == Numbering(**parts, rule=rule)


@pytest.mark.parametrize(
    ("volume", "issue"),
    [
        (None, None),
        ("n/a", "null"),
        (".", "-"),
        ("ahead-of-print", ""),
        ("${a.b}", None),
    ],
)
def test_fillers_are_none(volume, issue):
    """Fields that hold only a filler say nothing."""
    assert normalize_numbering(volume, issue) is None


def built(volume, issue):
    """Return volume, issue and year as texts."""
    numbering = normalize_numbering(volume or None, issue or None)
    if numbering is None:
        return ("", "", "")
    return (*build_numbering(numbering), numbering.year or "")


def test_every_volume_and_issue_of_the_hard_cases(shared_data):
    """All rows of the table give the wanted volume, issue and year."""
    path = shared_data / "eval/hard-cases/D_volume_issue.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            # "XIV (=14)" says how the volume compares, not how it is written.
            volume, _, number = row["volume_out"].partition(" (=")
            wanted = (volume, row["issue_out"], row["year_out"])
            assert built(row["volume_in"], row["issue_in"]) == wanted
            if number:
                assert comparable_number(volume) == number.rstrip(")")


# The issue is cut off in the source; the letters that would end it are not printed.
NOT_INVENTED = {"85 (First Serie"}


def test_every_malformed_number_that_crossref_prints(shared_data):
    """The rows that a second project collected and labelled."""
    path = shared_data / "eval/volume-issue-ocmeta/cases.json"
    for case in json.loads(path.read_text("utf-8")):
        given_, wanted = case["in"], case["out"]
        if given_["issue"] in NOT_INVENTED:
            continue
        fields = (wanted["volume"], wanted["issue"], wanted["pub_date"])
        assert built(given_["volume"], given_["issue"]) == fields


@pytest.mark.parametrize("field", ["Volume", "Issue"])
def test_every_counted_shape_of_pubmed_keeps_its_number(shared_data, field):
    """No digit of a counted shape is lost."""
    rows = (shared_data / f"docs/forms/{field}_forms.tsv").read_text("utf-8")
    for row in rows.splitlines()[1:]:
        for printed in row.split("\t")[2].split(" | "):
            fields = (printed, None) if field == "Volume" else (None, printed)
            digits = [c for c in printed if c.isdigit()]
            assert [c for c in "".join(built(*fields)) if c.isdigit()] == digits


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0238", "238"),
        ("XXXIV", "34"),
        ("3/4", "3-4"),
        ("MCMXCIV", "1994"),
        ("2-03", "2-3"),
    ],
)
def test_spellings_of_a_number_compare_equal(one, other):
    """Leading zeros, Roman numerals and the sign between two numbers do not count."""
    assert comparable_number(one) == comparable_number(other)


def test_different_numbers_do_not_compare_equal():
    """A letter or a zero inside counts."""
    assert len({comparable_number(n) for n in ("12", "12A", "102", "1-2", "0")}) == 5


FIELDS = st.none() | st.text() | st.lists(
    st.sampled_from(
        ["12", "3", "XIV", "Vol. ", "Issue ", "n° ", "Suppl", "Pt ", " ", "(", ")", "-",
         "_",
         "S1", "sp", "2018", "'", "?", "â", "&", ":", ",", "Heft ", "n/a", "Special "]
    )
).map("".join)  # fmt: skip


@given(FIELDS, FIELDS)
def test_any_two_texts_are_read_once_and_for_all(volume, issue):
    """Reading never raises; what was taken apart and written again reads the same."""
    numbering = normalize_numbering(volume, issue)
    if numbering is None:
        return
    # Words that could not be read stay in the numbers, and may then mean something.
    numbers = f"{numbering.volume or ''}{numbering.issue or ''}"
    if not re.fullmatch("[0-9-]*", numbers):
        return
    again = normalize_numbering(*build_numbering(numbering))
    assert again is not None
    assert build_numbering(again) == build_numbering(numbering)
