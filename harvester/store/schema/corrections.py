"""What people say against the sources."""

from __future__ import annotations

from harvester.store.schema.base import Table, identity, pointer, text

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
