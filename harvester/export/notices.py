"""What a reader must know of an article before citing it."""

from __future__ import annotations

from collections.abc import Iterator

from harvester.model import Article, Relation
from harvester.normalize.publication_types import is_retracted
from harvester.normalize.relations import Direction, read_tie

LABELS = {
    "retraction": "Retracted",
    "partial-retraction": "Retracted in part",
    "retracted-republication": "Retracted and republished",
    "withdrawal": "Withdrawn",
    "removal": "Removed",
    "reinstatement": "Reinstated",
    "expression-of-concern": "Expression of concern",
    "correction": "Corrected",
    "corrected-republication": "Corrected and republished",
    "addendum": "Addendum",
    "clarification": "Clarification",
}
"""Ties by which another work acts on the article → the word before it."""


def build_notices(article: Article) -> tuple[str, ...]:
    """Return what was done to the article: retractions first, then corrections.

    One line each, with the notice's citation and identifiers as the sources state them:
    ``Retracted: Marel Med Lett. 2018;7:e188. PMID: 99000006``.
    """
    return tuple(dict.fromkeys(_notices(article)))


def _notices(article: Article) -> Iterator[str]:
    if is_retracted(article.publication_types):
        yield "Retracted publication"
    ties = [(read_tie(relation), relation) for relation in article.relations]
    for name, label in LABELS.items():
        for tie, relation in ties:
            if tie.name == name and tie.direction is Direction.BY:
                yield f"{label}: {_name(relation)}".removesuffix(": ")


def _name(relation: Relation) -> str:
    words = relation.citation.plain.rstrip(".") if relation.citation else None
    names = [f"{i.scheme.upper()}: {i.value}" for i in relation.identifiers]
    date = relation.date if not words else None
    return ". ".join(filter(None, (words, *names, date)))
