"""Candidates for a citation out of a heap of works in memory."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from harvester.match.profile import Profile, build_profile
from harvester.match.reading import Reading
from harvester.match.words import COMMON
from harvester.model import Citation, Work

MatchKey = tuple[str | int, ...]
_NUMBERS = 30
_FREQUENT = 0.02
"""Words in a larger share of all titles find nothing."""


class Index:
    """Works by the words of their titles, author and year, volume and page.

    Args:
        works: Those to choose from.
    """

    def __init__(self, works: Iterable[Work]) -> None:
        self._profiles = [build_profile(work) for work in works]
        self._places: dict[MatchKey, list[int]] = defaultdict(list)
        for at, profile in enumerate(self._profiles):
            for key in set(_keys(profile)):
                self._places[key].append(at)

    def candidates(self, citation: Citation, limit: int = 20) -> tuple[Profile, ...]:
        """Return the works that share most with a citation, the rarest parts first."""
        reading = Reading(citation)
        scores: dict[int, float] = defaultdict(float)
        total = len(self._profiles) or 1
        most = max(50, int(total * _FREQUENT))
        for key in asked_keys(reading):
            places = self._places.get(key, ())
            if 0 < len(places) <= most:
                weight = math.log(1 + total / len(places))
                for at in places:
                    scores[at] += weight
        best = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
        return tuple(self._profiles[at] for at, _ in best)


def _keys(profile: Profile) -> Iterator[MatchKey]:
    yield from (("key", *key) for key in profile.keys)
    words = {word for title in profile.titles for word in title}
    yield from (("word", word) for word in words - COMMON)
    for page in profile.pages:
        if profile.volume:
            yield ("place", profile.volume, page)
        yield from (("year-page", year, page) for year in profile.years)
    for person in profile.people[:1]:
        name = person.family[-1]
        yield from (("author", name, year) for year in profile.years)
        yield from (("author-page", name, page) for page in profile.pages)


def asked_keys(reading: Reading) -> tuple[MatchKey, ...]:
    """Return the keys under which the work of a citation may stand."""
    names = [word for word in reading.words[:10] if word.isalpha() and len(word) > 1]
    numbers = list(dict.fromkeys(reading.numbers))[:_NUMBERS]
    pages = [number for number in numbers if re.search(r"\d", number)]
    near = [year + step for year in reading.years for step in (-1, 0, 1)]
    keys: list[MatchKey] = [("key", *i.key) for i in reading.citation.identifiers]
    keys += (("word", w) for w in reading.words if w not in COMMON and len(w) > 1)
    keys += (("author", name, year) for name in names for year in near)
    keys += (("author-page", name, number) for name in names for number in numbers)
    keys += (("place", a, b) for a in numbers for b in numbers if a != b)
    keys += (("year-page", year, page) for year in reading.years for page in pages)
    return tuple(dict.fromkeys(keys))
