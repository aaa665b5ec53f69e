"""The tables as they are described."""

from __future__ import annotations

from pathlib import Path

from harvester.lake.schema import RECORD_TABLES, RECORDS, build_page
from harvester.lake.tables import build_schema

PAGE = Path(__file__).resolve().parents[2] / "docs/lake.md"


def test_the_page_describes_every_table() -> None:
    """docs/lake.md ends with the tables as the schema has them."""
    assert PAGE.read_text("utf-8").endswith(f"## The tables\n\n{build_page()}")


def test_descriptions_stand_in_the_files() -> None:
    """Table and columns carry their descriptions in the Arrow schema."""
    schema = build_schema(RECORDS)

    assert schema.metadata[b"description"] == RECORDS.description.encode()
    assert schema.field("year").metadata == {b"description": b"As in `articles`."}
    assert str(schema.field("year").type) == "int32"


def test_names_are_used_once() -> None:
    """No table has two columns of one name, and no two tables share theirs."""
    names = [table.name for table in RECORD_TABLES]

    assert len(set(names)) == len(names)
    for table in RECORD_TABLES:
        columns = [column.name for column in table.columns]
        assert len(set(columns)) == len(columns)
