"""Candidates for a citation out of a heap of works in memory."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from harvester.match.profile import Profile, build_profile
from harvester.match.score import Reading
from harvester.match.words import COMMON
from harvester.model import Citation, Work

_FREQUENT = 0.02
"""Words in a larger share of all titles find nothing."""


class Index:
    """Works by the words of their titles, author and year, volume and page.

    Args:
        works: Those to choose from.
    """

    def __init__(self, works: Iterable[Work]) -> None:
        self._profiles = [build_profile(work) for work in works]
        self._places: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for at, profile in enumerate(self._profiles):
            for key in set(_keys(profile)):
                self._places[key].append(at)

    def candidates(self, citation: Citation, limit: int = 20) -> tuple[Profile, ...]:
        """Return the works that share most with a citation, the rarest parts first."""
        reading = Reading(citation)
        scores: Counter[int] = Counter()
        total = len(self._profiles) or 1
        most = max(50, int(total * _FREQUENT))
        for key in asked_keys(reading):
            places = self._places.get(key, ())
            if 0 < len(places) <= most:
                weight = math.log(1 + total / len(places))
                for at in places:
                    scores[at] += weight  # type: ignore[assignment]
        best = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
        return tuple(self._profiles[at] for at, _ in best)


def _keys(profile: Profile) -> Iterator[tuple[object, ...]]:
    for title in profile.titles:
        for word in title:
            if word not in COMMON:
                yield ("word", word)
    for person in profile.people[:1]:
        for year in profile.years:
            yield ("author", person.family[-1], year)
        for page in profile.pages:
            yield ("author-page", person.family[-1], page)
    for page in profile.pages:
        if profile.volume:
            yield ("place", profile.volume, page)
        for year in profile.years:
            yield ("year-page", year, page)
    for key in profile.keys:
        yield ("key", *key)


def asked_keys(reading: Reading) -> tuple[tuple[object, ...], ...]:
    """Return the keys under which the work of a citation may stand."""
    keys: dict[tuple[object, ...], None] = {}
    for identifier in reading.citation.identifiers:
        keys["key", *identifier.key] = None
    for word in dict.fromkeys(reading.words):
        if word not in COMMON and len(word) > 1:
            keys["word", word] = None
    names = [word for word in reading.words[:10] if word.isalpha() and len(word) > 1]
    numbers = list(dict.fromkeys(reading.numbers))[:30]
    for name in names:
        for year in reading.years:
            for near in (year - 1, year, year + 1):
                keys["author", name, near] = None
        for number in numbers:
            keys["author-page", name, number] = None
    for at, number in enumerate(numbers):
        for other in numbers[:at] + numbers[at + 1 :]:
            keys["place", number, other] = None
        if re.search(r"\d", number):
            for year in reading.years:
                keys["year-page", year, number] = None
    return tuple(keys)
