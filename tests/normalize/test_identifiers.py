from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.model import Identifier
from harvester.normalize.derived import Derived
from harvester.normalize.identifiers import (
    derive_identifier,
    normalize_doi,
    normalize_identifier,
    normalize_isbn,
    normalize_issn,
    normalize_orcid,
    normalize_pmcid,
    normalize_pmid,
)

DOIS = [
    ("10.1000/ABC", "10.1000/abc", "lower-case"),
    (" 10.1000/abc\n", "10.1000/abc", "trim"),
    ("HTTPS://DX.DOI.ORG/10.1000/abc", "10.1000/abc", "prefix"),
    ("www.doi.org/10.1000/abc", "10.1000/abc", "prefix"),
    ("doi:10.1000/abc", "10.1000/abc", "prefix"),
    ("DOI 10.1000/abc", "10.1000/abc", "prefix"),
    ("urn:doi:10.1000/abc", "10.1000/abc", "prefix"),
    ("info:doi/10.1000/abc", "10.1000/abc", "prefix"),
    ("https://doi.org/doi:10.1000/abc", "10.1000/abc", "prefix"),
    ("https://doi.org/10.1000%2Fabc", "10.1000/abc", "prefix+percent"),
    ("https://doi.org/10.1000/a%2528b", "10.1000/a(b", "prefix+percent"),
    ("https://doi.org/10.1000/abc?nosfx=y", "10.1000/abc", "prefix"),
    ("https://doi.org/10.1000/abc#sec-2", "10.1000/abc", "prefix"),
    (
        "https://doi.org/10.1002/(SICI)1099(199911/12)11:7<957::AID-JID623>3.0.CO;2-#",
        "10.1002/(sici)1099(199911/12)11:7<957::aid-jid623>3.0.co;2-#",
        "prefix+lower-case",
    ),
    (
        "https://onlinelibrary.wiley.com/doi/10.1111/abc.123/abstract",
        "10.1111/abc.123",
        "prefix",
    ),
    (
        "10.1175/1520-0469(1979)036&lt;0099:TRITAS&gt;2.0.CO;2",
        "10.1175/1520-0469(1979)036<0099:tritas>2.0.co;2",
        "entities+lower-case",
    ),
    ("10.1021/la302706b.", "10.1021/la302706b", "stray-end"),
    ("10.1000/abc)", "10.1000/abc", "stray-end"),
    ("<10.1000/abc>", "10.1000/abc", "prefix+stray-end"),
    ("“10.1000/abc”,", "10.1000/abc", "prefix+stray-end"),
    ("10.1016/s0140-6736(97)11096-0", "10.1016/s0140-6736(97)11096-0", "as-printed"),
    ("10.1061/(asce)1:1(19)", "10.1061/(asce)1:1(19)", "as-printed"),
    ("10.36652/0042-404-413/", "10.36652/0042-404-413/", "as-printed"),
    ("10.1037//0012-1649.15.6.608", "10.1037/0012-1649.15.6.608", "apa-slash"),
    ("10.1026//1616-3443.33.4.247", "10.1026//1616-3443.33.4.247", "as-printed"),
    ("10.17167/mksz.2017.2.129–155", "10.17167/mksz.2017.2.129–155", "as-printed"),
    ("10.15673/атбп2312", "10.15673/атбп2312", "as-printed"),
    ("10.1000.10/abc", "10.1000.10/abc", "as-printed"),
    ("10.1000/\u200babc\u200e", "10.1000/abc", "invisible"),
    ("10.3389 \n/fnagi.2010.00025", "10.3389/fnagi.2010.00025", "joined"),
    ("10.1186/s12864- 015-1924-3", "10.1186/s12864-015-1924-3", "joined"),
    ("10. 1007/s12021-012-9140-7", "10.1007/s12021-012-9140-7", "joined"),
]  # fmt: skip
NO_DOIS = [
    "", "10.12/x", "10.1000/", "10.1000", "10.1000/abc Epub 2020", "PMC123", "10/abcd",
    "see 10.1000/abc", "10.1000/abc…", "010.1000/abc", "2.10.1000/abc",
]  # fmt: skip


@pytest.mark.parametrize(("printed", "value", "rule"), DOIS)
def test_a_doi_takes_one_form_and_says_how(printed, value, rule):
    """Every spelling of a DOI leads to the same lower-case string, rule by rule."""
    assert derive_identifier("doi", printed) == Derived(value=value, rule=rule)
    assert normalize_doi(printed) == value


@pytest.mark.parametrize("printed", NO_DOIS)
def test_what_is_no_doi_is_none(printed):
    """A text with other words, a short prefix or without suffix is no DOI."""
    assert normalize_doi(printed) is None


# Rows of the table that are running text, or hold several identifiers: finding those
# is not the normaliser's work.
RUNNING_TEXT = re.compile(r"Epub|Free PMC|Chirurg|PMCID: |PMID: 22752376|\[PubMed")


def test_every_doi_of_the_hard_cases(shared_data):
    """Each row that is one identifier gives the identifier that is wanted."""
    rows = (shared_data / "eval/hard-cases/A_identifiers.tsv").read_text("utf-8")
    tried = 0
    for row in rows.splitlines()[1:]:
        text, wanted, *_ = row.split("\t")
        if RUNNING_TEXT.search(text):
            continue
        scheme, _, value = wanted.split(" ")[0].partition(":")
        found = normalize_identifier(scheme, text.strip('"').replace("\\n", "\n"))
        assert found is not None, text
        assert found.value == value, text
        tried += 1
    assert tried == 20


def test_real_dois_survive(shared_data):
    """Ordinary, bracketed and odd DOIs are only lowered, in text and in addresses."""
    groups = json.loads(
        (shared_data / "eval/doi-extraction/doi_strings.json").read_text("utf-8")
    )
    for doi in (doi for group in groups.values() for doi in group):
        # One of the set was mined from an address and is still percent-encoded.
        wanted = doi.lower().replace("%3c", "<").replace("%3e", ">")
        assert normalize_doi(doi) == wanted
        assert normalize_doi(f"doi:{doi}") == wanted
        assert normalize_doi(f"https://doi.org/{doi.replace('#', '%23')}") == wanted


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("38689169", "38689169"),
        ("038689169", "38689169"),
        (" 1 ", "1"),
        ("PMID: 22752376", "22752376"),
        ("https://pubmed.ncbi.nlm.nih.gov/22752376/", "22752376"),
        ("www.ncbi.nlm.nih.gov/pubmed/?term=22752376", "22752376"),
        ("0", None),
        ("-1", None),
        ("123456789", None),
        ("PMC123", None),
        ("12 34", None),
        ("１２", None),
        ("", None),
    ],
)
def test_a_pmid_is_a_whole_number(printed, wanted):
    """One to eight ASCII digits, labels and leading zeros left out."""
    assert normalize_pmid(printed) == wanted


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("PMC3706072.1", "PMC3706072"),
        ("pmc3706072", "PMC3706072"),
        ("3706072", "PMC3706072"),
        ("PMCID: PMC3706072", "PMC3706072"),
        ("pmc-id: PMC9046468;manuscript-id: NIHMS1804112;", "PMC9046468"),
        (
            "https://pmc.ncbi.nlm.nih.gov/articles/PMC4786461/?term=%22J%22",
            "PMC4786461",
        ),
        ("https://europepmc.org/article/PMC/PMC4786461", "PMC4786461"),
        ("NIHMS1804112", None),
        ("PMC0", None),
        ("", None),
    ],
)
def test_a_pmcid_has_its_prefix_and_no_version(printed, wanted):
    """PMC, then the number; versions and what stands around it are left out."""
    assert normalize_pmcid(printed) == wanted


@pytest.mark.parametrize(
    "printed",
    [
        "0000-0001-9565-8777",
        "http://orcid.org/0000-0001-9565-8777",
        "https://orcid.org/0000-0001-9565-8777",
        "https://www.orcid.org/0000-0001-9565-8777/",
        "0000000195658777",
        "ORCID: 0000-0001-9565-8777",
        "0000‐0001‐9565‐8777",
    ],
)
def test_an_orcid_takes_one_form(printed):
    """The spellings that PubMed and Crossref print meet in the hyphenated one."""
    assert normalize_orcid(printed) == "0000-0001-9565-8777"


@pytest.mark.parametrize("printed", ["0000-0001-9565-8778", "0000-0001-9565", "", "x"])
def test_an_orcid_with_a_wrong_check_digit_is_none(printed):
    """The last character must be that of ISO 7064 mod 11-2."""
    assert normalize_orcid(printed) is None


def test_an_orcid_may_end_in_x():
    """Ten is written X, in upper case."""
    assert normalize_orcid("0000-0002-3372-334x") == "0000-0002-3372-334X"


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("1932-6203", "1932-6203"),
        ("19326203", "1932-6203"),
        ("http://id.crossref.org/issn/1932-6203", "1932-6203"),
        ("ISSN 0000-006x", "0000-006X"),
        ("0317‐8471", "0317-8471"),
        ("1932-6204", None),
        ("1932-620", None),
        ("", None),
    ],
)
def test_an_issn_has_a_hyphen_and_a_right_check_digit(printed, wanted):
    """The weighted sum of the eight digits is a multiple of eleven."""
    assert normalize_issn(printed) == wanted


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("978-3-16-148410-0", "9783161484100"),
        ("ISBN 0-8044-2957-X", "080442957X"),
        ("http://id.crossref.org/isbn/9783161484100", "9783161484100"),
        ("978-3-16-148410-1", None),
        ("12345", None),
    ],
)
def test_an_isbn_is_checked_and_written_without_hyphens(printed, wanted):
    """Ten digits stay ten; a wrong check digit is no ISBN."""
    assert normalize_isbn(printed) == wanted


def test_the_printed_form_stays_beside_the_canonical_one():
    """``printed`` is kept where it differs, and only there."""
    assert normalize_identifier("doi", "doi:10.5555/X") == Identifier(
        scheme="doi", value="10.5555/x", printed="doi:10.5555/X"
    )
    assert normalize_identifier("doi", "10.5555/x") == Identifier(
        scheme="doi", value="10.5555/x"
    )


def test_an_unknown_scheme_keeps_its_value():
    """A PII has no canonical form; nothing is None."""
    assert normalize_identifier("pii", "S0140-6736(97)11096-0") == Identifier(
        scheme="pii", value="S0140-6736(97)11096-0"
    )
    assert normalize_identifier("pii", " ") is None


SCHEMES = st.sampled_from(["doi", "pmid", "pmcid", "orcid", "issn", "isbn", "pii"])
DIRT = st.lists(
    st.sampled_from(
        ["10.1000/", "10.1037//", "doi:", "https://doi.org/", "http://a.b/", "%2F",
         "%25",
         "%28", "&lt;", "&amp;", ">", "(", ")", ".", " ", "#", "?", "a", "B", "é",
         "/pdf",
         "\u200b", "PMC", "0000-0001-9565-8777", "1932-6203", "…", "İ"]
    )
).map("".join)  # fmt: skip


@given(SCHEMES, st.text() | DIRT | DIRT.map(lambda tail: f"10.1000/{tail}"))
def test_any_text_is_normalised_once_and_for_all(scheme, printed):
    """Normalising never raises, and the canonical form is its own."""
    derived = derive_identifier(scheme, printed)
    if derived is not None:
        assert derived.value
        again = derive_identifier(scheme, derived.value)
        assert again == Derived(value=derived.value)
