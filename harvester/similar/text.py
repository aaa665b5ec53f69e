"""What is compared of an article, and what is found."""

from __future__ import annotations

from harvester.model import Value
from harvester.similar.words import find_words

PROVIDER = "harvester"
"""Whose a list of similar articles is that was made here."""
TITLE_WEIGHT = 2
"""The words of a title count as often, as in NLM's related articles."""
HEADING_MARK = "mesh:"


class ComparedArticle(Value, frozen=True, kw_only=True):
    """An article, as far as its neighbours depend on it.

    Attributes:
        name: What it is called in results; ties are settled by it.
        title: Its title, plain.
        abstract: Its abstract, plain.
        headings: Its MeSH: descriptors, and each with its qualifier
            (``Liver Neoplasms/secondary``); without stars.
        references: Names of the works that it cites, in any one spelling; and its own,
            for the tie between it and the works that cite it to count.
        citing: Names of the works that cite it, the same.
        authors: Names that tell its authors apart.
    """

    name: int
    title: str | None = None
    abstract: str | None = None
    headings: tuple[str, ...] = ()
    references: frozenset[str] = frozenset()
    citing: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()


class SimilarArticle(Value, frozen=True, kw_only=True):
    """A neighbour of an article.

    Attributes:
        name: Which one.
        rank: Its place, from 1.
        score: From 0 to 1, where an article is as similar as it is to itself.
        terms: The words and headings that both share, those that count most first.
        shared_references: How many works both cite, or one cites and the other is.
        shared_citing: How many works cite both.
        shared_authors: How many authors both have.
    """

    name: int
    rank: int
    score: float
    terms: tuple[str, ...] = ()
    shared_references: int = 0
    shared_citing: int = 0
    shared_authors: int = 0


def count_words(article: ComparedArticle) -> dict[str, int]:
    """Return how often each word occurs, those of the title counted twice."""
    counts: dict[str, int] = {}
    for text, weight in ((article.title, TITLE_WEIGHT), (article.abstract, 1)):
        for word in find_words(text or ""):
            counts[word] = counts.get(word, 0) + weight
    return counts


def count_headings(article: ComparedArticle) -> dict[str, int]:
    """Return how often each heading counts: once, however often it is given."""
    return {f"{HEADING_MARK}{heading}": 1 for heading in article.headings}
