"""The schema in words, for Datasette."""

from __future__ import annotations

from typing import Any

from harvester.store.schema import TABLES, VIEWS, Table

PAGE_SIZE = 20
_TECHNICAL = ("_sqlite_migrations", "sqlite_sequence")


def datasette_metadata(database: str, *, with_columns: bool = True) -> dict[str, Any]:
    """Return titles, descriptions and the look of every table (Datasette 0.65).

    Args:
        database: The name under which Datasette serves the library: its file name
            without the ending.
        with_columns: Describe every column, too.
    """
    tables: dict[str, Any] = {table.name: _table(table) for table in TABLES}
    if not with_columns:
        for described in tables.values():
            described.pop("columns", None)
    tables |= {
        view.name: {
            "title": view.title,
            "description": view.description,
            "size": PAGE_SIZE,
        }
        for view in VIEWS
    }
    tables |= {name: {"hidden": True} for name in _TECHNICAL}
    return {"databases": {database: {"tables": tables}}}


def _table(table: Table) -> dict[str, Any]:
    said = {
        "title": table.title,
        "description": table.description,
        "columns": {column.name: column.description for column in table.columns},
        "size": PAGE_SIZE,
        "label_column": table.label,
        "sort_desc": table.sort,
        "facets": list(table.facets),
        "hidden": table.is_hidden,
    }
    return {name: value for name, value in said.items() if value}
