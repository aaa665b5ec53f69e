"""What two records are to each other, and what that rests on."""

from __future__ import annotations

from enum import StrEnum

from harvester.model import Value

SURE = 0.99
"""From this confidence on two records are called one article."""
POSSIBLE = 0.5
"""From this confidence on a pair is shown to a person as unsure."""


class Kind(StrEnum):
    """What two records are to each other. Only ``same`` says: one article."""

    SAME = "same"
    VERSION = "version"
    PREPRINT = "preprint"
    ERRATUM = "erratum"
    COMMENT = "comment"
    MEETING_ABSTRACT = "meeting-abstract"
    PART = "part"
    REPUBLICATION = "republication"
    UNSURE = "unsure"
    DIFFERENT = "different"


class Evidence(Value, frozen=True, kw_only=True):
    """What one part of two records says.

    Attributes:
        part: ``title``, ``authors``, ``year``, ``journal``, ``volume``, ``issue``,
            ``page``, ``last-page``, ``place`` (the very same pages of one issue),
            ``abstract``, ``identifier``, ``nature`` (both are dissertations).
        verdict: ``agrees``, ``nearly`` or ``differs``.
        weight: Log odds that it adds to one article.
        detail: Why, in words.
    """

    part: str
    verdict: str
    weight: float = 0.0
    detail: str


class Verdict(Value, frozen=True, kw_only=True):
    """What two records are to each other; the same whichever is named first.

    Attributes:
        kind: The relation.
        confidence: Probability that ``kind`` is right, 0 to 1.
        evidence: Part by part; parts that either record lacks are left out.
        why: The rule that decided, in words.
    """

    kind: Kind
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    why: str

    @property
    def agreeing(self) -> tuple[Evidence, ...]:
        """What agrees, or nearly."""
        return tuple(e for e in self.evidence if e.verdict != "differs")

    @property
    def differing(self) -> tuple[Evidence, ...]:
        """What differs."""
        return tuple(e for e in self.evidence if e.verdict == "differs")

    @property
    def is_worth_telling(self) -> bool:
        """Whether a person would want to know of the pair."""
        return self.kind is not Kind.DIFFERENT
