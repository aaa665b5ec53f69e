"""Ready queries: what librarians ask of a library again and again."""

from __future__ import annotations

from harvester.model import Value

_GRAVE = "('retracted', 'withdrawn', 'expression-of-concern')"


class Query(Value, frozen=True, kw_only=True):
    """A query that is offered ready.

    Attributes:
        name: In its address.
        title: For people.
        description: What it answers, in a sentence or two.
        sql: The query; ``:name`` stands for what the reader types.
    """

    name: str
    title: str
    description: str
    sql: str


QUERIES = (
    Query(
        name="works-per-year",
        title="Works per year",
        description="How many articles are cited under each year, the newest first.",
        sql="SELECT year, count(*) AS articles FROM articles\n"
        "WHERE year IS NOT NULL GROUP BY year ORDER BY year DESC",
    ),
    Query(
        name="works-per-journal",
        title="Works per journal",
        description="The journals with most articles, and since when until when.",
        sql="SELECT j.title AS journal, n.articles, n.first_year, n.last_year\n"
        "FROM (SELECT journal_id, count(*) AS articles, min(year) AS first_year,\n"
        "             max(year) AS last_year\n"
        "      FROM articles WHERE journal_id IS NOT NULL GROUP BY journal_id\n"
        "      ORDER BY articles DESC LIMIT 500) n\n"
        "JOIN journals j ON j.id = n.journal_id ORDER BY n.articles DESC",
    ),
    Query(
        name="retracted-works",
        title="Retracted works, and works of concern",
        description="Articles that a source says are retracted, withdrawn or of "
        "concern, who says so, and why that may not be relied on.",
        sql="SELECT id AS article, citation, retraction_status AS status,\n"
        "  retraction_source AS said_by, retraction_doubts AS doubts\n"
        f"FROM articles WHERE retraction_status IN {_GRAVE}\n"
        "ORDER BY retraction_status, id DESC LIMIT 1000",
    ),
    Query(
        name="who-cites-retracted-works",
        title="Who cites retracted works",
        description="Articles of the library that cite a retracted or withdrawn "
        "article or one of concern, and the providers that say so.",
        sql="SELECT a.id AS retracted, a.citation AS retracted_citation,\n"
        "  a.retraction_status AS status, b.id AS citing,\n"
        "  b.citation AS citing_citation,\n"
        "  group_concat(DISTINCT c.provider) AS said_by\n"
        "FROM articles a JOIN citations c ON c.cited_article_id = a.id\n"
        "JOIN articles b ON b.id = c.citing_article_id\n"
        f"WHERE a.retraction_status IN {_GRAVE}\n"
        "  AND c.last_seen_at IS NULL AND b.id <> a.id\n"
        "GROUP BY a.id, b.id ORDER BY a.id, b.id LIMIT 1000",
    ),
    Query(
        name="conflicts-by-journal",
        title="Conflicts by journal",
        description="In which journals sources really contradict each other, and in "
        "which field: a sign of bad deposits.",
        sql="SELECT a.journal, n.field, count(*) AS articles\n"
        "FROM (SELECT article_id, field FROM conflict_fields\n"
        "      WHERE conflict = 'real' LIMIT 20000) n\n"
        "JOIN articles a ON a.id = n.article_id\n"
        "GROUP BY a.journal, n.field ORDER BY articles DESC LIMIT 200",
    ),
    Query(
        name="without-doi",
        title="Articles without DOI",
        description="The articles that came last and have no DOI.",
        sql="SELECT id AS article, citation, pmid, year FROM articles\n"
        "WHERE doi IS NULL ORDER BY id DESC LIMIT 500",
    ),
    Query(
        name="without-pmid",
        title="Articles without PMID",
        description="The articles that came last and that PubMed does not have.",
        sql="SELECT id AS article, citation, doi, year FROM articles\n"
        "WHERE pmid IS NULL ORDER BY id DESC LIMIT 500",
    ),
    Query(
        name="without-abstract",
        title="Reports and reviews without abstract",
        description="Articles of which the check no-abstract found that no source "
        "has one.",
        sql="SELECT a.id AS article, a.citation, a.pmid, a.doi FROM findings f\n"
        "JOIN articles a ON a.id = f.article_id\n"
        "WHERE f.code = 'no-abstract' AND f.resolved_at IS NULL\n"
        "ORDER BY f.id DESC LIMIT 500",
    ),
    Query(
        name="most-cited-of-a-year",
        title="Most cited articles of a year",
        description="By how many works that any provider names as citing; works that "
        "two providers name under different identifiers count twice.",
        sql="SELECT a.id AS article, a.citation,\n"
        "  count(DISTINCT c.citing_scheme || ':' || c.citing_value) AS cited_by\n"
        "FROM articles a JOIN citations c ON c.cited_article_id = a.id\n"
        "WHERE a.year = CAST(:year AS INTEGER) AND c.last_seen_at IS NULL\n"
        "GROUP BY a.id ORDER BY cited_by DESC LIMIT 100",
    ),
    Query(
        name="orcid-list",
        title="Authors with ORCID iD",
        description="Everybody in the bylines whose ORCID iD is known, most works "
        "first.",
        sql="SELECT name, orcid, work_count AS articles FROM authors\n"
        "WHERE orcid IS NOT NULL ORDER BY work_count DESC LIMIT 1000",
    ),
    Query(
        name="works-of-an-orcid",
        title="Works of an ORCID iD",
        description="All articles in whose bylines an ORCID iD stands.",
        sql="SELECT a.id AS article, a.citation, c.role FROM contributors c\n"
        "JOIN articles a ON a.id = c.article_id\n"
        "WHERE c.orcid = trim(:orcid) ORDER BY a.year DESC LIMIT 500",
    ),
    Query(
        name="works-with-a-mesh-heading",
        title="Works with a MeSH heading",
        description="Articles with a heading, spelt as MeSH spells it; is_major is 1 "
        "where it is a major topic.",
        sql="SELECT a.id AS article, a.citation, max(m.is_major) AS is_major\n"
        "FROM article_mesh m JOIN articles a ON a.id = m.article_id\n"
        "WHERE m.descriptor_ui IN "
        "(SELECT ui FROM mesh_descriptors WHERE name = :heading)\n"
        "GROUP BY a.id ORDER BY a.id DESC LIMIT 500",
    ),
    Query(
        name="works-of-a-funder",
        title="Works of a funder",
        description="Articles that name an agency or funder, with its grants.",
        sql="SELECT a.id AS article, a.citation, f.awards FROM funding f\n"
        "JOIN articles a ON a.id = f.article_id\n"
        "WHERE f.agency = :funder ORDER BY a.id DESC LIMIT 500",
    ),
    Query(
        name="latest-articles",
        title="The latest articles",
        description="What came into the library last.",
        sql="SELECT id AS article, citation, first_seen_at FROM articles\n"
        "ORDER BY id DESC LIMIT 200",
    ),
    Query(
        name="possible-duplicates",
        title="Pairs that may be one article",
        description="Proposed, and decided by nobody so far, with what speaks for and "
        "against it.",
        sql="SELECT d.id AS pair, d.kind, round(d.confidence, 3) AS confidence,\n"
        "  a.citation, b.citation AS other_citation, d.agreeing, d.differing\n"
        "FROM duplicates d JOIN articles a ON a.id = d.article_id\n"
        "JOIN articles b ON b.id = d.other_article_id\n"
        "WHERE d.state = 'proposed' ORDER BY d.confidence DESC LIMIT 200",
    ),
)
