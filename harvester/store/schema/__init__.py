"""The schema as data: what the tables are, for SQL, for Datasette, for people.

A change of the schema is a new column, table or view that bears the number of its
migration in ``since`` (see ``migrations.py``); what is here is never edited otherwise
once a version with it was given to users. What is no more is dropped by a migration.
"""

from __future__ import annotations

from harvester.store.schema import (
    agencies,
    articles,
    authors,
    bulk,
    checks,
    citations,
    corrections,
    documents,
    duplicates,
    editorial,
    history,
    links,
    mesh,
    parts,
    provenance,
    quarantine,
    searches,
    serials,
    sources,
    statistics,
)
from harvester.store.schema.base import Column, Table, View

__all__ = ["TABLES", "VERSION", "VIEWS", "Column", "Table", "View", "table_named"]

TABLES: tuple[Table, ...] = (
    *articles.TABLES,
    *parts.TABLES,
    *authors.TABLES,
    *mesh.TABLES,
    *serials.TABLES,
    *links.TABLES,
    *sources.TABLES,
    *history.TABLES,
    *checks.TABLES,
    *citations.TABLES,
    *quarantine.TABLES,
    *provenance.TABLES,
    *corrections.TABLES,
    *editorial.TABLES,
    *documents.TABLES,
    *duplicates.TABLES,
    *searches.TABLES,
    *bulk.TABLES,
    *statistics.TABLES,
)
VIEWS: tuple[View, ...] = (
    *parts.VIEWS,
    *provenance.VIEWS,
    *links.VIEWS,
    *authors.VIEWS,
    *mesh.VIEWS,
    *editorial.VIEWS,
    *agencies.VIEWS,
    *citations.VIEWS,
)

VERSION = 13
"""Number of the newest migration; also the ``user_version`` of a library."""

_BY_NAME = {table.name: table for table in TABLES}


def table_named(name: str) -> Table:
    """Return the table called ``name``."""
    return _BY_NAME[name]
