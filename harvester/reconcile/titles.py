"""How much two titles say for, or against, two records being of one work."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from itertools import accumulate

from harvester.model import Work
from harvester.normalize.titles import normalize_title, title_key

SAME, SAME_SHORT, WEAK, GENERIC, DIFFERENT = 3, 2, 1, -1, -4

_UNKNOWN = re.compile(
    r"\W*(?:title )?not available\W*|\W*(?:no title|untitled)\W*", re.IGNORECASE
)
_LAST_LATIN = "\u024f"
_ENGLISH = frozenset({"eng", "en"})
_ORDINALS = frozenset({"i", "ii", "iii", "iv", "vi", "vii", "viii", "ix"})
_NOTICE_WORDS = """
addendum comment commentary comments concern corrected correction corrections
corrigenda corrigendum discussion errata erratum protocol re reply response retraction
"""
_NOTICE = frozenset(_NOTICE_WORDS.split())
"""What makes of a title that of another work."""
_SECTION_WORDS = """
a abstract abstracts an and announcement announcements article articles author authors
book books brief by case communication correspondence department der die editor
editorial editorials editors for from in index introduction issue journal letter letters
medical news note notes of on open original paper poster preface report reports research
retracted review reviews section session short summary table the this to und with
"""
_GENERIC_WORDS = _NOTICE | frozenset(_SECTION_WORDS.split())
"""What heads a section as often as an article."""
_TELLING_LETTERS = 15
_SIMILAR = 0.8
_SPELLED, _WRITTEN = 0.8, 0.9
"""Two words with a slip; the same words, written together or apart."""
_LONG = 4


def weigh_titles(one: Work, other: Work) -> int:
    """Return ``SAME`` … ``DIFFERENT``, or 0 where the titles say nothing.

    Any title of one may meet any of the other: with or without subtitle, in the
    original language. A translation that is put otherwise says nothing.
    """
    pairs = [(mine, theirs) for mine in _titles(one) for theirs in _titles(other)]
    if not pairs:
        return 0
    weight = max(_weigh(mine, theirs) for mine, theirs in pairs)
    if weight < 0 and (
        _is_translated(one)
        or _is_translated(other)
        or _is_latin_title(one) != _is_latin_title(other)
    ):
        return 0
    return weight


def is_latin(text: str) -> bool:
    """Whether most letters of a text are Latin ones.

    Examples:
        >>> is_latin("TNF-α in Ménière's disease"), is_latin("肝切除术"), is_latin("")
        (True, False, True)
    """
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(letter > _LAST_LATIN for letter in letters) <= len(letters)


def _is_latin_title(work: Work) -> bool:
    return work.title is None or is_latin(work.title.plain)


def _titles(work: Work) -> tuple[str, ...]:
    """Return the keys of all titles of a work."""
    printed = [work.title, work.original_title, *work.other_titles]
    texts = [
        text.plain for text in printed if text and not _UNKNOWN.fullmatch(text.plain)
    ]
    if work.title and work.subtitles:
        texts.append(f"{work.title.plain} {work.subtitles[0].plain}")
    return tuple(dict.fromkeys(key for text in texts if (key := title_key(text))))


def _is_translated(work: Work) -> bool:
    title = normalize_title(work.title.plain) if work.title else None
    is_foreign = bool(work.languages) and _ENGLISH.isdisjoint(work.languages)
    return is_foreign or bool(title and title.is_translated)


def _weigh(one: str, other: str) -> int:
    """Weigh two keys against each other."""
    mine, theirs = one.split(), other.split()
    is_generic = [_GENERIC_WORDS.issuperset(words) for words in (mine, theirs)]
    if one == other:
        return WEAK if any(is_generic) else SAME if _tells(mine) else SAME_SHORT
    if any(is_generic):
        return sum(is_generic) * GENERIC
    common = Counter(mine) & Counter(theirs)
    rest = _without(mine, common), _without(theirs, common)
    if _goes_on(mine, theirs):
        weight = _weigh_subtitle({*rest[0], *rest[1]})
        return min(weight, SAME if _tells(min(mine, theirs, key=len)) else WEAK)
    shorter, longer = sorted((len(mine), len(theirs)))
    if common.total() >= _SIMILAR * longer or (
        common.total() < _SIMILAR * shorter and _spelled_alike(one, other)
    ):
        return _weigh_rest(*rest)
    is_less = common.total() >= _SIMILAR * shorter
    return 0 if is_less and _NOTICE.isdisjoint([*rest[0], *rest[1]]) else DIFFERENT


def _weigh_subtitle(words: set[str]) -> int:
    """Weigh what one title has more than the other, behind it."""
    if words & _NOTICE and words <= _GENERIC_WORDS:
        return DIFFERENT
    return 0 if words & _ORDINALS else SAME


def _weigh_rest(mine: list[str], theirs: list[str]) -> int:
    """Weigh the few words in which two titles differ.

    Words on both sides that are not spelled alike make another title, or another
    wording: another part of a series differs in a number.
    """
    if _NOTICE.intersection([*mine, *theirs]):
        return DIFFERENT
    numbers = [[word for word in words if _is_number(word)] for words in (mine, theirs)]
    if all(numbers):
        return DIFFERENT
    if not any(numbers) and _spelled_alike("".join(mine), "".join(theirs), _WRITTEN):
        return SAME
    unlike = [
        any(not any(_alike(word, other) for other in others) for word in words)
        for words, others in ((mine, theirs), (theirs, mine))
    ]
    return 0 if all(unlike) or any(numbers) else SAME


def _without(words: list[str], taken: Counter[str]) -> list[str]:
    left, rest = [], Counter(taken)
    for word in words:
        if rest[word]:
            rest[word] -= 1
        else:
            left.append(word)
    return left


def _tells(words: list[str]) -> bool:
    telling = [word for word in words if word not in _GENERIC_WORDS]
    return len(telling) > 1 and sum(map(len, telling)) >= _TELLING_LETTERS


def _goes_on(one: list[str], other: list[str]) -> bool:
    """Whether one title goes on where the other ends, with a subtitle."""
    shorter, longer = sorted((one, other), key=lambda words: sum(map(len, words)))
    return "".join(shorter) in accumulate(longer)


def _spelled_alike(one: str, other: str, least: float = _SPELLED) -> bool:
    spelled = SequenceMatcher(None, one, other, autojunk=False)
    return (
        spelled.real_quick_ratio() >= least
        and spelled.quick_ratio() >= least
        and spelled.ratio() >= least
    )


def _alike(one: str, other: str) -> bool:
    return one == other or (
        min(len(one), len(other)) >= _LONG and _spelled_alike(one, other)
    )


def _is_number(word: str) -> bool:
    return word.isdigit() or word in _ORDINALS
