"""Neighbours by words, headings and ties, worked out by hand."""

from __future__ import annotations

import math

import pytest

from harvester.similar import ComparedArticle, Model, SimilarIndex

MOSS = ComparedArticle(name=1, title="Moss", abstract="oak oak")
OAKS = ComparedArticle(name=2, title="Oaks and elms")
REED = ComparedArticle(name=3, title="Reed")


def test_tfidf_is_the_cosine_of_counts_and_rarity() -> None:
    """Moss: 2·ln 3 moss, 2·ln 1.5 oak; Oaks: 2·ln 1.5 oak, 2·ln 3 elm."""
    (found,) = SimilarIndex([MOSS, OAKS, REED], Model.TFIDF).find(1)
    rare, common = math.log(3), math.log(1.5)
    assert (found.name, found.rank, found.terms) == (2, 1, ("oak",))
    assert found.score == pytest.approx(common**2 / (rare**2 + common**2))


def test_pmra_follows_its_formula() -> None:
    """Moss has 4 words, of which oak twice; Oaks has 4, oak and elm twice each."""
    (found,) = SimilarIndex([MOSS, OAKS, REED], Model.PMRA).find(1)
    elite = 1 / (1 + (0.013 / 0.022) * math.exp(0.009 * 4))
    oak, moss = math.log(1.5) * elite**2, math.log(3) * elite**2
    assert found.score == pytest.approx(oak / (oak + moss))


def test_bm25_follows_its_formula() -> None:
    """Mean length 10/3; oak is in 2 of 3, moss in one; each counted twice of 4."""
    (found,) = SimilarIndex([MOSS, OAKS, REED], Model.BM25).find(1)
    oak, moss = math.log(1 + 1.5 / 2.5), math.log(1 + 2.5 / 1.5)
    assert found.score == pytest.approx(oak / (oak + moss))


def test_hybrid_dampens_counts() -> None:
    """Twice counts 1 + ln 2 in the hybrid, for all words here: the cosine is TF-IDF's.

    A word six times outweighs one twice by (1 + ln 6) / (1 + ln 2), not by three.
    """
    often = ComparedArticle(name=1, title="Moss", abstract="oak oak oak oak oak oak")
    (found,) = SimilarIndex([often, OAKS, REED]).find(1)
    rare, common = math.log(3), math.log(1.5)
    six, twice = 1 + math.log(6), 1 + math.log(2)
    mine = math.hypot(twice * rare, six * common)
    theirs = twice * math.hypot(rare, common)
    assert found.score == pytest.approx(six * common * twice * common / mine / theirs)


def test_ties_count_and_are_told() -> None:
    """Words 1, headings 0.3, references 0.3, citing 0.2, authors 0.1; of those it has.

    The two share one of two references each, both equally rare, one citing work and
    one author, and no word: (0.3 / 2 + 0.2 + 0.1) / (1 + 0.3 + 0.2 + 0.1).
    """
    one = ComparedArticle(
        name=1,
        title="Moss",
        references=frozenset({"a", "b"}),
        citing=frozenset({"x"}),
        authors=frozenset({"alder"}),
    )
    other = ComparedArticle(
        name=2,
        title="Reed",
        references=frozenset({"a", "c"}),
        citing=frozenset({"x"}),
        authors=frozenset({"alder"}),
    )
    third = ComparedArticle(name=3, title="Fern")
    (found,) = SimilarIndex([one, other, third]).find(1)
    shared, alone = math.log(1.5), math.log(3)
    cosine = shared**2 / (shared**2 + alone**2)
    assert found.score == pytest.approx((0.3 * cosine + 0.2 + 0.1) / 1.6)
    assert found.terms == ()
    ties = (found.shared_references, found.shared_citing, found.shared_authors)
    assert ties == (1, 1, 1)


@pytest.mark.parametrize("model", [Model.HYBRID, Model.PMRA])
def test_headings_make_neighbours(model: Model) -> None:
    """Articles without a word in common are neighbours by their MeSH."""
    articles = [
        ComparedArticle(name=1, title="Moss", headings=("Bryophyta",)),
        ComparedArticle(name=2, title="Hornworts", headings=("Bryophyta",)),
        ComparedArticle(name=3, title="Reed", headings=("Poaceae",)),
    ]
    (found,) = SimilarIndex(articles, model).find(1)
    assert (found.name, found.terms) == (2, ("mesh:Bryophyta",))


@pytest.mark.parametrize("model", list(Model))
def test_equal_ones_come_by_name_whatever_the_order(model: Model) -> None:
    """Twins are in the order of their names, and the limit cuts the later one."""
    twins = [ComparedArticle(name=n, title="Moss on oaks") for n in (9, 4, 7)]
    articles = [*twins, REED]
    found = SimilarIndex(articles, model).find(7)
    assert [(one.name, one.rank) for one in found] == [(4, 1), (9, 2)]
    assert [one.score for one in found] == pytest.approx([1.0, 1.0])
    assert found == SimilarIndex(articles[::-1], model).find(7)
    assert [one.name for one in SimilarIndex(articles, model).find(7, 1)] == [4]
    assert SimilarIndex(articles, model).order(7) == (4, 9)


@pytest.mark.parametrize("model", list(Model))
def test_articles_without_words_have_no_neighbours(model: Model) -> None:
    """Empty ones, and one that is alone, find nothing and break nothing."""
    empty = [ComparedArticle(name=1), ComparedArticle(name=2, title="The 12 of 1999")]
    assert SimilarIndex(empty, model).find(1) == ()
    assert SimilarIndex([MOSS], model).find(1) == ()
    with pytest.raises(KeyError):
        SimilarIndex([], model).find(1)
