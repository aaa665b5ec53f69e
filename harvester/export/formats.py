"""The formats of export: one registry for the command line and the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec

from harvester.export.bibliography import write_html, write_markdown
from harvester.export.bibtex import write_bibtex, write_latex
from harvester.export.csl import write_csl
from harvester.export.endnote import write_endnote
from harvester.export.jats import write_jats
from harvester.export.jsonl import write_jsonl
from harvester.export.losses import PARTS
from harvester.export.nbib import write_nbib
from harvester.export.parquet import write_parquet
from harvester.export.ris import write_ris
from harvester.export.tables import write_csv
from harvester.model import Article, Value

Writer = Callable[[Iterable[Article]], Iterator[str] | Iterator[bytes]]


class Format(Value, frozen=True, kw_only=True):
    """A format of export.

    Attributes:
        name: As it is asked for.
        title: As people call it.
        media_type: For an answer of HTTP; text is UTF-8.
        suffix: Of a file, with its dot.
        write: Articles one by one → text piece by piece; memory stays constant.
        held: The parts of an article that it can carry; names of ``losses.PARTS``.
        needs: The package that must be installed, and the extra that brings it.
    """

    name: str
    title: str
    media_type: str
    suffix: str
    write: Writer
    held: frozenset[str]
    needs: tuple[str, str] | None = None

    @property
    def is_ready(self) -> bool:
        """Whether what it needs is installed."""
        return self.needs is None or find_spec(self.needs[0]) is not None


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
    "general notes", "space flight missions", "citation subsets", "history",
    "record status", "comments and updates", "pii and the like",
}  # fmt: skip
_ENDNOTE = _RIS | {"title markup"}
_JATS = _CITED - {"type", "abstract", "keywords", "mesh", "journal abbreviation"} | {
    "type", "translators", "edition", "series", "event", "title markup", "et al.",
    "season or interval",
}  # fmt: skip
_PRINTED = frozenset({
    "doi", "pmid", "pmcid", "title", "title markup", "journal abbreviation", "volume",
    "issue", "pages", "article number", "year", "day", "season or interval", "notices",
    "et al.",
})  # fmt: skip
"""A bibliography names the first authors only."""

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
            name="endnote-xml",
            title="EndNote XML",
            media_type="application/xml",
            suffix=".xml",
            write=write_endnote,
            held=_ENDNOTE,
        ),
        Format(
            name="jats-ref",
            title="JATS references",
            media_type="application/xml",
            suffix=".jats.xml",
            write=write_jats,
            held=_JATS,
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
        Format(
            name="parquet",
            title="Parquet",
            media_type="application/vnd.apache.parquet",
            suffix=".parquet",
            write=write_parquet,
            held=frozenset(PARTS),
            needs=("pyarrow", "parquet"),
        ),
        Format(
            name="markdown",
            title="Markdown",
            media_type="text/markdown",
            suffix=".md",
            write=write_markdown,
            held=_PRINTED,
        ),
        Format(
            name="html",
            title="HTML",
            media_type="text/html",
            suffix=".html",
            write=write_html,
            held=_PRINTED,
        ),
    )
}
"""Name → format, in the order in which they are offered."""


def write(name: str, articles: Iterable[Article]) -> Iterator[str]:
    """Yield articles in a format that is text, piece by piece.

    Raises:
        KeyError: There is no format of that name.
        TypeError: It is no text; see ``write_bytes``.
    """
    for piece in FORMATS[name].write(articles):
        if isinstance(piece, bytes):
            raise TypeError(f"{name} is no text")
        yield piece


def write_bytes(name: str, articles: Iterable[Article]) -> Iterator[bytes]:
    """Yield articles in any format, piece by piece, as UTF-8 where it is text.

    Raises:
        KeyError: There is no format of that name.
    """
    for piece in FORMATS[name].write(articles):
        yield piece.encode() if isinstance(piece, str) else piece
