"""Creators and contributors, each list in the order deposited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harvester.model import Affiliation, Contributor, Identifier
from harvester.normalize.markup import read_markup
from harvester.sources.datacite.types import snake
from harvester.sources.values import (
    listed,
    objects,
    spell,
    strings,
    typed_identifier,
    words,
)

LISTS = ("creators", "contributors")
_READ = frozenset({
    "affiliation", "contributorType", "familyName", "givenName", "name",
    "nameIdentifiers", "nameType",
})  # fmt: skip
_ORGANIZATIONAL, _PERSONAL = "Organizational", "Personal"


def parse_contributors(resource: Mapping[str, object]) -> tuple[Contributor, ...]:
    """Return the creators as authors, then the contributors.

    The role of a contributor is its type in snake case (``editor``,
    ``data_collector``, ``hosting_institution``). An entry without a name is left out;
    ``unplaced`` keeps it.

    Args:
        resource: ``attributes``, or a related item.
    """
    return tuple(
        _contributor(entry, role)
        for name in LISTS
        for entry in objects(resource.get(name))
        if _is_named(entry)
        for role in (_role(name, entry),)
    )


def unplaced(resource: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield what the entries say and ``Contributor`` has no place for.

    The name of each pair counts the entries from 0: ``creators[2].lang``.
    """
    for name in LISTS:
        for index, entry in enumerate(objects(resource.get(name))):
            place = f"{name}[{index}]"
            if not _is_named(entry):
                if said := spell({k: v for k, v in entry.items() if spell(v)}):
                    yield place, said
                continue
            for field in entry:
                if field not in _READ and (text := spell(entry[field])):
                    yield f"{place}.{field}", text


def _role(name: str, entry: Mapping[str, object]) -> str:
    if name == "creators":
        return "author"
    return snake(words(entry.get("contributorType")) or "contributor")


def _is_named(entry: Mapping[str, object]) -> bool:
    return any(words(entry.get(n)) for n in ("name", "familyName", "givenName"))


def _contributor(entry: Mapping[str, object], role: str) -> Contributor:
    identifiers = tuple(_name_identifiers(entry))
    family, given = _parts(entry, identifiers)
    name = words(entry.get("name"))
    literal = read_markup(name) if name and not (family or given) else None
    return Contributor(
        role=role,
        family=family,
        given=given,
        literal=literal.plain if literal else None,
        literal_markup=literal.markup if literal else None,
        identifiers=identifiers,
        affiliations=tuple(_affiliations(entry)),
    )


def _parts(
    entry: Mapping[str, object], identifiers: tuple[Identifier, ...]
) -> tuple[str | None, str | None]:
    """Return family and given name; both None for what is no person's name.

    The schema wants a person's ``name`` as ``family, given``. It is divided only where
    the type, or an ORCID iD, says that it is a person's: institutions have commas, too.
    """
    kind = words(entry.get("nameType"))
    if kind == _ORGANIZATIONAL:
        return None, None
    family, given = words(entry.get("familyName")), words(entry.get("givenName"))
    is_person = kind == _PERSONAL or any(i.scheme == "orcid" for i in identifiers)
    if not (family or given) and is_person:
        before, _, after = (words(entry.get("name")) or "").partition(",")
        if before.strip() and after.strip():
            return before.strip(), after.strip()
    return family, given


def _name_identifiers(entry: Mapping[str, object]) -> Iterator[Identifier]:
    for stated in objects(entry.get("nameIdentifiers")):
        scheme = stated.get("nameIdentifierScheme")
        if found := typed_identifier(scheme, stated.get("nameIdentifier")):
            yield found


def _affiliations(entry: Mapping[str, object]) -> Iterator[Affiliation]:
    """Yield affiliations: names, or objects with an identifier."""
    for stated in listed(entry.get("affiliation")):
        for printed in strings(stated):
            yield Affiliation(name=read_markup(printed))
        for one in objects(stated):
            name = words(one.get("name"))
            identifier = typed_identifier(
                one.get("affiliationIdentifierScheme"), one.get("affiliationIdentifier")
            )
            found = Affiliation(
                name=read_markup(name) if name else None,
                identifiers=(identifier,) if identifier else (),
            )
            if found != Affiliation():
                yield found
