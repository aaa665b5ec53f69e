"""The loss report is true: what is said to be held is there."""

from __future__ import annotations

import html
import re

import pytest
from pylatexenc.latex2text import LatexNodes2Text

from harvester.export import FORMATS, Loss, find_losses
from harvester.export.losses import PARTS
from harvester.model import Article, Chemical, Contributor, MeshHeading, Text
from tests.export.plain import folded, pages


def _box(field):
    def values(article):
        value = getattr(article.container, field) if article.container else None
        return value if isinstance(value, tuple) else (value,)

    return values


def _names(role):
    return lambda a: [
        (p.family or p.literal or "").split(" ")[-1]
        for p in a.contributors
        if p.role == role and p.is_valid
    ]


VALUES = {
    "doi": lambda a: [a.doi],
    "pmid": lambda a: [a.pmid],
    "pmcid": lambda a: [a.pmcid],
    "authors": _names("author"),
    "editors": _names("editor"),
    "translators": _names("translator"),
    "investigators": _names("investigator"),
    "suffixes": lambda a: [p.suffix for p in a.authors],
    "ORCID iDs": lambda a: [p.orcid for p in a.authors],
    "affiliations": lambda a: [
        x.name.plain for p in a.authors for x in p.affiliations if x.name
    ],
    "original title": lambda a: [
        a.original_title.plain.rstrip(".") if a.title and a.original_title else None
    ],
    "journal or book": _box("title"),
    "isbn": _box("isbns"),
    "issn": _box("issn_print"),
    "publisher": _box("publisher"),
    "edition": _box("edition"),
    "series": _box("series_titles"),
    "volume title": _box("volume_title"),
    "event": _box("event"),
    "NLM id": _box("nlm_id"),
    "country of the journal": _box("country"),
    "volume": lambda a: [a.volume],
    "issue": lambda a: [a.issue],
    "article number": lambda a: [a.article_number],
    "year": lambda a: [a.year],
    "pages": lambda a: [(pages(a) or "").split("-")[0]],
    "keywords": lambda a: [k.text.plain for k in a.keywords],
    "subjects": lambda a: a.subjects,
    "mesh": lambda a: [m.descriptor for m in a.mesh_headings],
    "mesh identifiers": lambda a: [m.ui for m in a.mesh_headings],
    "supplementary concepts": lambda a: [c.name for c in a.supplementary_concepts],
    "chemicals": lambda a: [c.name for c in a.chemicals],
    "gene symbols": lambda a: a.gene_symbols,
    "people as subjects": lambda a: [p.family for p in a.personal_name_subjects],
    "publication types": lambda a: [t.name for t in a.publication_types],
    "funding": lambda a: [x for f in a.funding for x in (f.agency, *f.awards)],
    "data banks": lambda a: [n for b in a.data_banks for n in b.accession_numbers],
    "general notes": lambda a: a.general_notes,
    "citation subsets": lambda a: a.citation_subsets,
    "conflict of interest": lambda a: [a.coi_statement and a.coi_statement.plain],
    "abstract copyright": lambda a: [a.abstract and a.abstract.copyright],
    "other abstracts": lambda a: [
        s.text.plain for o in a.other_abstracts for s in o.sections
    ],
    "record status": lambda a: [a.owner, a.indexing_status, a.publication_status],
    "pii and the like": lambda a: [
        i.value for i in a.identifiers if i.scheme in {"pii", "mid"} and i.is_valid
    ],
    "comments and updates": lambda a: [
        r.citation.plain
        for r in a.relations
        if r.kind.startswith("comment") and r.citation
    ],
    "further languages": lambda a: a.languages[1:],
}
"""Part → what must be found in a format that holds it."""


@pytest.mark.parametrize("name", [n for n in FORMATS if n not in {"parquet", "jsonl"}])
def test_what_is_held_is_there(articles, name):
    """Every value of every part that the format is said to hold."""
    form = FORMATS[name]
    missing = []
    for article in articles:
        text = bare("".join(form.write([article])), name)
        missing += [
            (article.pmid or article.doi, part, value)
            for part, values in VALUES.items()
            if part in form.held
            for value in values(article)
            if value and bare(str(value)) not in text
        ]
    assert missing == [], missing


def bare(text, name=""):
    """Return what is left of a text whatever the format does to its signs."""
    if name.startswith("bibtex"):
        text = LatexNodes2Text().latex_to_text(text)
    while (
        unescaped := html.unescape(text)
    ) != text:  # some addresses are escaped twice
        text = unescaped
    text = text.replace("\\\\", "\\")
    text = re.sub(r"</?(?:i|b|u|sup|sub|sc|italic|bold|style|span)\b[^>]*>", "", text)
    return re.sub(r"[^\w]", "", folded(text)).casefold()


def test_parts_are_known():
    """No format claims what the report has no name for."""
    for form in FORMATS.values():
        assert form.held <= set(PARTS), form.name


def test_losses_by_hand():
    """A group with MeSH, chemicals and a second language, as RIS."""
    article = Article(
        sources=(("pubmed", "99000099"),),
        title=Text(plain="H2O", markup="H<sub>2</sub>O"),
        contributors=(
            Contributor(literal="The LANTERN Group"),
            Contributor(family="Roe", role="investigator"),
            Contributor(family="Wrong", is_valid=False),
        ),
        languages=("eng", "fre"),
        mesh_headings=(MeshHeading(descriptor="Tea", ui="D013662"),),
        chemicals=(Chemical(name="Water"), Chemical(name="Tannins")),
        year=2020,
    )

    def loss(part, count):
        return Loss(key="thelanterngroup2020-99000099", part=part, count=count)

    assert list(find_losses(article, FORMATS["ris"].held)) == [
        loss("title markup", 1),
        loss("investigators", 1),
        loss("names marked as wrong", 1),
        loss("mesh identifiers", 1),
        loss("chemicals", 2),
    ]
    assert list(find_losses(article, FORMATS["jsonl"].held)) == []
