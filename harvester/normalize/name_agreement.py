"""Whether two spellings at the same place of two bylines may be one person."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import takewhile

from harvester.model import Contributor, Value
from harvester.normalize.name_words import PARTICLES, fold_name

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "2nd", "3rd", "4th"})
_NOT_NAMES = _SUFFIXES | {"null", "group"}
_VOWEL = re.compile("[aeiouy?]")


class _Spelling(Value, frozen=True, kw_only=True):
    """Words of three letters and more, letters standing for words, and all letters."""

    words: tuple[str, ...]
    singles: tuple[str, ...]
    letters: tuple[str, ...]


def names_agree(one: Contributor, other: Contributor) -> str | None:
    """Return the rule by which two spellings may name one person, or None.

    Made for two names at the same place of two lists of the same article: there a
    part in the wrong field, a lost letter or a family name taken for a given name is
    likelier than another person. Never a proof of identity.

    Rules, the strongest first: ``same-words`` (all words of the shorter in the longer),
    ``shared-word`` (a word in common, a letter of it lost, misread or marked, and
    no initials against it), ``same-initials`` (initials of one are the words of the
    other, in any order), ``family-lost`` (one side keeps only given name or initials),
    ``same-beginning`` (the end of the surname misread, all initials equal).
    """
    first, second = _spelling_of(one), _spelling_of(other)
    if not first.letters or not second.letters:
        return None
    if first.words and second.words:
        shorter, longer = sorted((first, second), key=lambda side: len(side.words))
        shared = "".join(word[0] for word in shorter.words)
        if set(shorter.words) <= set(longer.words) and _fits(
            shorter, longer, shared, shared
        ):
            return "same-words"
        if _share_word(first, second):
            return "shared-word"
    return (
        _by_initials(first, second)
        or _by_initials(second, first)
        or _by_beginning(first, second)
    )


def names_contradict(one: Contributor, other: Contributor) -> bool:
    """Whether each of two spellings has a word or a letter that the other cannot have.

    Kim SC and Kim SH, Wang Lei and Wang Lin, but not Smith J and Smith John Albert: so
    contradicted, only their place in the byline can make them one person.
    """
    first, second = _spelling_of(one), _spelling_of(other)
    if _more(first.letters, second.letters) and _more(second.letters, first.letters):
        return True
    return any(_is_apart(word, second) for word in first.words) and any(
        _is_apart(word, first) for word in second.words
    )


def _more(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return bool(Counter(mine) - Counter(theirs))


def _is_apart(word: str, other: _Spelling) -> bool:
    """Whether the other spelling has neither the word nor an initial for it."""
    return word[0] not in other.singles and not any(
        _alike(word, theirs) for theirs in other.words
    )


def _spelling_of(name: Contributor) -> _Spelling:
    surname = name.family or name.literal
    parts = (
        name.dropping_particle,
        surname,
        name.given or name.initials,
        name.suffix,
    )
    return _spelling(" ".join(part for part in parts if part), surname or "")


@lru_cache(maxsize=16384)
def _spelling(text: str, surname: str) -> _Spelling:
    # A question mark stands for a letter that was lost; the folding would drop it.
    printed = re.sub(r"(?<=\w)\?|\?(?=\w)", "qqq", text)
    tokens = [token.replace("qqq", "?") for token in fold_name(printed).split()]
    blocks = {word.lower() for word in re.findall(r"\b[A-Z][A-Z]{1,2}\b", text)}
    words: list[str] = []
    singles: list[str] = []
    particles: list[str] = []
    tokens = [token for token in tokens if token not in _NOT_NAMES]
    # Li, Le and Do are surnames too.
    is_surname = PARTICLES.issuperset(fold_name(surname).split())
    for token in tokens:
        if token in PARTICLES and len(token) > 1 and not is_surname:
            particles.append(token)
        elif _is_block(token, is_alone=len(tokens) == 1) or token in blocks:
            singles.extend(token)
        else:
            words.append(token)
    if not words and len(tokens) > 1:
        words = particles
    letters = sorted([*singles, *(word[0] for word in words)])
    return _Spelling(words=tuple(words), singles=tuple(singles), letters=tuple(letters))


def _is_block(token: str, *, is_alone: bool) -> bool:
    """Whether a token is initials: Xu is a surname, Bw and a lone Ab are none."""
    if len(token) == 2:
        return is_alone or not _VOWEL.search(token)
    return len(token) == 1


def _fits(one: _Spelling, other: _Spelling, mine: str, theirs: str) -> bool:
    """Whether the initials beside a word of each side do not contradict."""
    left = _without(one.letters, mine)
    right = _without(other.letters, theirs)
    return not left or not right or bool(set(left) & set(right))


def _without(letters: tuple[str, ...], taken: str) -> list[str]:
    left = list(letters)
    for letter in taken:
        if letter in left:
            left.remove(letter)
    return left


def _share_word(one: _Spelling, other: _Spelling) -> bool:
    return any(
        _alike(mine, theirs) and _fits(one, other, mine[0], theirs[0])
        for mine in one.words
        for theirs in other.words
    )


def _alike(one: str, other: str) -> bool:
    """Whether two words are one: a letter lost, misread, or a mark glued to the end.

    A letter more at the end may be an affiliation mark, or have lost its accent on the
    other side; but an e makes another name (Gabel and Gabele, Clark and Clarke).
    """
    if one == other:
        return True
    if "?" in one or "?" in other:
        return _lost(one, other) or _lost(other, one)
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1 or len(shorter) < 3:
        return False
    if longer.startswith(shorter):
        return longer[-1] != "e"
    return _misread(shorter) == _misread(longer) or _one_inside(shorter, longer)


def _one_inside(shorter: str, longer: str) -> bool:
    """Whether one letter inside is another one, or is left out."""
    pairs = enumerate(zip(shorter, longer, strict=False))
    start = next(at for at, (a, b) in pairs if a != b)
    if len(shorter) == len(longer):
        return start > 1 and shorter[start + 1 :] == longer[start + 1 :] != ""
    return start > 0 and shorter[start:] == longer[start + 1 :]


def _lost(dirty: str, clean: str) -> bool:
    pattern = re.escape(dirty).replace(r"\?", ".{0,2}")
    return bool(re.fullmatch(pattern, clean))


def _misread(word: str) -> str:
    """Return a word as a scanner reads it: rn as m."""
    return word.replace("rn", "m")


def _by_beginning(one: _Spelling, other: _Spelling) -> str | None:
    """Compare surnames whose ends, of two letters and more, are different."""
    if one.letters != other.letters or len(one.words) != 1 or len(other.words) != 1:
        return None
    shorter, longer = sorted((one.words[0], other.words[0]), key=len)
    pairs = zip(shorter, longer, strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    is_end_lost = shared > len(longer) / 2 and shared <= len(shorter) - 2
    return "same-beginning" if shared >= 4 and is_end_lost else None


def _by_initials(few: _Spelling, many: _Spelling) -> str | None:
    """Compare initials where no word is shared."""
    if len(few.letters) > 1 and few.letters == many.letters:
        words_are_spelt = all(word[0] in many.singles for word in few.words)
        return "same-initials" if words_are_spelt else None
    if not few.words and len(few.singles) > 1 and many.words:
        return "family-lost" if set(few.singles) <= set(many.letters) else None
    if len(few.words) == 1 and not few.singles and many.words:
        return "family-lost" if few.words[0][0] in many.singles else None
    return None
