"""The vocabulary: frozen values that every other part speaks in."""

from harvester.model.citation import Citation
from harvester.model.contributor import Affiliation, Contributor, ContributorList
from harvester.model.correction import USER, Correction
from harvester.model.document import Document, Mention, Resolution, Role
from harvester.model.finding import Finding
from harvester.model.identifier import ARTICLE_SCHEMES, DOI, PMCID, PMID, Identifier
from harvester.model.link import Key, Link, LinkKind, LinkSet, LinkState
from harvester.model.parts import (
    Abstract,
    AbstractSection,
    Assertion,
    Chemical,
    Container,
    DataBank,
    Funding,
    Keyword,
    License,
    LocationLabel,
    Locator,
    MeshHeading,
    MeshQualifier,
    Numbering,
    PublicationType,
    RecordDate,
    Reference,
    Relation,
    Section,
    SupplementaryConcept,
)
from harvester.model.record import Article, Origin, Rejected, SourceRecord, Work
from harvester.model.value import Text, Value

__all__ = [
    "ARTICLE_SCHEMES",
    "DOI",
    "PMCID",
    "PMID",
    "USER",
    "Abstract",
    "AbstractSection",
    "Affiliation",
    "Article",
    "Assertion",
    "Chemical",
    "Citation",
    "Container",
    "Contributor",
    "ContributorList",
    "Correction",
    "DataBank",
    "Document",
    "Finding",
    "Funding",
    "Identifier",
    "Key",
    "Keyword",
    "License",
    "Link",
    "LinkKind",
    "LinkSet",
    "LinkState",
    "LocationLabel",
    "Locator",
    "Mention",
    "MeshHeading",
    "MeshQualifier",
    "Numbering",
    "Origin",
    "PublicationType",
    "RecordDate",
    "Reference",
    "Rejected",
    "Relation",
    "Resolution",
    "Role",
    "Section",
    "SourceRecord",
    "SupplementaryConcept",
    "Text",
    "Value",
    "Work",
]
