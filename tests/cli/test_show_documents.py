"""``harvest show --documents``: what pages print beside what the sources say."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Harvest

PAGE = """Glowmoss tea after hepatectomy for neuroendocrine liver metastases: a \
randomised trial (LANTERN)
J Nowhere Med. 2019 Feb;13(2):1123-8. doi: 10.5555/jnm.2018.0001.
PMID: 99000001
Abstract
Glowmoss is drunk on the Isle of Quillon and is said to speed recovery.
Similar articles
- One. J One. 2018;1:2. PMID: 99000013
- Two. J Two. 2018;1:3. PMID: 99999901
Cited by
- Three. J Three. 2020;1:2. PMID: 99000040
MeSH terms
Publication types
"""


@pytest.fixture
def harvested(harvest: Harvest) -> Harvest:
    """A library with the page and its article."""
    run = harvest("--offline", "-", stdin=PAGE.encode())
    assert "PMID: 99000001" in run.out
    return harvest


def test_values_beside_the_sources(harvested: Harvest) -> None:
    """The page's volume is shown beside PubMed's, with its place; nothing is merged."""
    (told,) = harvested("show", "99000001", "--documents", "--json").json
    (volume,) = [row for row in told["compared"] if row["part"] == "volume"]
    (printed,) = [value for value in told["values"] if value["field"] == "volume"]

    assert (told["reader"], told["state"], told["is_article"]) == (
        "pubmed",
        "resolved",
        True,
    )
    assert volume["document"] == "13"
    assert volume["article"] == {"value": "12", "verdict": "differs"}
    assert volume["sources"]["pubmed"] == {"value": "12", "verdict": "differs"}
    assert PAGE[printed["offset"] :].startswith("13(2):1123-8")
    assert "2019 Feb;13(2)" in printed["evidence"]
    assert harvested("show", "99000001", "--json").json["volume"] == "12"


def test_lists_beside_the_live_ones(harvested: Harvest) -> None:
    """Each work of a list stands on the page, with the service, or with both."""
    (told,) = harvested("show", "99000001", "--documents", "--json").json
    similar, cited_by = told["lists"]["similar"], told["lists"]["cited_by"]

    assert [one["pmid"] for one in similar["both"]] == ["99000013"]
    assert similar["only_document"] == [{"pmid": "99999901"}]
    assert len(similar["only_live"]) == 7
    assert [one["pmid"] for one in cited_by["both"]] == ["99000040"]
    assert (cited_by["only_document"], len(cited_by["only_live"])) == ([], 12)
    assert "references" not in told["lists"]


def test_a_page_that_lists_the_article(harvested: Harvest) -> None:
    """Seen from a listed article: in which role it stands there, and where."""
    (told,) = harvested("show", "99000013", "--documents", "--json").json

    assert (told["is_article"], told["compared"], told["lists"]) == (False, [], {})
    (place,) = told["mentions"]
    assert (place["role"], place["section"], place["item"]) == (
        "similar",
        "Similar articles",
        1,
    )


def test_for_a_reader(harvested: Harvest) -> None:
    """A table with signs, the counts of the lists, and what is in one of them only."""
    lines = harvested("show", "99000001", "--documents").out.splitlines()

    assert "- (pubmed) is this article" in lines
    (volume,) = [line for line in lines if line.startswith("  volume")]
    assert volume.split() == ["volume", "13", "≠", "12", "≠", "12", "≠", "12"]
    assert "  similar: 1 on the page and live, 1 on the page only, 7 live only" in lines
    assert "    page only: pmid 99999901" in lines


def test_a_page_of_another_article(harvest: Harvest) -> None:
    """A page whose identifiers are another article's says so where it is mentioned."""
    page = PAGE.replace("Glowmoss tea after", "Seaweed soup before").replace(
        "1123-8", "7-9"
    )
    run = harvest("--offline", "-", stdin=page.encode())
    shown = harvest("show", "99000001", "--documents").out

    assert run.code == 0
    assert "unresolved: It names PMID 99000001 and DOI 10.5555/jnm.2018.0001" in run.out
    assert "- (pubmed) mentions it" in shown
    assert "but prints another article" in " ".join(shown.split())


def test_an_article_without_documents(harvest: Harvest) -> None:
    """No document: one sentence, and an empty list for programs."""
    harvest("--offline", "--no-links", "--pmid", "99000001")

    assert harvest("show", "99000001", "--documents", "--json").json == []
    assert (
        "No document of the library is this article or mentions it."
        in harvest("show", "99000001", "--documents").out
    )


def test_a_cell_is_filled(harvested: Harvest) -> None:
    """What a long word would not leave room for is cut inside the word."""
    lines = harvested("show", "99000001", "--documents").out.splitlines()

    (abstract,) = [line for line in lines if line.startswith("  abstract ")]
    assert abstract.startswith("  abstract  Glowmoss is drunk o…")
