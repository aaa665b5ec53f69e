"""Citations in many styles → their parts."""

from __future__ import annotations

import pytest

from harvester.match import parse_citation

TITLE = "Grafting of willow on oak"
IEEE = (
    f"A. B. Alder and C. van der Birch, “{TITLE},” Arch Trees, vol. 141, no. 10, "
    "pp. 1000–1004, 2006."
)
HARVARD = (
    f"Alder, A.B. and van der Birch, C., 2006. {TITLE}. Arch Trees, 141(10), "
    "pp.1000-1004."
)


@pytest.mark.parametrize(
    "printed",
    [
        f"Alder AB, van der Birch C. {TITLE}. Arch Trees. 2006;141(10):1000-4.",
        f"Alder, A. B. & van der Birch, C. (2006). {TITLE}. Arch Trees, 141(10), 1000.",
        f"Alder AB, van der Birch C (2006) {TITLE}. Arch Trees 141(10):1000–1004",
        IEEE,
        HARVARD,
        f"Alder AB, van der Birch C: {TITLE}. Arch Trees 2006, 141(10):1000-4.",
    ],
)
def test_every_style_says_the_same(printed):
    """Authors, year, title, journal, volume, issue and first page, in six styles."""
    citation = parse_citation(printed)

    assert citation.authors == ("Alder", "van der Birch")
    assert citation.year == "2006"
    assert citation.title == TITLE
    assert citation.journal == "Arch Trees"
    assert (citation.volume, citation.issue) == ("141", "10")
    assert citation.first_page == "1000"
    assert citation.last_page in {"4", "1004", None}


PLACES = """
Alder S, et al. Arch Trees 2006;141:1000-4       | Arch Trees      | 2006 | 141 | 1000
S.G. Oak et al., Rev. Sci. Trees 79, 10F117 (2008)| Rev. Sci. Trees | 2008 | 79 | 10F117
Alder JC. Arch Trees 1977:26-9                   | Arch Trees      | 1977 |     | 26
Alder J et al. Arch Trees, pp. 199, 1977         | Arch Trees      | 1977 |     | 199
Alder B. Tree Proc 2004, 36(Suppl 2):544S-8S | Tree Proc       | 2004 | 36  | 544S
Alder B. Tree Proc. 1998;30:A194-201             | Tree Proc       | 1998 | 30  | A194
Alder, B. M. Tree Letters 1997, 55, (8), R492-R4 | Tree Letters    | 1997 | 55  | R492
37 Alder, B. M. Tree Letters 55, 492-496 (1997)  | Tree Letters    | 1997 | 55  | 492
Alder B. Tree Rev 93, no. 4 (Fall 2011): 581-598 | Tree Rev        | 2011 | 93  | 581
Alder B. Tree Rev, v. 14, p. 424. 1979           | Tree Rev        | 1979 | 14  | 424
Alder B. Tree Res Ther 2004;6:R120               | Tree Res Ther   | 2004 | 6   | R120
"""


@pytest.mark.parametrize(
    ("printed", "journal", "year", "volume", "page"),
    [
        tuple(cell.strip() or None for cell in row.split("|"))
        for row in PLACES.strip().splitlines()
    ],
)
def test_a_citation_without_title_has_a_journal(printed, journal, year, volume, page):
    """What stands between names and numbers is the journal where it is short."""
    citation = parse_citation(printed)

    assert citation.title is None
    assert citation.journal == journal
    assert (citation.year, citation.volume) == (year, volume)
    assert citation.first_page == page


def test_identifiers_are_no_numbers_of_the_place():
    """DOI and PMID are taken out before volume and pages are read."""
    citation = parse_citation(
        "Oak HY. A study of bark. Tree Res. 2004;6:R120. doi:10.5555/Tree.6 "
        "PMID: 99000001"
    )

    assert [str(i) for i in citation.identifiers] == [
        "doi:10.5555/tree.6",
        "pmid:99000001",
    ]
    assert (citation.volume, citation.first_page) == ("6", "R120")


def test_a_word_broken_at_the_line_end_is_one_word():
    """A hyphen before a line end in front of a small letter is the layout's."""
    citation = parse_citation(
        "Alder T. 25 years of \nforestry in Erlen: assessment of experi-\nence in "
        "3,498 trees. Endotree. 1998;30:194-201."
    )

    assert citation.title == (
        "25 years of forestry in Erlen: assessment of experience in 3,498 trees"
    )


@pytest.mark.parametrize(
    "printed", ["", "   ", "?", "12", "(((", "\x00\ufffd", "a" * 5000]
)
def test_what_is_no_citation_has_no_parts_and_raises_nothing(printed):
    """Whatever is given, an answer comes."""
    citation = parse_citation(printed)

    assert citation.printed == printed
    assert citation.authors == ()
    assert citation.volume is None


BIBTEX = """@article{alder2006,
 author = {Alder, Ann B. and van der Birch, Cy},
 title = {{Grafting} of willow on oak}, journal = "Arch Trees",
 year = 2006, volume = {141}, number = {10}, pages = {1000--1004}}"""
FIELDS = (
    "jtitle=Arch Trees year=2006 volume=141 issue=10 spage=1000 "
    "title=Grafting of willow on oak authors=Alder, A. B.; van der Birch, C."
)


@pytest.mark.parametrize("printed", [BIBTEX, FIELDS], ids=["bibtex", "fields"])
def test_named_fields_are_read_as_such(printed):
    """BibTeX and rows of fields say the same as a printed citation."""
    citation = parse_citation(printed)

    assert citation.authors == ("Alder", "van der Birch")
    assert (citation.title, citation.journal) == (TITLE, "Arch Trees")
    assert (citation.year, citation.volume, citation.issue) == ("2006", "141", "10")
    assert citation.first_page == "1000"


def test_a_bare_number_is_a_pmid():
    """As everywhere in the program, nothing but digits names a PubMed record."""
    assert [str(i) for i in parse_citation("99000001").identifiers] == ["pmid:99000001"]
