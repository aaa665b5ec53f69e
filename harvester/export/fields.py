"""Fields of an article as most formats want them."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from harvester.export.markup import one_line
from harvester.model import Abstract, Article, MeshHeading, Text
from harvester.normalize.languages import normalize_language

HISTORY = frozenset({
    "received", "revised", "accepted", "pubmed", "medline", "entrez", "pmc-release",
    "aheadofprint", "ecollection", "retracted", "completed", "revised_record",
})  # fmt: skip
"""Kinds of dates of PubMed's records that MEDLINE's text format prints."""

MEDLINE_TIES = {
    "retraction": ("ROF", "RIN"),
    "partial-retraction": ("PROF", "PRIN"),
    "retracted-republication": ("RRF", "RRI"),
    "correction": ("EFR", "EIN"),
    "corrected-republication": ("CRF", "CRI"),
    "expression-of-concern": ("ECF", "ECI"),
    "update": ("UOF", "UIN"),
    "comment": ("CON", "CIN"),
    "republication": ("RPF", "RPI"),
    "patient-summary": ("ORI", "SPIN"),
}
"""Tie → tag where the article acts, tag where the other work acts on it."""


def container_title(article: Article) -> str | None:
    """Return the full title of the journal or book, or None."""
    return article.container.title if article.container else None


def short_container_title(article: Article) -> str | None:
    """Return the abbreviation of the journal: NLM's, else the source's."""
    container = article.container
    if container is None:
        return None
    shorts = (
        container.medline_abbreviation,
        container.iso_abbreviation,
        *container.short_titles,
    )
    return next(filter(None, shorts), None)


def issns(article: Article) -> tuple[str, ...]:
    """Return the ISSNs, each once: print, electronic, others, linking."""
    container = article.container
    if container is None:
        return ()
    known = (
        container.issn_print,
        container.issn_electronic,
        *container.issns,
        container.issn_linking,
    )
    return tuple(dict.fromkeys(filter(None, known)))


def printed_pages(article: Article) -> str | None:
    """Return the pages as printed; None where articles are counted instead."""
    page = article.page or "-".join(
        filter(None, (article.start_page, article.end_page))
    )
    return None if page == article.article_number else page or None


def link(article: Article) -> str | None:
    """Return the address under which the article is found, or None."""
    if article.doi:
        return f"https://doi.org/{quote(article.doi, safe='/:()')}"
    if article.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{article.pmid}/"
    if article.pmcid:
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{article.pmcid}/"
    return None


def other_subtitles(article: Article) -> tuple[Text, ...]:
    """Return the subtitles that the title does not hold already."""
    said = article.title.plain.casefold() if article.title else ""
    return tuple(s for s in article.subtitles if s.plain.casefold() not in said)


def abstract_text(abstract: Abstract, between: str = " ") -> str:
    """Return an abstract without markup, its sections with their labels."""
    return between.join(
        one_line(f"{section.label}: {section.text.plain}")
        if section.label
        else one_line(section.text.plain)
        for section in abstract.sections
    )


def heading(mesh: MeshHeading) -> str:
    """Return a MeSH heading as MEDLINE prints it, stars on major topics.

    Examples:
        >>> from harvester.model import MeshQualifier
        >>> heading(MeshHeading(descriptor="Tea", qualifiers=(
        ...     MeshQualifier(name="adverse effects", is_major=True),)))
        'Tea/*adverse effects'
    """
    terms = [(mesh.descriptor, mesh.is_major)]
    terms += [(qualifier.name, qualifier.is_major) for qualifier in mesh.qualifiers]
    return "/".join("*" * star + name for name, star in terms)


def subject_terms(article: Article) -> tuple[str, ...]:
    """Return keywords, subjects and MeSH headings, each once, in this order."""
    return tuple(dict.fromkeys(_subject_terms(article)))


def _subject_terms(article: Article) -> Iterator[str]:
    for keyword in article.keywords:
        yield keyword.text.plain
    yield from article.subjects
    for mesh in article.mesh_headings:
        yield heading(mesh)


def language_tag(article: Article) -> str | None:
    """Return the first language as a tag for programs, ``de``; None if unknown."""
    for printed in article.languages:
        language = normalize_language(printed)
        if language and language.value not in {"und", "mul"}:
            return language.short or language.value
    return None
