"""Where the DOIs are registered that Crossref does not know."""

from __future__ import annotations

from harvester.store.schema.base import View

VIEWS = (
    View(
        name="doi_agencies",
        title="DOIs of other agencies",
        description="What doi.org says about DOIs that Crossref does not know: the "
        "agency, or that there is no such DOI; and whether any source describes the "
        "article.",
        sql="""
            SELECT r.source_id AS doi,
              CASE json_extract(r.json, '$.other[0][0]')
                WHEN 'RA' THEN json_extract(r.json, '$.other[0][1]') END AS agency,
              'registered' AS state, r.article_id,
              EXISTS (
                SELECT 1 FROM records d WHERE d.article_id = r.article_id
                  AND d.source NOT IN ('doira', 'idconv')
              ) AS is_described,
              r.updated_at AS since
            FROM records r WHERE r.source = 'doira'
            UNION ALL
            SELECT l.value, NULL, 'not registered',
              (SELECT min(i.article_id) FROM identifiers i
                WHERE i.scheme = l.scheme AND i.value = l.value AND i.is_valid),
              NULL, l.since
            FROM lookups l WHERE l.source = 'doira'
        """,
        since=6,
    ),
)
