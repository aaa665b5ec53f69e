"""What is said of articles: their status, their ties, what was noticed of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from harvester.model import Finding
from harvester.store import findings, history, related, status
from harvester.store.session import Session
from harvester.store.trouble import explained


class Standing(Session):
    """The part of a library that judges what it holds."""

    def load_fate(self, article_id: int) -> history.Fate:
        """Return what has become of an article: retracted, deleted, replaced."""
        with explained(self.path):
            return history.load_fate(self._db, article_id)

    def find_acted_on(self, article_id: int) -> set[int]:
        """Return the articles that an article is the notice of, as far as here."""
        with explained(self.path):
            return status.find_acted_on(self._db, article_id)

    def load_related(self, article_id: int) -> tuple[related.Related, ...]:
        """Return the works that an article is tied to, whichever of the two says so."""
        with explained(self.path):
            return related.load_related(self._db, article_id)

    def save_finding(self, finding: Finding, now: datetime) -> bool:
        """Keep a finding, once; return whether it is news."""
        with self.transaction():
            return findings.save_finding(self._db, finding, now)

    def settle_findings(
        self,
        found: Iterable[Finding],
        *,
        codes: Collection[str],
        about: tuple[Collection[str], Collection[int]],
        now: datetime,
    ) -> tuple[Finding, ...]:
        """Keep what is so of some articles now, and resolve what is so no more.

        Args:
            found: All that the checks found.
            codes: The checks that were made.
            about: The articles: identifiers as ``scheme:value``, and numbers.
            now: The clock.

        Returns:
            Those that are news.
        """
        with self.transaction():
            return findings.settle_findings(
                self._db, found, codes=codes, about=about, now=now
            )

    def count_findings(self) -> tuple[findings.FindingCount, ...]:
        """Return how many findings are open, by check, warnings first."""
        with explained(self.path):
            return findings.count_findings(self._db)

    def load_findings(
        self,
        code: str,
        *,
        with_resolved: bool = False,
        after: int = 0,
        limit: int = -1,
    ) -> tuple[findings.StoredFinding, ...]:
        """Return what a check found, in order; see ``findings``."""
        with explained(self.path):
            return findings.load_findings(
                self._db, code, with_resolved=with_resolved, after=after, limit=limit
            )
