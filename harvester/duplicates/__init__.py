"""Which records are one article, and which are tied to each other as two."""

from harvester.duplicates.blocking import find_candidates
from harvester.duplicates.decide import judge_pair
from harvester.duplicates.features import Features, build_features
from harvester.duplicates.find import (
    Pair,
    find_duplicates,
    group_same,
    judge_works,
)
from harvester.duplicates.verdict import POSSIBLE, SURE, Evidence, Kind, Verdict

__all__ = [
    "POSSIBLE",
    "SURE",
    "Evidence",
    "Features",
    "Kind",
    "Pair",
    "Verdict",
    "build_features",
    "find_candidates",
    "find_duplicates",
    "group_same",
    "judge_pair",
    "judge_works",
]
