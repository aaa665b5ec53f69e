"""The part of a library that gives its contents away, piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from harvester.export.graph import Graph
from harvester.model import Article
from harvester.store.articles import load_articles
from harvester.store.session import Session
from harvester.store.trouble import explained
from harvester.store.whole_networks import NetworkKind, build_network


class Contents(Session):
    """All articles, and what ties them; a part of ``Library``."""

    def load_articles(self, numbers: Iterable[int] | None = None) -> Iterator[Article]:
        """Yield articles one by one, in the order given; without numbers, all.

        Numbers that the library does not have (any more) are passed over.
        """
        with explained(self.path):
            yield from load_articles(self._db, numbers)

    def build_network(
        self, kind: NetworkKind, numbers: Iterable[int] | None = None
    ) -> Graph:
        """Return a network of some articles, or of all; see ``whole_networks``.

        Its rows are read when they are asked for.
        """
        with explained(self.path):
            return build_network(self._db, kind, numbers)
