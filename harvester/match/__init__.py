"""Which work a citation, or a text without identifiers, means."""

from harvester.match.citation import parse_citation
from harvester.match.confirm import confirm_document
from harvester.match.decide import (
    Answer,
    Candidate,
    MatchState,
    is_same_work,
    match_citation,
)
from harvester.match.document import build_search, resolve_document
from harvester.match.evidence import Evidence, Judgement
from harvester.match.index import Index
from harvester.match.parts import Part, Verdict, compare_parts
from harvester.match.profile import Profile, build_profile
from harvester.match.reading import Reading
from harvester.match.score import judge
from harvester.match.shingles import (
    Held,
    ShingleIndex,
    TextAnswer,
    TextState,
    abstract_text,
    build_shingles,
    find_containment,
    find_phrases,
    identify_text,
)

__all__ = [
    "Answer",
    "Candidate",
    "Evidence",
    "Held",
    "Index",
    "Judgement",
    "MatchState",
    "Part",
    "Profile",
    "Reading",
    "ShingleIndex",
    "TextAnswer",
    "TextState",
    "Verdict",
    "abstract_text",
    "build_profile",
    "build_search",
    "build_shingles",
    "compare_parts",
    "confirm_document",
    "find_containment",
    "find_phrases",
    "identify_text",
    "is_same_work",
    "judge",
    "match_citation",
    "parse_citation",
    "resolve_document",
]
