"""The records of a file, with what they say, in whatever format."""

from __future__ import annotations

import pytest

from harvester.errors import DocumentError
from harvester.identify import read_works

RIS = """TY  - JOUR
TI  - Grafting of willow
AU  - Alder, Anna
AU  - Birch, B.
T2  - Archives of Trees
PY  - 2006
VL  - 141
IS  - 10
SP  - 1000
EP  - 1004
ER  -
"""
MEDLINE = """PMID- 99000001
OWN - NLM
TI  - Grafting of willow
AU  - Alder A
AU  - Birch B
JT  - Archives of Trees
DP  - 2006 Oct
VI  - 141
IP  - 10
PG  - 1000-4
PT  - Journal Article

PMID- 99000002
OWN - NLM
TI  - Erratum: Grafting of willow
FAU - Alder, Anna
PT  - Published Erratum
"""
BIBTEX = """@article{a,
  title = {Grafting of willow},
  author = {Alder, Anna and Birch, B.},
  journal = {Archives of Trees}, year = 2006, volume = 141, number = 10,
  pages = {1000--1004}
}
"""
CSL = """[{"id": "a", "type": "article-journal", "title": "Grafting of willow",
"author": [{"family": "Alder", "given": "Anna"}, {"family": "Birch", "given": "B."}],
"container-title": "Archives of Trees", "issued": {"date-parts": [[2006]]},
"volume": "141", "issue": "10", "page": "1000-1004"}]"""
TABLE = """"Title","Authors","Journal","Year","Volume","Issue","Pages"
"Grafting of willow","Alder A, Birch B.","Archives of Trees",2006,141,10,1000-1004
"Moss","Reed, Rita; Sedge, S","Swamp Reports",2001,3,,5--9
"""


@pytest.mark.parametrize(
    "text",
    [RIS, MEDLINE, BIBTEX, CSL, TABLE],
    ids=["ris", "medline", "bibtex", "csl", "table"],
)
def test_record_says_what_the_file_says(text: str) -> None:
    """Title, byline, journal and place of the first record, with no identifier."""
    first = read_works("x", text.encode())[0]
    assert first.title is not None
    assert first.container is not None
    assert first.locator is not None
    assert first.title.plain == "Grafting of willow"
    assert [author.family for author in first.authors] == ["Alder", "Birch"]
    assert first.container.title == "Archives of Trees"
    assert first.dates[0].edtf is not None
    assert first.dates[0].edtf.startswith("2006")
    assert (first.volume, first.issue) == ("141", "10")
    assert (first.locator.first_page, first.locator.last_page) == ("1000", "1004")


def test_records_are_named_after_file_and_number() -> None:
    """A person finds the record again."""
    works = read_works("search.csv", TABLE.encode())
    assert [work.source_id for work in works] == ["search.csv#1", "search.csv#2"]
    assert [author.family for author in works[1].authors] == ["Reed", "Sedge"]
    assert works[1].page == "5-9"


def test_identifiers_and_types_of_medline_text() -> None:
    """Every record keeps its PMID and what sort of publication it is."""
    works = read_works("x", MEDLINE.encode())
    assert [work.pmid for work in works] == ["99000001", "99000002"]
    assert [kind.name for kind in works[1].publication_types] == ["Published Erratum"]


def test_text_without_records_is_refused() -> None:
    """What holds no record is told by name."""
    with pytest.raises(DocumentError, match=r"notes\.txt holds no record"):
        read_works("notes.txt", b"Call the forester about the willows.")


def test_broken_xml_is_refused() -> None:
    """A file that breaks off is told so."""
    broken = b"<PubmedArticleSet><PubmedArticle><MedlineCitation>"
    with pytest.raises(DocumentError, match="x is a PubMed XML file, but"):
        read_works("x", broken)
