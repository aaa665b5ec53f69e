"""What the parts of a citation say about a work, in log odds."""

from __future__ import annotations

from typing import NamedTuple

from harvester.model import Value


class Evidence(Value, frozen=True, kw_only=True):
    """What one part says.

    Attributes:
        part: ``title``, ``author``, ``year``, ``volume``, ``issue``, ``page``,
            ``last-page``, ``journal``, ``identifier``, ``short-title`` (one of
            a word or two, which says little), ``title-number`` (a number
            of the title is another), ``kind`` (a thesis is cited).
        verdict: ``agrees``, ``nearly`` or ``differs``.
        weight: Log odds.
    """

    part: str
    verdict: str
    weight: float


class Judgement(Value, frozen=True, kw_only=True):
    """What a comparison came to.

    Attributes:
        confidence: Probability that the work is what the citation means, 0 to 1.
        odds: The same as log odds, before the ceiling for want of evidence.
        evidence: Part by part; parts that either side lacks are left out.
    """

    confidence: float
    odds: float
    evidence: tuple[Evidence, ...]

    @property
    def agreeing(self) -> frozenset[str]:
        """The parts that agree."""
        return frozenset(e.part for e in self.evidence if e.verdict == "agrees")

    def weight(self, part: str) -> float:
        """Return the log odds of one part; 0 where it says nothing."""
        return sum(e.weight for e in self.evidence if e.part == part)

    @property
    def nearly(self) -> frozenset[str]:
        """The parts that nearly agree."""
        return frozenset(e.part for e in self.evidence if e.verdict == "nearly")

    @property
    def differing(self) -> frozenset[str]:
        """The parts that differ."""
        return frozenset(e.part for e in self.evidence if e.verdict == "differs")


class _Weights(NamedTuple):
    agrees: float
    nearly: float
    differs: float


WEIGHTS = {
    "title": _Weights(8.0, 4.0, -7.0),
    "short-title": _Weights(4.0, 0.0, 0.0),
    "title-number": _Weights(0.0, 0.0, -7.0),
    "author": _Weights(4.0, 2.0, -5.0),
    "year": _Weights(2.5, 0.0, -4.5),
    "volume": _Weights(3.0, 1.0, -4.0),
    "issue": _Weights(1.0, 0.0, -1.0),
    "page": _Weights(5.0, 1.5, -5.0),
    "last-page": _Weights(1.5, 0.0, -0.5),
    "journal": _Weights(3.0, 1.0, -2.5),
    "identifier": _Weights(13.0, 0.0, -6.0),
    "kind": _Weights(0.0, 0.0, -4.0),
}


def tell(part: str, verdict: str, share: float = 1.0) -> list[Evidence]:
    """Return the evidence of a part, as a list to add to others.

    Args:
        part: As in ``Evidence``.
        verdict: The same.
        share: How much of its weight it has, from 0 to 1.
    """
    weight = getattr(WEIGHTS[part], verdict) * share
    return [Evidence(part=part, verdict=verdict, weight=round(weight, 2))]
