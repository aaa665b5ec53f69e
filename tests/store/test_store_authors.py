"""Authors: who they are, under which names, in how many works."""

from __future__ import annotations

import random
import sqlite3
from itertools import permutations

import msgspec
import pytest

from harvester.model import Affiliation, Contributor, Identifier, Text
from harvester.store import Library
from harvester.store.people import introduce_all

ONE, OTHER = "0000-0002-1825-0097", "0000-0001-5109-3700"


def person(family, given, orcid=None, **parts):
    identifiers = (Identifier(scheme="orcid", value=orcid),) if orcid else ()
    return Contributor(family=family, given=given, identifiers=identifiers, **parts)


DOE = person("Doe", "Jane")
DOE_ONE = person("Doe", "Jane", ONE)
DOE_OTHER = person("Doe", "Jane", OTHER)
GROUP = Contributor(literal="The Made-up Group")


@pytest.fixture
def save(library, article, record, now):
    """Save an article with these contributors, and what each source says of them."""

    def make(number, *people, now=now, **said):
        sources = tuple((source, str(number)) for source in said) or (
            ("pubmed", str(number)),
        )
        for source, names in said.items():
            given = record(source, str(number), contributors=tuple(names))
            library.save_record(given, None, now)
        made = article(f"pmid:{number}", sources=sources, contributors=people)
        return library.save_article(made, citation=f"Work {number}.", now=now)[0]

    return make


AUTHORS = "SELECT key, kind, orcid, name, work_count FROM authors ORDER BY key"


def test_an_author_is_an_orcid_or_else_a_name(save, select):
    """Equal names are joined only where none of them has an ORCID iD."""
    save(1, DOE_ONE, GROUP)
    save(2, DOE, DOE_OTHER)
    save(3, person("DOE", "J."), GROUP)

    assert select(AUTHORS) == [
        ("group:the made up group", "group", None, "The Made-up Group", 2),
        ("name:doe|j", "person", None, "Doe, Jane", 2),
        (f"orcid:{OTHER}", "person", OTHER, "Doe, Jane", 1),
        (f"orcid:{ONE}", "person", ONE, "Doe, Jane", 1),
    ]


def test_an_orcid_that_two_of_one_byline_bear_is_nobodys(save, select):
    """A publisher gave one iD to everybody: they are known by their names."""
    save(1, DOE_ONE, person("Roe", "R", ONE))

    assert [key for key, *_ in select(AUTHORS)] == ["name:doe|j", "name:roe|r"]


def test_one_person_in_two_roles_keeps_the_orcid(save, select):
    """An author who is the editor too is one author, of one work."""
    save(1, DOE_ONE, person("Doe", "Jane", ONE, role="editor"))

    assert select(AUTHORS) == [(f"orcid:{ONE}", "person", ONE, "Doe, Jane", 1)]


def test_a_name_marked_as_wrong_is_no_author(save, select):
    """Nor is a name of which nothing can be read."""
    save(1, person("Doe", "J", is_valid=False), Contributor(family="?"))

    assert select(AUTHORS) == []
    assert select("SELECT name, author_id FROM contributors") == [
        ("Doe, J", None),
        ("?", None),
    ]


def test_the_name_shown_is_the_one_that_most_works_have(save, select):
    """At a tie the longest; in whatever order the works came."""
    save(1, person("Doe", "J", ONE))
    save(2, person("Doe-Roe", "Jane", ONE))
    shown = "SELECT name, name_key, work_count FROM authors"
    assert select(shown) == [("Doe-Roe, Jane", "doe roe|j", 2)]

    save(3, person("Doe", "J", ONE))
    assert select(shown) == [("Doe, J", "doe|j", 3)]


def test_whoever_has_no_work_left_goes_and_his_number_with_him(save, select, later):
    """An ORCID iD that comes later makes another author of the only work."""
    save(1, DOE)
    save(1, DOE_ONE, now=later)
    assert select("SELECT id, orcid FROM authors") == [(2, ONE)]

    save(1, DOE, now=later)
    assert select("SELECT id, orcid FROM authors") == [(3, None)]


def test_numbers_stay_over_a_change_of_the_work(save, select, later):
    """The other authors of a work that changes keep their numbers."""
    numbers = "SELECT key, id FROM authors ORDER BY id"
    save(1, DOE_ONE, person("Roe", "R"))
    before = select(numbers)
    save(1, DOE_ONE, person("Poe", "E"), person("Roe", "R"), now=later)

    assert select(numbers) == [*before, ("name:poe|e", 3)]


def test_works_that_turn_out_to_be_one_count_once(
    library, article, record, save, select, later
):
    """The authors of the absorbed article are counted again."""
    save(1, DOE_ONE, person("Roe", "R"), pubmed=[])
    save(2, DOE_ONE, person("Poe", "E"), crossref=[])
    both = article(
        "pmid:1", sources=(("pubmed", "1"), ("crossref", "2")), contributors=(DOE_ONE,)
    )
    library.save_article(both, citation="One.", now=later)

    assert select(AUTHORS) == [(f"orcid:{ONE}", "person", ONE, "Doe, Jane", 1)]


def test_each_source_is_shown_with_what_it_says(save, select):
    """Aligned with the article's list: place, name, ORCID iD, addresses."""
    home = Affiliation(name=Text(plain="Town"))
    pubmed = [person("Roe", "R"), person("Doe", "J", affiliations=(home,))]
    save(1, person("Roe", "R"), DOE_ONE, pubmed=pubmed, crossref=[DOE_ONE])

    assert select(
        "SELECT position, source, source_position, name, orcid, affiliation_count "
        "FROM contributor_sources"
    ) == [
        (1, "pubmed", 1, "Roe, R", None, 0),
        (2, "crossref", 1, "Doe, Jane", ONE, 0),
        (2, "pubmed", 2, "Doe, J", None, 1),
    ]
    assert select("SELECT source FROM contributors") == [
        ("pubmed",),
        ("crossref\npubmed",),
    ]


def place(name=None, *identifiers):
    return Affiliation(name=name and Text(plain=name), identifiers=identifiers)


ROR = Identifier(scheme="ror", value="https://ror.org/0000")
TOWN, CITY, KNOWN = place("Town."), place("City."), place("Town.", ROR)
ONCE = (
    "SELECT article_id, position, name, identifiers FROM article_affiliations "
    "ORDER BY 1, 2"
)
BEARERS = (
    "SELECT article_id, position, affiliation_position, contributor, name "
    "FROM affiliations ORDER BY 1, 2, 3"
)


def test_what_several_bear_is_said_once(save, select):
    """In the order of the byline; each has its own in the order that it has them."""
    save(
        1,
        person("Doe", "J", affiliations=(TOWN, CITY)),
        person("Roe", "R"),
        person("Poe", "E", affiliations=(CITY, place(), KNOWN, TOWN)),
    )
    save(2, person("Foe", "D", affiliations=(CITY,)))

    assert select(ONCE) == [
        (1, 1, "Town.", None),
        (1, 2, "City.", None),
        (1, 3, "Town.", "ror:https://ror.org/0000"),
        (2, 1, "City.", None),
    ]
    positions = (
        "SELECT affiliation_positions FROM contributors ORDER BY article_id, position"
    )
    assert select(positions) == [("[1,2]",), (None,), ("[2,3,1]",), ("[1]",)]
    assert select(BEARERS) == [
        (1, 1, 1, "Doe, J", "Town."),
        (1, 1, 2, "Doe, J", "City."),
        (1, 3, 1, "Poe, E", "City."),
        (1, 3, 2, "Poe, E", "Town."),
        (1, 3, 3, "Poe, E", "Town."),
        (2, 1, 1, "Foe, D", "City."),
    ]


def test_affiliations_that_are_no_more_go(save, select, later):
    """With the byline that had them."""
    save(1, person("Doe", "J", affiliations=(TOWN, CITY)))
    save(1, person("Doe", "J", affiliations=(CITY,)), now=later)
    assert select(ONCE) == [(1, 1, "City.", None)]
    save(1, person("Doe", "J"), now=later)
    assert select(ONCE) == select(BEARERS) == []


def test_forms_are_those_that_the_sources_print(save, select):
    """Also those that are not shown, with the number of works."""
    save(1, DOE_ONE, pubmed=[person("Doe", "J")], crossref=[DOE_ONE])
    save(2, DOE_ONE, pubmed=[DOE_ONE])

    assert select(
        "SELECT name, work_count, sources FROM author_forms ORDER BY name"
    ) == [("Doe, J", 1, "pubmed"), ("Doe, Jane", 2, "crossref,pubmed")]


def test_the_order_of_the_works_does_not_matter(tmp_path, article, now):
    """Names and counts are the same in whatever order a library is filled."""
    works = [
        (person("Doe", "J", ONE), person("Roe", "R")),
        (person("Doe", "Jane", ONE), GROUP),
        (person("Doe-Roe", "Jane", ONE), person("ROE", "R")),
    ]
    seen = set()
    for turn, order in enumerate(permutations(range(3))):
        with Library.open(tmp_path / f"{turn}.db") as library:
            for number in order:
                made = article(
                    f"pmid:{number + 1}",
                    sources=(("pubmed", str(number + 1)),),
                    contributors=works[number],
                )
                library.save_article(made, citation="One.", now=now)
            seen.add(str(library._db.execute(AUTHORS).fetchall()))
    assert len(seen) == 1


def test_a_library_without_authors_is_given_them(library, save, select, dump):
    """As a migration does; a second time changes nothing."""
    save(1, DOE_ONE, GROUP, pubmed=[DOE_ONE, GROUP])
    whole = dump(library)
    for table in ("contributor_sources", "contributors", "authors"):
        library._db.execute(f"DELETE FROM {table}")
    library._db.execute("DELETE FROM sqlite_sequence WHERE name = 'authors'")

    for _ in range(2):
        introduce_all(library._db)
        assert dump(library) == whole


FORMS = [
    person("Wang", "Y"), person("Wang", "Yan"), person("Wang", "Ying"),
    person("Wang", "Yan", ONE), person("Wang-Roe", "Yan", ONE), person("Roe", "R"),
]  # fmt: skip
COUNTED = """
    SELECT a.key, count(DISTINCT c.article_id), (
      SELECT f.name FROM contributors f WHERE f.author_id = a.id
      GROUP BY f.name ORDER BY count(*) DESC, length(f.name) DESC, f.name LIMIT 1)
    FROM authors a JOIN contributors c ON c.author_id = a.id GROUP BY a.id ORDER BY 1
"""


def test_counts_that_grow_and_shrink_are_as_if_counted_at_once(save, select, later):
    """Works come, change their bylines and lose them; two or three people in each."""
    lot = random.Random(7)
    for step in range(120):
        people = lot.sample(FORMS, lot.randrange(4))
        save(lot.randrange(1, 25), *people, now=later.replace(minute=step % 60))

        kept = select("SELECT key, work_count, name FROM authors ORDER BY 1")
        assert kept == select(COUNTED)
    names = "SELECT author_id, name, row_count FROM author_names ORDER BY 1, 2"
    assert select(names) == select(
        "SELECT author_id, name, count(*) FROM contributors "
        "WHERE author_id IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"
    )


def test_names_of_an_older_library_are_counted(path, save):
    """Schema 10 counts them once; a byline that changes then shifts them."""
    save(1, person("Doe", "J"))
    save(2, person("Doe", "J"), person("Roe", "R"))
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE author_names")
        db.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '0010%'")
        db.execute("PRAGMA user_version = 9")
    db.close()
    with Library.open(path, create=False) as opened:
        asked = opened._db.execute("SELECT name, row_count FROM author_names")
        assert asked.fetchall() == [("Doe, J", 2), ("Roe, R", 1)]


def test_a_list_of_thousands_is_kept(save, select):
    """A collaboration is one work of each of its members."""
    crowd = [person(f"N{chr(97 + n % 26)}{n}", "A") for n in range(3000)]
    save(1, *crowd, pubmed=crowd, crossref=crowd[:1500] + crowd[1501:])

    assert select("SELECT count(*), sum(work_count) FROM authors") == [(3000, 3000)]
    assert select("SELECT count(*) FROM contributor_sources") == [(5999,)]


def test_an_unchanged_article_changes_no_author(library, save, dump, now):
    """Saving the same again writes nothing."""
    save(1, DOE_ONE, pubmed=[DOE_ONE])
    before = dump(library)
    save(1, msgspec.structs.replace(DOE_ONE), pubmed=[DOE_ONE])
    assert dump(library) == before
