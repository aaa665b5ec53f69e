"""The tables of what was before: earlier values, earlier records, counts."""

from __future__ import annotations

from harvester.store.schema.base import (
    Column,
    Table,
    identity,
    number,
    part_of,
    pointer,
    text,
)

TABLES = (
    Table(
        name="changes",
        title="Changes",
        description="What changed in articles, field by field, with the value before.",
        columns=(
            identity(),
            pointer("run_id", "runs.id", "The run that found it."),
            pointer("article_id", "articles.id", "The article."),
            number(
                "known_as",
                "Number of the article then; another one where it has since gone "
                "into the article.",
            ),
            text("kind", "What it means to a reader.", is_required=True),
            text("field", "Field of the article, or what else changed."),
            text("old_value", "Text, or JSON; null: absent."),
            text("new_value", "Text, or JSON; null: absent."),
            text("old_source", "The source of the old value."),
            text("new_source", "The source of the new value."),
            text("changed_at", "When it was found (UTC).", is_required=True),
        ),
        indexes=(("run_id",), ("run_id", "kind"), ("article_id",), ("known_as",)),
        sort="changed_at",
        facets=("kind", "field"),
        since=3,
    ),
    Table(
        name="record_versions",
        title="Earlier versions of source records",
        description="What a source said of a work before it said something else.",
        columns=(
            identity(),
            part_of("record_id", "records.id", "The record."),
            text("version", "PubMed's version of the record."),
            pointer("payload_id", "payloads.id", "The reply it was read from."),
            Column(name="json", description="The record (JSON, zlib).", type="BLOB"),
            text("since", "From when the source said so (UTC)."),
            text("until", "When it was found to say something else (UTC)."),
            pointer("run_id", "runs.id", "The run that found it."),
        ),
        indexes=(("record_id",), ("payload_id",), ("run_id",)),
        since=3,
    ),
    Table(
        name="link_counts",
        title="Counts of link sets",
        description="How many a provider listed, whenever that changed.",
        columns=(
            part_of("link_set_id", "link_sets.id", "The link set."),
            text("checked_at", "When it was first so (UTC).", is_required=True),
            pointer("run_id", "runs.id", "The run that found it."),
            number("count", "How many the provider says there are."),
        ),
        primary_key=("link_set_id", "checked_at"),
        indexes=(("run_id",),),
        since=3,
    ),
    Table(
        name="rebuilt",
        title="Progress of a rebuild",
        description="What a rebuild that was broken off has done.",
        columns=(
            text("what", "payload, record or article.", is_required=True),
            number("number", "Its number."),
        ),
        primary_key=("what", "number"),
        is_hidden=True,
        is_log=True,
        since=3,
    ),
)
