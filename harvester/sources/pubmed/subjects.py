"""What a record is about and what stands behind it: abstract, MeSH, grants."""

from __future__ import annotations

from harvester.model import (
    Abstract,
    AbstractSection,
    Chemical,
    DataBank,
    Funding,
    Keyword,
    MeshHeading,
    MeshQualifier,
    PublicationType,
    SupplementaryConcept,
)
from harvester.sources.pubmed.draft import Draft, Element
from harvester.xml import rich_text, text

_GRANT_PARTS = {"Acronym": "acronym", "Agency": "agency", "Country": "country"}


def read_abstract(element: Element, draft: Draft) -> None:
    """Read ``Abstract``: labelled paragraphs and the copyright line."""
    abstract = _abstract(element, draft)
    if abstract is not None:
        draft.put("abstract", abstract)


def read_other_abstract(element: Element, draft: Draft) -> None:
    """Read an ``OtherAbstract``; its ``Language`` is ``eng`` by default."""
    abstract = _abstract(
        element, draft, element.get("Type"), element.get("Language", "eng")
    )
    if abstract is not None:
        draft.many["other_abstracts"].append(abstract)


def _abstract(
    element: Element,
    draft: Draft,
    kind: str | None = None,
    language: str | None = None,
) -> Abstract | None:
    sections, copyright_line = [], None
    for child in element:
        if child.tag == "AbstractText":
            label = child.get("Label")
            category = child.get("NlmCategory")
            section = rich_text(child)
            if section is not None:
                sections.append(
                    AbstractSection(text=section, label=label, category=category)
                )
            elif label is not None:
                draft.note("AbstractText/@Label", label)
        elif child.tag == "CopyrightInformation":
            copyright_line = text(child)
    if sections:
        return Abstract(
            sections=tuple(sections),
            copyright=copyright_line,
            kind=kind,
            language=language,
        )
    if copyright_line is not None:
        draft.note("CopyrightInformation", copyright_line)
    return None


def read_mesh_headings(element: Element, draft: Draft) -> None:
    """Read ``MeshHeadingList``: descriptors, their qualifiers and their stars."""
    headings = draft.many["mesh_headings"]
    for heading in element:
        name = ui = kind = None
        is_major = is_automatic = False
        qualifiers: tuple[MeshQualifier, ...] = ()
        for child in heading:
            tag = child.tag
            if tag == "DescriptorName":
                name = text(child)
                ui = child.get("UI")
                is_major = child.get("MajorTopicYN") == "Y"
                kind = child.get("Type")
                is_automatic = child.get("AutoHM") == "Y"
            elif tag == "QualifierName":
                qualifiers += _qualifier(child)
        if name is not None:
            headings.append(
                MeshHeading(
                    descriptor=name,
                    ui=ui,
                    is_major=is_major,
                    qualifiers=qualifiers,
                    kind=kind,
                    is_automatic=is_automatic,
                )
            )


def _qualifier(element: Element) -> tuple[MeshQualifier, ...]:
    name = text(element)
    if name is None:
        return ()
    return (
        MeshQualifier(
            name=name,
            ui=element.get("UI"),
            is_major=element.get("MajorTopicYN") == "Y",
            is_automatic=element.get("AutoHM") == "Y",
        ),
    )


def read_supplementary_concepts(element: Element, draft: Draft) -> None:
    """Read ``SupplMeshList``."""
    draft.many["supplementary_concepts"].extend(
        SupplementaryConcept(name=name, ui=child.get("UI"), kind=child.get("Type"))
        for child in element
        if (name := text(child)) is not None
    )


def read_chemicals(element: Element, draft: Draft) -> None:
    """Read ``ChemicalList``; a ``RegistryNumber`` of ``0`` stays as printed."""
    for chemical in element:
        number = name = ui = None
        for child in chemical:
            tag = child.tag
            if tag == "NameOfSubstance":
                name, ui = text(child), child.get("UI")
            elif tag == "RegistryNumber":
                number = text(child)
        if name is not None:
            draft.many["chemicals"].append(
                Chemical(name=name, ui=ui, registry_number=number)
            )


def read_keywords(element: Element, draft: Draft) -> None:
    """Read a ``KeywordList``; its ``Owner`` is ``NLM`` by default."""
    owner = element.get("Owner", "NLM")
    draft.many["keywords"].extend(
        Keyword(text=keyword, owner=owner, is_major=child.get("MajorTopicYN") == "Y")
        for child in element
        if (keyword := rich_text(child)) is not None
    )


def read_publication_type(element: Element, draft: Draft) -> None:
    """Read one ``PublicationType``."""
    name = text(element)
    if name is not None:
        draft.many["publication_types"].append(
            PublicationType(name=name, ui=element.get("UI"))
        )


def read_publication_types(element: Element, draft: Draft) -> None:
    """Read ``PublicationTypeList``."""
    for child in element:
        read_publication_type(child, draft)


def read_grants(element: Element, draft: Draft) -> None:
    """Read ``GrantList``; ``CompleteYN`` says whether it names all grants."""
    draft.put("funding_complete", element.get("CompleteYN", "Y") == "Y")
    for grant in element:
        parts: dict[str, str | None] = {}
        awards: tuple[str, ...] = ()
        for child in grant:
            tag, value = child.tag, text(child)
            if tag == "GrantID":
                awards = awards if value is None else (*awards, value)
            elif tag in _GRANT_PARTS:
                parts[_GRANT_PARTS[tag]] = value
        draft.many["funding"].append(
            Funding(
                agency=parts.get("agency"),
                awards=awards,
                acronym=parts.get("acronym"),
                country=parts.get("country"),
            )
        )


def read_data_banks(element: Element, draft: Draft) -> None:
    """Read ``DataBankList``: registries and the numbers given there."""
    draft.put("data_banks_complete", element.get("CompleteYN", "Y") == "Y")
    for bank in element:
        name = None
        numbers: list[str] = []
        for child in bank:
            if child.tag == "DataBankName":
                name = text(child)
            elif child.tag == "AccessionNumberList":
                numbers.extend(n for c in child if (n := text(c)) is not None)
        if name is not None:
            draft.many["data_banks"].append(
                DataBank(name=name, accession_numbers=tuple(numbers))
            )
        else:
            for number in numbers:
                draft.note("AccessionNumber", number)
