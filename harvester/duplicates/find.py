"""Records → the pairs among them that are one article, or tied to each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from harvester.duplicates.blocking import find_candidates
from harvester.duplicates.decide import judge_pair
from harvester.duplicates.features import build_features
from harvester.duplicates.verdict import Kind, Verdict
from harvester.model import Value, Work


class Pair(Value, frozen=True, kw_only=True):
    """Two records and what they are to each other.

    Attributes:
        first, second: Their positions, from 0; the lower first.
        verdict: What they are to each other.
    """

    first: int
    second: int
    verdict: Verdict


def find_duplicates(works: Iterable[Work]) -> tuple[Pair, ...]:
    """Return the pairs of records that a person would want to know of, in order.

    Records need no identifiers. The pairs found are the same in whatever order the
    records come.
    """
    records = [build_features(work) for work in works]
    return tuple(
        Pair(first=one, second=other, verdict=verdict)
        for one, other in find_candidates(records)
        if (verdict := judge_pair(records[one], records[other])).is_worth_telling
    )


def judge_works(one: Work, other: Work) -> Verdict:
    """Return what two records are to each other."""
    return judge_pair(build_features(one), build_features(other))


def group_same(pairs: Sequence[Pair]) -> tuple[tuple[int, ...], ...]:
    """Return the groups of records that are one article, each sorted, in order.

    Records of one group are joined pair by pair; a group may hold two records that
    are not called the same themselves.
    """
    leaders: dict[int, int] = {}

    def leader(at: int) -> int:
        while leaders.setdefault(at, at) != at:
            at = leaders[at]
        return at

    for pair in pairs:
        if pair.verdict.kind is Kind.SAME:
            one, other = sorted((leader(pair.first), leader(pair.second)))
            leaders[other] = one
    groups: dict[int, list[int]] = defaultdict(list)
    for at in sorted(leaders):
        groups[leader(at)].append(at)
    return tuple(tuple(group) for group in groups.values())
