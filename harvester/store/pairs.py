"""The part of a library that knows which articles may be one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from harvester.duplicates import Verdict
from harvester.store import duplicates
from harvester.store.articles import load_article
from harvester.store.duplicates import KnownPair, PairState
from harvester.store.session import Session
from harvester.store.trouble import explained


class Pairs(Session):
    """What was proposed, and what a person decided; a part of ``Library``."""

    def article_numbers(self) -> tuple[int, ...]:
        """Return the numbers of all articles, sorted."""
        with explained(self.path):
            rows = self._db.execute("SELECT id FROM articles ORDER BY id")
            return tuple(number for (number,) in rows)

    def find_partners(self, article_id: int) -> tuple[int, ...]:
        """Return the articles that one is worth comparing with, sorted.

        Raises:
            KeyError: The library has none of that number.
        """
        with explained(self.path):
            article = load_article(self._db, article_id)
            return duplicates.find_partners(self._db, article_id, article)

    def save_verdict(
        self, pair: tuple[int, int], verdict: Verdict, now: datetime
    ) -> bool:
        """Keep a verdict as a proposal, unless a person decided; return if news."""
        with self.transaction():
            return duplicates.save_verdict(self._db, pair, verdict, now)

    def decide_pair(
        self, number: int, state: PairState, why: str | None, now: datetime
    ) -> bool:
        """Keep what a person says of a pair; False where there is none."""
        with self.transaction():
            return duplicates.decide_pair(self._db, number, state, why, now)

    def load_pairs(self, states: Iterable[PairState]) -> tuple[KnownPair, ...]:
        """Return the pairs in any of ``states``, the surest first."""
        with explained(self.path):
            return duplicates.load_pairs(self._db, states)
