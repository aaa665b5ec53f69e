"""The people and groups of a work, in the order deposited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harvester.model import Affiliation, Contributor
from harvester.normalize.markup import read_markup
from harvester.sources.values import (
    flag,
    objects,
    spell,
    strings,
    typed_identifier,
    words,
)

ROLES = ("author", "editor", "chair", "translator")
"""The lists of names, each named after the role of its members."""

_FIELDS = frozenset({
    "ORCID", "affiliation", "authenticated-orcid", "family", "given", "name", "prefix",
    "role", "sequence", "suffix",
})  # fmt: skip
_NAMES = ("family", "given", "name")


def parse_contributors(work: Mapping[str, object]) -> tuple[Contributor, ...]:
    """Return authors, editors, chairs and translators, each list in its order.

    ``sequence`` is kept and never sorted by: it is often wrong. An entry without any
    name is left out; ``unplaced`` keeps what else it says.
    """
    return tuple(
        _contributor(role, entry)
        for role in ROLES
        for entry in objects(work.get(role))
        if _is_named(entry)
    )


def unplaced(work: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield what the entries say and ``Contributor`` has no place for.

    That is an entry without a name (whole), a name beside family and given name, a
    role other than that of the list, and fields that are not known. The name of each
    pair counts the entries from 0: ``author[2].role``.
    """
    for role in ROLES:
        for index, entry in enumerate(objects(work.get(role))):
            place = f"{role}[{index}]"
            if not _is_named(entry):
                said = {
                    name: value
                    for name, value in entry.items()
                    if name != "sequence" and spell(value)
                }
                if said:
                    yield place, spell(said) or ""
                continue
            yield from _extra(role, place, entry)


def _extra(
    role: str, place: str, entry: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    if ("family" in entry or "given" in entry) and (name := words(entry.get("name"))):
        yield f"{place}.name", name
    for stated in objects(entry.get("role")):
        if words(stated.get("role")) != role and (text := spell(stated)):
            yield f"{place}.role", text
    for name in entry:
        if name not in _FIELDS and (text := spell(entry[name])):
            yield f"{place}.{name}", text


def _is_named(entry: Mapping[str, object]) -> bool:
    return any(words(entry.get(name)) for name in _NAMES)


def _contributor(role: str, entry: Mapping[str, object]) -> Contributor:
    family, given = words(entry.get("family")), words(entry.get("given"))
    name = words(entry.get("name"))
    # A person's parts are the name; only where there are none is it the literal.
    literal = read_markup(name) if name and not (family or given) else None
    orcid = typed_identifier("orcid", entry.get("ORCID"))
    return Contributor(
        role=role,
        family=family,
        given=given,
        suffix=words(entry.get("suffix")),
        prefix=words(entry.get("prefix")),
        literal=literal.plain if literal else None,
        literal_markup=literal.markup if literal else None,
        identifiers=(orcid,) if orcid else (),
        orcid_authenticated=flag(entry.get("authenticated-orcid")),
        affiliations=tuple(
            affiliation
            for stated in objects(entry.get("affiliation"))
            if (affiliation := _affiliation(stated)) != Affiliation()
        ),
        sequence=words(entry.get("sequence")),
    )


def _affiliation(stated: Mapping[str, object]) -> Affiliation:
    name = words(stated.get("name"))
    return Affiliation(
        name=read_markup(name) if name else None,
        identifiers=tuple(
            found
            for entry in objects(stated.get("id"))
            if (found := typed_identifier(entry.get("id-type"), entry.get("id")))
        ),
        departments=strings(stated.get("department")),
        places=strings(stated.get("place")),
        acronyms=strings(stated.get("acronym")),
    )
