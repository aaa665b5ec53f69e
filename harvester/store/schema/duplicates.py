"""The table of pairs of articles that may be one, or belong together."""

from __future__ import annotations

from harvester.store.schema.base import Column, Table, identity, pointer, text

TABLES = (
    Table(
        name="duplicates",
        title="Duplicates",
        description="Pairs of articles that may be one, or belong together as two; "
        "nothing is ever merged because of a proposal.",
        columns=(
            identity(),
            pointer("article_id", "articles.id", "The article, of the lower number."),
            pointer("other_article_id", "articles.id", "The other one."),
            text(
                "kind",
                "same, version, preprint, erratum, comment, meeting-abstract, part, "
                "republication or unsure.",
                is_required=True,
            ),
            Column(
                name="confidence",
                description="Probability that the kind is right, 0 to 1.",
                type="REAL",
                is_required=True,
            ),
            text("reason", "The rule that decided."),
            text("agreeing", "What agrees, a line each."),
            text("differing", "What differs, a line each."),
            text("state", "proposed, confirmed or rejected.", is_required=True),
            text("found_at", "When it was found so (UTC).", is_required=True),
            text("decided_at", "When a person decided (UTC)."),
            text("why", "Why, in the person's words."),
        ),
        indexes=(("article_id", "other_article_id"), ("other_article_id",)),
        facets=("kind", "state"),
        sort="confidence",
        since=6,
    ),
)
