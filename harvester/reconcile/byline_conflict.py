"""What kind of difference lies between two bylines of one work."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harvester.model import Contributor
from harvester.normalize.name_agreement import names_agree
from harvester.normalize.names import name_key
from harvester.normalize.titles import title_key
from harvester.reconcile.conflict_kind import ConflictKind, Verdict, worst

_WORD = re.compile(r"[^\W_]+")


def judge_contributors(
    one: Sequence[Contributor], other: Sequence[Contributor]
) -> Verdict:
    """Compare the bylines name by name.

    Names that a source marks as wrong do not count. Another number of persons in a
    role is real; groups, members of groups and roles
    that only one side lists are something that it says more. So are given names
    beside initials, and what stands around the names (affiliations, ORCID).
    """
    one, other = ([c for c in side if c.is_valid] for side in (one, other))
    verdicts: list[Verdict] = []
    for role in {c.role for c in one} & {c.role for c in other}:
        mine, theirs = (
            [c for c in side if c.role == role and c.family] for side in (one, other)
        )
        if not mine or not theirs:
            continue
        if len(mine) != len(theirs):
            verdicts.append(ConflictKind.REAL)
        else:
            verdicts += map(_judge_names, mine, theirs)
    if len(one) != len(other):
        verdicts.append(ConflictKind.PRECISION)
    elif [_name(c) for c in one] != [_name(c) for c in other]:
        verdicts.append(ConflictKind.FORMATTING)
    return worst(verdicts)


def _name(person: Contributor) -> tuple[str | None, ...]:
    return (
        person.role,
        person.family,
        person.given or person.initials,
        person.suffix,
        person.literal,
    )


def _judge_names(one: Contributor, other: Contributor) -> Verdict:
    if one.orcid and other.orcid and one.orcid != other.orcid:
        return ConflictKind.REAL
    if _name(one) == _name(other):
        return None
    if sorted(_words(one)) == sorted(_words(other)):
        return ConflictKind.FORMATTING
    (family, _, short), (same, _, long) = sorted(
        (name_key(person).partition("|") for person in (one, other)),
        key=lambda key: len(key[2]),
    )
    if family != same:
        # A part of the name in another place, or spelled otherwise.
        return ConflictKind.FORMATTING if names_agree(one, other) else ConflictKind.REAL
    first, second = map(_given_words, (one, other))
    if not first or not second:
        # Initials alone on one side.
        says_more = long.startswith(short)
    else:
        says_more = any(
            a.startswith(b) or b.startswith(a) for a in first for b in second
        )
    return ConflictKind.PRECISION if says_more else ConflictKind.REAL


def _given_words(person: Contributor) -> list[str]:
    """Return the given names that are written out."""
    given = person.given or ""
    if "".join(_WORD.findall(given)).isupper():
        return []
    return [word for word in title_key(given).split() if len(word) > 1]


def _words(person: Contributor) -> list[str]:
    parts = (person.dropping_particle, *_name(person)[1:])
    return title_key(" ".join(filter(None, parts))).split()
