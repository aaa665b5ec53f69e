"""The tables of links between articles and of documents, and their views."""

from __future__ import annotations

from harvester.store.schema.base import (
    Table,
    View,
    identity,
    number,
    part_of,
    pointer,
    text,
)

_FIRST_SEEN = text("first_seen_at", "When it was first listed (UTC).")
_LAST_SEEN = text(
    "last_seen_at", "Null: listed still; else when it was last listed (UTC)."
)

TABLES = (
    Table(
        name="link_sets",
        title="Link sets",
        description="How far one provider's list of one article is known.",
        columns=(
            identity(),
            text("owner_scheme", "Scheme of the identifier asked about."),
            text("owner_value", "The identifier asked about."),
            pointer("article_id", "articles.id", "The article."),
            text("kind", "similar, cited-by or references.", is_required=True),
            text("provider", "Who says so.", is_required=True),
            text("state", "complete, cut, empty, not-offered or failed."),
            number("expected_count", "How many the provider says there are."),
            text("reason", "Why it is cut, failed or not offered."),
            text("first_seen_at", "When it was first asked for (UTC)."),
        ),
        unique=(("owner_scheme", "owner_value", "kind", "provider"),),
        indexes=(("article_id", "kind"),),
        facets=("kind", "provider", "state"),
    ),
    Table(
        name="similar",
        title="Similar works",
        description="One row per entry of a list of similar works; see also the view "
        "similar_articles.",
        columns=(
            part_of("link_set_id", "link_sets.id", "The list."),
            text("target_scheme", "Scheme of the similar work.", is_required=True),
            text("target_value", "Its identifier.", is_required=True),
            pointer("target_article_id", "articles.id", "It, if it is here."),
            number("rank", "Place in the provider's list, from 1."),
            number("score", "The provider's; comparable within one list only."),
            _FIRST_SEEN,
            _LAST_SEEN,
        ),
        primary_key=("link_set_id", "target_scheme", "target_value"),
        indexes=(("target_scheme", "target_value"), ("target_article_id",)),
    ),
    Table(
        name="citations",
        title="Citations",
        description="One row per tie between a citing and a cited work and provider; "
        "see also the views cited_by and reference_links.",
        columns=(
            identity(),
            text("citing_scheme", "Scheme of the citing work.", is_required=True),
            text("citing_value", "Its identifier.", is_required=True),
            pointer("citing_article_id", "articles.id", "It, if it is here."),
            text("cited_scheme", "Scheme of the cited work; null: words only."),
            text("cited_value", "Its identifier."),
            pointer("cited_article_id", "articles.id", "It, if it is here."),
            text("citation", "The cited work in words, as deposited."),
            text("provider", "Who says so.", is_required=True),
            number("reference_rank", "Place in the list of references, from 1."),
            number("cited_by_rank", "Place in the list of citing works, from 1."),
            _FIRST_SEEN,
            _LAST_SEEN,
        ),
        unique=(
            (
                "citing_scheme",
                "citing_value",
                "provider",
                "cited_scheme",
                "cited_value",
            ),
        ),
        indexes=(("cited_scheme", "cited_value", "provider", "cited_by_rank"),),
        sparse_indexes=(
            ("citing_article_id", "cited_article_id"),
            ("cited_article_id", "citing_article_id"),
        ),
    ),
    Table(
        name="documents",
        title="Documents",
        description="The documents that were given to the harvester.",
        columns=(
            identity(),
            text("name", "File name.", is_required=True),
            text("sha256", "SHA-256 of the document.", is_required=True),
            text("reader", "The page reader that understood it."),
            text(
                "state",
                "resolved, unresolved, contradicted (it prints another article than it "
                "names), or list: no article of its own.",
            ),
            text("reason", "Why its own article is not known."),
            pointer("article_id", "articles.id", "The article that it is."),
            text("json", "All that was read from it."),
            text("first_seen_at", "When it was first read (UTC)."),
        ),
        unique=(("sha256",),),
        indexes=(("article_id",),),
        label="name",
        facets=("reader", "state"),
    ),
    Table(
        name="document_keys",
        title="Keys of documents",
        description="The identifiers of the articles that documents are.",
        columns=(
            text("scheme", "doi, pmid, pmcid.", is_required=True),
            text("value", "In canonical form.", is_required=True),
            part_of("document_id", "documents.id", "The document."),
        ),
        primary_key=("scheme", "value", "document_id"),
        indexes=(("document_id",),),
        is_hidden=True,
    ),
    Table(
        name="mentions",
        title="Mentions",
        description="The identifiers that stand in documents.",
        columns=(
            part_of("document_id", "documents.id", "The document."),
            number("position", "Place among the document's mentions, from 1."),
            text("scheme", "doi, pmid, pmcid …"),
            text("value", "In canonical form."),
            text("role", "What the article is to the document."),
            text("section", "The heading that it stands under."),
            number("item", "Number of the list item, from 1."),
            text("label", "The label before it, as printed."),
            number("offset", "Index of its first character in the document's text."),
            text("evidence", "The words around it."),
            pointer("article_id", "articles.id", "The article, if it is here."),
        ),
        primary_key=("document_id", "position"),
        indexes=(("scheme", "value"), ("article_id",)),
        facets=("role",),
    ),
)

VIEWS = (
    View(
        name="similar_articles",
        title="Similar articles",
        description="What is similar to an article, with rank and score.",
        sql="""
            SELECT l.article_id, s.rank, s.score,
              s.target_scheme AS scheme, s.target_value AS value,
              s.target_article_id AS other_article_id, t.citation,
              l.provider, s.first_seen_at, s.last_seen_at
            FROM similar s
            JOIN link_sets l ON l.id = s.link_set_id
            LEFT JOIN articles t ON t.id = s.target_article_id
            WHERE l.article_id IS NOT NULL
              AND s.target_article_id IS NOT l.article_id
        """,
    ),
    View(
        name="cited_by",
        title="Cited by",
        description="What cites an article.",
        sql="""
            SELECT c.cited_article_id AS article_id, c.cited_by_rank AS rank,
              c.citing_scheme AS scheme, c.citing_value AS value,
              c.citing_article_id AS other_article_id, t.citation,
              c.provider, c.first_seen_at, c.last_seen_at
            FROM citations c
            LEFT JOIN articles t ON t.id = c.citing_article_id
            WHERE c.cited_article_id IS NOT NULL
              AND c.citing_article_id IS NOT c.cited_article_id
        """,
    ),
    View(
        name="reference_links",
        title="References",
        description="What an article cites.",
        sql="""
            SELECT c.citing_article_id AS article_id, c.reference_rank AS rank,
              c.cited_scheme AS scheme, c.cited_value AS value,
              c.cited_article_id AS other_article_id,
              coalesce(t.citation, c.citation) AS citation,
              c.provider, c.first_seen_at, c.last_seen_at
            FROM citations c
            LEFT JOIN articles t ON t.id = c.cited_article_id
            WHERE c.citing_article_id IS NOT NULL
              AND c.cited_article_id IS NOT c.citing_article_id
        """,
    ),
)
