from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.vocabulary import fold_term


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Liver Neoplasms", "  LIVER\u00a0 neoplasms\n"),
        ("Meniere's Disease", "Ménière’s disease"),
        ("A-23187", "a\u201123187"),
        ("Sjogren's Syndrome", "SJÖGREN'S SYNDROME"),
    ],
)
def test_terms_that_are_the_same(one, other):
    """Case, white space, accents and typographic signs do not count."""
    assert fold_term(one) == fold_term(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Liver Neoplasms", "Neoplasms, Liver"),
        ("Liver Neoplasms", "Liver Neoplasm"),
        ("A-23187", "A 23187"),
        ("Tumors", "Tumours"),
        ("Neoplasms, Liver", "Neoplasms Liver"),
    ],
)
def test_terms_that_are_not_the_same(one, other):
    """Order, commas, hyphens, plurals and spelling count: NLM lists the variants."""
    assert fold_term(one) != fold_term(other)


@given(st.text())
def test_folding_twice_changes_nothing(text):
    """The key of a key is that key."""
    assert fold_term(fold_term(text)) == fold_term(text)
