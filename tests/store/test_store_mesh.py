from __future__ import annotations

import sqlite3

import pytest

from harvester.errors import DocumentError
from harvester.model import (
    Document,
    Keyword,
    MeshHeading,
    MeshQualifier,
    SourceRecord,
    Text,
)
from harvester.search import parse_query
from harvester.store import Library
from harvester.store.schema import VERSION
from harvester.vocabulary import (
    Descriptor,
    Mapping,
    MeshFile,
    MeshKind,
    Qualifier,
    SupplementaryRecord,
    Term,
    TreeRow,
)
from tests.older import build_older


def terms(*names: str) -> tuple[Term, ...]:
    return tuple(Term(text=name) for name in names)


MOSS = Descriptor(
    ui="D900001",
    name="Mosses, Glowing",
    tree_numbers=("B01.100", "G01.200"),
    terms=terms("Mosses, Glowing", "Glowing Mosses", "Glow-Moss", "Moss Lamp"),
    qualifiers=(Qualifier(ui="Q900001", name="growth", abbreviation="GR"),),
    previous_indexing=("Plants (1973-1974)",),
    history_note="1975",
)
NARROW = Descriptor(
    ui="D900002", name="Shimmermoss", tree_numbers=("B01.100.500", "G01.250")
)
NARROWER = Descriptor(ui="D900003", name="Tinymoss", tree_numbers=("B01.100.500.700",))
OTHER = Descriptor(ui="D900004", name="Fern", tree_numbers=("B01.1005", "B01.101"))
TREELESS = Descriptor(ui="D900000005", name="Nobody")
PLAIN = (MOSS, NARROW, NARROWER, OTHER, TREELESS)


@pytest.fixture
def load(library, now):
    """Load records as a file of a year."""
    count = 0

    def run(year, *records, kind=MeshKind.DESCRIPTORS, into=library):
        nonlocal count
        count += 1
        file = MeshFile(kind=kind, name=f"desc{year}.xml", mesh_year=year)
        return into.load_mesh(file, records, sha256=f"file {count}", now=now)

    return run


def found(library, term):
    match = library.find_mesh(term)
    return match and (match.ui, match.kind, match.rule)


def test_terms_are_found_exactly(library, load):
    """Heading, entry terms and UIs are found; what is not listed is not."""
    load(2026, *PLAIN)
    assert found(library, "Mosses, Glowing") == ("D900001", "heading", "as-listed")
    assert found(library, "glowing  MOSSES") == ("D900001", "entry", "folded-key")
    assert found(library, "Glow-Moss") == ("D900001", "entry", "as-listed")
    assert found(library, "d900001") == ("D900001", "heading", "ui")
    assert found(library, " D900000005 ") == ("D900000005", "heading", "ui")
    for term in ("Glow Moss", "Mosses", "Mosses Glowing", "D900009", "", "Plants"):
        assert library.find_mesh(term) is None


def test_match_says_what_it_is(library, load):
    """A match has name, listed term, year and tree numbers."""
    load(2026, *PLAIN)
    match = library.find_mesh("GLOW-MOSS")
    assert (match.name, match.term, match.mesh_year) == (
        "Mosses, Glowing",
        "Glow-Moss",
        2026,
    )
    assert match.tree_numbers == ("B01.100", "G01.200")


def test_headings_with_qualifiers(library, load):
    """Qualifiers are found by name, abbreviation or UI; all must be known."""
    load(2026, *PLAIN)
    match = library.find_mesh("*Glow-Moss / growth*")
    assert (match.ui, match.is_major, match.rule) == (
        "D900001",
        True,
        "as-listed+qualified",
    )
    (qualifier,) = match.qualifiers
    assert (qualifier.ui, qualifier.is_major) == ("Q900001", True)
    assert library.find_mesh("Fern/GR").qualifiers[0].ui == "Q900001"
    assert library.find_mesh("Fern/Q900001").qualifiers[0].ui == "Q900001"
    assert found(library, "Fern*") == ("D900004", "heading", "as-listed")
    assert found(library, "growth") == ("Q900001", "qualifier", "as-listed")
    for term in ("Fern/unknown", "Unknown/growth", "growth/growth", "Fern/", "Fern/ab"):
        assert library.find_mesh(term) is None


def test_a_term_with_a_slash_is_found_whole(library, load):
    """A slash that is part of a listed term divides nothing."""
    load(2026, Descriptor(ui="D900001", name="A", terms=terms("Fern/Growth Factor")))
    assert found(library, "fern/growth factor") == ("D900001", "entry", "folded-key")


def test_a_term_that_looks_like_a_ui(library, load):
    """A number of a laboratory is a term where no record bears it as its UI."""
    load(2026, Descriptor(ui="D900001", name="A", terms=terms("D145678")))
    assert found(library, "d145678") == ("D900001", "entry", "folded-key")


def test_a_term_of_two_records_is_no_match(library, load):
    """Two records under one key: the one spelled so, else none; both are suggested."""
    load(
        2026,
        Descriptor(ui="D900001", name="A", terms=terms("PIT", "Shared")),
        Descriptor(ui="D900002", name="B", terms=terms("Pit", "shared")),
        Descriptor(ui="D900003", name="C", terms=terms("Shared")),
    )
    assert found(library, "PIT") == ("D900001", "entry", "as-listed")
    assert found(library, "Pit") == ("D900002", "entry", "as-listed")
    assert library.find_mesh("pit") is None
    assert library.find_mesh("Shared") is None
    assert {one.ui for one in library.suggest_mesh("pit")} == {"D900001", "D900002"}


def test_headings_go_before_other_kinds(library, load):
    """A heading is meant before an entry term, a concept, a qualifier of that name."""
    load(2026, Descriptor(ui="D900001", name="A", terms=terms("Growth")))
    load(2026, Qualifier(ui="Q900001", name="growth"), kind=MeshKind.QUALIFIERS)
    load(2026, SupplementaryRecord(ui="C900001", name="growth"))
    assert found(library, "growth")[0] == "D900001"
    load(2026, Descriptor(ui="D900002", name="Growth"))
    assert found(library, "growth")[0] == "D900002"


def test_supplementary_records_say_their_headings(library, load):
    """A supplementary concept is found with the headings that it is mapped to."""
    mapped = (
        Mapping(descriptor_ui="D900004", qualifier_ui="Q900001"),
        Mapping(descriptor_ui="D900001", is_major=True),
        Mapping(descriptor_ui="D900001", qualifier_ui="Q900001"),
    )
    record = SupplementaryRecord(
        ui="C900001", name="luciferol", terms=terms("LU-1"), mapped_to=mapped
    )
    load(2026, record, kind=MeshKind.SUPPLEMENTARY)
    match = library.find_mesh("lu-1")
    assert (match.ui, match.kind, match.mapped_to) == (
        "C900001",
        "supplementary",
        ("D900001", "D900004"),
    )
    assert found(library, "C900001") == ("C900001", "supplementary", "ui")


def test_explosion(library, load):
    """Narrower ones of all trees, itself included; a like beginning is not enough."""
    load(2026, *PLAIN)
    assert library.explode_mesh("D900001") == ("D900001", "D900002", "D900003")
    assert library.explode_mesh("D900003") == ("D900003",)
    assert library.explode_mesh("D900000005") == ("D900000005",)
    assert library.explode_mesh("D999999") == ("D999999",)


def test_suggestions(library, load):
    """What shares words or is misspelled is suggested, and is not mapped."""
    load(2026, *PLAIN)
    for term in ("Shimermoss", "shimmermoss growth", "a shimmermoss"):
        assert library.find_mesh(term) is None
        assert "D900002" in {one.ui for one in library.suggest_mesh(term)}
    assert library.suggest_mesh("glowing lamp")[0].rule == "suggested"
    assert library.suggest_mesh("xyzzy") == ()
    assert library.suggest_mesh("") == ()


def test_a_file_is_loaded_once(library, now, dump):
    """The same file again does nothing and says so."""
    file = MeshFile(kind=MeshKind.DESCRIPTORS, name="a", mesh_year=2026)
    library.load_mesh(file, PLAIN, sha256="x", now=now)
    before = dump(library)
    again = library.load_mesh(file, PLAIN, sha256="x", now=now)
    assert (again.is_repeated, again.record_count) == (True, 5)
    assert dump(library) == before


def test_the_same_year_again_changes_nothing(library, load, dump):
    """Another file with the same records leaves all but the list of files."""
    load(2026, *PLAIN)
    before = {**dump(library), "mesh_files": []}
    load(2026, *PLAIN)
    assert {**dump(library), "mesh_files": []} == before


def broken():
    yield MOSS
    raise DocumentError("is cut off")


def test_a_file_that_is_cut_off_keeps_what_it_has(library, now, select):
    """Complete records stay; the file may be loaded again; nothing read: nothing."""
    file = MeshFile(kind=MeshKind.DESCRIPTORS, name="a", mesh_year=2026)
    loaded = library.load_mesh(file, broken(), sha256="x", now=now)
    assert (loaded.record_count, loaded.problem) == (1, "is cut off")
    assert found(library, "Moss Lamp")[0] == "D900001"
    assert select("SELECT * FROM mesh_files") == []
    records = broken()
    next(records)
    with pytest.raises(DocumentError):
        library.load_mesh(file, records, sha256="y", now=now)


# Years: renamed, replaced and dropped descriptors.

OLD = (
    Descriptor(ui="D900010", name="Bog", tree_numbers=("Z01.1",), terms=terms("Mire")),
    Descriptor(ui="D900011", name="Swamp", tree_numbers=("Z01.2",)),
    Descriptor(ui="D900012", name="Marsh", tree_numbers=("Z01.3",)),
    Descriptor(ui="D900013", name="Puddle", tree_numbers=("Z01.4", "Z01.2.100")),
)
NEW = (
    Descriptor(
        ui="D900011",
        name="Wetlands",
        tree_numbers=("Z01.1",),
        terms=terms("Wetlands", "Bog"),
    ),
    Descriptor(ui="D900012", name="Marsh", tree_numbers=("Z01.1.300",)),
)


@pytest.mark.parametrize("order", [(2025, 2026), (2026, 2025)])
def test_editions_in_any_order(library, load, order):
    """The newest edition describes; old names, replaced and dropped ones are known."""
    for year in order:
        load(year, *(OLD if year == 2025 else NEW))
    renamed = library.find_mesh("swamp")
    assert (renamed.ui, renamed.name, renamed.kind) == (
        "D900011",
        "Wetlands",
        "previous",
    )
    assert found(library, "Bog") == ("D900011", "entry", "as-listed")
    replaced = library.find_mesh("D900010")
    assert (replaced.ui, replaced.replaced_ui, replaced.rule) == (
        "D900011",
        "D900010",
        "ui+successor",
    )
    assert library.find_mesh("Marsh").mesh_year == 2026
    dropped = library.find_mesh("puddle")
    assert (dropped.ui, dropped.mesh_year, dropped.tree_numbers) == (
        "D900013",
        2025,
        (),
    )
    assert library.explode_mesh("D900010") == ("D900011", "D900012")


def test_terms_of_a_replaced_descriptor_lead_to_its_successor(library, load):
    """An entry term that only the replaced one had finds the successor."""
    load(2025, *OLD)
    assert load(2026, *NEW).replaced_count == 1
    assert found(library, "mire") == (
        "D900011",
        "previous",
        "folded-key+successor",
    )


def test_successors_of_successors(library, load):
    """A chain of replacements leads to its end."""
    load(2025, *OLD)
    load(2026, *NEW)
    load(2027, Descriptor(ui="D900014", name="Water", terms=terms("Wetlands")))
    assert library.find_mesh("D900010").ui == "D900014"
    assert library.find_mesh("Mire").ui == "D900014"
    assert library.explode_mesh("D900010") == ("D900014",)


def test_a_part_of_an_edition_drops_nothing(library, load):
    """A few records of a newer year leave the places of the others."""
    load(2025, *PLAIN)
    loaded = load(2026, TREELESS)
    assert loaded.replaced_count == 0
    assert library.explode_mesh("D900001") == ("D900001", "D900002", "D900003")


def test_an_older_file_does_not_overwrite(library, load):
    """Records known from a newer MeSH are counted and left."""
    load(2026, *NEW)
    loaded = load(2025, *OLD)
    assert (loaded.record_count, loaded.older_count) == (4, 2)
    assert library.find_mesh("D900011").name == "Wetlands"


def test_a_concept_that_became_a_heading(library, load):
    """A supplementary concept leads to the heading that it became."""
    concept = SupplementaryRecord(ui="C900001", name="luciferol")
    load(2025, concept, kind=MeshKind.SUPPLEMENTARY)
    load(2026, Descriptor(ui="D900020", name="Luciferol"))
    assert library.find_mesh("C900001").ui == "D900020"
    assert found(library, "luciferol") == ("D900020", "heading", "folded-key")


# Tables and tree files.


def test_tables_add_headings_and_places(library, load, select):
    """A table with UIs adds to what is there and takes no entry term away."""
    load(2026, MOSS)
    rows = (
        TreeRow(name="Mosses, Glowing", ui="D900001", tree_number="G01.300"),
        TreeRow(name="Fern", ui="D900004", tree_number="G01.300.100"),
        TreeRow(name="Nobody", ui="D900005"),
    )
    loaded = load(2026, *rows, kind=MeshKind.TABLE)
    assert loaded.record_count == 3
    assert found(library, "Moss Lamp")[0] == "D900001"
    assert library.explode_mesh("D900001") == ("D900001", "D900004")
    assert found(library, "nobody")[0] == "D900005"
    assert select("SELECT count(*) FROM mesh_tree_numbers") == [(4,)]


def test_tree_files_place_known_headings(library, load):
    """A tree file knows names alone: unknown headings are counted, not made up."""
    load(2026, Descriptor(ui="D900001", name="Moss"), Descriptor(ui="D2", name="Fern"))
    rows = (
        TreeRow(name="Moss", tree_number="B01"),
        TreeRow(name="Fern", tree_number="B01.100"),
        TreeRow(name="Unknown", tree_number="B01.200"),
    )
    assert load(2026, *rows, kind=MeshKind.TREE).unknown_count == 1
    assert library.explode_mesh("D900001") == ("D2", "D900001")


def test_a_table_of_a_newer_year(library, load):
    """A newer table renames and moves; an older one does not move back."""
    load(2025, *OLD)
    row = TreeRow(name="Wetlands", ui="D900011", tree_number="Z01.1")
    load(2026, row, kind=MeshKind.TABLE)
    older = load(
        2024, TreeRow(name="Quagmire", ui="D900011", tree_number="A01"),
        kind=MeshKind.TABLE,
    )  # fmt: skip
    assert older.older_count == 1
    assert found(library, "Swamp") == ("D900011", "previous", "as-listed")
    assert found(library, "Quagmire") == ("D900011", "previous", "as-listed")
    match = library.find_mesh("Wetlands")
    assert (match.mesh_year, match.tree_numbers) == (2026, ("Z01.1",))


# What harvested articles and documents teach.


def headed(article, *headings, **fields):
    return article("pmid:99000001", mesh_headings=headings, **fields)


def test_names_are_learnt_from_articles(library, article, now):
    """Without a vocabulary the names in records are found, and said to be theirs."""
    qualifier = MeshQualifier(name="growth", ui="Q900001")
    heading = MeshHeading(descriptor="Fern", ui="D900004", qualifiers=(qualifier,))
    library.save_article(headed(article, heading), citation="x", now=now)
    match = library.find_mesh("fern/growth")
    assert (match.ui, match.kind, match.mesh_year) == ("D900004", "record", None)
    assert match.qualifiers[0].ui == "Q900001"
    assert found(library, "D900004") == ("D900004", "record", "ui")


def test_a_qualifier_is_no_heading(library, article, now):
    """Even where records have no UIs, and a descriptor is called as a qualifier is."""
    history = MeshQualifier(name="History")
    for number, heading in enumerate(
        (
            MeshHeading(descriptor="Wetlands", qualifiers=(history,)),
            MeshHeading(descriptor="History"),
        ),
        start=1,
    ):
        one = article(
            f"pmid:9900000{number}",
            sources=(("pubmed", f"9900000{number}"),),
            mesh_headings=(heading,),
        )
        library.save_article(one, citation="x", now=now)
    found = library.search(parse_query("mesh:history"))
    assert [hit.article_id for hit in found.hits] == [2]


@pytest.mark.parametrize("article_first", [True, False])
def test_a_vocabulary_knows_better_than_a_record(
    library, load, article, now, select, article_first
):
    """The vocabulary names the descriptor; the record's old name finds it still."""
    heading = MeshHeading(descriptor="Swamp", ui="D900011")
    steps = [
        lambda: library.save_article(headed(article, heading), citation="x", now=now),
        lambda: load(2026, *NEW),
    ]
    for step in steps if article_first else reversed(steps):
        step()
    match = library.find_mesh("Swamp")
    assert (match.ui, match.name, match.kind) == ("D900011", "Wetlands", "record")
    assert select("SELECT descriptor FROM article_mesh") == [("Swamp",)]


def test_keywords_are_mapped_where_they_are_terms(library, load, article, now, select):
    """Keywords of articles and documents that are a term; no others, none by half."""
    words = ("glowing mosses", "Moss", "growth", "Mire", "glowing mosses, fern")
    keywords = tuple(Keyword(text=Text(plain=word)) for word in words)
    record = SourceRecord(source="document", source_id="a", keywords=keywords[:1])
    library.save_article(headed(article, keywords=keywords), citation="x", now=now)
    library.save_document(Document(name="a", reader="vivo", record=record), "a", now)
    assert select("SELECT * FROM keyword_mesh") == []
    load(2025, *PLAIN, *OLD)
    load(2026, *NEW)
    glowing = ("glowing mosses", "D900001", "Mosses, Glowing", "Glowing Mosses")
    assert select("SELECT * FROM keyword_mesh ORDER BY document_id, keyword") == [
        (1, None, "Mire", "D900011", "Wetlands", "Mire", "previous", 2026),
        (1, None, *glowing, "entry", 2025),
        (None, 1, *glowing, "entry", 2025),
    ]


def test_keywords_of_two_descriptors_are_not_mapped(
    library, load, article, now, select
):
    """A keyword that may be either of two is neither."""
    keyword = Keyword(text=Text(plain="Shared"))
    library.save_article(headed(article, keywords=(keyword,)), citation="x", now=now)
    load(
        2026,
        Descriptor(ui="D900001", name="A", terms=terms("Shared")),
        Descriptor(ui="D900002", name="B", terms=terms("shared")),
    )
    assert select("SELECT * FROM keyword_mesh") == []


def test_a_library_of_version_1_opens(tmp_path, load):
    """A library without vocabulary tables gets them, and what it held is learnt."""
    path = tmp_path / "old.db"
    db = sqlite3.connect(path, isolation_level=None)
    build_older(db, 1)
    for statement in (
        "INSERT INTO articles (id, citation) VALUES (1, 'One.')",
        "INSERT INTO mesh_descriptors (ui, name) VALUES ('D900004', 'Fern')",
        "INSERT INTO mesh_qualifiers (ui, name) VALUES ('Q900001', 'growth')",
        "INSERT INTO keywords (article_id, position, keyword) VALUES (1, 1, 'Ferns')",
        """INSERT INTO documents (name, sha256, json) VALUES ('a', 'b',
        '{"name":"a","record":{"keywords":[{"text":{"plain":"FERNS"}}]}}')""",
    ):
        db.execute(statement)
    db.close()
    with Library.open(path) as library:
        assert found(library, "fern/growth")[0] == "D900004"
        load(2026, Descriptor(ui="D900004", name="Ferns"), into=library)
        rows = library._db.execute("SELECT keyword, ui FROM keyword_mesh ORDER BY 1")
        assert rows.fetchall() == [("FERNS", "D900004"), ("Ferns", "D900004")]
        assert found(library, "Fern") == ("D900004", "record", "as-listed")
        assert library._db.execute("PRAGMA user_version").fetchone() == (VERSION,)
