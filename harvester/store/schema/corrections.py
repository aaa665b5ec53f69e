"""Who is right: what people say against the sources, and where sources differ."""

from __future__ import annotations

from harvester.store.schema.base import Table, View, identity, pointer, text

_SINCE = 6

TABLES = (
    Table(
        name="corrections",
        title="Corrections",
        description="What a person says against all sources, field by field; it "
        "outranks them until it is taken back.",
        columns=(
            identity(),
            text(
                "scheme", "Of the identifier it is kept under.", is_required=True,
                since=_SINCE,
            ),
            text("value", "The identifier.", is_required=True, since=_SINCE),
            pointer("article_id", "articles.id", "Its article.", since=_SINCE),
            text("field", "The field.", is_required=True, since=_SINCE),
            text("printed", "The value as given; null: there is none.", since=_SINCE),
            text("meaning", "What it was read as.", since=_SINCE),
            text("why", "The person's reason.", since=_SINCE),
            text(
                "state", "standing, agreed (a source says the same), withdrawn.",
                is_required=True, since=_SINCE,
            ),
            text("set_at", "When it was set (UTC).", is_required=True, since=_SINCE),
            text("agreed_by", "Sources that say the same, one per line.", since=_SINCE),
            text("agreed_at", "Since when the last of them does (UTC).", since=_SINCE),
            text("withdrawn_at", "When it was taken back (UTC).", since=_SINCE),
        ),
        indexes=(("scheme", "value"), ("article_id",)),
        sort="set_at",
        facets=("field", "state"),
        since=_SINCE,
    ),
)  # fmt: skip

VIEWS = (
    View(
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
        since=_SINCE,
    ),
)
