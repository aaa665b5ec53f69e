"""Identifiers in running text."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.identify import find_identifiers

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "identify.py"


def _found(text: str) -> list[str]:
    return [str(found.identifier) for found in find_identifiers(text)]


@pytest.fixture(scope="module")
def benchmark():
    """The benchmark as a module."""
    spec = importlib.util.spec_from_file_location("benchmark_identify", BENCHMARK)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_dois_in_thirteen_contexts(benchmark, shared_data: Path):
    """The first DOI found is the one printed, in nearly every context."""
    results = list(benchmark.measure_contexts(shared_data.parent))

    assert [result.bar for result in results] == [99.5, 99.5, 99.0]
    assert [str(result) for result in results if not result.is_good] == []


def test_dois_broken_across_lines(benchmark, shared_data: Path):
    """DOIs that real line ends break are put together, all but one at most."""
    result = benchmark.measure_broken(shared_data.parent)

    assert result.total == 79
    assert result.right >= 78


def test_hard_cases(benchmark, shared_data: Path):
    """Every identifier of the collected hard cases is found, and no other."""
    result = benchmark.measure_hard_cases(shared_data.parent)

    assert result.misses == ()


def test_the_five_documents(benchmark, shared_data: Path, documents: Path):
    """Own identifiers and roles are those of the facts, nothing else is claimed."""
    result = benchmark.measure_documents(shared_data.parent)

    assert documents.is_dir()
    assert result.misses == ()


def test_numbers_of_other_kinds(benchmark):
    """Scopus ids, ISSNs, NCT numbers, sample sizes and years are no identifiers."""
    assert benchmark.measure_no_pmids().misses == ()


def test_pages_of_real_records(benchmark, shared_data: Path):
    """A hundred pages: no identifier of another article is taken, no role is wrong."""
    path = shared_data / "baseline" / "pubmed20n0014.xml.gz"
    results = list(benchmark.measure_pages(benchmark.load(path, 300), 100))

    assert [str(result) for result in results if not result.is_good] == []


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
    found = [name for name in _found(text) if name.startswith("doi:")]
    assert found[:1] == [f"doi:{wanted}"]


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
