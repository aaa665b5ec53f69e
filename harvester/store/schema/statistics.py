"""The tables of statistics: counts that are kept with every article that is saved.

A page that counted a million articles would never come. Each row counts articles;
what reaches zero is deleted.
"""

from __future__ import annotations

from harvester.store.schema.base import Column, Table, number, part_of, text

_SINCE = 6
_COUNT = "article_count"


def _counts(name: str, title: str, description: str, *keys: Column) -> Table:
    """Return a table that counts articles by ``keys``."""
    count = number(_COUNT, "How many articles.", is_required=True, since=_SINCE)
    return Table(
        name=name,
        title=title,
        description=description,
        columns=(*keys, count),
        primary_key=tuple(key.name for key in keys),
        sort=_COUNT if len(keys) == 1 else None,
        is_clustered=True,
        since=_SINCE,
    )


def _key(name: str, description: str, references: str | None = None) -> Column:
    is_text = name.endswith("ui")
    return Column(
        name=name,
        description=description,
        type="TEXT" if is_text else "INTEGER",
        references=references,
        is_required=True,
        since=_SINCE,
    )


_YEAR = _key("year", "Year under which they are cited.")
_JOURNAL = _key("journal_id", "The journal.", "journals.id")
_HEADING = _key("descriptor_ui", "The descriptor.", "mesh_descriptors.ui")

COUNTED = (
    _counts("year_counts", "Articles per year", "Articles by year.", _YEAR),
    _counts("journal_counts", "Articles per journal", "Articles by journal.", _JOURNAL),
    _counts(
        "journal_years",
        "Articles per journal and year",
        "Articles by journal and year.",
        _JOURNAL,
        _YEAR,
    ),
    _counts("mesh_counts", "Articles per heading", "Articles by heading.", _HEADING),
    _counts(
        "topic_counts",
        "Articles per major topic",
        "Articles by the headings that are major topics of them.",
        _HEADING,
    ),
    _counts(
        "mesh_years",
        "Articles per heading and year",
        "Articles by heading and year.",
        _HEADING,
        _YEAR,
    ),
    _counts(
        "mesh_pairs",
        "Major topics that occur together",
        "Articles by two headings that are both major topics of them.",
        _HEADING,
        _key("other_ui", "The other one, later in the alphabet of UIs."),
    ),
    _counts(
        "author_pairs",
        "Authors who wrote together",
        "Articles by two of their authors; those with more than 30 authors count for "
        "no pair.",
        _key("author_id", "The author (authors)."),
        _key("other_author_id", "The other one, with the higher number (authors)."),
    ),
    _counts(
        "field_counts",
        "Articles that have a field",
        "How complete the library is: articles by the fields that they have.",
        text("field", "Name of the field.", is_required=True, since=_SINCE),
    ),
)
"""Those to which every article adds one per key."""

CITATION_COUNTS = Table(
    name="citation_counts",
    title="Citations within the library",
    description="How many articles of the library cite an article, each once, whoever "
    "says so.",
    columns=(
        part_of("article_id", "articles.id", "The cited article."),
        number("cited_by_count", "How many cite it.", is_required=True, since=_SINCE),
    ),
    primary_key=("article_id",),
    sort="cited_by_count",
    is_clustered=True,
    since=_SINCE,
)

CHECKED_DAYS = Table(
    name="checked_days",
    title="Days of checks",
    description="Records by the day on which they were last known to be current.",
    columns=(
        text("day", "The day (UTC).", is_required=True, since=_SINCE),
        number("record_count", "How many records.", is_required=True, since=_SINCE),
    ),
    primary_key=("day",),
    is_clustered=True,
    is_log=True,
    since=_SINCE,
)

TABLES = (*COUNTED, CITATION_COUNTS, CHECKED_DAYS)
