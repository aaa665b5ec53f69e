"""Names of people and groups as structured sources print them.

PubMed gives surname, given names, initials and suffix apart, Crossref given and family
name; both hold entities, mojibake, capitals and parts in the wrong place. What is
repaired keeps its printed form in ``Contributor.printed``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import ftfy
import msgspec
from anyascii import anyascii

from harvester.model import Contributor
from harvester.normalize.derived import rule_of
from harvester.normalize.markup import unescape
from harvester.normalize.name_words import (
    PARTICLES,
    fold_name,
    initials_of,
    is_group,
    normalize_suffix,
)

_SUFFIX_WORDS = r"(?:(?i:jr|jnr|j[uú]nior|sr|snr|2nd|3rd|4th)|II|III|IV)"
_SUFFIX_END = re.compile(rf"(?:,\s*|\s+)({_SUFFIX_WORDS})\.?$")
_LONE_SUFFIX = re.compile(rf"({_SUFFIX_WORDS})\.?")
_INITIAL_FIRST = re.compile(
    r"((?:[^\W\d_]\.[\s-]*)+|[ABCEFGHIJKPQRSTUVWXYZ]\s+)(?=[^\W\d_]{2})(.+)"
)
_PARTICLE_LAST = re.compile(
    r"(.+?)((?:\s+(?:" + "|".join(sorted(PARTICLES - {"l", "in", "li"})) + r"))+)"
)
_WORD = re.compile(r"[^\W\d_]+")
_SPACE = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_PLAIN_FAMILY = re.compile(r"[A-Z][a-z]{2,}(?:-[A-Z][a-z]{2,})?")
_PLAIN_GIVEN = re.compile(r"[A-Z](?:[a-z]+)?(?:[- ][A-Z](?:[a-z]+|\.)?)*")
_ABBREVIATED = re.compile(r"[A-Z](?:\.?-?[A-Z])*\.?|[A-Z][b-df-hj-np-tv-xz]{1,2}\.?")
_SUSPECT = re.compile(
    "[\x80-\x9f\ufffd]|[\xc2-\xf4][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
)
_TURKISH = str.maketrans({"I": "ı", "İ": "i"})


def normalize_contributor(contributor: Contributor) -> Contributor:
    """Return the contributor with its parts cleaned and put in their places.

    Of a person: entities, mojibake and white space; a suffix that stands in ``suffix``
    as markup, in the family name or in its place; initials that stand before the family
    name; particles that stand after the given names; words in capitals; initials from
    the given names where the source has none or the whole name. A family name alone
    is a group if it has a group's words; two words and more that look like a person
    are divided, and the rule says ``guess``. Of a group the colon or comma at its end.
    """
    if _is_plain(contributor):
        if contributor.initials:
            return contributor
        return msgspec.structs.replace(
            contributor,
            initials=initials_of(contributor.given),
            rule=contributor.rule or "initials",
        )
    parts: _Parts = {part: getattr(contributor, part) for part in _PARTS}
    steps: list[str] = []
    before = None
    while parts != before:
        before = parts
        for name, step in _STEPS:
            changed = step(parts)
            if changed != parts:
                parts = changed
                steps.append(name)
    changes = {
        part: value
        for part, value in parts.items()
        if value != getattr(contributor, part)
    }
    if not changes:
        return contributor
    known = {part for part, _ in contributor.printed}
    printed = tuple(
        (part, getattr(contributor, part))
        for part in changes
        if part not in known and getattr(contributor, part) is not None
    )
    rules = [*(contributor.rule.split("+") if contributor.rule else ()), *steps]
    return msgspec.structs.replace(
        contributor,
        **changes,
        printed=contributor.printed + printed,
        rule=rule_of(*dict.fromkeys(rules)),
    )


def name_key(contributor: Contributor) -> str:
    """Return a key under which spellings of one name may meet.

    The surname with its particles and the initials, folded to ASCII lower case. Equal
    keys are a reason to compare, never proof that two people are one: Marušić and
    Marušič are two names.

    Examples:
        >>> name_key(Contributor(family="Andrade", dropping_particle="de",
        ...                      given="Almir Ferreira"))
        'de andrade|af'
        >>> name_key(Contributor(family="de Andrade", initials="AF"))
        'de andrade|af'
    """
    if contributor.family is None:
        return f"{fold_name(contributor.literal or contributor.given or '')}|"
    family = " ".join(filter(None, (contributor.dropping_particle, contributor.family)))
    initials = contributor.initials or initials_of(contributor.given) or ""
    return f"{fold_name(family)}|{fold_name(initials).replace(' ', '')}"


def short_name(contributor: Contributor) -> str:
    """Return the name as PubMed prints it in a citation.

    Examples:
        >>> short_name(Contributor(family="Gudmundsdottir", given="Hallbera"))
        'Gudmundsdottir H'
        >>> short_name(Contributor(family="Azevedo", initials="WF", suffix="Jr",
        ...                        dropping_particle="de"))
        'de Azevedo WF Jr'
    """
    if contributor.family is None:
        return contributor.literal or contributor.given or ""
    initials = contributor.initials or initials_of(contributor.given)
    parts = (
        contributor.dropping_particle,
        contributor.family,
        initials,
        contributor.suffix,
    )
    return " ".join(part for part in parts if part)


def sort_name(contributor: Contributor) -> str | None:
    """Return the whole name, surname first; of a group its name.

    Examples:
        >>> sort_name(Contributor(family="Azevedo", given="Walter F", suffix="Jr",
        ...                       dropping_particle="de"))
        'de Azevedo, Walter F, Jr'
    """
    if contributor.family is None:
        return contributor.literal or contributor.given
    family = " ".join(filter(None, (contributor.dropping_particle, contributor.family)))
    given = contributor.given or contributor.initials
    return ", ".join(filter(None, (family, given, contributor.suffix)))


def shorten_name(name: str) -> str:
    """Return a whole name, surname first, as PubMed prints it in a citation.

    Examples:
        >>> shorten_name("de Azevedo, Walter F, Jr"), shorten_name("The Trial Group")
        ('de Azevedo WF Jr', 'The Trial Group')
    """
    family, *rest = name.split(", ")
    given, suffix = (*rest, None, None)[:2]
    return short_name(Contributor(family=family, given=given, suffix=suffix))


_Parts = dict[str, str | None]
_PARTS = (
    "family", "given", "initials", "suffix", "dropping_particle", "literal", "prefix",
)  # fmt: skip


def _is_plain(contributor: Contributor) -> bool:
    """Whether a person has nothing to repair: by far the most."""
    return bool(
        contributor.family
        and (contributor.given or contributor.initials)
        and contributor.suffix is None
        and contributor.literal is None
        and contributor.dropping_particle is None
        and contributor.prefix is None
        and (contributor.initials is None or contributor.initials.isupper())
        and _PLAIN_FAMILY.fullmatch(contributor.family)
        and (contributor.given is None or _PLAIN_GIVEN.fullmatch(contributor.given))
    )


def _clean(parts: _Parts) -> _Parts:
    """Entities, characters without width and white space."""
    return {
        part: _SPACE.sub(" ", _INVISIBLE.sub("", unescape(value))).strip() or None
        if value
        else None
        for part, value in parts.items()
    }


def _unbroken(parts: _Parts) -> _Parts:
    """UTF-8 that was read as something else."""
    return {
        part: ftfy.fix_encoding(value) if value and _SUSPECT.search(value) else value
        for part, value in parts.items()
    }


def _group_end(parts: _Parts) -> _Parts:
    literal = parts["literal"]
    return {**parts, "literal": literal.rstrip(" :,;") or None} if literal else parts


def _suffix_form(parts: _Parts) -> _Parts:
    suffix = parts["suffix"]
    return {**parts, "suffix": normalize_suffix(suffix)} if suffix else parts


def _suffix_in_family(parts: _Parts) -> _Parts:
    """``Raimundo, Jr.`` and the given name that ends in the family's place."""
    family, given = parts["family"], parts["given"]
    if not family or parts["suffix"]:
        return parts
    if (lone := _LONE_SUFFIX.fullmatch(family)) and given and " " in given:
        first, _, last = given.rpartition(" ")
        if len(last.rstrip(".")) > 1:
            is_derived = parts["initials"] == initials_of(given)
            return {
                **parts,
                "given": first,
                "initials": initials_of(first) if is_derived else parts["initials"],
                "family": last.rstrip("."),
                "suffix": normalize_suffix(lone[1]),
            }
    if end := _SUFFIX_END.search(family):
        return {
            **parts,
            "family": family[: end.start()],
            "suffix": normalize_suffix(end[1]),
        }
    return parts


def _initial_in_family(parts: _Parts) -> _Parts:
    """``given=Roger family=A Light``."""
    # O, D, L, M and N without a stop may be O'…, D'…, L'…
    match = _INITIAL_FIRST.fullmatch(parts["family"] or "")
    if not match or not parts["given"]:
        return parts
    given = f"{parts['given']} {match[1].strip()}"
    initials = parts["initials"]
    if initials == initials_of(parts["given"]):
        initials = initials_of(given)
    return {**parts, "given": given, "family": match[2].strip(), "initials": initials}


def _particle_in_given(parts: _Parts) -> _Parts:
    """``given=Almir Ferreira de``: the particle belongs before the family name."""
    match = _PARTICLE_LAST.fullmatch(parts["given"] or "")
    if not match or not parts["family"] or parts["dropping_particle"]:
        return parts
    return {**parts, "given": match[1], "dropping_particle": match[2].strip()}


def _capitals(parts: _Parts) -> _Parts:
    """Words all in capitals; never those of one or two letters."""
    family, given = parts["family"], parts["given"]
    initials = (parts["initials"] or "").replace(" ", "")
    if family:
        family = _WORD.sub(lambda word: _lowered(word[0], shortest=3), family)
    if given and fold_name(given).replace(" ", "") != fold_name(initials):
        given = _WORD.sub(lambda word: _lowered(word[0], shortest=4), given)
    return {**parts, "family": family, "given": given}


def _lowered(word: str, shortest: int) -> str:
    """Return a word of capitals with one capital; Mc keeps two."""
    if (
        not word.isupper()
        or len(word) < shortest
        or not re.search("[AEIOUY]", anyascii(word))
    ):
        return word
    rest = word[1:]
    lower = (
        rest.translate(_TURKISH).lower() if re.search("[İĞŞ]", word) else rest.lower()
    )
    if word.startswith("MC") and len(word) > 4:
        lower = f"c{lower[1].upper()}{lower[2:]}"
    return word[0] + lower


def _group_in_family(parts: _Parts) -> _Parts:
    family = _family_alone(parts)
    if not family or not is_group(family):
        return parts
    return {**parts, "family": None, "literal": family.rstrip(" :,;")}


def _name_in_family(parts: _Parts) -> _Parts:
    """A whole name; that the last of two or three words is the surname is a guess."""
    words = (_family_alone(parts) or "").split()
    if len(words) not in {2, 3} or not all(map(_is_name_word, words)):
        return parts
    if _ABBREVIATED.fullmatch(words[-1]):
        return {**parts, "family": " ".join(words[:-1]), "given": words[-1]}
    return {**parts, "given": " ".join(words[:-1]), "family": words[-1]}


def _family_alone(parts: _Parts) -> str | None:
    is_alone = not any(parts[part] for part in _PARTS if part != "family")
    return parts["family"] if is_alone else None


def _is_name_word(word: str) -> bool:
    bare = word.rstrip(".")
    return bare[:1].isupper() and fold_name(bare) not in PARTICLES


def _initials(parts: _Parts) -> _Parts:
    """Initials from the given names where the source has none, or a whole name."""
    given, initials = parts["given"], parts["initials"]
    if parts["family"] is None:
        return parts
    if initials:
        initials = re.sub(r"[.\s]", "", initials)
        is_name = initials == given and len(initials) > 1 and not initials.isupper()
        if not is_name:
            return {**parts, "initials": initials or None}
    return {**parts, "initials": initials_of(given)}


_STEPS: tuple[tuple[str, Callable[[_Parts], _Parts]], ...] = (
    # First, since a soft hyphen may be half of a broken letter.
    ("mojibake", _unbroken),
    ("cleaned", _clean),
    ("group-end", _group_end),
    ("suffix-form", _suffix_form),
    ("suffix-in-family", _suffix_in_family),
    ("initial-in-family", _initial_in_family),
    ("particle-in-given", _particle_in_given),
    ("group-in-family", _group_in_family),
    ("guess-name-in-family", _name_in_family),
    ("capitals", _capitals),
    ("initials", _initials),
)
