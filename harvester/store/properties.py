"""What articles have (``has:``) and are (``is:``) → SQL for their numbers."""

from __future__ import annotations

from harvester.search import Property, State
from harvester.selection.fields import STATUSES


def _with_column(name: str) -> str:
    return f"SELECT id FROM articles WHERE {name} IS NOT NULL"


def _listed(table: str, column: str = "article_id", condition: str = "TRUE") -> str:
    return (
        f"SELECT {column} AS id FROM {table} WHERE {column} IS NOT NULL AND {condition}"
    )


def _present(name: str) -> str:
    """Read the index alone, not the rows of articles, which are long."""
    return (
        f"SELECT id FROM articles INDEXED BY articles_{name} WHERE {name} IS NOT NULL"
    )


HAVING = {
    Property.ABSTRACT: _present("abstract"),
    Property.DOI: _with_column("doi"),
    Property.PMID: _with_column("pmid"),
    Property.PMCID: _with_column("pmcid"),
    Property.ORCID: _listed("contributors", condition="orcid IS NOT NULL"),
    Property.MESH: _listed("article_headings"),
    Property.KEYWORDS: _listed("keywords"),
    Property.REFERENCES: _present("reference_entry_count"),
    Property.CITED_BY: _with_column("cited_by_count"),
    Property.SIMILAR: _listed(
        "link_sets", condition="kind = 'similar' AND state IN ('complete', 'cut')"
    ),
    Property.RELATIONS: _listed("relations"),
    Property.FUNDING: _listed("funding"),
    Property.CHEMICALS: _listed("chemicals"),
    Property.CONFLICTS: _listed("conflict_fields", condition="conflict = 'real'"),
    Property.CORRECTIONS: _listed("corrections", condition="state <> 'withdrawn'"),
    Property.FINDINGS: _listed("findings", condition="resolved_at IS NULL"),
    Property.DOCUMENTS: _listed("documents"),
}
"""Property → numbers, as ``id``, of the articles that have it; several times, maybe."""

_IN_DOUBT = """
    SELECT r.article_id AS id FROM quarantine q JOIN records r
      ON r.source = q.{end}source AND r.source_id = q.{end}source_id
    WHERE q.state = 'open' AND r.article_id IS NOT NULL
"""
_DOUBLE = (
    "SELECT {end}article_id AS id FROM duplicates "
    "WHERE state = 'proposed' AND {end}article_id IS NOT NULL"
)

STANDING = {
    **{
        state: f"SELECT id FROM articles WHERE retraction_status = '{status}'"
        for state, status in STATUSES.items()
    },
    State.PREPRINT: _listed(
        "publication_types", condition="name IN ('Preprint', 'preprint')"
    ),
    State.QUARANTINED: " UNION ALL ".join(
        _IN_DOUBT.format(end=end) for end in ("", "other_")
    ),
    State.DUPLICATE: " UNION ALL ".join(
        _DOUBLE.format(end=end) for end in ("", "other_")
    ),
    State.DELETED: _with_column("deleted_at"),
    State.WATCHED: _listed("watched"),
}
"""State → numbers, as ``id``, of the articles that are so; several times, maybe."""
