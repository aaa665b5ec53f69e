from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.normalize.titles import Title, normalize_title, title_key

CASES = [
    (
        "[Surgery of the liver].",
        Title(value="Surgery of the liver", is_translated=True, rule="brackets"),
    ),
    (
        "[Surgery of the liver (author's transl)].",
        Title(
            value="Surgery of the liver",
            is_translated=True,
            appended=("(author's transl)",),
            rule="brackets+appended",
        ),
    ),
    (
        "RETRACTED: A study of mice.",
        Title(value="A study of mice", marks=("RETRACTED",), rule="mark+closing-stop"),
    ),
    (
        "[RETRACTED ARTICLE] A study",
        Title(value="A study", marks=("RETRACTED ARTICLE",), rule="mark"),
    ),
    (
        "Update on vaccination. [Review] [33 refs]",
        Title(
            value="Update on vaccination",
            appended=("[Review]", "[33 refs]"),
            rule="appended+closing-stop",
        ),
    ),
    ("Why do we sleep?", Title(value="Why do we sleep?", rule="as-printed")),
    ("pH and mRNA de novo", Title(value="pH and mRNA de novo", rule="as-printed")),
    ("And so on...", Title(value="And so on...", rule="as-printed")),
    ("[1] and [2]", Title(value="[1] and [2]", rule="as-printed")),
    (
        "Correction to: A study of mice",
        Title(value="Correction to: A study of mice", rule="as-printed"),
    ),
    (
        "Retracted gums and their care",
        Title(value="Retracted gums and their care", rule="as-printed"),
    ),
]


@pytest.mark.parametrize(("printed", "wanted"), CASES)
def test_what_stands_around_a_title_is_taken_off(printed, wanted):
    """Brackets, marks and the closing stop go; the words stay as printed."""
    assert normalize_title(printed) == wanted


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("[β-Catenin in the <i>liver</i>].", "Beta‐catenin in the Liver"),
        ("RETRACTED: Ileal hyperplasia", "Ileal hyperplasia."),
        ("Ecology &amp; evolution", "Ecology & evolution"),
        ("Étude de l’œil", "Etude de l'oeil"),
        ("H<sub>2</sub>O2 levels", "H2O2 levels"),
    ],
)
def test_spellings_of_a_title_have_one_key(one, other):
    """Case, accents, marks, markup and Greek letters do not count."""
    assert title_key(one) == title_key(other) != ""


def test_a_notice_has_another_key_than_its_article():
    """The words of a correction are part of its own title."""
    assert title_key("Correction to: A study") != title_key("A study")


@pytest.mark.parametrize("printed", ["", "  ", "<i></i>"])
def test_nothing_is_none(printed):
    """An empty title is absent and has an empty key."""
    assert normalize_title(printed) is None
    assert title_key(printed) == ""


PIECES = st.lists(
    st.sampled_from(
        ["RETRACTED:", "[", "]", ".", " ", "A", "study", "(author's transl)",
         "[Review]",
         "β", "<i>", "</i>", "&amp;", "-", "’"]
    )
).map("".join)  # fmt: skip


@given(st.text() | PIECES)
def test_any_text_is_read_once_and_for_all(printed):
    """Reading never raises; a title without its surroundings reads as itself."""
    title = normalize_title(printed)
    if title is None:
        return
    again = normalize_title(title.value)
    assert again is not None
    assert again.value == title.value
    assert title_key(title.value) == title_key(printed)
