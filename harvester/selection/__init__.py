"""Which records are wanted: a query or a list of identifiers, asked of one record.

The library answers the same queries with SQL (``store/clauses.py``); here they are
asked before a record is stored, in memory.
"""

from harvester.selection.base import Heading, Headings, RecordTest
from harvester.selection.ids import IdList, build_id_test, read_id_list
from harvester.selection.select import build_test

__all__ = [
    "Heading",
    "Headings",
    "IdList",
    "RecordTest",
    "build_id_test",
    "build_test",
    "read_id_list",
]
