"""The table of NLM's list of serials, once loaded."""

from __future__ import annotations

from harvester.store.schema.base import Table, number, text

TABLES = (
    Table(
        name="serials",
        title="NLM's list of serials",
        description="The journals of NLM's list, known here or not; loaded by "
        "harvest journals load.",
        columns=(
            text("nlm_id", "Number in the NLM Catalog.", is_required=True, since=6),
            text("title", "Full title.", since=6),
            text("medline_abbreviation", "Abbreviation in MEDLINE.", since=6),
            text("issn_print", "ISSN of the printed journal.", since=6),
            text("issn_electronic", "ISSN of the electronic journal.", since=6),
            text("issn_linking", "Linking ISSN, the same for all media.", since=6),
            number("first_year", "When it began; null: not known.", since=6),
            number("last_year", "When it ended; null: it goes on.", since=6),
            text("file", "The file that first listed it so.", since=6),
            text("loaded_at", "When that was loaded (UTC).", since=6),
        ),
        primary_key=("nlm_id",),
        indexes=(("issn_print",), ("issn_electronic",), ("issn_linking",)),
        label="title",
        since=6,
    ),
)
