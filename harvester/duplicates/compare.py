"""Two records, part by part: what agrees, what differs, and why, in words.

A part that either record lacks is silent. The weights are log odds that both are one
article, given that something made them a pair at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from harvester.duplicates.features import Features, Heading
from harvester.duplicates.verdict import Evidence
from harvester.match.words import alike
from harvester.model import DOI, Contributor
from harvester.normalize.journals import issns_of, journal_key, journals_agree
from harvester.normalize.name_agreement import names_agree
from harvester.normalize.pages import normalize_pages

_FULL_TITLE = 10.0
_GROUP = re.compile(
    r"\b(?:groups?|stud(?:y|ies)|trials?|collaborat\w*|investigators|committee|society"
    r"|consortium|association|network|organi[sz]ation|task force|college|institute)\b",
    re.IGNORECASE,
)
_ARTICLE_NUMBER = re.compile(r"[b-oq-rt-z]\d{3,}")
"""As BMJ counts articles (``c1804``); S and P stand before pages of supplements."""
_Byline = tuple[Contributor, ...]
_FEWEST_RUNS = 8
"""Runs of words from which on an abstract says something."""


def compare(one: Features, other: Features) -> tuple[Evidence, ...]:
    """Return what the parts of two records say; the order of the two is no matter."""
    return tuple(
        piece
        for find in (
            *(find_identifier, find_title, find_authors, find_dissertation),
            *(find_year, find_journal),
            *(find_volume, find_issue, find_pages, find_abstract),
        )
        for piece in find(one, other)
    )


def find_identifier(one: Features, other: Features) -> Iterator[Evidence]:
    """Compare DOI, PMID and PMCID.

    Two of one scheme speak against one article; two DOIs of one registrant do so more
    than those of two, who may both have registered it.
    """
    shared = one.profile.keys & other.profile.keys
    if shared:
        said = ", ".join(f"{scheme}:{value}" for scheme, value in sorted(shared))
        yield _tell("identifier", "agrees", 13.0, f"both have {said}")
        return
    first, second = dict(one.profile.keys), dict(other.profile.keys)
    both = sorted(first.keys() & second.keys())
    if not both:
        return
    said = ", ".join(f"{s}:{_two(first[s], second[s])}" for s in both)
    registrants = [{r.registrant for r in side.registrations} for side in (one, other)]
    is_mild = both == [DOI] and not registrants[0] & registrants[1]
    yield _tell("identifier", "differs", -1.0 if is_mild else -7.0, said)


def find_title(one: Features, other: Features) -> Iterator[Evidence]:
    """Compare every title of one with every title of the other; the best counts."""
    found = [
        compare_headings(mine, theirs)
        for mine in one.headings
        for theirs in other.headings
    ]
    if found:
        yield max(found, key=lambda piece: (piece.weight, piece.detail))


def compare_headings(one: Heading, other: Heading) -> Evidence:
    """Compare two titles word by word; what they share counts by its length."""
    size = min(len(one.telling), len(other.telling))
    if one.joined == other.joined:
        weight = min(_FULL_TITLE, 3.0 + 0.7 * size)
        return _tell("title", "agrees", weight, "the same words")
    only, others = one.telling - other.telling, other.telling - one.telling
    missing = _without_slips(only, others)
    more = _without_slips(others, only)
    numbers = (one.numbers - other.numbers, other.numbers - one.numbers)
    if all(numbers):
        said = _two(" ".join(sorted(numbers[0])), " ".join(sorted(numbers[1])))
        return _tell("title", "differs", -7.0, f"other numbers: {said}")
    shared = size - min(len(missing), len(more), size)
    share = shared / max(len(one.telling), len(other.telling))
    inside = shared / size
    if share >= 0.85 and not any(numbers):
        weight = min(_FULL_TITLE, 3.0 + 0.7 * shared) * share
        return _tell("title", "nearly", weight, _odd(missing, more))
    if inside > 0.99 and size > 3 and (begins := _begins(one, other)):
        weight = min(5.0, 0.5 + 0.6 * shared) - 3.0 * any(numbers)
        return _tell("title", "nearly", weight, f"one goes on: {begins}")
    if share >= 0.4 and shared > 2:
        return _tell("title", "nearly", 6.0 * share - 4.0, _odd(missing, more))
    return _tell("title", "differs", -6.0, _odd(missing, more))


def _without_slips(words: frozenset[str], others: frozenset[str]) -> list[str]:
    """Return the words that no other one nearly is, nor makes up with its neighbour."""
    joined = "".join(sorted(others))
    return sorted(
        word
        for word in words
        if not any(alike(word, other) for other in others if other[0] == word[0])
        and not (len(word) > 4 and word in joined)
    )


def _begins(one: Heading, other: Heading) -> str | None:
    """Return what the longer title has more behind the shorter one, or None."""
    shorter, longer = sorted((one, other), key=lambda h: (len(h.joined), h.joined))
    if not longer.joined.startswith(shorter.joined[: max(len(shorter.joined) - 3, 9)]):
        return None
    return " ".join(longer.words[len(shorter.words) :][:8])


def _odd(missing: list[str], more: list[str]) -> str:
    said = sorted(" ".join(words[:6]) or "nothing" for words in (missing, more))
    return f"words of one only: {_two(*said)}" if missing or more else "slips"


def find_authors(one: Features, other: Features) -> Iterator[Evidence]:
    """Compare the bylines: the first authors, then how many of all agree."""
    if not one.authors or not other.authors:
        return
    shorter, longer = sorted((one.authors, other.authors), key=len)
    if _is_group(one) != _is_group(other):
        said = f"a group and a person: {_two(_name(one), _name(other))}"
        return (yield _tell("authors", "nearly", 0.0, said))
    is_first = names_agree(shorter[0], longer[0]) is not None
    size = len(shorter)
    counts = _two(str(size), str(len(longer)))
    if is_first and _are_aligned(shorter, longer):
        weight = 4.0 if size == 1 else 5.5
        weight -= 1.5 * (len(longer) > size > 1 and size not in {3, 6})
        weight -= 1.0 * (size == 1 and len(longer) > 1)
        return (yield _tell("authors", "agrees", weight, f"in order, of {counts}"))
    if is_first:
        return (yield _tell("authors", "nearly", 2.0, f"the first, of {counts}"))
    if _are_held(shorter, longer):
        weight = 2.5 if size > 1 else 0.5
        yield _tell("authors", "nearly", weight, f"in another order, of {counts}")
    else:
        yield _tell("authors", "differs", -6.0, _two(_name(one), _name(other)))


def _are_aligned(shorter: _Byline, longer: _Byline) -> bool:
    """Whether two of three names agree with the one at the same place."""
    pairs = zip(shorter, longer, strict=False)
    strange = (a for a, b in pairs if names_agree(a, b) is None)
    return _are_at_most(len(shorter) // 3, strange)


def _are_held(shorter: _Byline, longer: _Byline) -> bool:
    """Whether six of ten names agree with one at any place."""
    strange = (a for a in shorter if all(names_agree(a, b) is None for b in longer))
    return _are_at_most(len(shorter) * 4 // 10, strange)


def _are_at_most(most: int, found: Iterator[object]) -> bool:
    """Whether there are no more than so many; looks no further than it must."""
    return next(islice(found, most, None), None) is None


def _is_group(side: Features) -> bool:
    first = side.authors[0]
    written = " ".join(filter(None, (first.given, first.family, first.literal)))
    return bool(_GROUP.search(written))


def _name(side: Features) -> str:
    first = side.authors[0]
    return first.family or first.literal or first.given or ""


def find_dissertation(one: Features, other: Features) -> Iterator[Evidence]:
    """Say that both are dissertations: a person writes hardly two of one title."""
    if one.is_dissertation and other.is_dissertation:
        yield _tell("nature", "agrees", 4.0, "dissertations")


def find_year(one: Features, other: Features) -> Iterator[Evidence]:
    """Compare the years; a year is near the next one (online, then printed)."""
    first, second = one.profile.years, other.profile.years
    if not first or not second:
        return
    if first & second:
        yield _tell("year", "agrees", 1.5, str(max(first & second)))
        return
    apart = min(abs(a - b) for a in first for b in second)
    said = _two(str(min(first)), str(min(second)))
    if apart == 1:
        yield _tell("year", "nearly", -1.0, said)
    else:
        yield _tell("year", "differs", -3.0 if apart < 4 else -5.0, said)


def find_journal(one: Features, other: Features) -> Iterator[Evidence]:
    """Compare the journals: by ISSN, by name, by abbreviation or acronym."""
    first, second = one.profile, other.profile
    if not first.journals or not second.journals:
        return
    names = _two(min(first.journals, key=len), min(second.journals, key=len))
    if _issns(one) & _issns(other) or any(
        a == b or journals_agree(a, b) for a in first.journals for b in second.journals
    ):
        yield _tell("journal", "agrees", 2.5, names)
    elif any(_is_near(a, b) for a in first.journals for b in second.journals):
        yield _tell("journal", "nearly", 1.0, names)
    else:
        yield _tell("journal", "differs", -1.5, names)


def _issns(side: Features) -> set[str]:
    held = side.profile.work.container
    return set(issns_of(held)) if held else set()


def _is_near(one: str, other: str) -> bool:
    """Whether one name is the acronym of the other, or has nearly all its words.

    Conferences print the year, their acronym or a motto beside their name.
    """
    shorter, longer = sorted((one, other), key=lambda name: (len(name), name))
    brief, words = journal_key(shorter).split(), journal_key(longer).split()
    if brief == words:
        return True  # other words in brackets
    if _holds_acronym(brief, words) or _holds_acronym(words, brief):
        return True
    held = [word for word in brief if not word.isdigit()]
    found = sum(any(word.startswith(part) for word in words) for part in held)
    return len(held) > 2 and found >= len(held) * 3 / 4


def _holds_acronym(words: list[str], name: list[str]) -> bool:
    """Whether one of the words is made of the first letters of a name: AMCIS."""
    telling = [word for word in name if not word.isdigit()]
    if len(telling) < 3:
        return False
    pattern = "".join(f"{w[:1]}(?:{w[1:2]}(?:{w[2:3]})?)?" for w in telling)
    return any(re.fullmatch(pattern, word) for word in words)


def find_volume(one: Features, other: Features) -> Iterator[Evidence]:
    """Compare the volumes."""
    first, second = one.profile.volume, other.profile.volume
    if not first or not second or _is_ahead(one) or _is_ahead(other):
        return
    is_counted = not any(v.isdigit() and 1500 <= int(v) < 2100 for v in (first, second))
    same = first == second
    if same or (
        is_counted and first[:1].isdigit() == second[:1].isdigit()
    ):  # some databases print the year for want of a volume
        yield _verdict("volume", 2.5 if same else -2.5, first, second, same=same)


def find_issue(one: Features, other: Features) -> Iterator[Evidence]:
    """Compare the issues: a number and a month say nothing."""
    first, second = one.profile.issue, other.profile.issue
    if first and second and first[:1].isdigit() == second[:1].isdigit():
        same = first == second
        yield _verdict("issue", 0.5 if same else -0.5, first, second, same=same)


def find_pages(one: Features, other: Features) -> Iterator[Evidence]:
    """Compare first and last page; a page and an article number may both be right."""
    first, second = one.profile.pages, other.profile.pages
    if not first or not second or _is_ahead(one) or _is_ahead(other):
        return
    names = (first[0], second[0])
    if set(first) & set(second):
        yield _verdict("page", 4.0, *names, same=True)
        last, end = one.profile.last_page, other.profile.last_page
        if last and end:
            same = last == end
            yield _verdict("last-page", 1.5 if same else -0.5, last, end, same=same)
            if same and last not in first and _share_issue(one, other):
                said = "no other article fills the same pages of the issue"
                yield _tell("place", "agrees", 4.0, said)
    elif _is_number(one) != _is_number(other):
        said = f"{_two(*names)}: a page and an article number"
        yield _tell("page", "nearly", 0.0, said)
    elif _is_slip(one, other):
        yield _tell("page", "nearly", 1.0, _two(*names))
    else:
        yield _verdict("page", -4.0, *names, same=False)


def _share_issue(one: Features, other: Features) -> bool:
    first, second = one.profile, other.profile
    is_one_issue = None in {first.issue, second.issue} or first.issue == second.issue
    is_one_year = bool(first.years & second.years)
    return first.volume == second.volume and is_one_year and is_one_issue


def _is_number(side: Features) -> bool:
    """Whether what stands for pages is the number of the article."""
    work = side.profile.work
    locator = work.locator or normalize_pages(work.page)
    return bool(
        work.article_number
        or (locator and locator.article_number)
        or _ARTICLE_NUMBER.fullmatch(side.profile.pages[0])
    )


def _is_slip(one: Features, other: Features) -> bool:
    """Whether the pages overlap, or the last pages are equal."""
    last, end = one.profile.last_page, other.profile.last_page
    return bool(last and end and last == end and len(last) > 1)


def _is_ahead(side: Features) -> bool:
    """Whether a record has no place of its own.

    It is online first, with pages counted from 1; or a dissertation, whose volume and
    pages are those of whoever lists it.
    """
    if side.is_dissertation:
        return True
    profile = side.profile
    is_unplaced = profile.volume is None and profile.issue is None
    return is_unplaced and profile.pages[:1] in {(), ("1",)}


def find_abstract(one: Features, other: Features) -> Iterator[Evidence]:
    """Compare the abstracts by the runs of words that they share."""
    shorter, longer = sorted((one.shingles, other.shingles), key=len)
    if len(shorter) < _FEWEST_RUNS:
        return
    share = len(shorter & longer) / len(shorter)
    said = f"{share:.0%} of the runs of words"
    if share >= 0.5:
        yield _tell("abstract", "agrees", 8.0, said)
    elif share >= 0.2:
        yield _tell("abstract", "nearly", 3.0, said)
    else:
        yield _tell("abstract", "differs", -4.0, said)


def _two(one: str, other: str) -> str:
    """Say two values, in an order that does not depend on which record came first."""
    first, second = sorted((one, other))
    return first if first == second else f"{first} / {second}"


def _verdict(part: str, weight: float, *values: str, same: bool) -> Evidence:
    one, other = values
    return _tell(part, "agrees" if same else "differs", weight, _two(one, other))


def _tell(part: str, verdict: str, weight: float, detail: str) -> Evidence:
    return Evidence(part=part, verdict=verdict, weight=round(weight, 2), detail=detail)
