"""The formats of export: one registry for the command line and the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from harvester.export.bibtex import write_bibtex, write_latex
from harvester.export.csl import write_csl
from harvester.export.jsonl import write_jsonl
from harvester.export.losses import PARTS
from harvester.export.nbib import write_nbib
from harvester.export.ris import write_ris
from harvester.export.tables import write_csv
from harvester.model import Article, Value

Writer = Callable[[Iterable[Article]], Iterator[str]]


class Format(Value, frozen=True, kw_only=True):
    """A format of export.

    Attributes:
        name: As it is asked for.
        title: As people call it.
        media_type: For an answer of HTTP; text is UTF-8.
        suffix: Of a file, with its dot.
        write: Articles one by one → text piece by piece; memory stays constant.
        held: The parts of an article that it can carry; names of ``losses.PARTS``.
    """

    name: str
    title: str
    media_type: str
    suffix: str
    write: Writer
    held: frozenset[str]


_CITED = frozenset({
    "type", "doi", "pmid", "pmcid", "title", "original title", "authors", "groups",
    "suffixes", "editors", "journal or book", "journal abbreviation", "issn", "isbn",
    "publisher", "volume", "issue", "pages", "article number", "year", "day",
    "language", "abstract", "keywords", "mesh", "notices",
})  # fmt: skip
"""What every format for citations can carry."""
_BOOKS = frozenset({"translators", "edition", "series", "event", "subjects"})
_BIBTEX = _CITED | _BOOKS | {
    "title markup", "subtitle", "et al.", "season or interval", "volume title",
    "report number",
}  # fmt: skip
_RIS = _CITED | _BOOKS | {
    "season or interval", "affiliations", "publication types", "further languages",
}  # fmt: skip
_CSL = _CITED | _BOOKS | {
    "title markup", "season or interval", "volume title", "report number",
}  # fmt: skip
_CSV = _CITED | {
    "season or interval", "affiliations", "publication types", "further languages",
    "ORCID iDs",
}  # fmt: skip
_NBIB = _CITED | {
    "edition", "volume title", "season or interval", "investigators", "ORCID iDs",
    "affiliations", "whose affiliation", "NLM id", "country of the journal",
    "further languages", "abstract copyright", "other abstracts",
    "supplementary concepts", "chemicals", "gene symbols", "people as subjects",
    "publication types", "funding", "data banks", "conflict of interest",
    "general notes", "space flight missions", "citation subsets",
}  # fmt: skip

FORMATS = {
    form.name: form
    for form in (
        Format(
            name="bibtex",
            title="BibTeX",
            media_type="application/x-bibtex",
            suffix=".bib",
            write=write_bibtex,
            held=_BIBTEX,
        ),
        Format(
            name="bibtex-latex",
            title="BibTeX with LaTeX escapes",
            media_type="application/x-bibtex",
            suffix=".bib",
            write=write_latex,
            held=_BIBTEX,
        ),
        Format(
            name="ris",
            title="RIS",
            media_type="application/x-research-info-systems",
            suffix=".ris",
            write=write_ris,
            held=_RIS,
        ),
        Format(
            name="csl-json",
            title="CSL-JSON",
            media_type="application/vnd.citationstyles.csl+json",
            suffix=".json",
            write=write_csl,
            held=_CSL,
        ),
        Format(
            name="nbib",
            title="PubMed text (MEDLINE)",
            media_type="application/nbib",
            suffix=".nbib",
            write=write_nbib,
            held=_NBIB,
        ),
        Format(
            name="csv",
            title="CSV",
            media_type="text/csv",
            suffix=".csv",
            write=write_csv,
            held=_CSV,
        ),
        Format(
            name="jsonl",
            title="JSON lines",
            media_type="application/x-ndjson",
            suffix=".jsonl",
            write=write_jsonl,
            held=frozenset(PARTS),
        ),
    )
}
"""Name → format, in the order in which they are offered."""


def write(name: str, articles: Iterable[Article]) -> Iterator[str]:
    """Yield articles in a format, piece by piece; KeyError if there is none such."""
    return FORMATS[name].write(articles)
