"""The table of identities in doubt."""

from __future__ import annotations

from harvester.store.schema.base import Table, identity, text

TABLES = (
    Table(
        name="quarantine",
        title="Identities in doubt",
        description="Two records that an identifier ties together and that are kept "
        "apart until they agree, or a person decides.",
        columns=(
            identity(),
            text("scheme", "Scheme of the identifier.", is_required=True),
            text("value", "The identifier, in canonical form.", is_required=True),
            text("source", "Source of the one record.", is_required=True),
            text("source_id", "Its key there.", is_required=True),
            text("other_source", "Source of the other record.", is_required=True),
            text("other_source_id", "Its key there.", is_required=True),
            text("agreeing", "What speaks for one work, a line each."),
            text("differing", "What speaks against it, a line each."),
            text("reason", "Why they are kept apart.", is_required=True),
            text(
                "state",
                "open; joined or apart: as a person decided; gone: resolved by itself.",
                is_required=True,
            ),
            text("first_seen_at", "When it was first noticed (UTC).", is_required=True),
            text("decided_at", "When it was decided or resolved (UTC)."),
            text("why", "The person's reason, or how it was resolved."),
        ),
        unique=(("source", "source_id", "other_source", "other_source_id"),),
        indexes=(("other_source", "other_source_id"), ("scheme", "value")),
        label="value",
        facets=("state",),
        is_numbered_once=True,
        since=6,
    ),
)
