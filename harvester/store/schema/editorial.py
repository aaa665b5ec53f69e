"""What became of articles, and which of them are tied to each other: table, views."""

from __future__ import annotations

from harvester.changes import WITNESSES
from harvester.store.schema.base import Table, View, number, part_of, text

TABLES = (
    Table(
        name="editorial_events",
        title="Editorial events",
        description="Retractions, corrections and the like, once each, with all that "
        "say so.",
        columns=(
            part_of("article_id", "articles.id", "What it was done to."),
            number("position", "Place among the article's events, by date, from 1."),
            text("kind", "retraction, correction, expression-of-concern …"),
            text("date", "When, as EDTF."),
            text("notices", "Of its notice: scheme:value, one per line."),
            text("citation", "The notice in words, as printed."),
            text("sources", "Who says so, one per line."),
            text("silent", "Who has a record of the article and does not say so."),
        ),
        primary_key=("article_id", "position"),
        facets=("kind", "silent"),
        since=6,
    ),
)

_REVERSED = "CASE direction WHEN 'of' THEN 'by' WHEN 'by' THEN 'of' ELSE 'with' END"
RELATED = """
    SELECT s.article_id, s.tie, s.direction, s.other_article_id,
      group_concat(DISTINCT s.other_scheme || ':' || s.other_value) AS identifiers,
      coalesce(t.citation, max(s.citation)) AS citation, max(s.date) AS date,
      group_concat(DISTINCT s.said_here) AS said_here,
      group_concat(DISTINCT s.said_there) AS said_there
    FROM relation_ends s
    LEFT JOIN articles t ON t.id = s.other_article_id
    WHERE {condition}
    GROUP BY s.article_id, s.tie, s.direction,
      coalesce(s.other_article_id, s.other_scheme || ':' || s.other_value, s.citation)
"""
"""The ties of articles, each once. SQLite takes no condition into a view that groups:
of one article they are asked for with the condition in its place."""

CHECKED = f"""
    SELECT r.article_id, r.source, max(coalesce(c.current_at,
      (SELECT max(p.fetched_at) FROM run_payloads p
       WHERE p.payload_id = r.payload_id), r.updated_at)) AS checked_at
    FROM records r LEFT JOIN checks c
      ON c.source = r.source AND c.subject = 'record'
      AND c.scheme = iif(r.source = 'pubmed', 'pmid', 'doi')
      AND c.value = r.source_id
    WHERE +r.source IN {WITNESSES} AND {{condition}}
    GROUP BY r.article_id, r.source
"""
"""As ``RELATED``: with the condition in its place. The plus keeps SQLite from going
through all records of a source for those of one article."""
_CHECKED_THERE = CHECKED.format(condition="r.article_id = a.id")

VIEWS = (
    View(
        name="relation_ends",
        title="Ends of relations",
        description="What a source says ties two works, once for either of them.",
        sql=f"""
            SELECT r.article_id, r.tie, r.direction, r.other_article_id,
              r.other_scheme, r.other_value, r.citation, r.edtf AS date,
              replace(r.source, char(10), ',') AS said_here, NULL AS said_there
            FROM relations r
            WHERE r.other_article_id IS NOT r.article_id
            UNION ALL
            SELECT other_article_id, tie, {_REVERSED}, article_id, NULL, NULL, NULL,
              NULL, NULL, replace(source, char(10), ',')
            FROM relations
            WHERE other_article_id IS NOT NULL AND other_article_id <> article_id
        """,
        since=6,
    ),
    View(
        name="related_articles",
        title="Related articles",
        description="What is tied to an article: its notices, comments, preprints, "
        "versions, once per tie, whichever of the two says so.",
        sql=RELATED.format(condition="TRUE"),
        since=6,
    ),
    View(
        name="status_checks",
        title="Status by source",
        description="When a source that keeps retractions was last known to be current "
        "about an article.",
        sql=CHECKED.format(condition="r.article_id IS NOT NULL"),
        since=6,
    ),
    View(
        name="editorial_status",
        title="Editorial status",
        description="What became of an article, and when the sources that could say "
        "so were last known to be current.",
        sql=f"""
            SELECT a.id AS article_id, a.citation, a.retraction_status AS status,
              a.retraction_source AS said_by, a.retraction_doubts AS doubts,
              (SELECT min(checked_at) FROM ({_CHECKED_THERE})) AS as_of,
              (SELECT group_concat(source, ', ') FROM ({_CHECKED_THERE})) AS checked
            FROM articles a
        """,
        since=6,
    ),
)
