"""Where the values of articles come from, and where sources differ."""

from __future__ import annotations

from harvester.store.schema.base import Table, View, part_of, text

_SINCE = 8

CONFLICT_FIELDS = Table(
    name="conflict_fields",
    title="Fields in conflict",
    description="Fields of articles of which a source gives another value than the "
    "one that was chosen; the values are in the view conflicts.",
    columns=(
        part_of("article_id", "articles.id", "The article.", since=_SINCE),
        text("field", "Name of the field.", is_required=True, since=_SINCE),
        text(
            "conflict",
            "The gravest difference of the other values: real, precision or "
            "formatting; null: merged by an older version.",
            since=_SINCE,
        ),
    ),
    primary_key=("article_id", "field"),
    is_clustered=True,
    sparse_indexes=(("conflict", "field", "article_id"),),
    since=_SINCE,
)

PROVENANCE = View(
    name="provenance",
    title="Provenance",
    description="Where the value of every field of every article comes from.",
    columns=(
        text("article_id", "The article."),
        text("position", "Place in the list."),
        text("field", "Name of the field."),
        text("source", "The source whose value was chosen."),
        text("source_id", "Key of its record there."),
        text("rule", "The rule that chose it."),
        text("agreeing", "Other sources that give an equal value, one per line."),
        text("rejected", "The other values as JSON: source, source_id, value, kind."),
        text(
            "payload_id",
            "The reply that the chosen value was read from; null: a correction.",
        ),
        text("conflict", "As in conflict_fields; null: none."),
    ),
    sql="""
        SELECT
          a.id AS article_id,
          o.key + 1 AS position,
          o.value ->> '$.field' AS field,
          o.value ->> '$.source' AS source,
          o.value ->> '$.source_id' AS source_id,
          o.value ->> '$.rule' AS rule,
          (SELECT group_concat(same.value, char(10))
           FROM json_each(o.value, '$.agreeing') same) AS agreeing,
          o.value -> '$.rejected' AS rejected,
          (SELECT r.payload_id FROM records r
           WHERE r.source = o.value ->> '$.source'
             AND r.source_id = o.value ->> '$.source_id') AS payload_id,
          (SELECT c.conflict FROM conflict_fields c
           WHERE c.article_id = a.id AND c.field = o.value ->> '$.field') AS conflict
        FROM articles a JOIN json_each(a.json, '$.origins') o
    """,
    since=_SINCE,
)

CONFLICTS = View(
    name="conflicts",
    title="Conflicts",
    description="Every value that a source gives otherwise than the one that was "
    "chosen, with the class of the difference: formatting, precision or real; "
    "null: merged by an older version (`harvest rebuild` tells).",
    columns=(text("rule", "The rule that chose the value."),),
    sql="""
        SELECT
          c.article_id,
          a.citation,
          c.field,
          json_extract(lost.value, '$.kind') AS class,
          o.value ->> '$.source' AS chosen_source,
          CASE c.field
            WHEN 'contributors' THEN a.authors
            WHEN 'container' THEN a.journal
            WHEN 'abstract' THEN a.abstract
            ELSE coalesce(
              json_extract(a.json, '$.' || c.field || '.markup'),
              json_extract(a.json, '$.' || c.field || '.plain'),
              json_extract(a.json, '$.' || c.field))
          END AS chosen_value,
          json_extract(lost.value, '$.source') AS other_source,
          json_extract(lost.value, '$.value') AS other_value,
          o.value ->> '$.rule' AS rule,
          chosen.payload_id AS chosen_payload_id,
          r.payload_id AS other_payload_id
        FROM conflict_fields c
        JOIN articles a ON a.id = c.article_id
        JOIN json_each(a.json, '$.origins') o ON o.value ->> '$.field' = c.field
        JOIN json_each(o.value, '$.rejected') lost
        LEFT JOIN records chosen
          ON chosen.source = o.value ->> '$.source'
          AND chosen.source_id = o.value ->> '$.source_id'
        LEFT JOIN records r
          ON r.source = json_extract(lost.value, '$.source')
          AND r.source_id = json_extract(lost.value, '$.source_id')
    """,
    since=6,
)

TABLES = (CONFLICT_FIELDS,)

VIEWS = (PROVENANCE, CONFLICTS)
