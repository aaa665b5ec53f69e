"""Which words of a text count."""

from __future__ import annotations

import pytest

from harvester.similar.text import ComparedArticle, count_headings, count_words
from harvester.similar.words import find_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("IL-6 and p53 in 2019", ["il", "p53"]),
        ("Müller cells, boxes; studies!", ["muller", "cell", "box", "study"]),
        ("mass of the virus: analysis", ["mass", "virus", "analysis"]),
        ("12 3.4 %", []),
        ("", []),
    ],
)
def test_words_are_runs_with_a_letter(text: str, words: list[str]) -> None:
    """Numbers and stop words are left out, plurals and accents taken off."""
    assert list(find_words(text)) == words


def test_title_counts_twice() -> None:
    """A word once in the title and twice in the abstract counts four."""
    article = ComparedArticle(name=1, title="Oak", abstract="Oaks and oak, elm")
    assert count_words(article) == {"oak": 4, "elm": 1}


def test_headings_are_terms_of_their_own() -> None:
    """A heading is not the word that it consists of, and counts once."""
    article = ComparedArticle(name=1, headings=("Oak", "Oak/growth", "Oak"))
    assert count_headings(article) == {"mesh:Oak": 1, "mesh:Oak/growth": 1}
