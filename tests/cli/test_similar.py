"""``harvest similar``: what services list, and what the library's texts say."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvester.store import Library
from tests.cli.conftest import Harvest

OFFLINE = ("--offline", "--pmid", "38689169", "-q")


@pytest.fixture
def library(harvest: Harvest, tmp_path: Path) -> Path:
    """The library of the first example: an article, five similar, two citing."""
    harvest(*OFFLINE)
    return tmp_path / "literature.db"


def test_lists_of_services_are_printed(harvest: Harvest, library: Path) -> None:
    """PubMed's five, in its order."""
    run = harvest("similar", "38689169", "--json")
    assert (run.code, run.err) == (0, "")
    assert {one["provider"] for one in run.json} == {"pubmed"}
    assert [one["rank"] for one in run.json] == [1, 2, 3, 4, 5]
    text = harvest("similar", "38689169", "--limit", "1").out
    assert text.startswith("1. [pubmed] Outcomes of cytoreductive")
    assert f"pmid:{run.json[0]['pmid']}" in text.replace("\n   ", " ")


@pytest.mark.parametrize("model", ["hybrid", "pmra"])
def test_library_is_compared(harvest: Harvest, library: Path, model: str) -> None:
    """Those that share words, the likest first, with what they share."""
    arguments = ("similar", "38689169", "--local", "--model", model, "--json")
    found = harvest(*arguments).json
    assert len(found) == (7 if model == "hybrid" else 6)
    assert "38689169" not in {one["pmid"] for one in found}
    scores = [one["score"] for one in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    ties = {one["pmid"]: one["shared"]["references"] for one in found}
    if model == "hybrid":
        # The two that cite it; one of them has no rare word in common with it.
        assert {pmid for pmid, count in ties.items() if count} == {
            "40113726",
            "40560496",
        }
    assert all(one["shared"]["terms"] for one in found if not ties[one["pmid"]])
    assert harvest(*arguments).json == found


def test_saved_list_stands_beside_that_of_pubmed(
    harvest: Harvest, library: Path
) -> None:
    """PubMed's stays as it was; saved again, ours is replaced, not doubled."""
    before = harvest("similar", "38689169", "--json").json
    for limit in ("3", "2"):
        run = harvest("similar", "38689169", "--local", "--limit", limit, "--save")
        assert (run.code, run.err) == (0, "")
    after = harvest("similar", "38689169", "--json").json
    assert [one for one in after if one["provider"] == "pubmed"] == before
    ours = [one for one in after if one["provider"] == "harvester"]
    local = harvest("similar", "38689169", "--local", "--limit", "2", "--json").json
    assert [one["pmid"] for one in ours] == [one["pmid"] for one in local]
    assert [one["rank"] for one in ours] == [1, 2]
    with Library.open(library) as opened:
        commands = [run.command for run in opened.load_runs(limit=2)]
    assert commands == [
        f"harvest similar 38689169 --local --limit {limit} --save" for limit in (2, 3)
    ]


def test_show_names_who_lists_a_similar_article(
    harvest: Harvest, library: Path
) -> None:
    """A work that both list stands there once, in PubMed's place; ours alone last."""
    harvest("similar", "38689169", "--local", "--save")
    out = harvest("show", "38689169").out
    assert "Similar articles: harvester 7, pubmed 5; 7 in all [" in out
    part = out.partition("Similar articles:")[2].partition("Cited by:")[0]
    joined = " ".join(part.split())
    assert joined.count("pmid:32473829 (pubmed, harvester)") == 1
    assert joined.index("pmid:32473829") < joined.index("pmid:40560496 (harvester)")


def test_nothing_is_written_without_save(harvest: Harvest, library: Path) -> None:
    """Looking leaves the file as it is."""
    before = library.read_bytes()
    harvest("similar", "38689169", "--local")
    assert library.read_bytes() == before


def test_options_of_local_are_refused_without_it(
    harvest: Harvest, library: Path
) -> None:
    """--save beside the services' lists would do nothing: that is said."""
    run = harvest("similar", "38689169", "--save")
    assert (run.code, run.out) == (2, "")
    assert "need --local" in run.err


def test_article_without_a_list(harvest: Harvest, tmp_path: Path) -> None:
    """What to do is said on stderr; an article alone has no neighbours."""
    harvest("--offline", "--no-links", "-q", "99000024")
    run = harvest("similar", "99000024")
    assert (run.code, run.out) == (0, "")
    assert run.err == ("No similar article is listed; --local compares the library.\n")
    alone = harvest("similar", "99000024", "--local", "--json")
    assert (alone.code, alone.json) == (0, [])
    assert alone.err == ""
    assert harvest("similar", "99000025").code == 1
