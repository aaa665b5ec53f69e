"""How much each term of an article weighs: the models of similarity.

Each makes of an article a vector; the similarity of two articles is the product of
theirs. An article's parts (words, headings, references, …) are vectors of their own,
of one length each, in the hybrid.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from harvester.similar.text import ComparedArticle, count_headings, count_words

Vector = dict[str, float]
_LAMBDA, _MU = 0.022, 0.013
_K1, _B = 1.2, 0.75
CITES, CITED, AUTHOR = "cites:", "cited-by:", "author:"
"""What the terms begin with that are no words; headings begin with ``mesh:``."""


class Model(StrEnum):
    """The models to choose from."""

    HYBRID = "hybrid"
    PMRA = "pmra"
    BM25 = "bm25"
    TFIDF = "tfidf"


class Weights(NamedTuple):
    """How much the parts of an article count in the hybrid, words being 1.

    Only the weight of a part that both have has a say, and none of those here could
    be measured on judgements: RELISH has texts alone. They are set low, so that they
    order what the words leave close together.
    """

    headings: float = 0.3
    references: float = 0.3
    citing: float = 0.2
    authors: float = 0.1


class Corpus:
    """What the weights of terms depend on: all the articles.

    Args:
        articles: Those of the index.
    """

    def __init__(self, articles: Iterable[ComparedArticle]) -> None:
        self.frequencies: Counter[str] = Counter()
        self.count = 0
        total = 0
        for article in articles:
            counts = count_words(article)
            total += sum(counts.values())
            self.count += 1
            self.frequencies.update(list(counts))
            self.frequencies.update(list(count_headings(article)))
            for terms in _ties(article).values():
                self.frequencies.update(terms)
        self.mean_length = total / self.count if total else 1.0

    def idf(self, term: str) -> float:
        """Return the natural logarithm of articles by articles with the term."""
        return math.log(self.count / self.frequencies[term])


def _ties(article: ComparedArticle) -> dict[str, list[str]]:
    """Return the terms that are names of works and people, by what they begin with."""
    named = {
        CITES: article.references,
        CITED: article.citing,
        AUTHOR: article.authors,
    }
    return {
        mark: [f"{mark}{name}" for name in sorted(names)]
        for mark, names in named.items()
    }


def weigh(
    article: ComparedArticle, corpus: Corpus, model: Model, *, is_query: bool = False
) -> Vector:
    """Return the vector of an article of the corpus.

    Args:
        article: The article.
        corpus: All of them.
        model: Which model.
        is_query: The article is asked for; only BM25 weighs it otherwise then.
    """
    words = count_words(article)
    match model:
        case Model.HYBRID:
            return _hybrid(article, words, corpus, Weights())
        case Model.PMRA:
            return _pmra(article, words, corpus)
        case Model.BM25:
            return dict.fromkeys(words, 1.0) if is_query else _bm25(words, corpus)
        case Model.TFIDF:
            weights = {word: n * corpus.idf(word) for word, n in words.items()}
            return _of_length(1.0, weights)


def _hybrid(
    article: ComparedArticle,
    words: Mapping[str, int],
    corpus: Corpus,
    shares: Weights,
) -> Vector:
    """Words by the logarithm of their count, and the other parts beside them.

    The cosine of a part, times its weight, is what it adds to the similarity.
    """
    vector = _of_length(
        1.0, {word: (1 + math.log(n)) * corpus.idf(word) for word, n in words.items()}
    )
    ties = _ties(article)
    for terms, share in (
        (count_headings(article), shares.headings),
        (ties[CITES], shares.references),
        (ties[CITED], shares.citing),
        (ties[AUTHOR], shares.authors),
    ):
        part = {term: corpus.idf(term) for term in terms}
        vector |= _of_length(math.sqrt(share), part)
    return vector


def _pmra(article: ComparedArticle, words: Mapping[str, int], corpus: Corpus) -> Vector:
    """Lin & Wilbur 2007, 10.1186/1471-2105-8-423; headings are terms as well."""
    length = sum(words.values())
    tail = math.exp((_LAMBDA - _MU) * length)
    return {
        term: math.sqrt(corpus.idf(term)) / (1 + (_MU / _LAMBDA) ** (n - 1) * tail)
        for term, n in {**words, **count_headings(article)}.items()
    }


def _bm25(words: Mapping[str, int], corpus: Corpus) -> Vector:
    """Robertson and Spärck Jones, k1 = 1.2, b = 0.75, an idf that is never negative."""
    length = sum(words.values())
    fixed = _K1 * (1 - _B + _B * length / corpus.mean_length)
    return {
        word: math.log(
            1
            + (corpus.count - corpus.frequencies[word] + 0.5)
            / (corpus.frequencies[word] + 0.5)
        )
        * n
        * (_K1 + 1)
        / (n + fixed)
        for word, n in words.items()
    }


def _of_length(length: float, weights: Vector) -> Vector:
    norm = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
    if not norm:
        return {}
    return {term: length * weight / norm for term, weight in weights.items()}
