"""The query language of the library: text → clauses; the store finds what they ask."""

from harvester.search.parse import parse_query, parse_selection
from harvester.search.query import (
    Clause,
    Either,
    Every,
    Field,
    Node,
    Not,
    Property,
    Query,
    State,
    build_clause,
    build_text,
    narrow,
)

__all__ = [
    "Clause",
    "Either",
    "Every",
    "Field",
    "Node",
    "Not",
    "Property",
    "Query",
    "State",
    "build_clause",
    "build_text",
    "narrow",
    "parse_query",
    "parse_selection",
]
