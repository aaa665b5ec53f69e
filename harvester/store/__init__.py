"""The only part that speaks SQLite: one file with all that was harvested."""

from harvester.store.encoding import Change
from harvester.store.library import Library
from harvester.store.linked import ArticleLinks, KnownSet, LinkedWork
from harvester.store.opening import APPLICATION_ID
from harvester.store.search import Hit, SearchResult
from harvester.store.vocabulary import Loaded

__all__ = [
    "APPLICATION_ID",
    "ArticleLinks",
    "Change",
    "Hit",
    "KnownSet",
    "Library",
    "LinkedWork",
    "Loaded",
    "SearchResult",
]
