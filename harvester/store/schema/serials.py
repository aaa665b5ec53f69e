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
            text("nlm_id", "Number in the NLM Catalog.", is_required=True, since=7),
            text("title", "Full title.", since=7),
            text("medline_abbreviation", "Abbreviation in MEDLINE.", since=7),
            text("issn_print", "ISSN of the printed journal.", since=7),
            text("issn_electronic", "ISSN of the electronic journal.", since=7),
            text("issn_linking", "Linking ISSN, the same for all media.", since=7),
            number("first_year", "When it began; null: not known.", since=7),
            number("last_year", "When it ended; null: it goes on.", since=7),
            text("file", "The file that first listed it so.", since=7),
            text("loaded_at", "When that was loaded (UTC).", since=7),
        ),
        primary_key=("nlm_id",),
        indexes=(("issn_print",), ("issn_electronic",), ("issn_linking",)),
        label="title",
        since=7,
    ),
)
