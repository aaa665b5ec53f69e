"""The only part that speaks SQLite: one file with all that was harvested."""

from harvester.store.accounts import Account, Against, no_account
from harvester.store.adding import Addition, build_addition
from harvester.store.authors import Author, AuthorForm, AuthorWork
from harvester.store.bulk import BulkFile, LoadedFile
from harvester.store.checks import Basis, Check
from harvester.store.corrections import KeptCorrection
from harvester.store.curation import ATMOST, Conflict
from harvester.store.documents import DocumentEntry, KeptDocument, KnownMention
from harvester.store.duplicates import KnownPair, PairState
from harvester.store.encoding import Change
from harvester.store.facets import Facet, FacetValue
from harvester.store.findings import FindingCount, StoredFinding
from harvester.store.history import Fate
from harvester.store.learnt import Learnt
from harvester.store.library import Library
from harvester.store.linked import (
    ArticleLinks,
    KnownSet,
    LinkedWork,
    Tally,
    group_works,
    tally_works,
)
from harvester.store.mesh import TreePlace
from harvester.store.networks import Network
from harvester.store.opening import APPLICATION_ID, is_library
from harvester.store.payloads import Reading
from harvester.store.places import Place
from harvester.store.quarantine import Case, CaseState, Quarantine
from harvester.store.rebuild import KeptBody, KeptPayload
from harvester.store.related import Related
from harvester.store.runs import RunEntry
from harvester.store.saved import SavedSearch
from harvester.store.search import (
    END_MARK,
    MARK,
    Hit,
    Page,
    SearchResult,
    Sort,
    split_marked,
)
from harvester.store.sent import Sent
from harvester.store.statistics import CitedArticle, Count, Overview, TopicPair
from harvester.store.surroundings import Journal, Subject, WorkLine
from harvester.store.survey import Survey
from harvester.store.vocabulary import Loaded
from harvester.store.whole_networks import NetworkKind
from harvester.store.wording import name_tie, related_lines, say_who, status_lines

__all__ = [
    "APPLICATION_ID",
    "ATMOST",
    "END_MARK",
    "MARK",
    "Account",
    "Addition",
    "Against",
    "ArticleLinks",
    "Author",
    "AuthorForm",
    "AuthorWork",
    "Basis",
    "BulkFile",
    "Case",
    "CaseState",
    "Change",
    "Check",
    "CitedArticle",
    "Conflict",
    "Count",
    "DocumentEntry",
    "Facet",
    "FacetValue",
    "Fate",
    "FindingCount",
    "Hit",
    "Journal",
    "KeptBody",
    "KeptCorrection",
    "KeptDocument",
    "KeptPayload",
    "KnownMention",
    "KnownPair",
    "KnownSet",
    "Learnt",
    "Library",
    "LinkedWork",
    "Loaded",
    "LoadedFile",
    "Network",
    "NetworkKind",
    "Overview",
    "Page",
    "PairState",
    "Place",
    "Quarantine",
    "Reading",
    "Related",
    "RunEntry",
    "SavedSearch",
    "SearchResult",
    "Sent",
    "Sort",
    "StoredFinding",
    "Subject",
    "Survey",
    "Tally",
    "TopicPair",
    "TreePlace",
    "WorkLine",
    "build_addition",
    "group_works",
    "is_library",
    "name_tie",
    "no_account",
    "related_lines",
    "say_who",
    "split_marked",
    "status_lines",
    "tally_works",
]
