"""The part of a library that gives its contents away, piece by piece."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

import msgspec

from harvester.changes import EditorialStatus
from harvester.export import JudgedArticle, Notice
from harvester.export.graph import Graph
from harvester.similar import ComparedArticle
from harvester.store.compared import load_compared
from harvester.store.encoding import read_as
from harvester.store.session import Session
from harvester.store.status import load_events
from harvester.store.trouble import explained
from harvester.store.whole_networks import NetworkKind, build_network

_WHOLE = """
    SELECT a.id, a.json, a.retraction_status,
      EXISTS (SELECT 1 FROM editorial_events e WHERE e.article_id = a.id)
    FROM articles a WHERE a.json IS NOT NULL AND {condition} ORDER BY a.id
"""
_ALL = _WHOLE.format(condition="true")
_ONE = _WHOLE.format(condition="a.id = ?")


class Contents(Session):
    """All articles, and what ties them; a part of ``Library``."""

    def load_articles(
        self, numbers: Iterable[int] | None = None
    ) -> Iterator[JudgedArticle]:
        """Yield articles one by one, in the order given; without numbers, all.

        Numbers that the library does not have (any more) are passed over.
        """
        with explained(self.path):
            if numbers is None:
                yield from _judged(self._db, self._db.execute(_ALL))
                return
            for number in numbers:
                yield from _judged(self._db, self._db.execute(_ONE, (number,)))

    def load_compared(self, article_id: int) -> Iterator[ComparedArticle]:
        """Yield what similarity depends on of all articles, by their numbers.

        Deleted ones are left out, but for the one that is asked for.
        """
        with explained(self.path):
            yield from load_compared(self._db, article_id)

    def build_network(
        self, kind: NetworkKind, numbers: Iterable[int] | None = None
    ) -> Graph:
        """Return a network of some articles, or of all; see ``whole_networks``.

        Its rows are read when they are asked for.
        """
        with explained(self.path):
            return build_network(self._db, kind, numbers)


def _judged(
    db: sqlite3.Connection, rows: Iterable[tuple[int, str, str | None, int]]
) -> Iterator[JudgedArticle]:
    for number, content, status, has_events in rows:
        article = read_as(JudgedArticle, content)
        if has_events or status == EditorialStatus.RETRACTED:
            article = msgspec.structs.replace(
                article,
                is_retracted=status == EditorialStatus.RETRACTED,
                notices=tuple(
                    Notice(
                        kind=event.kind,
                        date=event.date,
                        keys=event.notices,
                        citation=event.citation,
                    )
                    for event in load_events(db, number)
                ),
            )
        yield article
