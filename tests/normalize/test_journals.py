from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.model import Container
from harvester.normalize.journals import (
    Journal,
    abbreviate_journal,
    issns_of,
    journal_key,
    journals_agree,
    normalize_container,
    normalize_journal,
)


def test_every_journal_of_the_hard_cases(shared_data):
    """Variants of one journal agree, two journals do not, a conference is apart."""
    text = (shared_data / "eval/hard-cases/D_journals.tsv").read_text("utf-8")
    for row in text.splitlines()[1:]:
        relation, one, other, *_ = row.split("\t")
        if relation == "part":
            journal = normalize_journal(one)
            assert journal.value == "Pediatric Nephrology"
            assert journal.conference.startswith("Conference: 44th Annual")
        else:
            agrees = journals_agree(one, other.partition(" (successor")[0])
            assert bool(agrees) == (relation == "same"), row


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ("Lancet (London, England)", "The Lancet", "same-words"),
        ("Dtsch Med Wochenschr", "Deutsche Medizinische Wochenschrift", "abbreviation"),
        ("Jpn J Cancer Res", "Japanese Journal of Cancer Research", "abbreviation"),
        ("N. Engl. J. Med.", "The New England journal of medicine", "abbreviation"),
        ("Ann Surg", "Annals of Surgical Oncology", None),
        ("J Med", "J Method", None),
        ("Heart (London)", "Heart (Boston)", None),
        ("", "Heart", None),
    ],
)
def test_titles_agree_word_for_word(one, other, rule):
    """A word agrees with its beginning or its contraction, each in its place."""
    assert journals_agree(one, other) == rule
    assert journals_agree(other, one) == rule


def test_the_abbreviations_of_iso_4(shared_data):
    """At least 95 of 100 titles of the labelled set are abbreviated as wanted."""
    text = (shared_data / "eval/abbreviso/tests.tsv").read_text("utf-8")
    rows = [row.split("\t") for row in text.splitlines()]
    right = [abbreviate_journal(title).value == wanted for title, wanted in rows]
    assert sum(right) / len(right) >= 0.95


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("New England Journal of Medicine", "N. Engl. J. Med."),
        ("Journal of the American Medical Association", "J. Am. Med. Assoc."),
        ("Journal of chromatography. A", "J. chromatogr. A"),
        ("Zeitschrift für Kinderheilkunde", "Z. Kinderheilkd."),
        ("Nature", "Nature"),
        ("Nature Medicine", "Nat. Med."),
    ],
)
def test_known_titles_are_abbreviated(title, wanted):
    """Joining words go, known words are cut, titles of one word stay."""
    assert abbreviate_journal(title).value == wanted


def test_brackets_behind_a_title_are_kept_apart():
    """Medium, place and edition are qualifiers of the title."""
    assert normalize_journal("Science (New York, N.Y.) [Online]") == Journal(
        value="Science", qualifiers=("New York, N.Y.", "Online"), rule="qualifier"
    )
    assert normalize_journal(" ") is None


def test_issns_take_their_hyphen_and_keep_their_role():
    """Right numbers take one form; a number with a wrong check digit stays printed."""
    container = Container(
        issn_print="19326203",
        issn_linking="1932-6204",
        issns=("http://id.crossref.org/issn/0317-8471", "0317-8471"),
    )
    done = normalize_container(container)
    assert done == Container(
        issn_print="1932-6203", issn_linking="1932-6204", issns=("0317-8471",)
    )
    assert normalize_container(done) is done
    assert issns_of(done) == ("1932-6204", "1932-6203", "0317-8471")


PIECES = st.lists(
    st.sampled_from(
        ["The ", "Journal ", "of ", "A", "(Online)", "[", "]", "Part ", "-", "d'", "’s",
         "?",
         "Acta ", "USA", " ", ".", "é", "Conference: x", "U S A"]
    )
).map("".join)  # fmt: skip


@given(st.text() | PIECES, st.text() | PIECES)
def test_any_title_is_read(one, other):
    """No text raises; agreeing does not depend on the order; a title is its own."""
    assert bool(journals_agree(one, other)) == bool(journals_agree(other, one))
    journal = normalize_journal(one)
    assert abbreviate_journal(one) is None or abbreviate_journal(one).value
    if journal is not None:
        assert journals_agree(one, one) == "same-words"
        assert journal_key(journal.value) == journal_key(journal.value)
