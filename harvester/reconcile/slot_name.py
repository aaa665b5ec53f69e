"""The name of one person, as two sources print it → the name that is shown."""

from __future__ import annotations

import re

import msgspec

from harvester.model import Contributor
from harvester.normalize.derived import rule_of
from harvester.normalize.name_agreement import names_agree
from harvester.normalize.name_words import fold_name, initials_of

_WORD = re.compile(r"[^\W\d_]+")
_FAULTS = {"capitals", "guess", "no-initials", "undivided"}


def choose_name(first: Contributor, second: Contributor) -> Contributor:
    """Return the believed contributor under the better of the two names.

    The surname is that of ``first``, unless it was printed in capitals, lost letters,
    is only initials or not told from the given names, and ``second`` is better; with
    the accents that either of them prints. The given names are the fuller ones, if
    they begin with the same initials and hold every name that is spelt out on the
    other side; where the sources part the name in different places, the words that
    are left beside the surname (``Vázquez Fernández L`` and ``Liliana Vázquez``
    ``Fernández``; then the rule says ``parted``).
    """
    named, other = first, second
    if _is_faulty(first, second) and not _is_faulty(second, first):
        named, other = second, first
    if named.family is None or other.family is None:
        return _named(first, named)
    given, rule = _given(named, other)
    if not _is_fuller(given, named.given):
        given, rule = named.given, ""
    initials, printed = named.initials, named.printed
    if given != named.given:
        initials = initials_of(given) or named.initials
        printed = tuple(
            pair for pair in printed if pair[0] not in {"given", "initials"}
        )
        printed += tuple(pair for pair in other.printed if pair[0] == "given")
        if rule and not any(part == "given" for part, _ in printed):
            printed += (("given", other.given or ""),)
    return msgspec.structs.replace(
        _named(first, named),
        family=_accented(named.family, other.family),
        given=given,
        initials=initials,
        printed=printed,
        rule=rule_of(*dict.fromkeys([*(named.rule or "").split("+"), rule]))
        if rule
        else named.rule,
    )


def _named(person: Contributor, name: Contributor) -> Contributor:
    """Return ``person`` under the name of another one."""
    if person is name:
        return person
    return msgspec.structs.replace(
        person,
        family=name.family,
        given=name.given,
        initials=name.initials,
        suffix=name.suffix,
        dropping_particle=name.dropping_particle,
        literal=name.literal,
        literal_markup=name.literal_markup,
        printed=name.printed,
        rule=name.rule,
    )


def _is_faulty(name: Contributor, other: Contributor) -> bool:
    """Whether a name is damaged, and the other one could be better."""
    if name.family is None:
        return other.family is not None
    steps = set((name.rule or "").replace("-", "+").split("+"))
    return (
        bool(_FAULTS & {*steps, name.rule or ""})
        or "?" in f"{name.family}{name.given}"
        or (
            len(fold_name(name.family)) < len(fold_name(other.family or ""))
            and names_agree(name, other) == "family-lost"
        )
    )


def _given(named: Contributor, other: Contributor) -> tuple[str | None, str]:
    """Return what given names ``other`` has beside the surname of ``named``."""
    surname = _words(named.dropping_particle, named.family)
    words = " ".join(
        filter(None, (other.given, other.dropping_particle, other.family))
    ).split()
    theirs = _words(other.dropping_particle, other.family)
    if theirs <= surname or surname <= _words(*words):
        left = " ".join(word for word in words if not _words(word) <= surname)
        if _continues(initials_of(left), named.initials):
            return left or None, "" if left == other.given else "parted"
    if _continues(other.initials or initials_of(other.given), named.initials):
        return other.given, ""
    return None, ""


def _continues(initials: str | None, known: str | None) -> bool:
    return (initials or "").startswith(known or "")


def _words(*parts: str | None) -> set[str]:
    return {word for part in parts if part for word in fold_name(part).split()}


def _is_fuller(given: str | None, known: str | None) -> bool:
    """Whether ``given`` says all that ``known`` says, and more."""
    if not given or given == known:
        return False
    mine, theirs = _spelt(given), _spelt(known or "")
    if not {fold_name(word) for word in theirs} <= {fold_name(word) for word in mine}:
        return False
    if len(mine) != len(theirs):
        return len(mine) > len(theirs)
    counts = [len(initials_of(text) or "") for text in (given, known)]
    return counts[0] > counts[1] or (
        fold_name(given) == fold_name(known or "") and _accents(given) > _accents(known)
    )


def _spelt(given: str) -> list[str]:
    """Return the words that are no initials."""
    return [
        word
        for word in _WORD.findall(given)
        if len(word) > 1 and not (word.isupper() and len(word) <= 3)
    ]


def _accented(family: str, other: str) -> str:
    """Return the surname with the accents of the other, where only that has any."""
    is_plain = family.isascii() and not other.isascii()
    return other if is_plain and fold_name(family) == fold_name(other) else family


def _accents(text: str | None) -> int:
    return sum(not letter.isascii() for letter in text or "")
