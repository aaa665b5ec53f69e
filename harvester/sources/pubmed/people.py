"""The people and groups of a record."""

from __future__ import annotations

from typing import Any

from harvester.model import Affiliation, Contributor, ContributorList, Identifier
from harvester.sources.pubmed.draft import Draft, Element
from harvester.xml import rich_text, text

_NAME_PARTS = {
    "LastName": "family",
    "ForeName": "given",
    "Initials": "initials",
    "Suffix": "suffix",
}
_ROLES = {"authors": "author", "editors": "editor"}


def read_author_list(element: Element, draft: Draft) -> None:
    """Read ``AuthorList``: ``@Type`` gives the role, ``@CompleteYN`` "et al."."""
    _read_list(element, draft, _role(element))


def read_book_author_list(element: Element, draft: Draft) -> None:
    """Read the ``AuthorList`` of the book around a chapter."""
    role = _role(element)
    _read_list(element, draft, "container_author" if role == "author" else role, "book")


def read_investigator_list(element: Element, draft: Draft) -> None:
    """Read ``InvestigatorList``, whose ``@ID`` ties it to a group author."""
    group_id = element.get("ID")
    draft.many["contributors"].extend(
        read_person(child, "investigator", group_id) for child in element
    )


def read_subjects(element: Element, draft: Draft) -> None:
    """Read ``PersonalNameSubjectList``: the people that the article is about."""
    draft.many["personal_name_subjects"].extend(
        read_person(child, "subject") for child in element
    )


def _role(element: Element) -> str:
    kind = element.get("Type", "authors")
    return _ROLES.get(kind, kind.lower())


def _read_list(
    element: Element, draft: Draft, role: str, place: str | None = None
) -> None:
    draft.many["contributors"].extend(read_person(child, role) for child in element)
    draft.many["contributor_lists"].append(
        ContributorList(
            role=role, is_complete=element.get("CompleteYN", "Y") == "Y", place=place
        )
    )


def read_person(
    element: Element, role: str, group_id: str | None = None
) -> Contributor:
    """Read an ``Author``, an ``Investigator`` or a ``PersonalNameSubject``.

    Either ``LastName`` with at most ``ForeName``, ``Initials`` and ``Suffix``, or
    a ``CollectiveName``. ``ValidYN="N"`` marks a name that NLM has corrected.
    """
    fields: dict[str, Any] = {"role": role}
    if group_id is not None:
        fields["group_id"] = group_id
    if element.get("ValidYN") == "N":
        fields["is_valid"] = False
    equal = element.get("EqualContrib")
    if equal is not None:
        fields["equal_contribution"] = equal == "Y"
    for child in element:
        field = _NAME_PARTS.get(child.tag)
        if field is None:
            read = _OTHER_PARTS.get(child.tag)
            if read is not None:
                read(child, fields)
            continue
        value = text(child)
        if value is not None:
            fields[field] = value
        if len(child):
            _keep_markup(child, field, fields)
    return Contributor(**fields)


def _keep_markup(element: Element, field: str, fields: dict[str, Any]) -> None:
    """Keep the markup of a part of a name; suffixes have some (``3<sup>rd``)."""
    rich = rich_text(element)
    if rich is not None and rich.markup is not None:
        fields["printed"] = (*fields.get("printed", ()), (field, rich.markup))


def _read_group(element: Element, fields: dict[str, Any]) -> None:
    name = rich_text(element)
    if name is not None:
        fields["literal"] = name.plain
        fields["literal_markup"] = name.markup
    group_id = element.get("Investigators")
    if group_id is not None:
        fields["group_id"] = group_id


def _read_affiliation_info(element: Element, fields: dict[str, Any]) -> None:
    name = None
    identifiers: list[Identifier] = []
    for child in element:
        if child.tag == "Affiliation":
            name = rich_text(child)
        elif child.tag == "Identifier":
            identifiers.extend(_identifier(child))
    if name is not None or identifiers:
        _add(
            fields,
            "affiliations",
            Affiliation(name=name, identifiers=tuple(identifiers)),
        )


def _read_affiliation(element: Element, fields: dict[str, Any]) -> None:
    """Read an ``Affiliation`` that stands by itself, as until the DTD of 2015."""
    name = rich_text(element)
    if name is not None:
        _add(fields, "affiliations", Affiliation(name=name))


def _read_identifier(element: Element, fields: dict[str, Any]) -> None:
    for identifier in _identifier(element):
        _add(fields, "identifiers", identifier)


def _identifier(element: Element) -> tuple[Identifier, ...]:
    value = text(element)
    if value is None:
        return ()
    return (Identifier(scheme=element.get("Source", "unknown").lower(), value=value),)


def _add(fields: dict[str, Any], field: str, value: Affiliation | Identifier) -> None:
    fields[field] = (*fields.get(field, ()), value)


_OTHER_PARTS = {
    "CollectiveName": _read_group,
    "AffiliationInfo": _read_affiliation_info,
    "Affiliation": _read_affiliation,
    "Identifier": _read_identifier,
}
