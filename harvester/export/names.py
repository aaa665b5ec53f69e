"""Names in the forms that reference managers read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from harvester.export.markup import one_line
from harvester.model import Contributor, Work

_PARTS = ("family", "given", "initials", "suffix", "dropping_particle", "literal")
_INITIALS = re.compile(r"[^\W\d_a-z](?:[\s.-]*[^\W\d_a-z])*\.?")
_LETTER = re.compile(r"([^\W\d_])\.?[ ]*")


def named(work: Work, role: str) -> tuple[Contributor, ...]:
    """Return who stands in the byline in ``role``, those marked as wrong left out.

    Their names are on one line, without characters that are none.
    """
    people = (c for c in work.contributors if c.role == role and c.is_valid)
    return tuple(one for one in map(_tidy, people) if any(_parts(one).values()))


def _parts(person: Contributor) -> dict[str, str | None]:
    return {name: getattr(person, name) for name in _PARTS}


def _tidy(person: Contributor) -> Contributor:
    tidied = {
        name: (one_line(part) or None) if part else part
        for name, part in _parts(person).items()
    }
    return person if tidied == _parts(person) else replace(person, **tidied)


def is_complete(work: Work) -> bool:
    """Whether the source does not say that its list of authors is cut ("et al.")."""
    return all(
        entry.is_complete is not False
        for entry in work.contributor_lists
        if entry.role == "author" and entry.place is None
    )


def split_family(family: str) -> tuple[str, str]:
    """Return the particles in lower case before a surname, and the rest.

    Examples:
        >>> split_family("van der Ostrow"), split_family("van 't Hoog")
        (('van der', 'Ostrow'), ("van 't", 'Hoog'))
        >>> split_family("Al Nour"), split_family("de")
        (('', 'Al Nour'), ('', 'de'))
    """
    words = family.split()
    count = 0
    while count < len(words) - 1 and words[count].lstrip("'’`")[:1].islower():
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def given_names(person: Contributor) -> str | None:
    """Return the given names; initials with stops and spaces, lest one be lost.

    A reader takes the first letter of every word: of ``AF`` only the A would be left.

    Examples:
        >>> given_names(Contributor(family="Andrade", given="AF", initials="AF"))
        'A. F.'
        >>> given_names(Contributor(family="Sartre", given="J-P", initials="JP"))
        'J.-P.'
        >>> given_names(Contributor(family="Lind", given="Walter F", initials="WF"))
        'Walter F'
    """
    given = person.given or person.initials
    if not given or not _INITIALS.fullmatch(given):
        return given
    initials = person.initials or given
    if len(_letters(given)) > max(len(initials), 1):
        return given
    return _LETTER.sub(r"\1. ", given).replace(". -", ".-").strip()


def _letters(text: str) -> list[str]:
    return [letter for letter in text if letter.isalpha()]


def family_name(person: Contributor) -> str | None:
    """Return the surname with all its particles; None for a group."""
    if person.family is None:
        return None
    return " ".join(filter(None, (person.dropping_particle, person.family)))


def sorted_form(person: Contributor) -> str:
    """Return ``Family, Given, Suffix``; of a group its name.

    Examples:
        >>> sorted_form(Contributor(family="Azevedo", given="WF", initials="WF",
        ...                         suffix="Jr", dropping_particle="de"))
        'de Azevedo, W. F., Jr'
    """
    family = family_name(person)
    if family is None:
        return person.literal or person.given or ""
    given = given_names(person)
    if person.suffix:
        return f"{family}, {given or ''}, {person.suffix}"
    return ", ".join(filter(None, (family, given)))


def addresses(work: Work) -> tuple[str, ...]:
    """Return the addresses of the authors, each once, in order."""
    return tuple(dict.fromkeys(_addresses(work)))


def _addresses(work: Work) -> Iterator[str]:
    for person in work.authors:
        for affiliation in person.affiliations:
            if affiliation.name:
                yield affiliation.name.plain
