"""The views as people browse them: on a large library, too, page by page."""

from __future__ import annotations

import pytest

from harvester.model import Link, LinkKind, LinkSet, LinkState
from harvester.store.schema import TABLES, VIEWS

RELATIONS = {relation.name for relation in (*TABLES, *VIEWS)} - {"related_articles"}
"""SQLite takes no condition through a group into a union: that view goes through
``relations``, which is short; programs ask as ``schema.editorial.RELATED`` says."""
UNTELLING = {
    f"{table.name}_{column}"
    for table in TABLES
    for column in (*table.facets, table.sort)
    if column
}
"""Indexes to narrow down and sort by: a value of theirs leads to half a table."""


def columns(library, name):
    return [row[1] for row in library._db.execute(f'PRAGMA table_info("{name}")')]


def unbounded(plan):
    """Return the steps that go through a table, or through much of it.

    A scan beside a step that makes something goes through what was made.
    """
    made = {
        parent
        for _, parent, _, step in plan
        if step.startswith(("CO-ROUTINE", "MATERIALIZE"))
    }
    return [
        step
        for _, parent, _, step in plan
        if (
            step.startswith("SCAN")
            and parent not in made
            and "VIRTUAL TABLE" not in step
        )
        or (
            step.startswith("SEARCH")
            and not step.startswith("SEARCH (")
            and ("=?" not in step or UNTELLING.intersection(step.split()))
        )
    ]


def test_what_is_of_one_article_is_found_by_index(library, select):
    """No table is gone through for what a table or view has of one article."""
    plans = {
        name: select(f'EXPLAIN QUERY PLAN SELECT * FROM "{name}" WHERE article_id = 1')
        for name in RELATIONS
        if "article_id" in columns(library, name)
    }
    assert {"conflicts", "citation_pairs", "findings"} <= plans.keys()
    found = {name: unbounded(plan) for name, plan in plans.items()}
    assert {name: steps for name, steps in found.items() if steps} == {}


def test_a_plan_without_index_is_noticed(library):
    """The check of plans sees a scan, and an index that tells nothing."""
    for condition in ("json = '{}'", "type = 'article'"):
        plan = library._db.execute(
            f"EXPLAIN QUERY PLAN SELECT * FROM articles WHERE {condition}"
        ).fetchall()
        assert len(unbounded(plan)) == 1


@pytest.mark.parametrize(
    "name", ["author_forms", "citation_pairs", "editorial_status", "status_checks"]
)
def test_the_first_rows_do_not_wait_for_the_last(select, name):
    """What is sorted or grouped is what is of one article, not the whole library."""
    plan = select(f"EXPLAIN QUERY PLAN SELECT * FROM {name}")
    steps = {number: (parent, step) for number, parent, _, step in plan}

    def within(number):
        while number in steps:
            number, step = steps[number]
            yield step

    whole = [
        step
        for number, (_, step) in steps.items()
        if "TEMP B-TREE" in step or step.startswith("MATERIALIZE")
        if not any(outer.startswith("CORRELATED") for outer in within(number))
    ]
    assert whole == []


def test_pairs_are_seen_from_either_end(library, article, select, now):
    """Identifiers of one work are one row, with all providers that say it."""
    for number, name in enumerate(("a", "b"), start=1):
        pmid = f"9900000{number}"
        library.save_article(
            article(f"pmid:{pmid}", f"doi:10.5555/{name}", sources=(("pubmed", pmid),)),
            citation=f"{name}.",
            now=now,
        )
    run = library.begin_run("test", now)
    outside = Link(target=("doi", "10.5555/out"), rank=2, aliases=(("pmid", "7"),))
    b_by_alias = Link(
        target=("doi", "10.5555/b-first"), rank=1, aliases=(("pmid", "99000002"),)
    )
    for owner, kind, provider, links in (
        (
            ("doi", "10.5555/a"),
            LinkKind.REFERENCES,
            "opencitations",
            (b_by_alias, outside),
        ),
        (
            ("pmid", "99000001"),
            LinkKind.REFERENCES,
            "icite",
            (Link(target=("pmid", "7"), rank=1),),
        ),
        (
            ("pmid", "99000002"),
            LinkKind.CITED_BY,
            "icite",
            (Link(target=("pmid", "99000001"), rank=1),),
        ),
    ):
        library.save_link_set(
            LinkSet(
                owner=owner,
                kind=kind,
                provider=provider,
                state=LinkState.COMPLETE,
                links=links,
            ),
            run,
            now,
        )

    rows = select(
        "SELECT article_id, kind, work, other_article_id, provider_count, providers "
        "FROM citation_pairs ORDER BY article_id, work"
    )

    both = {"icite", "opencitations"}
    assert [(*row[:-1], set(row[-1].split(","))) for row in rows] == [
        (1, "references", "article:2", 2, 2, both),
        (1, "references", "pmid:7", None, 2, both),
        (2, "cited-by", "article:1", 1, 2, both),
    ]
