"""Counts that are kept with every article: equal to a count of the whole."""

from __future__ import annotations

import msgspec
import pytest

from harvester.model import (
    Container,
    Contributor,
    Link,
    LinkKind,
    LinkSet,
    LinkState,
    MeshHeading,
    MeshQualifier,
    Text,
)
from harvester.store.counting import count_all
from harvester.store.schema.statistics import TABLES

NAMES = [table.name for table in TABLES]
JOURNAL = Container(title="Journal of Nowhere", nlm_id="1")
DOE, ROE = (Contributor(family=name, given="A") for name in ("Doe", "Roe"))


def heading(name, ui, *, is_major=False):
    return MeshHeading(descriptor=name, ui=ui, is_major=is_major)


LIVER = heading("Liver Neoplasms", "D008113", is_major=True)
SURVIVAL = heading("Survival Rate", "D015996", is_major=True)
HUMANS = heading("Humans", "D006801")


@pytest.fixture
def save(library, article, now):
    def make(number, *more, **fields):
        made = article(
            f"pmid:{number}", *more, sources=(("pubmed", str(number)),), **fields
        )
        return library.save_article(made, citation=f"Work {number}.", now=now)[0]

    return make


@pytest.fixture
def cite(library, now):
    """Save that articles cite one, as a provider says."""
    run = library.begin_run("made up", now)

    def make(cited, *citing, provider="pubmed"):
        links = tuple(
            Link(target=("pmid", str(number)), rank=rank)
            for rank, number in enumerate(citing, start=1)
        )
        library.save_link_set(
            LinkSet(
                owner=("pmid", str(cited)),
                kind=LinkKind.CITED_BY,
                provider=provider,
                state=LinkState.COMPLETE,
                links=links,
            ),
            run,
            now,
        )

    return make


@pytest.fixture
def counts(select):
    """Return all rows of all counts."""

    def load():
        return {name: sorted(select(f"SELECT * FROM {name}")) for name in NAMES}

    return load


def recounted(library, counts):
    """Return the counts as they were kept, and as the whole library gives them."""
    kept = counts()
    with library.transaction():
        for name in NAMES:
            library._db.execute(f"DELETE FROM {name}")
        count_all(library._db)
    return kept, counts()


def test_an_article_counts_once_for_each_of_its_keys(save, counts):
    """Year, journal, headings, pairs of major topics and of authors, fields."""
    first = {"year": 2010, "container": JOURNAL, "contributors": (DOE, ROE)}
    save(99000001, mesh_headings=(LIVER, SURVIVAL, HUMANS), **first)
    save(99000002, mesh_headings=(LIVER, HUMANS), **{**first, "year": 2011})

    assert counts() == {
        "year_counts": [(2010, 1), (2011, 1)],
        "journal_counts": [(1, 2)],
        "journal_years": [(1, 2010, 1), (1, 2011, 1)],
        "mesh_counts": [("D006801", 2), ("D008113", 2), ("D015996", 1)],
        "topic_counts": [("D008113", 2), ("D015996", 1)],
        "mesh_years": [
            ("D006801", 2010, 1),
            ("D006801", 2011, 1),
            ("D008113", 2010, 1),
            ("D008113", 2011, 1),
            ("D015996", 2010, 1),
        ],
        "mesh_pairs": [("D008113", "D015996", 1)],
        "author_pairs": [(1, 2, 2)],
        "field_counts": [("mesh", 2), ("pmid", 2), ("year", 2)],
        "citation_counts": [],
        "checked_days": [],
    }


def test_qualifiers_count_for_their_descriptor(save, counts):
    """A star on a qualifier makes a topic of the descriptor, and nothing else."""
    therapy = MeshQualifier(name="therapy", ui="Q000628", is_major=True)
    plain = MeshQualifier(name="mortality", ui="Q000401")
    liver = msgspec.structs.replace(LIVER, is_major=False, qualifiers=(therapy, plain))
    save(99000001, mesh_headings=(HUMANS, liver, SURVIVAL), year=2010)

    kept = counts()
    assert kept["mesh_counts"] == [("D006801", 1), ("D008113", 1), ("D015996", 1)]
    assert kept["topic_counts"] == [("D008113", 1), ("D015996", 1)]
    assert kept["mesh_pairs"] == [("D008113", "D015996", 1)]


def test_what_an_article_no_longer_has_is_counted_no_more(save, counts):
    """The year is another one, the heading and an author are gone."""
    both = {"year": 2010, "mesh_headings": (LIVER,), "contributors": (DOE, ROE)}
    save(99000001, **both)
    save(99000001, year=2012, contributors=(DOE,))

    kept = {name: rows for name, rows in counts().items() if rows}
    assert kept == {
        "year_counts": [(2012, 1)],
        "field_counts": [("pmid", 1), ("year", 1)],
    }


def test_articles_that_become_one_count_as_one(save, cite, counts, library, now):
    """Nothing is left of the one that went, whatever it was counted for."""
    both = {"year": 2010, "container": JOURNAL, "contributors": (DOE, ROE)}
    save(99000001, **both)
    save(99000003, "doi:10.5555/a", mesh_headings=(LIVER, SURVIVAL), **both)
    save(99000004, title=Text(plain="Cited"))
    cite(99000004, 99000001, 99000003)
    one, other = library.load_article(1), library.load_article(2)
    both = msgspec.structs.replace(
        one,
        sources=one.sources + other.sources,
        identifiers=one.identifiers + other.identifiers,
    )
    assert library.save_article(both, citation="Both.", now=now)[0] == 1

    kept, again = recounted(library, counts)
    assert kept == again
    assert kept["year_counts"] == [(2010, 1)]
    assert kept["mesh_pairs"] == []
    assert kept["citation_counts"] == [(3, 1)]


def test_each_citing_article_counts_once(save, cite, counts):
    """Whoever says so; only those that are in the library, none citing itself."""
    save(99000001)
    save(99000002)
    cite(99000001, 99000002, 99000001, 99000009)
    cite(99000001, 99000002, provider="icite")

    assert counts()["citation_counts"] == [(1, 1)]


def test_a_citation_counts_from_when_both_are_here(save, cite, counts, library):
    """Whichever of the two came first, and until no list has it any more."""
    save(99000001)
    cite(99000001, 99000002, 99000003)
    save(99000002)
    save(99000003)
    assert counts()["citation_counts"] == [(1, 2)]

    cite(99000001, 99000003)
    kept, again = recounted(library, counts)
    assert kept["citation_counts"] == [(1, 1)]
    assert kept == again


def test_a_crowd_says_nothing_of_who_works_with_whom(save, counts):
    """An article with more than 30 authors makes no pairs."""
    crowd = tuple(Contributor(family=f"Doe{n}", given="A") for n in range(31))
    save(99000001, contributors=crowd)

    assert counts()["author_pairs"] == []


LARGE = {
    "article_headings": ("7418250 14 2 1", {"name_id_article_id": "7418250 1517 2"}),
    "contributors": ("4738000 5 1", {"author_id_article_id": "4738000 2 1"}),
}
"""What ANALYZE noted of a library of 999,500 articles: of the table in the order of its
key, and of its indexes."""


def test_saving_an_article_costs_what_the_article_costs(library, save, cite):
    """In a large library, too, no statement goes through what others have."""
    db = library._db
    db.execute("ANALYZE")
    for table, (key, indexes) in LARGE.items():
        rows = [(table, table, key)]
        rows += [(table, f"{table}_{name}", noted) for name, noted in indexes.items()]
        db.execute("DELETE FROM sqlite_stat1 WHERE tbl = ?", (table,))
        db.executemany("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", rows)
    db.execute("ANALYZE sqlite_schema")
    parts = {"contributors": (DOE, ROE), "mesh_headings": (LIVER, SURVIVAL)}
    save(1, **parts, year=2019)
    statements = []
    db.set_trace_callback(statements.append)
    save(1, **parts, year=2020)
    cite(1, 2, 3)
    db.set_trace_callback(None)
    asked = [s for s in statements if s.lstrip().startswith(("SELECT", "WITH", "DEL"))]
    assert any("article_headings" in statement for statement in asked)
    steps = {
        (step, statement)
        for statement in asked
        for *_, step in db.execute(f"EXPLAIN QUERY PLAN {statement}")
        if "ANY(" in step
    }
    assert steps == set()
