"""``harvest match``: citations → identifiers."""

from __future__ import annotations

from tests.cli.conftest import Harvest

KNOWN = "Musunuru S, et al. Arch Surg 2006;141:1000-4"
UNKNOWN = "Nobody X. Nothing worth telling. J Nowhere 1999;1:1"


def test_a_citation_is_one_line_with_its_identifiers(harvest: Harvest) -> None:
    """PMID and DOI once each, confidence, the article; exit 0."""
    run = harvest("match", "--offline", KNOWN)

    assert run.code == 0
    assert run.out.startswith("pmid:17043278 doi:10.1001/archsurg.141.10.1000 (")
    assert "Musunuru S, Chen H" in run.out
    assert len(run.out.splitlines()) == 1


def test_some_matched_some_not(harvest: Harvest) -> None:
    """Lines of standard input; what is unmatched says what was tried; exit 3."""
    run = harvest("match", "--offline", stdin=f"{KNOWN}\n\n{UNKNOWN}\n".encode())

    assert run.code == 3
    first, second, tried = run.out.splitlines()
    assert first.startswith("pmid:17043278")
    assert second == f"unmatched: {UNKNOWN}"
    assert "ecitmatch" in tried
    assert "crossref" in tried


def test_none_matched(harvest: Harvest) -> None:
    """Exit 1."""
    assert harvest("match", "--offline", UNKNOWN).code == 1


def test_nothing_asked(harvest: Harvest) -> None:
    """Empty input is a mistake of usage."""
    assert harvest("match", "--offline", stdin=b"\n \n").code == 2


def test_json_holds_evidence(harvest: Harvest) -> None:
    """State, identifiers, and every part with its verdict."""
    run = harvest("match", "--offline", "--json", KNOWN)

    (told,) = run.json["citations"]
    assert told["citation"] == KNOWN
    assert told["state"] == "matched"
    assert "pmid:17043278" in told["identifiers"]
    assert told["read_as"]["volume"] == "141"
    verdicts = {e["part"]: e["verdict"] for e in told["candidates"][0]["evidence"]}
    assert verdicts["page"] == "agrees"


def test_the_library_alone(harvest: Harvest) -> None:
    """What was harvested is matched without any service; without a library, exit 1."""
    assert harvest("match", "--local", KNOWN).code == 1
    harvest("--offline", "--no-links", "--pmid", "17043278")

    run = harvest("match", "--local", "--json", KNOWN)

    assert run.code == 0
    assert run.json["citations"][0]["tried"] == ["the library"]


def test_an_incomplete_citation_names_candidates(harvest: Harvest) -> None:
    """Author, year and journal are not enough: the candidate is named, not taken."""
    run = harvest("match", "--offline", "Musunuru S. Arch Surg 2006;141")

    assert run.code == 1
    assert run.out.startswith("ambiguous: ")
    assert "pmid:17043278" in run.out
