"""The only part that speaks SQLite: one file with all that was harvested."""

from harvester.store.checks import Basis, Check
from harvester.store.encoding import Change
from harvester.store.history import Fate
from harvester.store.library import Library
from harvester.store.linked import (
    ArticleLinks,
    KnownSet,
    LinkedWork,
    Tally,
    group_works,
    tally_works,
)
from harvester.store.opening import APPLICATION_ID
from harvester.store.rebuild import KeptPayload
from harvester.store.runs import RunEntry
from harvester.store.search import Hit, SearchResult
from harvester.store.survey import Survey
from harvester.store.vocabulary import Loaded

__all__ = [
    "APPLICATION_ID",
    "ArticleLinks",
    "Basis",
    "Change",
    "Check",
    "Fate",
    "Hit",
    "KeptPayload",
    "KnownSet",
    "Library",
    "LinkedWork",
    "Loaded",
    "RunEntry",
    "SearchResult",
    "Survey",
    "Tally",
    "group_works",
    "tally_works",
]
