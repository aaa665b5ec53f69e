"""What an article is tied to: its notices, comments, preprints, versions."""

from __future__ import annotations

import sqlite3

from harvester.model import Value
from harvester.store.schema.editorial import RELATED

_CITED = "citation"
"""The tie of reference lists, which have tables of their own."""
_RELATED = (
    RELATED.format(condition="s.article_id = ? AND s.tie <> ?")
    + "ORDER BY s.tie, s.direction, date, identifiers, citation"
)


class Related(Value, frozen=True, kw_only=True):
    """A work that an article is tied to.

    Attributes:
        tie: What ties the two; see ``normalize.relations``.
        direction: ``of``: the article acts on it; ``by``: it acts on the article;
            ``with``: both are alike.
        article_id: Its number; None where it is not in the library.
        identifiers: As ``scheme:value``, where any is given.
        citation: In words, where it is here or described.
        date: When it acted on the article, as EDTF.
        said_here: The sources that say so of the article.
        said_there: The sources that say so of the other work, as far as it is here.
    """

    tie: str
    direction: str
    article_id: int | None = None
    identifiers: tuple[str, ...] = ()
    citation: str | None = None
    date: str | None = None
    said_here: tuple[str, ...] = ()
    said_there: tuple[str, ...] = ()


def load_related(db: sqlite3.Connection, article_id: int) -> tuple[Related, ...]:
    """Return what an article is tied to, by tie; citations are left out."""
    return tuple(
        Related(
            tie=tie,
            direction=direction,
            article_id=other,
            identifiers=tuple((identifiers or "").split(",")) if identifiers else (),
            citation=citation,
            date=date,
            said_here=tuple(sorted(set(here.split(",")))) if here else (),
            said_there=tuple(sorted(set(there.split(",")))) if there else (),
        )
        for _, tie, direction, other, identifiers, citation, date, here, there in (
            db.execute(_RELATED, (article_id, _CITED))
        )
    )
