"""The tables of keeping fresh: what was last asked when, and what is watched."""

from __future__ import annotations

from harvester.store.schema.base import Table, identity, number, pointer, text

TABLES = (
    Table(
        name="checks",
        title="Checks",
        description="When a source was last asked about an identifier, and what came "
        "of it.",
        columns=(
            text("source", "The service.", is_required=True),
            text("subject", "record, or links: its link lists.", is_required=True),
            text("scheme", "doi, pmid, pmcid.", is_required=True),
            text("value", "In canonical form.", is_required=True),
            text("asked_at", "When it was last asked (UTC).", is_required=True),
            text("current_at", "When what is stored was last known to be current."),
            text(
                "outcome",
                "added, updated, unchanged, unknown, failed or unread; unlisted: not "
                "among what changed in its journal; elsewhere: the DOI is another "
                "agency's.",
            ),
            number("failure_count", "How often in a row it was asked in vain."),
            text("rule", "The rule that says when it is asked again."),
        ),
        primary_key=("source", "subject", "scheme", "value"),
        indexes=(("failure_count", "rule", "asked_at"),),
        facets=("outcome", "rule"),
        is_log=True,
        since=4,
    ),
    Table(
        name="watched",
        title="Watched articles",
        description="Articles that the user wants to have checked most often.",
        columns=(
            identity(),
            pointer("article_id", "articles.id", "The article."),
            text("since", "When it was first watched (UTC)."),
        ),
        indexes=(("article_id",),),
        since=4,
    ),
)
