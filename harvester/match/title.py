"""Whether the title of a work stands in a text, and whether another one does."""

from __future__ import annotations

from difflib import SequenceMatcher

from harvester.match.words import COMMON, alike
from harvester.model import Value

_MEANT = frozenset({"ii", "iii", "iv", "vi", "first", "second", "third"})


class TitleMatch(Value, frozen=True, kw_only=True):
    """How a title and a text agree.

    Attributes:
        share: Share of the title's telling words that stand in the text, in order.
        told: How many telling words those are.
        start, end: The words of the text that they stand among.
        purity: Share of the words between ``start`` and ``end`` that are the title's.
        missing_numbers: Numbers of the title that the text has not, at a place
            where both go on.
    """

    share: float
    told: int
    start: int
    end: int
    purity: float
    missing_numbers: tuple[str, ...] = ()


NOWHERE = TitleMatch(share=0.0, told=0, start=0, end=0, purity=0.0)


def find_title(title: tuple[str, ...], text: tuple[str, ...]) -> TitleMatch:
    """Find the words of a title in those of a text, in order, slips allowed."""
    telling = sum(_tells(word) for word in title)
    if not telling or not set(title) & set(text):
        return NOWHERE
    matched: list[tuple[int, int]] = []
    opcodes = SequenceMatcher(None, title, text, autojunk=False).get_opcodes()
    for kind, a, b, c, d in opcodes:
        if kind == "equal":
            matched += zip(range(a, b), range(c, d), strict=True)
        elif kind == "replace":
            matched += _with_slips(title, text, (a, b), (c, d))
    matched = _densest(matched, title)
    if not matched:
        return NOWHERE
    start, end = matched[0][1], matched[-1][1] + 1
    found = {at for at, _ in matched}
    told = sum(_tells(title[at]) for at in found)
    first, last = min(found), max(found)
    missing = tuple(
        word
        for at, word in enumerate(title)
        if first <= at <= last + 1
        and at not in found
        and (word.isdigit() or word in _MEANT)
    )
    return TitleMatch(
        share=told / telling,
        told=told,
        start=start,
        end=end,
        purity=len({at for _, at in matched}) / (end - start),
        missing_numbers=missing,
    )


def _tells(word: str) -> bool:
    return word not in COMMON


def _with_slips(
    title: tuple[str, ...],
    text: tuple[str, ...],
    here: tuple[int, int],
    there: tuple[int, int],
) -> list[tuple[int, int]]:
    """Pair the words of two differing stretches that are alike or written apart."""
    mine, theirs = title[slice(*here)], text[slice(*there)]
    if "".join(mine) == "".join(theirs):
        last = there[1] - 1
        return [(at, min(there[0] + n, last)) for n, at in enumerate(range(*here))]
    pairs = []
    position = there[0]
    for at in range(*here):
        for other in range(position, min(position + 3, there[1])):
            if alike(title[at], text[other]):
                pairs.append((at, other))
                position = other + 1
                break
    return pairs


def _densest(
    pairs: list[tuple[int, int]], title: tuple[str, ...]
) -> list[tuple[int, int]]:
    """Drop single words that match far away from the rest (an "and" of the names)."""
    pairs = sorted(pairs)
    while len(pairs) > 2:
        head = pairs[1][1] - pairs[0][1] - (pairs[1][0] - pairs[0][0])
        tail = pairs[-1][1] - pairs[-2][1] - (pairs[-1][0] - pairs[-2][0])
        if head > 3 and not (_tells(title[pairs[0][0]]) and head < 6):
            pairs = pairs[1:]
        elif tail > 3:
            pairs = pairs[:-1]
        else:
            break
    return pairs
