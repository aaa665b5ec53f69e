"""The query language of the library: text → clauses; the store finds what they ask."""

from harvester.search.query import Clause, Field, Query, parse_query

__all__ = ["Clause", "Field", "Query", "parse_query"]
