"""The table of searches kept under a name."""

from __future__ import annotations

from harvester.store.schema.base import Table, text

TABLES = (
    Table(
        name="saved_searches",
        title="Saved searches",
        description="Searches that people keep under a name.",
        columns=(
            text("name", "By which it is asked for.", is_required=True, since=6),
            text("query", "The query as typed.", is_required=True, since=6),
            text("sort", "Order of the hits; null: as the query suggests.", since=6),
            text("saved_at", "When it was last saved (UTC).", since=6),
        ),
        primary_key=("name",),
        label="name",
        since=6,
    ),
)
