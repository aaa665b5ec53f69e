"""Indexes that rest while files fill an empty library, and are made when they are in.

Made at once from what is there, an index takes a fraction of what it takes row by row,
the less the larger the library is. Until then pages that ask it go through the table.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from harvester.store.schema import TABLES
from harvester.store.schema.base import build_indexes

RESTING = (
    "article_headings_name_id_article_id",
    "articles_article_number",
    "articles_deleted_at",
    "articles_doi",
    "articles_first_page_volume_year",
    "articles_language",
    "articles_pmcid",
    "articles_pmid",
    "articles_retraction_status",
    "articles_type",
    "articles_updated_at",
    "authors_name_key",
    "changes_changed_at",
    "changes_field",
    "changes_kind",
    "changes_known_as",
    "changes_run_id_kind",
    "chemicals_name",
    "contributors_family_initials",
    "contributors_orcid",
    "funding_agency",
    "keyword_keys_key",
    "keywords_keyword",
    "languages_language",
    "mesh_terms_ui",
    "publication_types_name",
    "records_source_article_id",
)
"""Those of tables that grow with every article which no statement of a load asks, nor
any query by name."""

_THERE = "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND name IN ({})"


def is_empty(db: sqlite3.Connection) -> bool:
    """Return whether there are no articles."""
    row = db.execute("SELECT EXISTS (SELECT 1 FROM articles)").fetchone()
    return not row[0]


def rest_indexes(db: sqlite3.Connection) -> bool:
    """Drop the indexes of ``RESTING`` where there are no articles.

    Returns:
        Whether it was done.
    """
    if not is_empty(db):
        return False
    for name in RESTING:
        db.execute(f'DROP INDEX IF EXISTS "{name}"')
    return True


def are_indexes_resting(db: sqlite3.Connection) -> bool:
    """Return whether an index of ``RESTING`` is not there."""
    marks = ", ".join("?" * len(RESTING))
    (count,) = db.execute(_THERE.format(marks), RESTING).fetchone()
    return bool(count < len(RESTING))


def make_indexes(
    db: sqlite3.Connection, advance: Callable[[int], None] = lambda _: None
) -> None:
    """Make the indexes that are not there; ``advance`` is called with their number."""
    there = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
    for table in TABLES:
        for name, statement in build_indexes(table).items():
            if name not in there:
                advance(0)  # the first of a large library takes minutes
                db.execute(statement)
                advance(1)
