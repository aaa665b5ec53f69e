"""Articles by their terms, and the neighbours of one of them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from heapq import nsmallest
from math import fsum

from harvester.similar.models import AUTHOR, CITED, CITES, Corpus, Model, Vector, weigh
from harvester.similar.text import ComparedArticle, SimilarArticle

_TERMS = 8
_TIES = (CITES, CITED, AUTHOR)


class SimilarIndex:
    """Some articles, to be asked which of them are similar to one of them.

    Args:
        articles: Each with a name of its own; the order is of no consequence.
        model: What similar means.
    """

    def __init__(
        self, articles: Iterable[ComparedArticle], model: Model = Model.HYBRID
    ) -> None:
        self._articles = sorted(articles, key=lambda article: article.name)
        self._places = {
            article.name: place for place, article in enumerate(self._articles)
        }
        self._model = model
        self._corpus = Corpus(self._articles)
        self._postings: dict[str, tuple[array[int], array[float]]] = {}
        for place, article in enumerate(self._articles):
            for term, weight in weigh(article, self._corpus, model).items():
                # What only one article has, or every one, tells of no neighbour.
                if weight and self._corpus.frequencies[term] > 1:
                    posting = self._postings.get(term)
                    if posting is None:
                        posting = self._postings[term] = (array("I"), array("d"))
                    posting[0].append(place)
                    posting[1].append(weight)

    def __len__(self) -> int:
        """Return how many articles there are."""
        return len(self._articles)

    def find(self, name: int, limit: int = 20) -> tuple[SimilarArticle, ...]:
        """Return the articles most similar to one, the most similar first.

        Equal ones come in the order of their names; those that share nothing do not
        come at all.

        Raises:
            KeyError: No article has that name.
        """
        article = self._articles[self._places[name]]
        asked = weigh(article, self._corpus, self._model, is_query=True)
        whole = self._product(asked, article) or 1.0
        return tuple(
            self._explain(asked, place, rank, score / whole)
            for rank, (place, score) in enumerate(self._best(name, asked, limit), 1)
        )

    def order(self, name: int) -> tuple[int, ...]:
        """Return the names of all that share anything, in the order of ``find``."""
        article = self._articles[self._places[name]]
        asked = weigh(article, self._corpus, self._model, is_query=True)
        best = self._best(name, asked, len(self))
        return tuple(self._articles[place].name for place, _ in best)

    def _best(self, name: int, asked: Vector, limit: int) -> list[tuple[int, float]]:
        scores = [0.0] * len(self._articles)
        for term, weight in asked.items():
            if posting := self._postings.get(term):
                for place, other in zip(*posting, strict=True):
                    scores[place] += weight * other
        scores[self._places[name]] = 0.0
        return nsmallest(
            limit,
            ((place, score) for place, score in enumerate(scores) if score > 0),
            key=lambda found: (-found[1], found[0]),
        )

    def _product(self, asked: Vector, article: ComparedArticle) -> float:
        given = weigh(article, self._corpus, self._model)
        return fsum(weight * given.get(term, 0.0) for term, weight in asked.items())

    def _explain(
        self, asked: Vector, place: int, rank: int, score: float
    ) -> SimilarArticle:
        article = self._articles[place]
        given = weigh(article, self._corpus, self._model)
        shares = {
            term: weight * given[term]
            for term, weight in asked.items()
            if given.get(term) and weight
        }
        shown = (term for term in shares if not term.startswith(_TIES))
        return SimilarArticle(
            name=article.name,
            rank=rank,
            score=min(score, 1.0),
            terms=tuple(
                nsmallest(_TERMS, shown, key=lambda term: (-shares[term], term))
            ),
            shared_references=sum(term.startswith(CITES) for term in shares),
            shared_citing=sum(term.startswith(CITED) for term in shares),
            shared_authors=sum(term.startswith(AUTHOR) for term in shares),
        )
