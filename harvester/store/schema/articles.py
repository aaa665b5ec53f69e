"""The tables of articles, their journals and their identifiers."""

from __future__ import annotations

from harvester.store.schema.base import (
    Table,
    identity,
    number,
    part_of,
    pointer,
    text,
)

JOURNALS = Table(
    name="journals",
    title="Journals",
    description="One row per journal, told apart by NLM ID, else ISSN, else title.",
    columns=(
        identity(),
        text("title", "Full title as printed."),
        text("iso_abbreviation", "ISO abbreviation."),
        text("medline_abbreviation", "Abbreviation in MEDLINE."),
        text("nlm_id", "Number in the NLM Catalog."),
        text("issn_print", "ISSN of the printed journal."),
        text("issn_electronic", "ISSN of the electronic journal."),
        text("issn_linking", "Linking ISSN, the same for all media."),
    ),
    label="title",
)

JOURNAL_KEYS = Table(
    name="journal_keys",
    title="Keys of journals",
    description="By what a journal is recognised.",
    columns=(
        text("scheme", "nlm_id, issn or title.", is_required=True),
        text("value", "The identifier or title.", is_required=True),
        part_of("journal_id", "journals.id", "The journal."),
    ),
    primary_key=("scheme", "value"),
    indexes=(("journal_id",),),
    is_hidden=True,
)

OVERVIEW = (
    *("id", "year", "published", "type", "language", "journal_id"),
    *("retraction_status", "cited_by_count"),
)
"""What lists of articles are sorted and narrowed down by: an index holds it apart from
the rows, which are long."""

ARTICLES = Table(
    name="articles",
    title="Articles",
    description="One row per work: what the sources together say about it.",
    columns=(
        identity(),
        text("citation", "The article in one line."),
        text("pmid", "PubMed identifier."),
        text("pmcid", "PubMed Central identifier."),
        text("doi", "DOI, in lower case."),
        text("type", "Kind of work, in CSL's words."),
        text("title", "Title without markup."),
        text("title_markup", "Title with inline markup, where it has any."),
        text("original_title", "Title in the original language."),
        text("authors", "All authors in byline order, as in MEDLINE."),
        pointer("journal_id", "journals.id", "The journal."),
        text("journal", "Title of the journal or book, as printed."),
        text("volume", "Volume as printed."),
        text("issue", "Issue as printed."),
        text("pages", "Pages as printed."),
        text("first_page", "First page."),
        text("last_page", "Last page, in full."),
        text("article_number", "Article number, where articles are counted."),
        number("year", "Year under which it is cited."),
        text("published", "Date under which it is cited, as EDTF."),
        text("language", "Language or languages, as printed."),
        text("status", "Publication status (PubMed)."),
        text(
            "retraction_status",
            "retracted, withdrawn, reinstated, expression-of-concern, notice, "
            "corrected, ok (as of when, says the view editorial_status) or unverified: "
            "nobody who could know was heard.",
        ),
        text("first_seen_at", "When it came into the library (UTC)."),
        text("updated_at", "When it last changed (UTC)."),
        text("content_hash", "SHA-256 of its content."),
        text("retraction_source", "Who says so of its status.", since=3),
        text("deleted_at", "When PubMed no longer had its record (UTC).", since=3),
        pointer(
            "replaced_by_article_id",
            "articles.id",
            "The article that PubMed has instead of it.",
            since=3,
        ),
        text(
            "retraction_doubts",
            "Why its status is not to be relied on, one reason a line.",
            since=6,
        ),
        number(
            "cited_by_count",
            "Citing works that any provider lists, each once; null: none is known.",
            since=6,
        ),
        number(
            "reference_entry_count",
            "Entries of its reference list, as deposited; null: none.",
            since=11,
        ),
        # The long ones last: whoever reads the others does not read over them.
        text("abstract", "Abstract, all sections with their labels."),
        text("mesh", "MeSH headings; * marks a major topic."),
        text("keywords", "Keywords."),
        text("names", "Whole names of its contributors, to be searched.", since=6),
        text("json", "The whole article as JSON, with the origin of every field."),
    ),
    indexes=(
        ("pmid",),
        ("pmcid",),
        ("doi",),
        ("updated_at",),
        ("replaced_by_article_id",),
        ("first_page", "volume", "year"),
        ("article_number",),
        ("deleted_at",),
        ("year", "published"),
        ("cited_by_count",),
        OVERVIEW,
        ("journal_id", "year"),
    ),
    presence=("abstract", "reference_entry_count"),
    label="citation",
    is_numbered_once=True,
    sort="year",
    facets=("year", "type", "language", "journal_id", "retraction_status"),
    searched=(
        *("title", "original_title", "abstract", "authors", "names", "journal"),
        *("mesh", "keywords", "year"),
    ),
    filled="json",
)

IDENTIFIERS = Table(
    name="identifiers",
    title="Identifiers",
    description="Every identifier of every article. A DOI may name several articles "
    "where sources say so; then the article with the lowest number answers to it.",
    columns=(
        text("scheme", "doi, pmid, pmcid, pii …", is_required=True),
        text("value", "In canonical form.", is_required=True),
        part_of("article_id", "articles.id", "The article."),
        number("is_valid", "0 where the source itself marks it as wrong."),
        text("printed", "As printed, where that differs."),
    ),
    primary_key=("scheme", "value", "article_id"),
    is_clustered=True,
    indexes=(("article_id",),),
    facets=("scheme",),
)

TABLES = (JOURNALS, JOURNAL_KEYS, ARTICLES, IDENTIFIERS)
