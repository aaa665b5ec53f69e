"""The parts of articles: lists that are tables, and lists that are read from JSON."""

from __future__ import annotations

from harvester.store.schema.base import (
    Column,
    Table,
    View,
    number,
    part_of,
    pointer,
    text,
)

_PLACE = (
    part_of("article_id", "articles.id", "The article."),
    number("position", "Place in the article's list, from 1."),
)


_QUALIFIER_POSITION = number(
    "qualifier_position", "0: the descriptor itself; else from 1."
)
_IS_MAJOR = number("is_major", "1 where the star stands on this very term.")


def _part(  # noqa: PLR0913 - what a table is made of
    name: str,
    title: str,
    description: str,
    *columns: Column,
    facets: tuple[str, ...] = (),
    indexes: tuple[tuple[str, ...], ...] = (),
    since: int = 1,
) -> Table:
    """Return a table with one row per entry of a list of an article.

    Its rows lie in the order of their articles.
    """
    return Table(
        name=name,
        title=title,
        description=description,
        columns=(*_PLACE, *columns),
        primary_key=("article_id", "position"),
        is_clustered=True,
        facets=facets,
        indexes=indexes,
        since=since,
    )


def _identifier(scheme: str) -> str:
    """Return SQL for the identifier of an entry ``r`` of a reference list."""
    return f"""(SELECT i.value ->> '$.value'
           FROM json_each(r.value, '$.identifiers') i
           WHERE i.value ->> '$.scheme' = '{scheme}' LIMIT 1)"""


TABLES = (
    _part(
        "contributors",
        "Contributors",
        "People and groups that stand in a byline.",
        text("role", "author, editor, investigator …"),
        text("family", "Surname."),
        text("given", "Given names, or initials where there is no more."),
        text("initials", "Initials."),
        text("suffix", "Jr, 3rd …"),
        text("literal", "Name of a group, or one that cannot be divided."),
        text("orcid", "ORCID iD."),
        text(
            "affiliation_positions",
            "Where its affiliations stand in article_affiliations, as a JSON list.",
            since=12,
        ),
        number("is_valid", "0 for a name that the source marks as wrong."),
        text("name", "The whole name, surname first.", since=6),
        text("name_key", "Folded surname and initials, to compare by.", since=6),
        pointer("author_id", "authors.id", "The author; null: none.", since=6),
        text("source", "The sources that name this contributor.", since=6),
        indexes=(("family", "initials"), ("orcid",), ("author_id", "article_id")),
    ),
    _part(
        "article_affiliations",
        "Affiliations of articles",
        "The affiliations of an article's contributors, each once, in the order of the "
        "byline. Whose they are, is told by the view affiliations.",
        text("name", "The whole address, or the name of the institution."),
        text("identifiers", "ROR and others, scheme:value, one per line."),
        since=12,
    ),
    Table(
        name="article_headings",
        title="MeSH headings of articles by number",
        description="What the view article_mesh shows by name.",
        columns=(
            *_PLACE,
            _QUALIFIER_POSITION,
            pointer("name_id", "mesh_names.id", "Descriptor or qualifier.", since=13),
            _IS_MAJOR,
        ),
        primary_key=("article_id", "position", "qualifier_position"),
        is_clustered=True,
        indexes=(("name_id", "article_id"),),
        is_hidden=True,
        since=13,
    ),
    _part(
        "keywords",
        "Keywords",
        "Keywords of authors and others.",
        text("keyword", "Without markup."),
        text("owner", "Whose keyword it is (PubMed)."),
        number("is_major", "1 for a major one."),
        facets=("keyword",),
    ),
    _part(
        "publication_types",
        "Publication types",
        "What kind of publication it is, in PubMed's words.",
        text("name", "Name of the type."),
        text("ui", "Its MeSH identifier."),
        facets=("name",),
    ),
    _part(
        "languages",
        "Languages",
        "Languages of the text.",
        text("language", "As printed."),
        facets=("language",),
    ),
    _part(
        "dates",
        "Dates",
        "All dates, each with the precision that its source prints.",
        text("kind", "issue, print, online, received, accepted …"),
        text("edtf", "As EDTF; null where it cannot be read."),
        text("printed", "As the source prints it."),
        text("time", "Time of day, where there is one."),
        text("precision", "day, month, year, season …"),
        text("rule", "How edtf was derived."),
        text("source", "The sources that say so."),
    ),
    _part(
        "relations",
        "Relations",
        "Ties that a source states: corrections, retractions, preprints, comments.",
        text("kind", "Which tie."),
        text("update_type", "Crossref's type of an update."),
        text("identifiers", "Of the other work, scheme:value, one per line."),
        text("citation", "The other work in words."),
        text("note", "As printed."),
        text("asserted_by", "Who says so."),
        text("date", "Date of the update, as printed."),
        text("source", "The sources that say so."),
        text("tie", "What ties the two, in our words, whoever says it.", since=6),
        text(
            "direction",
            "of: the article acts (retraction of); by: the other work acts on it; "
            "with: both ends are alike.",
            since=6,
        ),
        text("other_scheme", "Scheme of the other work; null: words only.", since=6),
        text("other_value", "Its identifier.", since=6),
        pointer("other_article_id", "articles.id", "It, if it is here.", since=6),
        text("edtf", "When the other work acted on the article, as EDTF.", since=6),
        facets=("kind", "tie"),
        indexes=(("other_scheme", "other_value"), ("other_article_id",)),
    ),
    _part(
        "funding",
        "Funding",
        "Grants and funders.",
        text("agency", "Agency or funder."),
        text("awards", "Grant numbers, one per line."),
        text("country", "Country as printed."),
        text("identifiers", "Of the funder, scheme:value, one per line."),
        text("source", "The sources that say so."),
        facets=("agency",),
    ),
    _part(
        "chemicals",
        "Chemicals",
        "Substances (PubMed).",
        text("name", "Name of the substance."),
        text("ui", "Its MeSH identifier."),
        text("registry_number", "Registry number as printed; often 0."),
        facets=("name",),
    ),
)

ABSTRACT_SECTIONS = View(
    name="abstract_sections",
    title="Abstract sections",
    description="The paragraphs of the abstract.",
    columns=(
        *_PLACE,
        text("label", "Label as printed."),
        text("category", "NLM category."),
        text("text", "The paragraph without markup."),
        text("markup", "The paragraph with inline markup, where it has any."),
    ),
    sql="""
        SELECT
          a.id AS article_id,
          CAST(s.key + 1 AS INTEGER) AS position,
          s.value ->> '$.label' AS label,
          s.value ->> '$.category' AS category,
          s.value ->> '$.text.plain' AS text,
          s.value ->> '$.text.markup' AS markup
        FROM articles a JOIN json_each(a.json, '$.abstract.sections') s
    """,
    since=9,
)

ARTICLE_MESH = View(
    name="article_mesh",
    title="MeSH headings of articles",
    description="One row per descriptor and one per qualifier under it.",
    columns=(
        *_PLACE,
        _QUALIFIER_POSITION,
        text("descriptor_ui", "UI of the descriptor."),
        text("descriptor", "Name of the descriptor, as the record has it."),
        text("qualifier_ui", "UI of the qualifier."),
        text("qualifier", "Name of the qualifier; null: the descriptor itself."),
        _IS_MAJOR,
    ),
    sql="""
        SELECT
          h.article_id,
          h.position,
          h.qualifier_position,
          d.ui AS descriptor_ui,
          d.name AS descriptor,
          q.ui AS qualifier_ui,
          q.name AS qualifier,
          h.is_major
        FROM article_headings h
          JOIN article_headings f ON f.article_id = h.article_id
            AND f.position = h.position AND f.qualifier_position = 0
          JOIN mesh_names d ON d.id = f.name_id
          LEFT JOIN mesh_names q ON q.id = h.name_id AND h.qualifier_position > 0
    """,
    since=13,
)

AFFILIATIONS = View(
    name="affiliations",
    title="Affiliations",
    description="One row per affiliation of a contributor.",
    columns=(
        *_PLACE,
        number("affiliation_position", "Which of the contributor's, from 1."),
        text("contributor", "The contributor's whole name, surname first."),
        pointer("author_id", "authors.id", "The author; null: none."),
        text("name", "The whole address, or the name of the institution."),
        text("identifiers", "ROR and others, scheme:value, one per line."),
    ),
    sql="""
        SELECT
          c.article_id,
          c.position,
          CAST(n.key + 1 AS INTEGER) AS affiliation_position,
          c.name AS contributor,
          c.author_id,
          a.name,
          a.identifiers
        FROM contributors c JOIN json_each(c.affiliation_positions) n
          JOIN article_affiliations a
          ON a.article_id = c.article_id AND a.position = n.value
    """,
    since=12,
)

CITED_WORKS = View(
    name="cited_works",
    title="Reference list entries",
    description="The entries of the reference list, as deposited; nothing is "
    "completed. Who cites a work is told by citations: in PubMed's lists by its PMID, "
    "if it has one, in Crossref's by its DOI.",
    columns=(
        *_PLACE,
        text("citation", "The whole entry in words."),
        text("doi", "DOI of the cited work."),
        text("pmid", "PubMed identifier of the cited work."),
        text("key", "Crossref's key of the entry."),
        text("article_title", "As deposited."),
        text("container_title", "As deposited."),
        text("author", "As deposited."),
        text("year", "As deposited."),
        text("volume", "As deposited."),
        text("first_page", "As deposited."),
        text("asserted_by", "Who matched the DOI."),
        text("source", "The source whose list it is; provenance has who agrees."),
    ),
    sql=f"""
        SELECT
          a.id AS article_id,
          CAST(r.key + 1 AS INTEGER) AS position,
          r.value ->> '$.citation.plain' AS citation,
          {_identifier("doi")} AS doi,
          {_identifier("pmid")} AS pmid,
          r.value ->> '$.key' AS key,
          r.value ->> '$.article_title' AS article_title,
          r.value ->> '$.container_title' AS container_title,
          r.value ->> '$.author' AS author,
          r.value ->> '$.year' AS year,
          r.value ->> '$.volume' AS volume,
          r.value ->> '$.first_page' AS first_page,
          r.value ->> '$.asserted_by' AS asserted_by,
          (SELECT o.value ->> '$.source' FROM json_each(a.json, '$.origins') o
           WHERE o.value ->> '$.field' = 'references') AS source
        FROM articles a JOIN json_each(a.json, '$.references') r
    """,
    since=11,
)

VIEWS = (ARTICLE_MESH, AFFILIATIONS, ABSTRACT_SECTIONS, CITED_WORKS)
