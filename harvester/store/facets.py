"""What the hits of a search are, in numbers."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

from harvester.model import Value
from harvester.normalize.journals import journal_key
from harvester.search import Field, build_clause
from harvester.search.values import read_state
from harvester.store.encoding import to_json
from harvester.store.schema.articles import OVERVIEW

SAMPLED = 1_000
"""How many hits are looked at."""

_LISTED = 20


class FacetValue(Value, frozen=True, kw_only=True):
    """One value of a facet.

    Attributes:
        value: As the library has it.
        count: How many of the hits have it.
        clause: What is added to a query to ask for it.
    """

    value: str
    count: int
    clause: str


class Facet(Value, frozen=True, kw_only=True):
    """What the hits are in one respect.

    Attributes:
        name: The field that its clauses ask.
        title: For people.
        values: The most frequent first; years the newest first.
    """

    name: Field
    title: str
    values: tuple[FacetValue, ...]


_COUNTED = """
    SELECT {columns} FROM json_each(?) hit
    CROSS JOIN articles a INDEXED BY articles_{index} ON a.id = hit.value
""".format(
    columns="a.year, a.type, a.journal_id, a.retraction_status",
    index="_".join(OVERVIEW),
)
_MESH = """
    SELECT d.name, count(DISTINCT m.article_id) AS borne
    FROM json_each(?) hit
      CROSS JOIN article_headings m ON m.article_id = hit.value
      CROSS JOIN mesh_names d ON d.id = m.name_id
    WHERE m.qualifier_position = 0 GROUP BY d.name
    ORDER BY borne DESC, d.name LIMIT ?
"""
_SOURCES = """
    SELECT r.source, count(DISTINCT r.article_id) AS told
    FROM json_each(?) hit CROSS JOIN records r ON r.article_id = hit.value
    GROUP BY r.source ORDER BY told DESC, r.source LIMIT ?
"""


_NAMES = "SELECT id, title FROM journals WHERE id IN (SELECT value FROM json_each(?))"


def load_facets(db: sqlite3.Connection, numbers: Sequence[int]) -> tuple[Facet, ...]:
    """Return the facets of the articles of these numbers; empty ones are left out."""
    asked = to_json(numbers)
    rows = db.execute(_COUNTED, (asked,)).fetchall()
    years, types, journals, states = (
        Counter(row[place] for row in rows if row[place] is not None)
        for place in range(4)
    )
    borne = db.execute(_MESH, (asked, _LISTED)).fetchall()
    told = db.execute(_SOURCES, (asked, _LISTED)).fetchall()
    facets = (
        _facet(Field.YEAR, "Year", sorted(years.items(), reverse=True)),
        _facet(Field.JOURNAL, "Journal", _name_journals(db, journals)),
        _facet(Field.TYPE, "Type", types.most_common(_LISTED)),
        _facet(Field.MESH, "MeSH", borne),
        _facet(Field.IS, "Status", states.most_common()),
        _facet(Field.SOURCE, "Source", told),
    )
    return tuple(facet for facet in facets if facet.values)


def _facet(field: Field, title: str, counts: Iterable[tuple[object, int]]) -> Facet:
    values = [(str(value), count) for value, count in counts if value is not None]
    return Facet(
        name=field,
        title=title,
        values=tuple(
            FacetValue(
                value=value,
                count=count,
                clause=build_clause(field, _asked(field, value)),
            )
            for value, count in values
        ),
    )


def _asked(field: Field, value: str) -> str:
    return (read_state(value) or value) if field is Field.IS else value


def _name_journals(
    db: sqlite3.Connection, journals: Counter[int]
) -> list[tuple[str, int]]:
    """Return titles with counts; journals of one title, whatever its case, as one."""
    counts: Counter[str] = Counter()
    titles: dict[str, str] = {}
    for number, title in db.execute(_NAMES, (to_json(list(journals)),)):
        if title:
            key = journal_key(title)
            counts[key] += journals[number]
            titles.setdefault(key, title)
    return [(titles[key], count) for key, count in counts.most_common(_LISTED)]
