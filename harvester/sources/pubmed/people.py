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
    "CollectiveName": "literal",
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
    identifiers, affiliations = [], []
    for child in element:
        tag = child.tag
        field = _NAME_PARTS.get(tag)
        if field is not None:
            value = text(child)
            if value is not None:
                fields[field] = value
            if field == "literal":
                group_id = child.get("Investigators", group_id)
            if len(child):
                _keep_markup(child, field, fields)
        elif tag == "AffiliationInfo":
            affiliations.append(_affiliation(child))
        elif tag == "Identifier":
            identifiers.extend(_identifier(child))
        elif tag == "Affiliation":  # directly below until the DTD of 2015
            affiliations.append(Affiliation(name=rich_text(child)))
    if identifiers:
        fields["identifiers"] = tuple(identifiers)
    if affiliations:
        fields["affiliations"] = tuple(affiliations)
    if group_id is not None:
        fields["group_id"] = group_id
    equal = element.get("EqualContrib")
    if equal is not None:
        fields["equal_contribution"] = equal == "Y"
    if element.get("ValidYN") == "N":
        fields["is_valid"] = False
    return Contributor(**fields)


def _keep_markup(element: Element, field: str, fields: dict[str, Any]) -> None:
    """Keep a name's inline markup: groups have it, and suffixes (``3<sup>rd``)."""
    rich = rich_text(element)
    if rich is None or rich.markup is None:
        return
    if field == "literal":
        fields["literal_markup"] = rich.markup
    else:
        fields["printed"] = (*fields.get("printed", ()), (field, rich.markup))


def _affiliation(element: Element) -> Affiliation:
    name, identifiers = None, []
    for child in element:
        if child.tag == "Affiliation":
            name = rich_text(child)
        elif child.tag == "Identifier":
            identifiers.extend(_identifier(child))
    return Affiliation(name=name, identifiers=tuple(identifiers))


def _identifier(element: Element) -> tuple[Identifier, ...]:
    value = text(element)
    if value is None:
        return ()
    return (Identifier(scheme=element.get("Source", "unknown").lower(), value=value),)
