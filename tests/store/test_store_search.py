from __future__ import annotations

import re

import pytest

from harvester.model import MeshHeading, MeshQualifier, Text
from harvester.search import parse_query
from harvester.store import Page, Sort
from harvester.vocabulary import Descriptor, MeshFile, MeshKind, Qualifier, Term

VOCABULARY = (
    Descriptor(ui="D900001", name="Plants", tree_numbers=("B01",)),
    Descriptor(
        ui="D900002",
        name="Mosses, Glowing",
        tree_numbers=("B01.100", "G01.100"),
        terms=(Term(text="Glowmoss"),),
        qualifiers=(Qualifier(ui="Q900001", name="growth"),),
    ),
    Descriptor(ui="D900003", name="Nobody"),
)


@pytest.fixture
def load(library, now):
    """Load a vocabulary of a year."""

    def run(*records, year=2026):
        file = MeshFile(kind=MeshKind.DESCRIPTORS, name="a", mesh_year=year)
        library.load_mesh(file, records, sha256=f"{year}", now=now)

    return run


@pytest.fixture
def shelf(library, article, now):
    """Articles: 1 Plants, 2 Mosses/growth*, 3 Mosses and Nobody*/growth*, 4 none."""
    growth = MeshQualifier(name="growth", ui="Q900001", is_major=True)
    plants = MeshHeading(descriptor="Plants", ui="D900001")
    mosses = MeshHeading(descriptor="Mosses, Glowing", ui="D900002")
    starred = MeshHeading(
        descriptor="Mosses, Glowing", ui="D900002", qualifiers=(growth,)
    )
    nobody = MeshHeading(
        descriptor="Nobody", ui="D900003", qualifiers=(growth,), is_major=True
    )
    headings = ((plants,), (starred,), (mosses, nobody), ())
    for number, borne in enumerate(headings, start=1):
        one = article(
            f"pmid:9900000{number}",
            sources=(("pubmed", f"9900000{number}"),),
            title=Text(plain=f'Moss number {number} glows "NEAR" Ångström'),
            mesh_headings=borne,
            year=2000 + number,
        )
        library.save_article(one, citation=f"Article {number}.", now=now)


@pytest.fixture
def ask(library):
    """Return the numbers of the articles that a query finds, and the notes."""

    def run(query):
        result = library.search(parse_query(query), Page(sort=Sort.NEWEST))
        assert result.total == len(result.hits)
        return [hit.article_id for hit in result.hits], result.notes

    return run


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("mesh:Plants", [1]),
        ("mesh:Plants+", [3, 2, 1]),
        ("mesh:D900001+", [3, 2, 1]),
        ("mesh:glowmoss", [3, 2]),
        ('mesh:"Mosses, Glowing"+', [3, 2]),
        ('mesh:"Glowmoss/growth"', [2]),
        ('mesh:"Glowmoss/growth*"', [2]),
        ('mesh:"Nobody/growth"', [3]),
        ('mesh:"Glowmoss*"', [2]),
        ('mesh:"Nobody*"+', [3]),
        ("mesh:Plants+ mesh:Nobody", [3]),
        ("mesh:Plants+ number", [3, 2, 1]),
        ('mesh:Plants+ "number 2"', [2]),
        ('mesh:Plants+ "2 number"', []),
        ("moss 4", [4]),
        ("ANGSTROM 4", [4]),
        ('NEAR "moss number"', [4, 3, 2, 1]),
        ("moss OR lichen", [4, 3, 2, 1]),
        ("(lichen OR 4) moss", [4]),
        ("moss NOT 4", [3, 2, 1]),
        ("moss -mesh:Plants+", [4]),
        ("-moss", []),
        ("-mesh:Plants+", [4]),
        ("-lichen -4", [3, 2, 1]),
        ("mesh:Plants OR mesh:Nobody", [3, 1]),
        ("mesh:Plants OR 4", [4, 1]),
        ("mesh:Plants OR -number", [1]),
        ("(mesh:Plants number) OR (mesh:Nobody -4)", [3, 1]),
        ("title: 4 *", [4]),
        ("4 * - ^", [4]),
        ("mos", []),
        ("mos*", [4, 3, 2, 1]),
        ("ti:ångström 4", [4]),
        ("ab:moss", []),
        ("", [4, 3, 2, 1]),
    ],
)
def test_search(load, shelf, ask, query, numbers):
    """All clauses are met, the newest first; no operator of FTS5 gets through."""
    load(*VOCABULARY)
    found, notes = ask(query)
    assert found == numbers
    assert all("it was read as" in note for note in notes)


def test_hits_say_what_they_are(load, shelf, library):
    """A hit has what a list of references needs."""
    (hit,) = library.search(parse_query("moss 1")).hits
    assert (hit.citation, hit.pmid, hit.doi, hit.year) == (
        "Article 1.",
        "99000001",
        None,
        2001,
    )
    assert hit.title == 'Moss number 1 glows "NEAR" Ångström'


def test_without_trees_only_the_heading_is_searched(load, shelf, ask):
    """A plus needs trees; without them it is said that they were not used."""
    for query in ("mesh:Plants+", 'mesh:"Never Heard Of"+'):
        _, (note,) = ask(query)
        assert "only the heading" in note
    assert ask("mesh:Plants+")[0] == [1]
    assert ask("mesh:plants") == ([1], ())
    load(Descriptor(ui="D900001", name="Plants"))
    assert "only the heading Plants itself" in ask("mesh:Plants+")[1][0]


def test_headings_without_identifier_are_found_by_name(
    load, shelf, ask, library, article, now
):
    """A record that gives no UI bears the heading that it names."""
    heading = MeshHeading(descriptor="plants")
    one = article(
        "pmid:99000005", sources=(("pubmed", "99000005"),), mesh_headings=(heading,)
    )
    library.save_article(one, citation="Article 5.", now=now)
    load(*VOCABULARY)
    assert ask("mesh:Plants")[0] == [1, 5]


def test_articles_under_a_replaced_heading_are_found(load, shelf, ask):
    """What stands under the old heading is found by the new one, and the reverse."""
    load(*VOCABULARY, year=2025)
    new = Descriptor(
        ui="D900009",
        name="Flora",
        tree_numbers=("B01",),
        terms=(Term(text="Plants"),),
    )
    load(new, year=2026)
    assert ask("mesh:Flora") == ([1], ())
    assert ask("mesh:Flora+")[0] == [3, 2, 1]
    numbers, (note,) = ask("mesh:D900001")
    assert numbers == [1]
    assert "replaced by Flora (D900009)" in note


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("mesh:Plant", 'no descriptor.*perhaps mesh:"Plants"'),
        ("mesh:xyzzy", "no descriptor"),
        ("mesh:growth", "growth .Q900001. is no descriptor"),
    ],
)
def test_what_cannot_be_searched_for_is_said(load, shelf, ask, query, reason):
    """An unknown heading is no empty answer, and nothing is guessed."""
    load(*VOCABULARY)
    numbers, (note,) = ask(query)
    assert numbers == []
    assert re.search(reason, note)
