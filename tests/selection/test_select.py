"""What a query selects in memory is what it finds in a library."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvester.errors import SelectionError
from harvester.model import (
    Abstract,
    AbstractSection,
    Container,
    Contributor,
    Identifier,
    MeshHeading,
    MeshQualifier,
    PublicationType,
    RecordDate,
    Reference,
    SourceRecord,
    Text,
)
from harvester.reconcile import YearRule, merge_records
from harvester.search import parse_selection
from harvester.selection import build_test
from harvester.selection.words import fold_words
from harvester.sources.files import read_records
from harvester.store import Library
from harvester.store.schema.base import TOKENIZER
from harvester.store.search import find_numbers
from harvester.vocabulary import Descriptor, MeshFile, MeshKind, Qualifier, Term

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TREE = (
    ("D009369", "Neoplasms", "C04", "Cancer"),
    ("D008113", "Liver Neoplasms", "C04.588", "Hepatic Neoplasms"),
    ("D018358", "Neuroendocrine Tumors", "C04.557", "Tumors, Neuroendocrine"),
    ("D006801", "Humans", "B01.050", "Human"),
)
ODD = SourceRecord(
    source="pubmed",
    source_id="99000999",
    identifiers=(
        Identifier(scheme="pmid", value="99000999"),
        Identifier(scheme="doi", value="10.5555/odd", is_valid=False),
        Identifier(scheme="pmcid", value="PMC99000999"),
    ),
    title=Text(plain="Ørsted’s naïve TGF-β: a co-operation in vitro"),
    original_title=Text(plain="Der Nachtfalter"),
    type="article-journal",
    abstract=Abstract(
        sections=(
            AbstractSection(text=Text(plain="We saw a moth."), label="AIM"),
            AbstractSection(text=Text(plain="Glow was seen in 2001.")),
        )
    ),
    container=Container(
        title="Annals of Odd Surgery",
        iso_abbreviation="Ann. Odd Surg.",
        issn_print="0000-0019",
        nlm_id="9900001",
    ),
    dates=(RecordDate(kind="issue", printed="1998-1999", edtf="1998/1999"),),
    languages=("ger", "eng"),
    contributors=(
        Contributor(
            family="Ørsted",
            given="Hans Christian",
            identifiers=(Identifier(scheme="orcid", value="0000-0002-1825-0097"),),
        ),
        Contributor(family="O'Brien", initials="HW", is_valid=False),
        Contributor(literal="Glow Worm Consortium"),
    ),
    mesh_headings=(
        MeshHeading(
            descriptor="Liver Neoplasms",
            ui="D008113",
            qualifiers=(MeshQualifier(name="secondary", ui="Q000556", is_major=True),),
        ),
        MeshHeading(descriptor="humans"),
    ),
    publication_types=(
        PublicationType(name="Review"),
        PublicationType(name="Retracted Publication", ui="D016441"),
    ),
    references=(Reference(key="1"),),
)
QUERIES = (
    *("liver", "LIVER", "surg*", '"in vitro"', '"moth glow"', "2001 moth", "1998"),
    *("ti:liver", "ti:(liver or moth)", "ab:glow", "kw:tumor*", 'ab:"AIM we saw"'),
    *("orsted", "Ørsted", "naive", '"TGF β"', "cooperation", '"co operation"'),
    *("ti:nachtfalter", "au:orsted", 'au:"Orsted H"', 'au:"H C Ørsted"', "au:chen*"),
    *("au:obrien", "au:o'brien", 'au:"Glow Worm"', "au:smith or au:müller", "au:li"),
    *(
        "year>=2020",
        "year<2015",
        "year=2018",
        "year:2010-2020",
        "not year>1000",
        "year:1998",
    ),
    *(
        "journal:9900001",
        "journal:0000-0019",
        'journal:"ann odd surg"',
        "journal:surg*",
    ),
    *('journal:"Annals of Odd Surgery"', '-journal:"j* of"', 'journal:"annals of s"*'),
    *("doi:10.5555/*", "doi:10.5555/odd", "10.5555/jnm.2018.0001", "pmid:99000001"),
    *("99000999", "pmid:9900000*", "PMC99000999", "has:pmcid", "-has:pmcid"),
    *("orcid:0000-0002-1825-0097", "has:orcid", "type:review", "type:article-journal"),
    *('type:"Journal Article"', "type:pre*", "type:book*", "lang:de", "lang:german"),
    *("lang:eng", "lang:zh", "source:crossref", "source:PubMed", "is:ok", "is:notice"),
    *("is:retracted", "is:corrected", "is:unverified", "is:preprint", "is:concern"),
    *("is:withdrawn or is:reinstated", "has:abstract", "has:doi", "has:pmid"),
    *("has:mesh", "has:keywords", "has:references", "has:relations", "has:funding"),
    *("has:chemicals", "mesh:Humans", "mesh:cancer+", "mesh:D009369", "mesh:Neoplasms"),
    *('mesh:"Liver Neoplasms/secondary*"', "mesh:Humans*", 'mesh:"Hepatic Neoplasms"+'),
    *('mesh:"Liver Neoplasms"*', "liver and (surg* or year>=2015) not is:retracted"),
    *("-(ti:the or ab:the)", "(has:doi -has:pmid) or mesh:Humans", "a or of or the"),
)


def read_fixtures() -> list[SourceRecord]:
    found = []
    for path in sorted(FIXTURES.glob("*/*")):
        is_kept = path.parent.name in {"pubmed", "crossref"}
        if is_kept and path.suffix in {".xml", ".json"}:
            with path.open("rb") as stream:
                found += [r for r in read_records(stream) if type(r) is SourceRecord]
    keys = {(record.source, record.source_id): record for record in (*found, ODD)}
    return list(keys.values())


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """Every fixture, an article of its own, and a small MeSH."""
    with Library.open(tmp_path_factory.mktemp("select") / "library.db") as opened:
        file = MeshFile(kind=MeshKind.DESCRIPTORS, name="desc2026.xml", mesh_year=2026)
        secondary = Qualifier(ui="Q000556", name="secondary", abbreviation="SC")
        descriptors = [
            Descriptor(
                ui=ui,
                name=name,
                tree_numbers=(tree,),
                terms=(Term(text=name), Term(text=term)),
                qualifiers=(secondary,),
            )
            for ui, name, tree, term in TREE
        ]
        opened.load_mesh(file, descriptors, sha256="a", now=NOON)
        yield opened


@pytest.fixture(scope="module")
def shelf(library):
    """Article number → the record that it was made of."""
    shelf = {}
    for record in read_fixtures():
        library.save_record(record, None, NOON)
        one = merge_records([record])
        number, _ = library.save_article(one, citation="A citation.", now=NOON)
        shelf[number] = record
    return shelf


@pytest.mark.parametrize("typed", QUERIES)
def test_a_test_chooses_what_a_search_finds(library, shelf, typed):
    """Every field selects the same records in memory as in the library."""
    query = parse_selection(typed)
    found = set(find_numbers(library._db, query))
    meets = build_test(query, library)
    assert {number for number, one in shelf.items() if meets(one)} == found


def test_the_queries_tell_records_apart(library, shelf):
    """Nearly every query of the table finds some and leaves some out."""
    counts = [len(find_numbers(library._db, parse_selection(q))) for q in QUERIES]
    assert sum(0 < count < len(shelf) for count in counts) > len(QUERIES) * 0.8


def test_words_are_folded_as_the_index_folds_them():
    """Letters, accents, signs and marks of the scripts of bibliographies agree."""
    younger = {0x1E0, 0x1E1, 0x37F}  # folded otherwise, or younger than the index
    blocks = (range(1, 0x528), range(0x1E00, 0x2066), range(0x2070, 0x20BA))
    chars = [*map(chr, (c for block in blocks for c in block if c not in younger))]
    chars += map(chr, (*range(0x3040, 0x3100), *range(0x4E00, 0x4E80), 0xAC00, 0xE000))
    db = sqlite3.connect(":memory:")
    db.execute(f"CREATE VIRTUAL TABLE t USING fts5(x, tokenize='{TOKENIZER}')")
    db.execute("CREATE VIRTUAL TABLE words USING fts5vocab(t, instance)")
    texts = {ord(char): f"q{char}Z {char}" for char in chars}
    db.executemany("INSERT INTO t (rowid, x) VALUES (?, ?)", texts.items())
    seen: dict[int, list[str]] = {number: [] for number in texts}
    for word, number in db.execute("SELECT term, doc FROM words ORDER BY doc, offset"):
        seen[number].append(word)
    db.close()
    assert {n: fold_words(text).split() for n, text in texts.items()} == seen


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("is:quarantined", "no record says that of itself"),
        ("is:watched or liver", "no record says that of itself"),
        ("not has:conflicts", "no record says that of itself"),
        ("has:cited-by", "no record says that of itself"),
        ("doi:moth", "doi:moth: this is no DOI"),
        ("orcid:1", "this is no ORCID"),
        ("mesh:Moths", "no descriptor of the library's MeSH is called so"),
    ],
)
def test_what_no_record_answers_is_an_error(library, typed, why):
    """It is said before anything is read."""
    with pytest.raises(SelectionError, match=why):
        build_test(parse_selection(typed), library)


def test_narrower_headings_need_trees(tmp_path):
    """Without trees a plus is an error; a heading itself is told by its name or UI."""
    exploded = parse_selection("mesh:Neoplasms+")
    with pytest.raises(SelectionError, match="no MeSH trees are known"):
        build_test(exploded)
    with (
        Library.open(tmp_path / "empty.db") as empty,
        pytest.raises(SelectionError, match="no MeSH trees are known"),
    ):
        build_test(exploded, empty)
    for typed in ('mesh:"liver neoplasms/secondary*"', "mesh:d008113", "mesh:Humans"):
        assert build_test(parse_selection(typed))(ODD)
    for typed in ("mesh:Neoplasms", "mesh:Humans*", "mesh:D009369"):
        assert not build_test(parse_selection(typed))(ODD)


def test_the_year_is_the_one_of_the_rule():
    """A paper online in one year and in an issue of the next is one of either."""
    record = SourceRecord(
        source="pubmed",
        source_id="99000001",
        dates=(
            RecordDate(kind="issue", printed="2021", edtf="2021"),
            RecordDate(kind="online", printed="2020-12-01", edtf="2020-12-01"),
        ),
    )
    query = parse_selection("year<=2020")
    assert not build_test(query)(record)
    assert build_test(query, year_rule=YearRule.ONLINE)(record)
