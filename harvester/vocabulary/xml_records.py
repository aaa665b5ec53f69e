"""NLM's MeSH XML (desc, qual, supp) → values, one record at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from harvester.vocabulary.elements import Element, read_elements
from harvester.vocabulary.values import (
    Descriptor,
    Mapping,
    Qualifier,
    SupplementaryRecord,
    Term,
)
from harvester.xml import text


def read_descriptors(stream: IO[bytes]) -> Iterator[Descriptor]:
    """Yield every ``DescriptorRecord`` of a ``DescriptorRecordSet``.

    Raises:
        DocumentError: The file ends or breaks before its end tag.
    """
    return read_elements(stream, "DescriptorRecord", _descriptor)


def read_qualifiers(stream: IO[bytes]) -> Iterator[Qualifier]:
    """Yield every ``QualifierRecord`` of a ``QualifierRecordSet``.

    Raises:
        DocumentError: As ``read_descriptors``.
    """
    return read_elements(stream, "QualifierRecord", _qualifier)


def read_supplementary(stream: IO[bytes]) -> Iterator[SupplementaryRecord]:
    """Yield every ``SupplementalRecord`` of a ``SupplementalRecordSet``.

    Raises:
        DocumentError: As ``read_descriptors``.
    """
    return read_elements(stream, "SupplementalRecord", _supplementary)


def _descriptor(record: Element) -> Descriptor | None:
    ui, name = text(record.find("DescriptorUI")), _string(record, "DescriptorName")
    if ui is None or name is None:
        return None
    return Descriptor(
        ui=ui,
        name=name,
        kind=record.get("DescriptorClass"),
        tree_numbers=_texts(record, "TreeNumberList/TreeNumber"),
        terms=_terms(record),
        qualifiers=tuple(_allowed(record)),
        previous_indexing=_texts(record, "PreviousIndexingList/PreviousIndexing"),
        history_note=text(record.find("HistoryNote")),
        active_years=tuple(
            int(year)
            for year in _texts(record, "ActiveMeSHYearList/Year")
            if year.isdecimal()
        ),
    )


def _allowed(record: Element) -> Iterator[Qualifier]:
    for allowed in record.iterfind("AllowableQualifiersList/AllowableQualifier"):
        referred = allowed.find("QualifierReferredTo")
        if referred is None:
            continue
        ui, name = text(referred.find("QualifierUI")), _string(referred, _QUALIFIER)
        if ui is not None and name is not None:
            short = text(allowed.find("Abbreviation"))
            yield Qualifier(ui=ui, name=name, abbreviation=short)


_QUALIFIER = "QualifierName"


def _qualifier(record: Element) -> Qualifier | None:
    ui, name = text(record.find("QualifierUI")), _string(record, _QUALIFIER)
    if ui is None or name is None:
        return None
    short = _texts(record, "ConceptList/Concept/TermList/Term/Abbreviation")
    return Qualifier(
        ui=ui,
        name=name,
        abbreviation=short[0] if short else None,
        terms=_terms(record),
    )


def _supplementary(record: Element) -> SupplementaryRecord | None:
    ui = text(record.find("SupplementalRecordUI"))
    name = _string(record, "SupplementalRecordName")
    if ui is None or name is None:
        return None
    return SupplementaryRecord(
        ui=ui,
        name=name,
        kind=record.get("SCRClass"),
        terms=_terms(record),
        mapped_to=tuple(_mappings(record)),
        previous_indexing=_texts(record, "PreviousIndexingList/PreviousIndexing"),
    )


def _mappings(record: Element) -> Iterator[Mapping]:
    """Yield the headings mapped to; a star before a UI marks the major topic."""
    for mapped in record.iterfind("HeadingMappedToList/HeadingMappedTo"):
        descriptor = text(mapped.find("DescriptorReferredTo/DescriptorUI"))
        qualifier = text(mapped.find("QualifierReferredTo/QualifierUI"))
        if descriptor is not None:
            yield Mapping(
                descriptor_ui=descriptor.lstrip("*"),
                qualifier_ui=qualifier and qualifier.lstrip("*"),
                is_major="*" in descriptor + (qualifier or ""),
            )


def _terms(record: Element) -> tuple[Term, ...]:
    """Return the terms of all concepts, the preferred concept's first."""
    concepts = record.findall("ConceptList/Concept")
    concepts.sort(key=lambda concept: concept.get("PreferredConceptYN") != "Y")
    relations: dict[str, str] = {}
    for relation in record.iterfind(_RELATION):
        other = text(relation.find("Concept2UI"))
        if other is not None:
            relations.setdefault(other, relation.get("RelationName", ""))
    terms = []
    for concept in concepts:
        is_own = concept.get("PreferredConceptYN") == "Y"
        ui = text(concept.find("ConceptUI")) or ""
        related = None if is_own else relations.get(ui) or None
        for term in concept.iterfind("TermList/Term"):
            string = text(term.find("String"))
            if string is not None:
                terms.append(
                    Term(
                        text=string,
                        relation=related,
                        lexical_tag=term.get("LexicalTag"),
                        is_permuted=term.get("IsPermutedTermYN") == "Y",
                    )
                )
    return tuple(terms)


_RELATION = "ConceptList/Concept/ConceptRelationList/ConceptRelation"


def _string(record: Element, name: str) -> str | None:
    return text(record.find(f"{name}/String"))


def _texts(record: Element, path: str) -> tuple[str, ...]:
    return tuple(t for e in record.iterfind(path) if (t := text(e)) is not None)
