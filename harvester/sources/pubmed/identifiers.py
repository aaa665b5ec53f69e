"""The identifiers of a record, and of the works that it is tied to."""

from __future__ import annotations

import functools
import re

from harvester.model import PMCID, PMID, Identifier, Reference, Relation
from harvester.sources.pubmed.draft import Draft, Element
from harvester.xml import rich_text, text

_SCHEMES = {"pubmed": PMID, "pmc": PMCID}
# "CorrectedandRepublishedIn" has an "and" that no capital tells.
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z]|and[A-Z])|(?<=[a-z]and)(?=[A-Z])")


def read_pmid(element: Element, draft: Draft) -> None:
    """Read the record's own ``PMID``, the key with which ``@Version`` goes."""
    value = text(element)
    if value is None:
        return
    draft.put("source_id", value)
    draft.put("version", element.get("Version"))
    draft.many["identifiers"].append(Identifier(scheme=PMID, value=value, place="PMID"))


def read_e_location_id(element: Element, draft: Draft) -> None:
    """Read an ``ELocationID`` of the record."""
    draft.many["identifiers"].extend(find_e_location_id(element))


def find_e_location_id(element: Element) -> tuple[Identifier, ...]:
    """Return the DOI or PII of an ``ELocationID``; ``ValidYN="N"`` marks it wrong."""
    value = text(element)
    if value is None:
        return ()
    return (
        Identifier(
            scheme=element.get("EIdType", "unknown").lower(),
            value=value,
            is_valid=element.get("ValidYN") != "N",
            place="ELocationID",
        ),
    )


def read_article_ids(element: Element, draft: Draft) -> None:
    """Read the record's own ``ArticleIdList``."""
    draft.many["identifiers"].extend(find_article_ids(element, "ArticleIdList"))


def find_article_ids(element: Element, place: str | None = None) -> list[Identifier]:
    """Return the ids of an ``ArticleIdList``; ``IdType`` is ``pubmed`` by default."""
    found = []
    for child in element:
        value = text(child)
        if value is not None:
            kind = child.get("IdType", "pubmed")
            found.append(
                Identifier(
                    scheme=_SCHEMES.get(kind) or kind.lower(), value=value, place=place
                )
            )
    return found


def read_relations(element: Element, draft: Draft) -> None:
    """Read ``CommentsCorrectionsList``; its PMIDs are those of other records."""
    draft.many["relations"].extend(map(_relation, element))


def _relation(element: Element) -> Relation:
    citation = note = version = None
    identifiers: tuple[Identifier, ...] = ()
    for child in element:
        if child.tag == "RefSource":
            citation = rich_text(child)
        elif child.tag == "PMID":
            value = text(child)
            if value is not None:
                identifiers += (Identifier(scheme=PMID, value=value),)
                version = child.get("Version")
        elif child.tag == "Note":
            note = text(child)
    return Relation(
        kind=relation_kind(element.get("RefType", "Unspecified")),
        identifiers=identifiers,
        citation=citation,
        note=note,
        version=version,
    )


@functools.cache
def relation_kind(ref_type: str) -> str:
    """Return a ``RefType`` in snake case.

    Examples:
        >>> for word in ("RetractionIn", "CorrectedandRepublishedFrom", "Cites"):
        ...     relation_kind(word)
        'retraction_in'
        'corrected_and_republished_from'
        'cites'
    """
    return _WORD.sub("_", ref_type).lower()


def read_references(element: Element, draft: Draft) -> None:
    """Read a ``ReferenceList`` with the lists nested in it, flattened in order."""
    draft.many["references"].extend(_references(element, ()))


def _references(element: Element, titles: tuple[str, ...]) -> list[Reference]:
    found: list[Reference] = []
    for child in element:
        if child.tag == "Reference":
            found.append(_reference(child, " / ".join(titles) or None))
        elif child.tag == "Title":
            title = text(child)
            titles = titles if title is None else (*titles, title)
        elif child.tag == "ReferenceList":
            found.extend(_references(child, titles))
    return found


def _reference(element: Element, list_title: str | None) -> Reference:
    citation = None
    identifiers: list[Identifier] = []
    for child in element:
        if child.tag == "Citation":
            citation = rich_text(child)
        elif child.tag == "ArticleIdList":
            identifiers.extend(find_article_ids(child))
    return Reference(
        citation=citation, identifiers=tuple(identifiers), list_title=list_title
    )
