"""Identifiers in running text."""

from __future__ import annotations

import csv
import html
import json
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.identify import find_identifiers


def _found(text: str) -> list[str]:
    return [str(found.identifier) for found in find_identifiers(text)]


def _first_doi(text: str) -> str | None:
    return next(
        (
            f.identifier.value
            for f in find_identifiers(text)
            if f.identifier.scheme == "doi"
        ),
        None,
    )


def _contexts(doi: str) -> tuple[str, ...]:
    """Return thirteen ways in which texts print ``doi``."""
    slash, cut = doi.index("/") + 1, len(doi) * 2 // 3
    return (
        f"Surgery. 2021;1:2. doi: {doi}. Epub 2020 May 27.",
        f"see the trial ({doi}), which",
        f"as reported [doi:{doi}]; however",
        f"available at https://doi.org/{doi} (accessed)",
        f"available at https://doi.org/{quote(doi, safe='/')} (accessed)",
        f'<a href="https://dx.doi.org/{html.escape(doi)}">{html.escape(doi)}</a>',
        f"DOI {doi}; PMID 123456",
        f"{doi}, and others",
        f"“{doi}”",
        f"doi:{doi}PMID: 22752376",
        f"https://onlinelibrary.wiley.com/doi/{doi}/abstract",
        f"doi: {doi[:slash]}\n{doi[slash:]}. Next",
        f"doi: {doi[:cut]}\n{doi[cut:]}. Next",
    )


@pytest.mark.parametrize(
    ("kind", "bar"), [("normal", 99.5), ("parens", 99.5), ("odd", 99)]
)
def test_dois_in_thirteen_contexts(shared_data: Path, kind: str, bar: float):
    """The first DOI found is the one printed, in nearly every context."""
    file = shared_data / "eval" / "doi-extraction" / "doi_strings.json"
    dois = json.loads(file.read_text())[kind]
    hits = [
        _first_doi(context) == doi.lower() for doi in dois for context in _contexts(doi)
    ]
    assert 100 * sum(hits) / len(hits) >= bar


def test_dois_broken_across_lines(shared_data: Path):
    """DOIs that real line ends break are put together."""
    file = shared_data / "eval" / "doi-extraction" / "broken_across_lines.json"
    cases = json.loads(file.read_text())
    missed = [c for c in cases if _first_doi(c["text"]) != c["doi"].lower()]
    assert len(missed) <= 1


def test_hard_cases(shared_data: Path):
    """Every identifier of the collected hard cases is found, and no other."""
    file = shared_data / "eval" / "hard-cases" / "A_identifiers.tsv"
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            wanted = row["wanted"].partition(" (")[0].split()
            assert _found(row["text"].replace("\\n", "\n")) == wanted, row["text"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Escaped, in addresses, with what addresses append.
        ("https://doi.org/10.5555%2Fabc.1?utm=x", "10.5555/abc.1"),
        ("https://example.org/content/10.5555/ab-1.full.pdf+html", "10.5555/ab-1"),
        ("https://example.org/doi/pdf/10.5555/ab1?needAccess=true", "10.5555/ab1"),
        ("https://example.org/x?doi=10.5555/ab1&pmid=5", "10.5555/ab1"),
        (
            "https://www.biorxiv.org/content/10.1101/2020.01.02.123456v2.full",
            "10.1101/2020.01.02.123456",
        ),
        ("https://example.org/x/10.5555/fx.2010.00056/full", "10.5555/fx.2010.00056"),
        ("info%3Adoi%2F10.5555%2Fjournal.x.1", "10.5555/journal.x.1"),
        ("https://doi.org/10.5555/a(20)1-x#sec2", "10.5555/a(20)1-x"),
        ("10.5555/1:2&lt;3::A-X4&gt;3.0.CO;2-P.", "10.5555/1:2<3::a-x4>3.0.co;2-p"),
        ("<doi>10.5555/abc</doi>", "10.5555/abc"),
        # What stands around it.
        ("doi.10.5555/ab.1.", "10.5555/ab.1"),
        ("DOI10.5555/ab.1", "10.5555/ab.1"),
        ("(doi: 10.5555/ab(1).)", "10.5555/ab(1)"),
        ("**10.5555/ab1**", "10.5555/ab1"),
        ("10.5555/ab‐1", "10.5555/ab-1"),
        ("10.5555/cma.j.0253-9624。", "10.5555/cma.j.0253-9624"),
        ("doi:10.5555/ab1PubMedGoogle ScholarCrossref", "10.5555/ab1"),
        ("doi:10.5555/ab.1Epub 2020", "10.5555/ab.1"),
        ("doi:10.5555/ab.1.PMCID: PMC99", "10.5555/ab.1"),
        ("10.5555/a-1;10.5555/b-2", "10.5555/a-1"),
        ("10.5555/rs.2.1/v1", "10.5555/rs.2.1/v1"),
        ("10.5555/ja98+, and", "10.5555/ja98+"),
        ("10.5555/a&b_13 and", "10.5555/a&b_13"),
        # Broken by white space.
        ("doi: 10.5555/\nx0338-005-0072", "10.5555/x0338-005-0072"),
        ("doi:10.5555/j.\r\n   gaitpost.2004.05", "10.5555/j.gaitpost.2004.05"),
        ("doi: 10.5555 \n/fx.2010.1", "10.5555/fx.2010.1"),
        ("doi:10. \n5555/jo.2010.1", "10.5555/jo.2010.1"),
        ("doi:10.5555/ x2004.1", "10.5555/x2004.1"),
        ("doi: 10.5555/s0021-\n9681. Next", "10.5555/s0021-9681"),
        ("doi:10.5555/12\u00ad34.\u200b5", "10.5555/1234.5"),
        # Not broken: something else follows.
        ("1. Foo. doi:10.5555/nrc15\n2. Miller", "10.5555/nrc15"),
        ("[11] Foo. doi:10.5555/nrc15.\n[12] Miller", "10.5555/nrc15"),
        ("10.5555/nrc15\n10.5555/nrc16", "10.5555/nrc15"),
        ("DOI: 10.5555/nrc15\n4.7\nArticle", "10.5555/nrc15"),
        ("doi:10.5555/nrc15\n2020;12(3):45.", "10.5555/nrc15"),
        ("doi:10.5555/nrc15\n99000001\n", "10.5555/nrc15"),
        ("doi:10.5555/nrc15\nPMID: 99000001", "10.5555/nrc15"),
        ("doi:10.5555/nrc15\n12 patients were", "10.5555/nrc15"),
        ("doi:10.5555/nrc15\n2.1. Methods", "10.5555/nrc15"),
        (
            "doi: 10.5555/j.surg.2020.03.030.\nSurgery. 2021",
            "10.5555/j.surg.2020.03.030",
        ),
        ("doi:10.5555/nrc15\n\n16.5", "10.5555/nrc15"),
    ],
)
def test_one_doi(text: str, wanted: str):
    """A DOI is cut where it ends, and joined where a line breaks it."""
    assert _first_doi(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "ratio 10.5555 / 12",
        "version 10.5555",
        "10.5555/",
        "110.5555/x",
        "3.10.5555/x",
        "10.12/x",
        "doi:10.5555/ Smith",
    ],
)
def test_no_doi(text: str):
    """Numbers, bare prefixes and sums are no DOIs."""
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("PMID: 99000001", ["pmid:99000001"]),
        ("PMID- 99000001", ["pmid:99000001"]),
        ("PMID: [15]99000001", ["pmid:99000001"]),
        ("pmid=99000001&x", ["pmid:99000001"]),
        ("PubMed ID\r\n\r\n  •\u00a099000001", ["pmid:99000001"]),
        ("PubMed ID: 99000001", ["pmid:99000001"]),
        ("[PubMed: 99000001]", ["pmid:99000001"]),
        (
            "PMIDs: 99000001, 99000002 and 99000003",
            ["pmid:99000001", "pmid:99000002", "pmid:99000003"],
        ),
        ("PMID: 99000001, 99000002", ["pmid:99000001", "pmid:99000002"]),
        ("PMID: 99000001, 36 patients", ["pmid:99000001"]),
        ("PMID: 99000001Free PMC article.", ["pmid:99000001"]),
        ("https://pubmed.ncbi.nlm.nih.gov/99000001/?from=x", ["pmid:99000001"]),
        ("http://www.ncbi.nlm.nih.gov/pubmed/99000001", ["pmid:99000001"]),
        ("https://pubmed.ncbi.nlm.nih.gov/?term=99000001", ["pmid:99000001"]),
        ("https://europepmc.org/article/MED/99000001", ["pmid:99000001"]),
        ("https://pubmed.ncbi.nlm.nih.gov/?term=36+patients", []),
        ("PMCID: PMC9900001  PMID: 99000001", ["pmcid:PMC9900001", "pmid:99000001"]),
        ("PMCID: 9900001", ["pmcid:PMC9900001"]),
        ("[PMC free article: PMC9900001]", ["pmcid:PMC9900001"]),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC9900001/pdf/", ["pmcid:PMC9900001"]),
        ("doi:10.5555/ab1PMC9900001", ["doi:10.5555/ab1", "pmcid:PMC9900001"]),
        ("available in PMC 2011 July 8", []),
        ("Free PMC article", []),
        ("Scopus Document Identifier\n\n  • 84876469818", []),
        ("ISSN 1068-9265", []),
        ("NCT01234567", []),
        ("n = 36 patients", []),
        ("PMID: -1", []),
        ("PMID: 0", []),
        ("PMID: 123456789", []),
        ("PMID: 1068-9265", []),
        ("4.7 Article", []),
        ("[7,8,9]", []),
        ("In PubMed 1250 records were found", []),
        ("PubMed: 36 articles", []),
    ],
)
def test_pmids_and_pmcids(text: str, wanted: list[str]):
    """Only a label or an address makes a number a PMID or PMCID."""
    assert _found(text) == wanted


def test_label_offset_and_printed_form():
    """A mention says where it stands, what stood before it, and how it is printed."""
    text = "See DOI: 10.5555/ABC; PubMed ID 99000001"
    doi, pmid = find_identifiers(text)
    assert (doi.label, doi.identifier.printed, doi.offset) == ("DOI:", "10.5555/ABC", 9)
    assert (pmid.label, pmid.identifier.printed) == ("PubMed ID", None)
    assert text[pmid.offset : pmid.end] == "99000001"


def test_both_readings_of_a_line_end():
    """Where a line end may or may not break a DOI both readings are given."""
    (found,) = find_identifiers("doi: 10.5555/ab.16.\n210210. Next")
    assert found.identifier.value == "10.5555/ab.16"
    assert [other.value for other in found.alternatives] == ["10.5555/ab.16.210210"]


def test_both_readings_of_two_slashes():
    """Two slashes before a line end are one; the other spelling is kept beside it."""
    (found,) = find_identifiers("doi:10.5555// \n0012-1649.15.6.")
    assert found.identifier.value == "10.5555/0012-1649.15.6"
    assert [other.value for other in found.alternatives] == ["10.5555//0012-1649.15.6"]


_PIECES = st.sampled_from(
    [
        "10.5555/",
        "10.",
        "5555/",
        "ab",
        "1",
        "(",
        ")",
        "<",
        ">",
        "[",
        "]",
        "%3C",
        "&lt;",
        "\n",
        " ",
        "\r\n",
        "PMID: ",
        "PMC",
        "doi:",
        "99000001",
        ";",
        ".",
        "/",
        "-",
        "3.0.CO;2-P",
        "https://",
        "pubmed.ncbi.nlm.nih.gov/",
        "\u00ad",
        "é",
        "。",
        "\x00",
        "&#",
        ",",
    ]
)


@given(st.one_of(st.text(), st.lists(_PIECES).map("".join)))
def test_finding_never_fails_and_offsets_are_right(text: str):
    """Any text can be searched; each place spells what is said to be printed there."""
    last = 0
    for found in find_identifiers(text):
        assert last <= found.offset < found.end <= len(text)
        printed = found.identifier.printed or found.identifier.value
        assert "".join(text[found.offset : found.end].split()) == printed.replace(
            " ", ""
        )
        last = found.end


def test_long_text_is_searched_in_linear_time():
    """Hostile runs of half a million characters are searched at once."""
    for piece in (
        "10.5555/",
        "(",
        "PMID: ",
        "&amp;",
        "10.\n",
        "doi:10.5555/a<",
        "pubmed",
    ):
        find_identifiers("10.5555/" + piece * (500_000 // len(piece)))
