"""Several lists of the contributors of one work → one list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import reduce

import msgspec

from harvester.model import Affiliation, Contributor, Identifier
from harvester.normalize.name_words import fold_name
from harvester.normalize.names import name_key
from harvester.reconcile.alignment import align, in_order, stretches
from harvester.reconcile.compare import comparable
from harvester.reconcile.slot_name import choose_name

_EMAIL = re.compile(r"(?i:electronic address:)?\s*\S+@\S+")
People = tuple[Contributor, ...]


def merge_bylines(bylines: Iterable[People]) -> People:
    """Return one list of contributors, the order that of the first.

    Args:
        bylines: Of the same work, the believed first; none empty.

    Returns:
        Everybody of the first list, each with what the others say of the same person:
        fuller given names, identifiers, affiliations. Whom only another list names
        stands after the person whom he follows there. Where both lists have somebody
        of his own between two that they share, they contradict each other: there the
        longer stretch is taken, else the believed one.
    """
    return reduce(_merge, bylines)


def says_same(byline: People, merged: People) -> bool:
    """Whether ``merged`` holds these names in this order, and all their ORCID iDs."""
    orcids = {person.orcid for person in merged}
    return comparable("contributors", byline) == comparable(
        "contributors", merged
    ) and all(person.orcid in orcids for person in byline if person.orcid)


def _merge(first: People, second: People) -> People:
    roles = dict.fromkeys(person.role for person in (*first, *second))
    return tuple(
        person
        for role in roles
        for person in _merge_role(
            *([one for one in byline if one.role == role] for byline in (first, second))
        )
    )


def _merge_role(
    first: Sequence[Contributor], second: Sequence[Contributor]
) -> list[Contributor]:
    links = align(first, second)
    partner = dict(links)
    linked = set(partner.values())
    known = {_whole(person) for person in first}
    people: list[Contributor] = []
    for mine, theirs in stretches(in_order(links), len(first), len(second)):
        own = [
            merge_persons(first[i], second[partner[i]]) if i in partner else first[i]
            for i in mine
        ]
        alone = [first[i] for i in mine if i not in partner]
        others = [
            second[j]
            for j in theirs
            if j not in linked and _whole(second[j]) not in known
        ]
        people += _settle(own, alone, others)
        if mine.stop < len(first):
            people.append(merge_persons(first[mine.stop], second[theirs.stop]))
    return people


def _settle(
    own: list[Contributor], alone: list[Contributor], others: list[Contributor]
) -> list[Contributor]:
    """Return who stands in a stretch: of two contradicting ones the longer.

    Args:
        own: Those of the first list.
        alone: Of these, whom the second does not name anywhere.
        others: Whom the second list has there, and the first does not name anywhere.
    """
    for kind in dict.fromkeys(map(_kind, others)):
        mine = [person for person in alone if _kind(person) == kind]
        theirs = [person for person in others if _kind(person) == kind]
        if len(theirs) > len(mine):
            own = [person for person in own if person not in mine] + theirs
    return own


def _kind(person: Contributor) -> tuple[bool, bool]:
    """Return what tells apart who cannot stand in for each other: groups, people."""
    return (person.is_valid, person.family is None)


def _whole(person: Contributor) -> tuple[object, ...]:
    """Return the whole name: a source that prints it twice means one person.

    Unless the two have an ORCID iD each.
    """
    return (_kind(person), name_key(person), person.given, person.suffix)


def merge_persons(first: Contributor, second: Contributor) -> Contributor:
    """Return one contributor out of what two sources say, the first believed.

    The name as ``choose_name`` has it. Of two ORCID iDs that of the believed source,
    unless only the other one was confirmed by its owner. Affiliations of both, equal
    ones once. Of everything else the first that is given.
    """
    name = choose_name(first, second)
    believed, other = first, second
    if other.orcid and other.orcid_authenticated and not believed.orcid_authenticated:
        believed, other = second, first
    says = first if first.equal_contribution is not None else second
    return msgspec.structs.replace(
        name,
        suffix=name.suffix or first.suffix or second.suffix,
        prefix=first.prefix or second.prefix,
        identifiers=_identifiers(believed, other),
        orcid_authenticated=_is_authenticated(believed, other),
        affiliations=_affiliations((*first.affiliations, *second.affiliations)),
        equal_contribution=says.equal_contribution,
        group_id=first.group_id or second.group_id,
        sequence=first.sequence or second.sequence,
    )


def _is_authenticated(believed: Contributor, other: Contributor) -> bool | None:
    """Return what is said of the ORCID iD that is kept."""
    orcid = believed.orcid or other.orcid
    said = [
        person.orcid_authenticated
        for person in (believed, other)
        if person.orcid == orcid and person.orcid_authenticated is not None
    ]
    return any(said) if said else None


def _identifiers(believed: Contributor, other: Contributor) -> tuple[Identifier, ...]:
    """Return the identifiers of both; one ORCID iD at most."""
    is_contradicted = bool(believed.orcid and other.orcid != believed.orcid)
    united = {identifier.key: identifier for identifier in believed.identifiers}
    for identifier in other.identifiers:
        is_orcid = identifier.scheme == "orcid" and identifier.is_valid
        if not (is_orcid and is_contradicted):
            united.setdefault(identifier.key, identifier)
    return tuple(united.values())


def _affiliations(stated: Iterable[Affiliation]) -> tuple[Affiliation, ...]:
    """Return each address once, as it is first printed, with the identifiers of all."""
    united: dict[object, Affiliation] = {}
    for address in stated:
        key = _address(address)
        if (known := united.get(key)) is None:
            united[key] = address
        elif more := set(address.identifiers) - set(known.identifiers):
            united[key] = msgspec.structs.replace(
                known,
                identifiers=known.identifiers
                + tuple(one for one in address.identifiers if one in more),
            )
    return tuple(united.values())


def _address(affiliation: Affiliation) -> object:
    """Return what two prints of one address have in common; an e-mail is none of it."""
    if affiliation.name is None:
        return affiliation
    return fold_name(_EMAIL.sub(" ", affiliation.name.plain)) or affiliation
