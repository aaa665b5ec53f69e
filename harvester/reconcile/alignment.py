"""Two bylines of one article, slot by slot: who of the one is who of the other."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from harvester.model import Contributor
from harvester.normalize.name_agreement import names_agree, names_contradict
from harvester.normalize.name_words import fold_name
from harvester.normalize.names import name_key

Link = tuple[int, int]
"""A place in the one list and the place of the same contributor in the other."""
People = Sequence[Contributor]

_REACH = 20
"""How far a stretch may be shifted against another of the same length."""
_SAME_ORCID, _SAME_NAME, _SAME_KEY, _ORCID_ALONE, _OTHER_ORCID = 12, 9, 8, 5, 3
_BY_RULE = {"same-words": 6, "shared-word": 4}
_SHARED = 0.6
"""Of all words of two names of groups: so many in common are one group."""


def align(one: People, other: People) -> tuple[Link, ...]:
    """Return which places of two lists of the same article are one contributor's.

    Roles are aligned apart, names that a source marks as wrong apart from the others.
    In each an ordered matching with gaps is sought: first what has a name of its own
    on both sides, then between these the matching with the most evidence
    (Needleman-Wunsch); of two who are equally good for one place neither is linked.
    Equal ORCID iDs are the strongest evidence; different ones keep two people apart
    unless their names are the same in every part. What only the place can decide
    (initials in the place of a surname, another given name) is linked where the gaps
    of both sides are equally long. Whoever is left on both sides under a name or an
    ORCID iD of their own only stands in another place.

    Returns:
        Links in the order of ``one``; no place stands in two of them.
    """
    others = _parts(other)
    links = []
    for part, mine in _parts(one).items():
        theirs = others.get(part, [])
        found = _align([one[i] for i in mine], [other[j] for j in theirs])
        links += [(mine[i], theirs[j]) for i, j in found]
    return tuple(sorted(links))


def in_order(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return as many links as possible that cross no other one."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    ordered = sorted(links)
    for index, (_, j) in enumerate(ordered):
        place = bisect_left(ends, j)
        before.append(tails[place - 1] if place else -1)
        ends[place : place + 1] = [j]
        tails[place : place + 1] = [index]
    chain: list[Link] = []
    index = tails[-1] if tails else -1
    while index >= 0:
        chain.append(ordered[index])
        index = before[index]
    return tuple(reversed(chain))


def stretches(
    links: Iterable[Link], one_count: int, other_count: int
) -> Iterator[tuple[range, range]]:
    """Return what lies before, between and behind ordered links, on both sides."""
    i = j = 0
    for a, b in (*links, (one_count, other_count)):
        yield range(i, a), range(j, b)
        i, j = a + 1, b + 1


def _parts(people: People) -> dict[tuple[str, bool], list[int]]:
    parts: dict[tuple[str, bool], list[int]] = {}
    for index, person in enumerate(people):
        parts.setdefault((person.role, person.is_valid), []).append(index)
    return parts


def _align(one: People, other: People) -> list[Link]:
    if not one or not other:
        return []
    named = _named_once(one, other)
    anchors = in_order(named)
    links = list(anchors)
    for mine, theirs in stretches(anchors, len(one), len(other)):
        links += _match(one, mine, other, theirs)
    links.sort()
    for mine, theirs in list(stretches(links, len(one), len(other))):
        if len(mine) == len(theirs):
            links += [
                (i, j)
                for i, j in zip(mine, theirs, strict=True)
                if _agree(one[i], other[j]) and _may_be_one(one[i], other[j])
            ]
    return links + _moved(links, named, one, other)


def _named_once(one: People, other: People) -> list[Link]:
    """Link names that stand once on either side; they need not stand in order."""
    mine, theirs = _once(map(name_key, one)), _once(map(name_key, other))
    return [
        (i, theirs[key])
        for key, i in mine.items()
        if key in theirs and _evidence(one[i], other[theirs[key]]) >= _SAME_KEY
    ]


def _once(keys: Iterable[str | None]) -> dict[str, int]:
    """Return the place of every key that stands in one place only."""
    listed = list(keys)
    counts = Counter(listed)
    return {key: at for at, key in enumerate(listed) if key and counts[key] == 1}


def _match(one: People, mine: range, other: People, theirs: range) -> list[Link]:
    """Return the ordered matching of two stretches that has the most evidence."""
    if not mine or not theirs:
        return []
    reach = _REACH + abs(len(mine) - len(theirs))
    best = [[0] * (len(theirs) + 1)]
    for i, at in enumerate(mine, start=1):
        above, row = best[-1], best[-1][:]
        for j in range(max(1, i - reach), min(len(theirs), i + reach) + 1):
            row[j] = max(above[j], row[j - 1])
            if evidence := _evidence(one[at], other[theirs[j - 1]]):
                row[j] = max(row[j], above[j - 1] + evidence)
        best.append(row)
    links = []
    i, j = len(mine), len(theirs)
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            links.append((mine[i], theirs[j]))
    return list(_unambiguous(links, one, mine, other, theirs))


def _unambiguous(
    links: list[Link], one: People, mine: range, other: People, theirs: range
) -> Iterator[Link]:
    """Yield the links for which nobody left over in the stretch is as good a one."""
    left = set(mine) - {i for i, _ in links}
    right = set(theirs) - {j for _, j in links}
    for i, j in links:
        evidence = _evidence(one[i], other[j])
        if all(_evidence(one[k], other[j]) < evidence for k in left) and all(
            _evidence(one[i], other[k]) < evidence for k in right
        ):
            yield i, j


def _moved(
    links: Iterable[Link], named: Iterable[Link], one: People, other: People
) -> list[Link]:
    """Link whom both sides have left under one name or ORCID iD, at another place."""
    mine, theirs = ({link[side] for link in links} for side in (0, 1))
    orcids = _once(person.orcid for person in other)
    moved = [
        *(
            (i, orcids[o])
            for o, i in _once(p.orcid for p in one).items()
            if o in orcids
        ),
        *named,
    ]
    found = []
    for i, j in moved:
        if i not in mine and j not in theirs and _evidence(one[i], other[j]) > 0:
            found.append((i, j))
            mine.add(i)
            theirs.add(j)
    return found


def _evidence(one: Contributor, other: Contributor) -> int:
    """Return how much speaks for one person, wherever they stand; 0: too little."""
    is_key_same = name_key(one) == name_key(other)
    is_same = is_key_same and _rest(one) == _rest(other)
    if not _may_be_one(one, other):
        return _OTHER_ORCID if is_same else 0
    if one.orcid and other.orcid:
        return _SAME_ORCID if is_key_same or _agree(one, other) else _ORCID_ALONE
    if is_same:
        return _SAME_NAME
    is_short = _is_short(one) or _is_short(other)
    if not (is_key_same and is_short) and names_contradict(one, other):
        return 0
    if is_key_same:
        return _SAME_KEY
    return _BY_RULE.get(_agree(one, other) or "", 0)


def _may_be_one(one: Contributor, other: Contributor) -> bool:
    """Whether neither ORCID iDs nor suffixes tell two people apart."""
    pairs = ((one.orcid, other.orcid), (one.suffix, other.suffix))
    return all(not mine or not theirs or mine == theirs for mine, theirs in pairs)


def _agree(one: Contributor, other: Contributor) -> str | None:
    """Compare people with people, groups with groups, what may be either by words."""
    if one.family is not None and other.family is not None:
        return names_agree(one, other)
    mine, theirs = _words(one), _words(other)
    shared = len(mine & theirs)
    if one.family is None and other.family is None:
        is_part = shared == min(len(mine), len(theirs))
        is_one = is_part or shared >= _SHARED * len(mine | theirs)
    else:
        is_one = mine == theirs
    return "same-words" if shared and is_one else None


def _words(name: Contributor) -> set[str]:
    parts = (name.literal, name.given, name.dropping_particle, name.family)
    return {word for part in parts if part for word in fold_name(part).split()}


def _is_short(person: Contributor) -> bool:
    """Whether no given name is spelt out."""
    return person.given is None or person.given == person.initials


def _rest(person: Contributor) -> tuple[str, str | None]:
    """Return what of a name its key leaves out."""
    return fold_name(person.given or person.initials or ""), person.suffix
