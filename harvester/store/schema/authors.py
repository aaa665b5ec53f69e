"""The tables of authors: who stands in bylines, under which names, who says so."""

from __future__ import annotations

from harvester.store.schema.base import (
    Column,
    Table,
    View,
    build_groups,
    identity,
    number,
    part_of,
    text,
)

AUTHORS = Table(
    name="authors",
    title="Authors",
    description="One row per ORCID iD; without one, per folded surname and initials "
    "(and per folded name of a group). A row without ORCID iD is a name that several "
    "people may share; it is never joined with a row that has one, nor are two ORCID "
    "iDs, however equal their names. A row whose last work goes is deleted.",
    columns=(
        identity(),
        text("key", "By what it is recognised: orcid:, name: or group:, then which."),
        text("kind", "person or group."),
        text("orcid", "ORCID iD."),
        text("name", "The name that most works have; the longest of these."),
        text("name_key", "Folded surname and initials of that name."),
        number("work_count", "Articles in the library, in whatever role."),
    ),
    unique=(("key",),),
    label="name",
    sort="work_count",
    indexes=(("name_key",),),
    is_numbered_once=True,
    since=6,
)

AUTHOR_NAMES = Table(
    name="author_names",
    title="Names of authors",
    description="Under which names the articles of the library have an author, and how "
    "often.",
    columns=(
        part_of("author_id", "authors.id", "The author.", since=10),
        text("name", "Surname first.", is_required=True, since=10),
        text("name_key", "Folded surname and initials.", since=10),
        number("row_count", "Contributors of this name.", since=10),
    ),
    primary_key=("author_id", "name"),
    is_clustered=True,
    is_hidden=True,
    since=10,
)

CONTRIBUTOR_SOURCES = Table(
    name="contributor_sources",
    title="Who names whom",
    description="What each source says of each contributor: aligned with the article's "
    "list, so that both speak of one person.",
    columns=(
        part_of("article_id", "articles.id", "The article."),
        number("position", "Place in the article's list (contributors), from 1."),
        text("source", "The source."),
        number("source_position", "Place in the list of the source, from 1."),
        text("name", "The name as this source has it, surname first."),
        text("orcid", "The ORCID iD that this source gives."),
        number("affiliation_count", "How many addresses it gives."),
    ),
    primary_key=("article_id", "position", "source"),
    is_clustered=True,
    since=6,
)

AUTHOR_FORMS = View(
    name="author_forms",
    title="Forms of names",
    description="Under which names the sources print an author, in how many works.",
    sql=build_groups(
        "authors",
        "author_id",
        ("name", "work_count", "sources"),
        "SELECT s.name, count(DISTINCT s.article_id) AS work_count, "
        "group_concat(DISTINCT s.source) AS sources "
        "FROM contributors c JOIN contributor_sources s "
        "ON s.article_id = c.article_id AND s.position = c.position "
        "WHERE c.author_id = a.id GROUP BY s.name",
    ),
    columns=(
        Column(name="author_id", description="The author.", references="authors.id"),
        text("name", "The name as printed, surname first."),
        number("work_count", "Articles in which a source has it."),
        text("sources", "The sources that have it."),
    ),
    since=6,
)

TABLES = (AUTHORS, AUTHOR_NAMES, CONTRIBUTOR_SOURCES)
VIEWS = (AUTHOR_FORMS,)
