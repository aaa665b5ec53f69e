"""Our reading against Biopython's, which knows the DTD."""

from __future__ import annotations

import io
from typing import Any

import pytest
from Bio import Entrez

from harvester import xml
from harvester.model import SourceRecord
from harvester.sources.pubmed.parse import parse_articles

FILES = [
    "biopython/pubmed1.xml",
    "biopython/pubmed2.xml",
    "biopython/pubmed4.xml",
    "metapub/38747095.xml",
    "metapub/37733615.xml",
    "slices/inline_markup_title.a.xml",
    "slices/mesh_qualifier.a.xml",
    "slices/references.a.xml",
    "slices/suffix.a.xml",
    "slices/collective.a.xml",
]


def plain(value: Any) -> str | None:
    """Return the text of Biopython's string, in which markup stands literally."""
    escaped = str(value)
    for tag in ("b", "i", "u", "sub", "sup"):
        escaped = escaped.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    return xml.fold(escaped)


def headings(citation: Any) -> list[Any]:
    """Return descriptors and qualifiers as (text, UI, star)."""
    return [
        [
            (str(name), name.attributes["UI"], name.attributes["MajorTopicYN"] == "Y")
            for name in (heading["DescriptorName"], *heading["QualifierName"])
        ]
        for heading in citation.get("MeshHeadingList", ())
    ]


def reference_ids(lists: Any) -> list[list[str]]:
    """Return the ids of every reference."""
    return [
        [str(i) for i in reference.get("ArticleIdList", ())]
        for one in lists
        for reference in (
            *one.get("Reference", ()),
            *(r for inner in one.get("ReferenceList", ()) for r in inner["Reference"]),
        )
    ]


@pytest.mark.parametrize("name", FILES)
def test_same_as_biopython(shared_data, name):
    """Ids, titles, author counts, headings and references agree with Biopython."""
    body = (shared_data / "efetch" / name).read_bytes()
    theirs = Entrez.read(io.BytesIO(body))["PubmedArticle"]
    ours = [r for r in parse_articles(body) if isinstance(r, SourceRecord)]

    assert len(ours) == len(theirs) > 0
    for record, judge in zip(ours, theirs, strict=True):
        citation, data = judge["MedlineCitation"], judge["PubmedData"]
        article = citation["Article"]
        assert record.source_id == citation["PMID"]
        title = record.title.plain if record.title else None
        assert title == plain(article["ArticleTitle"])
        authors = [c for c in record.contributors if c.role == "author"]
        assert len(authors) == len(article.get("AuthorList", ()))
        assert [i.value for i in record.identifiers if i.place == "ArticleIdList"] == [
            str(i) for i in data["ArticleIdList"]
        ]
        assert [
            [
                (h.descriptor, h.ui, h.is_major),
                *((q.name, q.ui, q.is_major) for q in h.qualifiers),
            ]
            for h in record.mesh_headings
        ] == headings(citation)
        assert [
            [i.value for i in reference.identifiers] for reference in record.references
        ] == reference_ids(data.get("ReferenceList", ()))
