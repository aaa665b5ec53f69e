"""The tables of files that were loaded whole."""

from __future__ import annotations

from harvester.store.schema.base import Table, identity, number, pointer, text

TABLES = (
    Table(
        name="bulk_files",
        title="Files loaded",
        description="Every file of a bulk source that was loaded, with what came of "
        "it. A file is loaded wholly or not at all.",
        columns=(
            identity(),
            text("source", "Whose file: pubmed, crossref.", is_required=True),
            text("name", "Its name.", is_required=True),
            text("folder", "Where it lay when it was loaded."),
            text("md5", "MD5 of the file.", is_required=True),
            text("selection", "What was kept of it; empty: everything."),
            number("release", "Year of the release, as in its name; null: none."),
            number("number", "Its number within the release; null: none."),
            pointer("payload_id", "payloads.id", "Where its records come from."),
            number("record_count", "Records in the file."),
            number("chosen_count", "Records that were to be kept."),
            number("added_count", "Articles that came in."),
            number("updated_count", "Articles that changed."),
            number("deleted_count", "Records that the file says are deleted."),
            number("fault_count", "Records that cannot be read."),
            pointer("run_id", "runs.id", "The run that loaded it."),
            text("loaded_at", "When (UTC)."),
        ),
        unique=(("source", "name", "md5", "selection"),),
        indexes=(("release", "number"), ("payload_id",), ("run_id",)),
        label="name",
        sort="loaded_at",
        since=6,
    ),
)
