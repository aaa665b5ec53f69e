"""Every table and column in words, and ready queries, on Datasette 0.65 and 1.0.

0.65 asks plugins for its metadata. 1.0 keeps words in tables of its own and the look
of tables in its configuration; both are filled in when it starts. What a user's own
metadata or configuration says is never overruled.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from harvester.browse.libraries import find_libraries
from harvester.browse.queries import QUERIES
from harvester.store.describe import describe_tables

if TYPE_CHECKING:
    from datasette.app import Datasette

_WORDS = ("title", "description", "columns")


def build_metadata(datasette: Datasette) -> dict[str, Any]:
    """Return the metadata of all libraries that are served (Datasette 0.65)."""
    known = _TOLD.setdefault(datasette, {})
    for name in find_libraries(datasette):
        if name not in known:
            known[name] = {"tables": describe_tables()}
    return {"databases": known}


_TOLD: WeakKeyDictionary[Datasette, dict[str, Any]] = WeakKeyDictionary()
"""What a Datasette was told, which asks several times a page, and writes into it."""


def build_queries(datasette: Datasette, database: str) -> dict[str, dict[str, str]]:
    """Return the ready queries of a library; none for other databases (0.65)."""
    if database not in find_libraries(datasette):
        return {}
    return {
        query.name: {
            "sql": query.sql,
            "title": query.title,
            "description": query.description,
        }
        for query in QUERIES
    }


async def fill_in(datasette: Datasette) -> None:
    """Describe all libraries that are served, and add their queries (1.0)."""
    for name in find_libraries(datasette):
        for table, said in describe_tables().items():
            _configure(datasette, name, table, said)
            await _describe(datasette, name, table, said)
        for query in QUERIES:
            if await datasette.get_query(name, query.name) is None:
                await datasette.add_query(
                    name,
                    query.name,
                    query.sql,
                    title=query.title,
                    description=query.description,
                    is_trusted=True,
                )


def _configure(
    datasette: Datasette, database: str, table: str, said: Mapping[str, Any]
) -> None:
    config = datasette.config
    for step in ("databases", database, "tables", table):
        config = config.setdefault(step, {})
    for key, value in said.items():
        if key not in _WORDS:
            config.setdefault(key, value)


async def _describe(
    datasette: Datasette, database: str, table: str, said: Mapping[str, Any]
) -> None:
    known = await datasette.get_resource_metadata(database, table)
    for key in ("title", "description"):
        if key in said and key not in known:
            await datasette.set_resource_metadata(database, table, key, said[key])
    for column, words in said.get("columns", {}).items():
        if not await datasette.get_column_metadata(database, table, column):
            await datasette.set_column_metadata(
                database, table, column, "description", words
            )
