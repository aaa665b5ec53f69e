"""Candidates → the answer: one work, several that may be meant, or none."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from harvester.match.evidence import Judgement
from harvester.match.profile import Profile
from harvester.match.reading import Reading
from harvester.match.score import judge
from harvester.model import Citation, Value, Work
from harvester.normalize.titles import title_key

SURE = 0.97
"""From this confidence on an answer is given."""
POSSIBLE = 0.2
"""From this confidence on a candidate is named to a person."""
MARGIN = 3.0
"""Log odds by which the best must be ahead of a work that is another one."""
MOST_NAMED = 5


class MatchState(StrEnum):
    """What became of a citation."""

    MATCHED = "matched"
    AMBIGUOUS = "ambiguous"
    UNMATCHED = "unmatched"


class Candidate(Value, frozen=True, kw_only=True):
    """A work that may be meant, with what speaks for and against it."""

    work: Work
    judgement: Judgement


class Answer(Value, frozen=True, kw_only=True):
    """What a citation means.

    Attributes:
        citation: What was asked.
        state: Only ``matched`` names a work as the one that is meant.
        candidates: The likeliest first; of a match the work itself and, behind it,
            other registrations of the same work (two DOIs for one article).
    """

    citation: Citation
    state: MatchState
    candidates: tuple[Candidate, ...] = ()

    @property
    def work(self) -> Work | None:
        """The work that is meant, where that is sure."""
        return self.candidates[0].work if self.state is MatchState.MATCHED else None

    @property
    def confidence(self) -> float:
        """That of the best candidate; 0 where there is none."""
        return self.candidates[0].judgement.confidence if self.candidates else 0.0


def match_citation(citation: Citation, profiles: Iterable[Profile]) -> Answer:
    """Return which of the candidates a citation means.

    Never a guess: a second work that fits nearly as well makes the answer ambiguous.
    """
    reading = Reading(citation)
    ranked = sorted(
        ((judge(reading, profile), profile) for profile in profiles),
        key=lambda pair: (
            -pair[0].odds,
            -pair[0].confidence,
            str(sorted(pair[1].keys)),
        ),
    )
    named = [pair for pair in ranked if pair[0].confidence >= POSSIBLE][:MOST_NAMED]
    if not named:
        return Answer(citation=citation, state=MatchState.UNMATCHED)
    best, work = named[0]
    twins = [pair for pair in named[1:] if is_same_work(work, pair[1])]
    rivals = [
        pair
        for pair in ranked[1:]
        if pair[0].odds > best.odds - MARGIN and not is_same_work(work, pair[1])
    ]
    is_sure = best.confidence >= SURE and not rivals
    kept = [named[0], *twins] if is_sure else named
    return Answer(
        citation=citation,
        state=MatchState.MATCHED if is_sure else MatchState.AMBIGUOUS,
        candidates=tuple(
            Candidate(work=profile.work, judgement=judgement)
            for judgement, profile in kept
        ),
    )


def is_same_work(one: Profile, other: Profile) -> bool:
    """Whether two records are registrations of one work.

    They share an identifier; or title, first author, volume and first page are equal.
    """
    if one.keys & other.keys:
        return True
    if not (one.work.title and other.work.title and one.people and other.people):
        return False
    return (
        title_key(one.work.title.plain) == title_key(other.work.title.plain)
        and one.people[0].family == other.people[0].family
        and one.volume is not None
        and one.volume == other.volume
        and bool(set(one.pages) & set(other.pages))
    )
