"""The table of what documents print of their articles."""

from __future__ import annotations

from harvester.store.schema.base import Table, number, part_of, text

TABLES = (
    Table(
        name="document_values",
        title="Values in documents",
        description="What a document prints of its article: beside the sources, never "
        "among the merged values.",
        columns=(
            part_of("document_id", "documents.id", "The document."),
            number("position", "Place among the document's values, from 1.", since=6),
            text("field", "What it is: title, volume, pages …", since=6),
            text("value", "As printed.", since=6),
            number(
                "offset",
                "Index of its first character in the document's text.",
                since=6,
            ),
            text("evidence", "The words around it.", since=6),
        ),
        primary_key=("document_id", "position"),
        facets=("field",),
        since=6,
    ),
)
