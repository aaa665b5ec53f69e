"""Networks of the library: of works, of authors, of headings."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any

from harvester.export.graph import Column, Graph, Row
from harvester.model import Value
from harvester.store.encoding import to_json

MOST_AUTHORS = 100
"""A work of more authors ties nobody: its thousands of pairs would drown the others."""


class NetworkKind(StrEnum):
    """What may be tied to what."""

    CITATIONS = "citations"
    SIMILAR = "similar"
    CO_AUTHORS = "co-authors"
    MESH = "mesh"


class _Network(Value, frozen=True, kw_only=True):
    """A network in SQL; ``{chosen}`` limits a column to the articles chosen."""

    is_directed: bool
    node_columns: tuple[Column, ...]
    edge_columns: tuple[Column, ...]
    nodes: str
    edges: str


_CHOSEN = "(:ids IS NULL OR {0} IN (SELECT value FROM json_each(:ids)))"
_NAME = "coalesce('pmid:' || {0}.pmid, 'doi:' || {0}.doi, 'article:' || {0}.id)"
_ARTICLES = f"""
    SELECT {_NAME.format("a")},
      coalesce(substr(a.authors, 1, instr(a.authors || ',', ',') - 1), a.title, '')
        || coalesce(' ' || a.year, ''),
      a.title, a.authors, a.year, a.journal, a.pmid, a.doi, a.pmcid, a.type,
      a.retraction_status
    FROM articles a WHERE a.json IS NOT NULL AND {_CHOSEN.format("a.id")} ORDER BY a.id
"""
_ARTICLE_COLUMNS: tuple[Column, ...] = (
    ("label", "string"),
    ("title", "string"),
    ("authors", "string"),
    ("year", "integer"),
    ("journal", "string"),
    ("pmid", "string"),
    ("doi", "string"),
    ("pmcid", "string"),
    ("type", "string"),
    ("status", "string"),
)
_BYLINE = f"""
    SELECT DISTINCT c.article_id, c.author_id FROM contributors c
    WHERE c.role = 'author' AND c.is_valid AND c.author_id IS NOT NULL
      AND {_CHOSEN.format("c.article_id")}
"""
_BORNE = f"""
    SELECT DISTINCT m.article_id, coalesce(n.ui, n.name) AS ui
    FROM article_headings m CROSS JOIN mesh_names n ON n.id = m.name_id
    WHERE m.qualifier_position = 0 AND {_CHOSEN.format("m.article_id")}
"""

_NETWORKS = {
    NetworkKind.CITATIONS: _Network(
        is_directed=True,
        node_columns=_ARTICLE_COLUMNS,
        edge_columns=(("weight", "integer"), ("providers", "string")),
        nodes=_ARTICLES,
        edges=f"""
            SELECT {_NAME.format("a")}, {_NAME.format("b")},
              count(DISTINCT c.provider), group_concat(DISTINCT c.provider)
            FROM citations c
            JOIN articles a ON a.id = c.citing_article_id
            JOIN articles b ON b.id = c.cited_article_id
            WHERE c.last_seen_at IS NULL AND a.id <> b.id
              AND {_CHOSEN.format("a.id")} AND {_CHOSEN.format("b.id")}
            GROUP BY a.id, b.id ORDER BY a.id, b.id
        """,
    ),
    NetworkKind.SIMILAR: _Network(
        is_directed=True,
        node_columns=_ARTICLE_COLUMNS,
        edge_columns=(
            ("weight", "integer"),
            ("rank", "integer"),
            ("providers", "string"),
        ),
        nodes=_ARTICLES,
        edges=f"""
            SELECT {_NAME.format("a")}, {_NAME.format("b")},
              max(s.score), min(s.rank), group_concat(DISTINCT s.provider)
            FROM similar_articles s
            JOIN articles a ON a.id = s.article_id
            JOIN articles b ON b.id = s.other_article_id
            WHERE s.last_seen_at IS NULL AND a.id <> b.id
              AND {_CHOSEN.format("a.id")} AND {_CHOSEN.format("b.id")}
            GROUP BY a.id, b.id ORDER BY a.id, b.id
        """,
    ),
    NetworkKind.CO_AUTHORS: _Network(
        is_directed=False,
        node_columns=(
            ("label", "string"),
            ("orcid", "string"),
            ("kind", "string"),
            ("works", "integer"),
        ),
        edge_columns=(("weight", "integer"),),
        nodes=f"""
            SELECT n.key, n.name, n.orcid, n.kind, count(*)
            FROM ({_BYLINE}) b JOIN authors n ON n.id = b.author_id
            GROUP BY n.id ORDER BY n.id
        """,
        edges=f"""
            WITH byline AS MATERIALIZED ({_BYLINE}),
            tied AS MATERIALIZED (
              SELECT * FROM byline WHERE article_id IN (
                SELECT article_id FROM byline
                GROUP BY article_id HAVING count(*) BETWEEN 2 AND {MOST_AUTHORS}
              )
            )
            SELECT m.key, n.key, count(*)
            FROM tied a JOIN tied b
              ON b.article_id = a.article_id AND b.author_id > a.author_id
            JOIN authors m ON m.id = a.author_id
            JOIN authors n ON n.id = b.author_id
            GROUP BY m.id, n.id ORDER BY m.id, n.id
        """,
    ),
    NetworkKind.MESH: _Network(
        is_directed=False,
        node_columns=(("label", "string"), ("works", "integer")),
        edge_columns=(("weight", "integer"),),
        nodes=f"""
            SELECT b.ui, coalesce(d.name, b.ui), count(*)
            FROM ({_BORNE}) b LEFT JOIN mesh_descriptors d ON d.ui = b.ui
            GROUP BY b.ui ORDER BY b.ui
        """,
        edges=f"""
            WITH borne AS MATERIALIZED ({_BORNE})
            SELECT a.ui, b.ui, count(*)
            FROM borne a JOIN borne b ON b.article_id = a.article_id AND b.ui > a.ui
            GROUP BY a.ui, b.ui ORDER BY a.ui, b.ui
        """,
    ),
}


def build_network(
    db: sqlite3.Connection, kind: NetworkKind, numbers: Iterable[int] | None = None
) -> Graph:
    """Return a network, its rows read when they are asked for.

    Args:
        db: The library.
        kind: What is tied to what.
        numbers: The articles that it is made of; None for all.

    Returns:
        Citations point from the citing to the cited work, weighted by how many
        providers say so; similar works from the one whose list it is, weighted by the
        score; authors are weighted by the works that they share (works of more than
        ``MOST_AUTHORS`` tie nobody), headings by the works that bear both.
    """
    network = _NETWORKS[kind]
    chosen = {"ids": None if numbers is None else to_json(list(numbers))}
    return Graph(
        is_directed=network.is_directed,
        node_columns=network.node_columns,
        edge_columns=network.edge_columns,
        nodes=_rows(db, network.nodes, chosen),
        edges=_rows(db, network.edges, chosen),
    )


def _rows(db: sqlite3.Connection, sql: str, chosen: dict[str, Any]) -> Iterator[Row]:
    yield from db.execute(sql, chosen)
