"""A text without identifiers → the work whose abstract it is, by shared runs of words.

The measure is containment: the share of the text's runs of five words that a work's
abstract has, too. Other works share next to none of them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from enum import StrEnum
from zlib import crc32

from harvester.match.words import COMMON, fold_words
from harvester.model import Abstract, Value, Work

SIZE = 5
ACCEPT = 0.5
"""From this containment on a text is taken for the work's."""
ASK = 0.2
"""From this containment on a work is named to a person."""
FEWEST = 8
"""Shared runs below which nothing is accepted, however short the text."""
_TIE = 0.7
"""A second work with this share of the best one's containment is a tie."""
_SAMPLE = 4
_LIMIT = 20

Shingles = frozenset[int]


class TextState(StrEnum):
    """What became of a text."""

    ACCEPTED = "accepted"
    AMBIGUOUS = "ambiguous"
    ASK = "ask"
    REJECTED = "rejected"


class Held(Value, frozen=True, kw_only=True):
    """A work with the share of a text's runs that it holds, and their number."""

    work: Work
    containment: float
    shared: int


class TextAnswer(Value, frozen=True, kw_only=True):
    """What a text is taken from.

    Attributes:
        state: Only ``accepted`` names one work.
        works: The likeliest first.
    """

    state: TextState
    works: tuple[Held, ...] = ()


def abstract_text(work: Work) -> str:
    """Return the words of a work's own abstract without labels; ``""`` for none."""
    return _plain(work.abstract) if work.abstract else ""


def _plain(abstract: Abstract) -> str:
    return " ".join(section.text.plain for section in abstract.sections)


def build_shingles(text: str) -> Shingles:
    """Return the runs of five words of a text, each as a number."""
    words = fold_words(text)
    return frozenset(
        crc32(" ".join(words[at : at + SIZE]).encode())
        for at in range(len(words) - SIZE + 1)
    )


def find_containment(text: Shingles, held: Shingles) -> float:
    """Return the share of the runs of ``text`` that ``held`` has, from 0 to 1.

    Examples:
        >>> text = build_shingles("one two three four five six")
        >>> find_containment(text, build_shingles("one two three four five seven"))
        0.5
    """
    return len(text & held) / len(text) if text else 0.0


def identify_text(text: str, works: Iterable[Work]) -> TextAnswer:
    """Return the work whose abstract a text is, or is part of.

    Accepted from half of the runs on, with at least ``FEWEST`` of them; two works
    that hold about as much are a tie.
    """
    asked = build_shingles(text)
    held = []
    for work in works:
        texts = [abstract_text(work), *map(_plain, work.other_abstracts)]
        own = max(
            (build_shingles(one) for one in texts),
            key=lambda shingles: len(asked & shingles),
        )
        shared = len(asked & own)
        held.append(
            Held(
                work=work,
                containment=round(find_containment(asked, own), 3),
                shared=shared,
            )
        )
    ranked = sorted(held, key=lambda h: (-h.containment, str(h.work.article_keys)))
    named = tuple(one for one in ranked if one.containment >= ASK)[:_LIMIT]
    return TextAnswer(state=_state(named), works=named)


def _state(named: tuple[Held, ...]) -> TextState:
    if not named:
        return TextState.REJECTED
    best = named[0]
    if best.containment < ACCEPT or best.shared < FEWEST:
        return TextState.ASK
    tied = [
        one
        for one in named[1:]
        if one.containment >= _TIE * best.containment
        and not set(one.work.article_keys) & set(best.work.article_keys)
    ]
    return TextState.AMBIGUOUS if tied else TextState.ACCEPTED


class ShingleIndex:
    """Works by a sample of the runs of words of their abstracts.

    Args:
        works: Those to choose from.
    """

    def __init__(self, works: Iterable[Work]) -> None:
        self._works = list(works)
        self._places: dict[int, list[int]] = defaultdict(list)
        for at, work in enumerate(self._works):
            for shingle in build_shingles(abstract_text(work)):
                if shingle % _SAMPLE == 0:
                    self._places[shingle].append(at)

    def ask(self, text: str, *, without: Work | None = None) -> TextAnswer:
        """Return what a text is taken from; see ``identify_text``.

        Args:
            text: An abstract or part of one.
            without: A work that is not meant.
        """
        counted: Counter[int] = Counter()
        for shingle in build_shingles(text):
            counted.update(self._places.get(shingle, ()))
        likely = [
            self._works[at]
            for at, _ in counted.most_common(_LIMIT)
            if self._works[at] is not without
        ]
        return identify_text(text, likely)


def find_phrases(text: str, count: int = 3, size: int = 5) -> tuple[str, ...]:
    """Return the runs of words by which a text is best searched for.

    Runs of long words without numbers, from different sentences: without a corpus
    the longest words are the likeliest to be rare. Printed words, for a service that
    folds differently.
    """
    runs: list[tuple[float, int, str]] = []
    for number, sentence in enumerate(re.split(r"(?<=[.;:?!])\s+|[(),;:]", text)):
        words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", sentence)
        if sentence.strip(" .;:?!") and re.search(r"\d", sentence):
            continue
        for at in range(len(words) - size + 1):
            run = words[at : at + size]
            telling = [word for word in run if word.lower() not in COMMON]
            weight = sum(min(len(word), 12) for word in telling) / size
            runs.append((weight, number, " ".join(run)))
    chosen: dict[int, str] = {}
    for _, number, phrase in sorted(runs, key=lambda r: (-r[0], r[1])):
        chosen.setdefault(number, phrase)
    return tuple(chosen.values())[:count]
