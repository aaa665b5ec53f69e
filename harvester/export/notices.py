"""What a reader must know of an article before citing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from harvester.model import Article, Key, Value
from harvester.normalize.publication_types import is_notice, is_retracted
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
RETRACTED = "Retracted publication"


class Notice(Value, frozen=True, kw_only=True):
    """What was done to an article.

    Attributes:
        kind: A key of ``LABELS``.
        date: When, as EDTF.
        keys: Identifiers of the notice.
        citation: The notice in words.
    """

    kind: str
    date: str | None = None
    keys: tuple[Key, ...] = ()
    citation: str | None = None

    def __str__(self) -> str:
        return ": ".join(filter(None, (LABELS[self.kind], self.source)))

    @property
    def source(self) -> str:
        """The notice itself: its citation (else its date) and identifiers."""
        words = self.citation.rstrip(".") if self.citation else self.date
        names = [f"{scheme.upper()}: {value}" for scheme, value in self.keys]
        return ". ".join(filter(None, (words, *names)))


class JudgedArticle(Article, frozen=True, kw_only=True):
    """An article with what the library knows of its fate, whoever says so.

    A retraction may stand in the record of its notice alone, and a record of a notice
    may bear the flags of the paper: the library has sorted that out.

    Attributes:
        is_retracted: Whether it is retracted, and not reinstated.
        notices: What was done to it.
    """

    is_retracted: bool = False
    notices: tuple[Notice, ...] = ()


def build_notices(article: Article) -> tuple[str, ...]:
    """Return what was done to the article: retractions first, then corrections.

    One line each, with the notice's citation and identifiers:
    ``Retracted: Marel Med Lett. 2018;7:e188. PMID: 99000006``. Of an article that is
    not from a library, what its own records state.
    """
    return tuple(dict.fromkeys(_build(article)))


def find_notices(article: Article) -> tuple[Notice, ...]:
    """Return what was done to the article, in the order of ``LABELS``."""
    notices = article.notices if isinstance(article, JudgedArticle) else _own(article)
    order = list(LABELS)
    known = (notice for notice in notices if notice.kind in LABELS)
    return tuple(sorted(known, key=lambda notice: order.index(notice.kind)))


def _build(article: Article) -> Iterator[str]:
    flagged = is_retracted(article.publication_types)
    if isinstance(article, JudgedArticle):
        flagged = article.is_retracted
    if flagged:
        yield RETRACTED
    yield from map(str, find_notices(article))


def _own(article: Article) -> Iterable[Notice]:
    """Yield what the relations state; a notice is none of what it announces."""
    if is_notice(article.publication_types):
        return
    for relation in article.relations:
        tie = read_tie(relation)
        if tie.name in LABELS and tie.direction is Direction.BY:
            yield Notice(
                kind=tie.name,
                date=tie.date,
                keys=tuple(i.key for i in relation.identifiers),
                citation=relation.citation.plain if relation.citation else None,
            )
