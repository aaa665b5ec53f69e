"""What a library answers to queries, and the queries that it keeps."""

from __future__ import annotations

from datetime import datetime

from harvester.search import Query
from harvester.store.saved import (
    SavedSearch,
    forget_search,
    load_searches,
    save_search,
)
from harvester.store.search import Page, SearchResult, Sort, find_numbers, search
from harvester.store.session import Session
from harvester.store.trouble import explained


class Searches(Session):
    """The search of a library; a part of ``Library``."""

    def search(self, query: Query, page: Page | None = None) -> SearchResult:
        """Return a page of the articles that meet a query; see ``store.search``."""
        with explained(self.path):
            return search(self._db, query, page)

    def find_numbers(
        self, query: Query, *, sort: Sort | None = None
    ) -> tuple[int, ...]:
        """Return the numbers of all articles that meet a query, in order."""
        with explained(self.path):
            return find_numbers(self._db, query, sort=sort)

    def save_search(
        self, name: str, query: str, now: datetime, *, sort: str | None = None
    ) -> None:
        """Keep a search under a name; one of the same name is replaced."""
        with self.transaction():
            save_search(self._db, name, query, sort, now)

    def forget_search(self, name: str) -> bool:
        """Delete a search; False where there is none of that name."""
        with self.transaction():
            return forget_search(self._db, name)

    def load_searches(self) -> tuple[SavedSearch, ...]:
        """Return the searches that are kept, by name."""
        with explained(self.path):
            return load_searches(self._db)
