"""The schema in words, and how people want to see it, for Datasette."""

from __future__ import annotations

import re
import sqlite3
from functools import cache
from typing import Any

from harvester.store.migrations import migrate
from harvester.store.schema import TABLES, VIEWS, Table, View, table_named

PAGE_SIZE = 20
_TECHNICAL = ("_sqlite_migrations", "sqlite_sequence")
_TAKEN = re.compile(r"(?:FROM|JOIN)\s+([a-z_]+)")
_VIEWED = {
    "article_id": "The article.",
    "scheme": "Scheme of the other work.",
    "value": "Its identifier.",
    "rank": "Place in the provider's list, from 1.",
    "tie": "What ties the two, in our words.",
    "direction": "of: the article acts on the other work; by: the other work acts on "
    "it; with: both ends are alike.",
    "doi": "The DOI.",
    "citing_article_id": "The citing work, if it is here.",
    "cited_article_id": "The cited work, if it is here.",
    "identifiers": "Of the other work, scheme:value, separated by commas.",
    "date": "When it was done, as EDTF.",
    "said_here": "The sources that say so of the article.",
    "said_there": "The sources that say so of the other work.",
    "checked_at": "When the source was last known to be current (UTC).",
    "said_by": "Who says so.",
    "doubts": "Why it is not to be relied on.",
    "as_of": "When all sources that could say so were last known to be current (UTC).",
    "editorial_status.status": "What became of it.",
    "checked": "The sources that could say so.",
    "agency": "The agency that registered the DOI.",
    "is_described": "1 where any source describes the article.",
    "class": "formatting, precision or real.",
    "chosen_source": "The source whose value was taken.",
    "chosen_value": "The value that was taken.",
    "other_source": "A source that says otherwise.",
    "conflicts.other_value": "What it says.",
    "relation_ends.other_value": "Its identifier.",
    "chosen_payload_id": "The reply that the value was read from.",
    "other_payload_id": "The reply that the other value was read from.",
    "similar_articles.citation": "The other work in one line, if it is here.",
    "cited_by.citation": "The citing work in one line, if it is here.",
    "related_articles.citation": "The other work in words.",
    "keyword_mesh.ui": "The record that it means.",
    "keyword_mesh.name": "Name of that record.",
    "doi_agencies.state": "registered, or not registered.",
    "doi_agencies.since": "When doi.org first said so (UTC).",
    "citation_pairs.kind": "references or cited-by.",
    "citing": "The citing work: its article here, or an identifier.",
    "cited": "The cited work: its article here, or an identifier.",
    "work": "The other work: its article here, or an identifier.",
    "provider_count": "How many providers say so.",
    "providers": "Who says so.",
    "missing_in": "The list that has it not.",
    "other_article_id": "The other work, if it is here.",
    "document_id": "The document, where the keyword stands in one.",
}
"""Columns of views (of one only: ``view.column``); others mean what they do in the
tables that they are from."""


def describe_tables() -> dict[str, dict[str, Any]]:
    """Return table or view → title, description, columns, and how it is shown.

    ``title``, ``description`` and ``columns`` (name → one line) are words; the rest is
    in the words of Datasette's configuration: ``size``, ``label_column``,
    ``sort_desc``, ``facets``, ``hidden``.
    """
    described = {table.name: _table(table) for table in TABLES}
    described |= {view.name: _view(view) for view in VIEWS}
    return described | {name: {"hidden": True} for name in _TECHNICAL}


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


def _view(view: View) -> dict[str, Any]:
    return {
        "title": view.title,
        "description": view.description,
        "columns": {name: _words(view, name) for name in _columns()[view.name]},
        "size": PAGE_SIZE,
    }


def _words(view: View, name: str) -> str:
    """Return what a column of a view is, by the tables that it is taken from."""
    own = {column.name: column.description for column in view.columns}
    known = {table.name for table in TABLES}
    taken = [table_named(t) for t in _TAKEN.findall(view.sql) if t in known]
    there = (c for table in taken for c in table.columns if c.name == name)
    found = next((column.description for column in there), "")
    here = _VIEWED.get(f"{view.name}.{name}") or _VIEWED.get(name)
    return own.get(name) or here or found


@cache
def _columns() -> dict[str, tuple[str, ...]]:
    """Return the columns of every view, as SQLite names them."""
    connection = sqlite3.connect(":memory:")
    try:
        migrate(connection)
        return {
            view.name: tuple(
                name
                for (name,) in connection.execute(
                    "SELECT name FROM pragma_table_info(?)", (view.name,)
                )
            )
            for view in VIEWS
        }
    finally:
        connection.close()
