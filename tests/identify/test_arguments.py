"""What a bare argument spells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.identify import explain_not_identifier, read_argument


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("99000001", "pmid:99000001"),
        (" 1 ", "pmid:1"),
        ("PMID 99000001", "pmid:99000001"),
        ("pmid:99000001", "pmid:99000001"),
        ("PMID: 99000001", "pmid:99000001"),
        ("pubmed.ncbi.nlm.nih.gov/123", "pmid:123"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/123/", "pmid:123"),
        ("www.ncbi.nlm.nih.gov/pubmed/?term=123", "pmid:123"),
        ("https://pubmed.ncbi.nlm.nih.gov/?term=123", "pmid:123"),
        ("10.5555/AbC", "doi:10.5555/abc"),
        ("doi:10.5555/abc", "doi:10.5555/abc"),
        ("DOI 10.5555/abc", "doi:10.5555/abc"),
        ("https://doi.org/10.5555/abc", "doi:10.5555/abc"),
        ("http://dx.doi.org/10.5555/abc.", "doi:10.5555/abc"),
        ("(10.5555/abc)", "doi:10.5555/abc"),
        (
            "10.5555/1(1996)17:12<714::AID-M10>3.0.CO;2-X",
            "doi:10.5555/1(1996)17:12<714::aid-m10>3.0.co;2-x",
        ),
        ("https://example.org/doi/full/10.5555/abc", "doi:10.5555/abc"),
        ("PMC9900001", "pmcid:PMC9900001"),
        ("pmcid:9900001", "pmcid:PMC9900001"),
        ("PMC9900001.2", "pmcid:PMC9900001"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC9900001/", "pmcid:PMC9900001"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC9900001/", "pmcid:PMC9900001"),
    ],
)
def test_identifiers(text: str, wanted: str):
    """Every usual spelling of one identifier is read."""
    assert str(read_argument(text)) == wanted


_RANGE = "a PMID is a whole number from 1 to 99999999."
_REASONS = {
    "-1": f"-1 is no PMID: {_RANGE}",
    "0": f"0 is no PMID: {_RANGE}",
    "1.5": f"1.5 is no PMID: {_RANGE}",
    "PMID: -1": f"PMID: -1 is no PMID: {_RANGE}",
    "123456789": f"123456789 is no PMID: it has 9 digits, and {_RANGE}",
    "10.5555": "10.5555 is no DOI: behind 10.5555 a slash and a suffix are missing.",
    "10.5555/": "10.5555/ is no DOI: behind 10.5555 a suffix is missing.",
    "10.12/x": "10.12/x is no DOI: "
    "behind 10. a number of four to nine digits and a slash must follow.",
    "doi:abc": "doi:abc is no DOI: "
    "a DOI begins with 10. and a number, as in 10.1000/182.",
    "PMCabc": "PMCabc is no PMCID: a PMCID is PMC and a number, as in PMC4786461.",
    "10.5555/a 10.5555/b": "10.5555/a 10.5555/b holds several identifiers: "
    "give each as an argument of its own.",
    "hello": "hello is neither a PMID, a DOI nor a PMCID.",
    "": "An empty argument is no identifier.",
    "²": "² is neither a PMID, a DOI nor a PMCID.",
}


@pytest.mark.parametrize(("text", "reason"), _REASONS.items())
def test_what_is_none_is_explained(text: str, reason: str):
    """What is no identifier is refused, with one sentence that says why."""
    assert read_argument(text) is None
    assert explain_not_identifier(text) == reason


@given(st.text())
def test_any_argument_is_read_or_explained(text: str):
    """No argument fails; a refusal is one line that ends with a full stop."""
    if read_argument(text) is None:
        assert explain_not_identifier(text).endswith(".")
