from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.model import Locator
from harvester.normalize.pages import build_pages, normalize_pages

CASES = [
    ("148-52", {"first_page": "148", "last_page": "152"}, "range+elided"),
    ("1639-41", {"first_page": "1639", "last_page": "1641"}, "range+elided"),
    ("11035-44", {"first_page": "11035", "last_page": "11044"}, "range+elided"),
    ("494", {"first_page": "494"}, "single-page"),
    ("026002", {"first_page": "026002"}, "single-page"),
    ("7-7", {"first_page": "7"}, "single-page"),
    ("e247-346", {"first_page": "e247", "last_page": "e346"}, "range+elided"),
    ("1595-603.e9", {"first_page": "1595", "last_page": "1603.e9"}, "range+elided"),
    ("1S-20S", {"first_page": "1S", "last_page": "20S"}, "range"),
    ("1165a-1166A", {"first_page": "1165a", "last_page": "1166A"}, "range"),
    ("CLIV-CLXIV", {"first_page": "CLIV", "last_page": "CLXIV"}, "range"),
    ("465-e917", {"first_page": "465", "last_page": "e917"}, "range"),
    ("A99-B2", {"first_page": "A99", "last_page": "B2"}, "range"),
    ("12–8", {"first_page": "12", "last_page": "18"}, "range+elided"),
    ("pp. 15-20", {"first_page": "15", "last_page": "20"}, "range"),
    ("604.4-604", {"first_page": "604.4"}, "single-page"),
    ("473s", {"first_page": "473s"}, "single-page"),
    ("522P", {"first_page": "522P"}, "single-page"),
    ("A-24", {"first_page": "A-24"}, "single-page"),
    ("ORL-704-9", {"first_page": "ORL-704", "last_page": "ORL-709"}, "range+elided"),
    (
        "(82)15d-(82)23d",
        {"first_page": "(82)15d", "last_page": "(82)23d"},
        "range",
    ),
    (
        "1825-34, 1839-40",
        {"first_page": "1825", "last_page": "1834", "segments": ("1839-1840",)},
        "range+elided+segments",
    ),
    (
        "77-95, viii",
        {"first_page": "77", "last_page": "95", "segments": ("viii",)},
        "range+segments",
    ),
    (
        "11-14+136",
        {"first_page": "11", "last_page": "14", "segments": ("136",)},
        "range+segments",
    ),
    (
        "21-3. 27-30",
        {"first_page": "21", "last_page": "23", "segments": ("27-30",)},
        "range+elided+segments",
    ),
    (
        "110passim",
        {"first_page": "110", "note": "passim"},
        "single-page+note",
    ),
    (
        "5-7 contd",
        {"first_page": "5", "last_page": "7", "note": "contd"},
        "range+note",
    ),
    (
        "suppl 116-8",
        {"first_page": "116", "last_page": "118", "note": "suppl"},
        "range+elided+note",
    ),
    (
        "SUPPL:4309-22",
        {"first_page": "4309", "last_page": "4322", "note": "SUPPL"},
        "range+elided+note",
    ),
    (
        "1475-6; author reply 1475-6",
        {"first_page": "1475", "last_page": "1476", "note": "author reply 1475-1476"},
        "range+elided+note",
    ),
    (
        "12, 14-5; discussion 16",
        {"first_page": "12", "segments": ("14-15",), "note": "discussion 16"},
        "single-page+segments+note",
    ),
    (
        "1-10; quiz 11",
        {"first_page": "1", "last_page": "10", "note": "quiz 11"},
        "range+note",
    ),
    ("e0121442", {"article_number": "e0121442"}, "article-number"),
    ("CD001689", {"article_number": "CD001689"}, "article-number"),
    ("fcaa014", {"article_number": "fcaa014"}, "article-number"),
    ("e20.00181-12", {"article_number": "e20.00181-12"}, "article-number"),
    (
        "101097JU0000000000001784",
        {"article_number": "101097JU0000000000001784"},
        "article-number",
    ),
    (
        "[34457 words; 185 paragraphs]",
        {"note": "34457 words; 185 paragraphs"},
        "extent",
    ),
    ("62 p.", {"note": "62 p."}, "extent"),
    ("?31-40", {"first_page": "31", "last_page": "40"}, "range+doubt"),
    ("389-392-5", {"first_page": "389"}, "unclear-range"),
    ("362-300", {"first_page": "362"}, "not-forward"),
    ("341 6", {"note": "341 6"}, "unreadable"),
    ("IFC", {"note": "IFC"}, "cover"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "parts", "rule"), CASES)
def test_pages_are_written_out_with_their_rule(page, parts, rule):
    """Real page fields, each with what was made of it."""
    assert normalize_pages(page) == Locator(**parts, rule=rule)


@pytest.mark.parametrize("page", [None, "", " ", "n/a", "-", "null"])
def test_nothing_is_none(page):
    """An empty field and its fillers say nothing."""
    assert normalize_pages(page) is None


def test_an_article_number_of_the_source_is_no_page():
    """A page that repeats the article number is none; other pages stay beside it."""
    assert normalize_pages("782672", article_number="782672") == Locator(
        article_number="782672", rule="article-number"
    )
    assert normalize_pages(None, article_number="782672") == Locator(
        article_number="782672", rule="article-number"
    )
    assert normalize_pages("1-12", article_number="782672") == Locator(
        first_page="1",
        last_page="12",
        article_number="782672",
        rule="range+article-number",
    )


def test_start_and_end_stand_in_for_an_absent_page():
    """``StartPage`` and ``EndPage`` are read only where nothing else is printed."""
    assert normalize_pages(None, start="179", end="191") == Locator(
        first_page="179", last_page="191", rule="range"
    )
    assert normalize_pages(None, start="e12") == Locator(
        article_number="e12", rule="article-number"
    )
    assert normalize_pages("179-91", start="1", end="2") == Locator(
        first_page="179", last_page="191", rule="range+elided"
    )


# How the table writes what our locator keeps in fields.
WANTED = {
    "1-1 to 1-9 (section-page)": "1-1-1-9",
    "none (inside front cover)": "",
    "24-32|64 (discontinuous; first=24)": "24-32, 64",
    "34-36|87-91|110-112, passim": "34-36, 87-91, 110-112 [passim]",
    "31-37 (continued)": "31-37 [contd]",
    "44 (discussion 44-48)": "44 [discussion 44-48]",
    "1-6 (spreadsheet damage, flagged)": "1-6",
    "285|289": "285, 289",
}


def test_every_page_of_the_hard_cases(shared_data):
    """All rows of the table give the wanted pages, article numbers and notes."""
    rows = (shared_data / "eval/hard-cases/D_pages.tsv").read_text("utf-8")
    for row in rows.splitlines()[1:]:
        page, wanted, *_ = row.split("\t")
        locator = normalize_pages(page)
        assert locator is not None
        built = build_pages(locator)
        if locator.note and locator.first_page:
            built = f"{built} [{locator.note}]"
        plain = wanted.removesuffix(" (article number)")
        assert built == WANTED.get(wanted, plain), page
        if wanted.startswith("e66") or plain != wanted:
            assert locator.article_number == plain
        if "flagged" in wanted:
            assert locator.rule == "spreadsheet-date"


# A blank for a lost dash, or for nothing: 341-346, 3416?
UNREADABLE = {"341 6", "91 5", "62 p."}


def test_every_counted_shape_of_pubmed_is_read(shared_data):
    """Of all shapes counted in 50,788 records only the undecidable stay unread."""
    rows = (shared_data / "docs/forms/MedlinePgn_forms.tsv").read_text("utf-8")
    for row in rows.splitlines()[1:]:
        for page in row.split("\t")[2].split(" | "):
            locator = normalize_pages(page)
            assert locator is not None
            unread = not build_pages(locator)
            assert unread == (page in UNREADABLE), page


PIECES = st.lists(
    st.sampled_from(
        ["1", "12", "304", "10", "e", "S", "-", "–", ",", ";", " ", ".", "iv", "XI",
         "suppl",
         "discussion", "contd", "(", ")", "?", "_1", "A", "e66", "CD001689", "Jan", "p"]
    )
).map("".join)  # fmt: skip


@given(st.text() | PIECES)
def test_any_text_is_read_once_and_for_all(page):
    """Reading never raises; pages written in full read as themselves."""
    locator = normalize_pages(page)
    if locator is None or locator.first_page is None:
        return
    again = normalize_pages(build_pages(locator))
    if again is not None and again.first_page is not None:
        assert build_pages(again) == build_pages(locator)


@given(
    st.integers(1, 99999), st.integers(0, 999), st.sampled_from(["", "e", "S", "NP"])
)
def test_short_and_full_form_meet(first, length, letters):
    """MEDLINE's elided range and the same in full give equal pages."""
    last = first + length
    full, start = str(last), str(first)
    if len(full) != len(start):
        return
    kept = next(
        (at for at, (a, b) in enumerate(zip(start, full, strict=True)) if a != b), 0
    )
    short = normalize_pages(f"{letters}{start}-{full[kept:]}")
    whole = normalize_pages(f"{letters}{start}-{letters}{full}")
    assert (short.first_page, short.last_page) == (whole.first_page, whole.last_page)
    assert whole.last_page == (f"{letters}{full}" if length else None)
