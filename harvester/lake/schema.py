"""The tables of a lake: their columns, what they hold, and of which type they are."""

from __future__ import annotations

from enum import StrEnum

from harvester.model import Value

SCHEMA_VERSION = 1
"""Counts up when a table or column changes its meaning, or goes."""


class Type(StrEnum):
    """The types of columns, all of which every reader of Parquet knows."""

    TEXT = "string"
    NUMBER = "int32"
    FLAG = "bool"
    TEXTS = "list<string>"


class Column(Value, frozen=True, kw_only=True):
    """A column of a table.

    Attributes:
        name: In snake case.
        type: Of its values.
        description: What it holds; what its absence means.
    """

    name: str
    type: Type
    description: str


class Table(Value, frozen=True, kw_only=True):
    """A table of the lake.

    Attributes:
        name: Also that of its folder.
        description: What one row stands for.
        columns: In the order of the files.
    """

    name: str
    description: str
    columns: tuple[Column, ...]


def _text(name: str, description: str) -> Column:
    return Column(name=name, type=Type.TEXT, description=description)


def _number(name: str, description: str) -> Column:
    return Column(name=name, type=Type.NUMBER, description=description)


def _flag(name: str, description: str) -> Column:
    return Column(name=name, type=Type.FLAG, description=description)


def _texts(name: str, description: str) -> Column:
    return Column(name=name, type=Type.TEXTS, description=description)


_KEY = (
    _text("source", "Who says so: `pubmed`, `crossref`, `datacite`."),
    _text("source_id", "The key of the record there: PMID, DOI in lower case."),
)
_PLACE = _number("position", "Where it stands in the record's list, from 1.")


def _part(name: str, description: str, *columns: Column) -> Table:
    """Return a table of what a record has several of."""
    return Table(name=name, description=description, columns=(*_KEY, _PLACE, *columns))


ARTICLES = Table(
    name="articles",
    description="A row per record: what it has one of.",
    columns=(
        *_KEY,
        _number("version", "PubMed's version of the record; 1 elsewhere."),
        _text("pmid", "The valid PMID that the record bears."),
        _text("doi", "The first valid DOI, in lower case."),
        _text("pmcid", "The first valid PMCID, with its prefix."),
        _text("type", "CSL's type of work (`article-journal`)."),
        _text("title", "Without markup."),
        _text("title_markup", "With its inline markup; null where there is none."),
        _text("original_title", "In the original language, where given apart."),
        _text("container_title", "Journal, book or series, in full."),
        _text("iso_abbreviation", "The journal's ISO abbreviation."),
        _text("medline_abbreviation", "The journal's abbreviation of MEDLINE."),
        _text("nlm_id", "The journal's number in NLM's catalogue."),
        _text("issn_print", "With hyphen."),
        _text("issn_electronic", "With hyphen."),
        _text("issn_linking", "With hyphen."),
        _text("publisher", "Of a book, or as Crossref names it."),
        _text("volume", "As printed: text, `007` stays `007`."),
        _text("issue", "As printed."),
        _text("page", "As printed."),
        _text("first_page", "Written out in full."),
        _text("last_page", "Written out in full; null for a single page."),
        _text("article_number", "Where articles are counted, not pages."),
        _number("year", "The year under which the work is cited."),
        _text("published", "The date under which it is cited, as EDTF."),
        _texts("languages", "As the source spells them (`eng`, `en`)."),
        _text("abstract", "The record's own abstract as one text, labels included."),
        _text("publication_status", "PubMed's status (`ppublish`)."),
        _text("indexing_status", "PubMed's `MedlineCitation/@Status`."),
        _number("author_count", "Authors in the byline, those marked wrong left out."),
        _number("reference_count", "As the source counts them; null where silent."),
        _number("cited_by_count", "As the source counts them; null where silent."),
    ),
)

IDENTIFIERS = _part(
    "identifiers",
    "A row per identifier of a record.",
    _text("scheme", "`doi`, `pmid`, `pmcid`, `pii` …"),
    _text("value", "In canonical form where the scheme has one."),
    _text("printed", "As printed, where that differs."),
    _flag("is_valid", "False where the source marks it as wrong, or it cannot be."),
    _text("place", "Where in the record it stands, where there are two places."),
)
_CONTRIBUTORS = _part(
    "contributors",
    "A row per person or group, of every role.",
    _text("role", "`author`, `editor`, `investigator` …"),
    _text("family", "Surname with its non-dropping particles."),
    _text("given", "Given names, or initials where there is no more."),
    _text("initials", "Without stops or spaces."),
    _text("suffix", "`Jr`, `3rd` …"),
    _text("dropping_particle", "A particle printed with the given name."),
    _text("literal", "The name of a group, or one that cannot be divided."),
    _text("orcid", "Valid ORCID iD, with hyphens."),
    _texts("identifiers", "All its identifiers as `scheme:value`."),
    _flag("is_valid", "False for a name that the source marks as wrong."),
    _flag("equal_contribution", "Null where the source is silent."),
    _text("group_id", "Ties a group to its investigators."),
)
_AFFILIATIONS = _part(
    "affiliations",
    "A row per address; `position` is that of its bearer in `contributors`.",
    _number("affiliation_position", "Which of the contributor's addresses, from 1."),
    _text("name", "The whole address, or the name of the institution."),
    _text("ror", "The first ROR beside it, as the source gives it."),
    _texts("identifiers", "All its identifiers as `scheme:value`."),
    _texts("departments", "Where stated apart."),
    _texts("places", "Where stated apart."),
)
_ABSTRACT_SECTIONS = _part(
    "abstract_sections",
    "A row per paragraph; `position` 1 is the record's own abstract, then the others.",
    _number("section_position", "Which paragraph of the abstract, from 1."),
    _text("kind", "Type of another abstract (`plain-language-summary`)."),
    _text("language", "As printed; null where silent."),
    _text("label", "As printed (`BACKGROUND`)."),
    _text("category", "NLM's category of it."),
    _text("text", "Without markup."),
    _text("text_markup", "With its inline markup; null where there is none."),
)
_MESH = _part(
    "mesh",
    "A row per heading and qualifier; one without qualifier where it has none.",
    _text("descriptor", "Name of the heading."),
    _text("descriptor_ui", "Its number (`D008099`)."),
    _flag("is_major", "The star stands on the heading itself."),
    _flag("is_major_topic", "It stands there or on any of its qualifiers."),
    _text("qualifier", "Name of the qualifier."),
    _text("qualifier_ui", "Its number (`Q000473`)."),
    _flag("qualifier_is_major", "The star stands on the qualifier."),
    _text("kind", "`Geographic` where the source says so."),
    _flag("is_automatic", "Assigned by machine."),
)
_KEYWORDS = _part(
    "keywords",
    "A row per keyword.",
    _text("keyword", "Without markup."),
    _text("owner", "Whose list (`NOTNLM`)."),
    _flag("is_major", "Starred."),
)
_PUBLICATION_TYPES = _part(
    "publication_types",
    "A row per publication type.",
    _text("name", "As printed."),
    _text("ui", "Its number, of those in MeSH."),
)
_REFERENCES = _part(
    "references",
    "A row per entry of the reference list, as deposited.",
    _text("pmid", "Of the cited work."),
    _text("doi", "Of the cited work, in lower case."),
    _text("pmcid", "Of the cited work."),
    _text("citation", "The whole entry in words, without markup."),
    _text("article_title", "As deposited."),
    _text("container_title", "As deposited."),
    _text("author", "As deposited."),
    _text("year", "As deposited."),
    _text("volume", "As deposited."),
    _text("first_page", "As deposited."),
    _text("list_title", "Title of the list that it stands in."),
    _text("asserted_by", "Who matched the DOI: `publisher`, `crossref`."),
)
_FUNDING = _part(
    "funding",
    "A row per award; one without number for a funder that names none.",
    _text("agency", "Agency or funder."),
    _text("award", "Grant or award number, as printed."),
    _text("acronym", "PubMed's acronym of the institute."),
    _text("country", "As printed."),
    _texts("identifiers", "Of the funder, as `scheme:value`."),
    _text("asserted_by", "Crossref's `doi-asserted-by`."),
)
_CHEMICALS = _part(
    "chemicals",
    "A row per substance.",
    _text("name", "As printed."),
    _text("ui", "Its number in MeSH."),
    _text("registry_number", "As printed, often `0`."),
)
_RELATIONS = _part(
    "relations",
    "A row per tie to another work and identifier of it.",
    _text("kind", "`retraction_in`, `has_preprint`, `update_to` …"),
    _text("update_type", "Crossref's type of an update (`retraction`)."),
    _text("scheme", "Of the other work's identifier; null where there is none."),
    _text("value", "The identifier."),
    _text("citation", "The other work in words, without markup."),
    _text("note", "As printed."),
    _text("asserted_by", "`publisher`, `retraction-watch` …"),
    _text("date", "Of the update, as printed."),
)
_DATES = _part(
    "dates",
    "A row per date.",
    _text("kind", "`issue`, `online`, `received`, `revised` …"),
    _text("printed", "As printed, parts joined by a space or hyphen."),
    _text("time", "Time of day as printed."),
    _text("edtf", "As EDTF; null where it cannot be read."),
    _text("precision", "`day`, `month`, `year`, `season` …"),
    _number("year", "The leading year of `edtf`."),
)
RECORDS = Table(
    name="records",
    description="A row per record: all of it, so that nothing is lost.",
    columns=(
        *_KEY,
        _text("pmid", "As in `articles`."),
        _text("doi", "As in `articles`."),
        _text("pmcid", "As in `articles`."),
        _number("year", "As in `articles`."),
        _text("input", "Name of the file that it was read from."),
        _text("json", "The normalised record: docs/source-record.schema.json."),
    ),
)
CITED_BY = Table(
    name="cited_by",
    description="A row per citation, under the cited work, wherever that is recorded.",
    columns=(
        _text("cited_scheme", "`pmid` or `doi`: how the cited work is named."),
        _text("cited_id", "PMID, or DOI in lower case."),
        _text("source", "Of the citing record."),
        _text("source_id", "The key of the citing record."),
    ),
)
JOINED = Table(
    name="joined",
    description="A row per PubMed record and record of another source with its DOI.",
    columns=(
        _text("doi", "What they share, in lower case."),
        _text("pmid", "The key of the PubMed record."),
        _text("source", "Of the other record: `crossref`, `datacite`."),
        _text("source_id", "Its key."),
        _text(
            "verdict",
            "`same`: a second witness agrees; `different`: what disagrees weighs more, "
            "do not take them for one work; `unknown`: nothing can be compared; "
            "`bare`: one of them says nothing but identifiers.",
        ),
        _flag("title_agrees", "Null where not compared, or undecided."),
        _flag("first_author_agrees", "Null where not compared, or undecided."),
        _flag("first_page_agrees", "Null where not compared, or undecided."),
        _flag("volume_agrees", "Null where not compared."),
        _flag("journal_agrees", "Null where not compared."),
        _flag("year_agrees", "Within a year; null where not compared."),
    ),
)

RECORD_TABLES = (
    ARTICLES,
    IDENTIFIERS,
    _CONTRIBUTORS,
    _AFFILIATIONS,
    _ABSTRACT_SECTIONS,
    _MESH,
    _KEYWORDS,
    _PUBLICATION_TYPES,
    _REFERENCES,
    _FUNDING,
    _CHEMICALS,
    _RELATIONS,
    _DATES,
    RECORDS,
)
"""The tables that a record has rows in."""
TABLES = (*RECORD_TABLES, CITED_BY, JOINED)


def build_page() -> str:
    """Return the tables as a page of Markdown: what ``docs/lake.md`` ends with."""
    parts = []
    for table in TABLES:
        lines = [f"### {table.name}", "", table.description, ""]
        lines += ["| column | type | what it holds |", "| --- | --- | --- |"]
        lines += [
            f"| {column.name} | {column.type} | {column.description} |"
            for column in table.columns
        ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"
