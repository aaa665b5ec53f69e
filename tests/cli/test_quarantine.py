"""``harvest quarantine`` and ``harvest settle``."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Harvest

PARTS = ("99000035", "99000036")
"""Parts I and II, of which both bear the DOI of Part I."""


@pytest.fixture
def doubtful(harvest: Harvest) -> Harvest:
    """A library with one identity in doubt."""
    harvest("--offline", "--no-links", "-q", *PARTS)
    return harvest


def test_both_citations_and_the_evidence(doubtful: Harvest) -> None:
    """The number to settle it by, who says what, for and against."""
    run = doubtful("quarantine")

    assert run.code == 0
    assert run.out.startswith("1: doi 10.5555/ais.2012.0144 · open since ")
    assert "their title and first page differ" in " ".join(run.out.split())
    assert "pubmed 99000036: Lampwright J. Lamps in theatre. Part II." in run.out
    assert "for: first author Lampwright J" in run.out
    assert "1 open; `harvest settle N --join`" in run.err


def test_for_programs(doubtful: Harvest) -> None:
    """The same as JSON, of the quarantine and of the article."""
    (case,) = doubtful("quarantine", "--json").json

    assert (case["number"], case["state"], case["scheme"]) == (1, "open", "doi")
    assert [(r["source"], r["source_id"]) for r in case["records"]] == [
        ("crossref", "10.5555/ais.2012.0144"),
        ("pubmed", "99000036"),
    ]
    assert doubtful("show", "99000036", "--json").json["in_doubt"] == [case]


def test_the_article_says_so(doubtful: Harvest) -> None:
    """In one line, with what to do about it."""
    first = " ".join(doubtful("show", "99000036").out.split())

    assert first.startswith("*** In doubt (doi 10.5555/ais.2012.0144): crossref")
    assert "`harvest settle 1` decides ***" in first


def test_a_decision_is_carried_out_at_once_and_remembered(doubtful: Harvest) -> None:
    """Apart, with a reason; a rebuild leaves it; all are listed with --all."""
    run = doubtful("settle", "1", "--apart", "--why", "part II has none")
    doubtful("rebuild", "-q")

    assert run.code == 0
    assert run.out.startswith("1: kept apart (was open)")
    assert "no identity is in doubt" in doubtful("quarantine").err
    assert "why: part II has none" in doubtful("quarantine", "--all").out
    assert "In doubt" not in doubtful("show", "99000036").out


def test_joined_and_taken_back(doubtful: Harvest) -> None:
    """The work goes to the other article, and back; the numbers stay."""
    joined = doubtful("settle", "1", "--join", "--json").json
    assert joined["was"] == "open"
    assert [(a["article_id"], a["pmid"]) for a in joined["articles"]] == [
        (2, "99000036")
    ]

    undone = doubtful("settle", "1", "--undo", "--json").json
    assert [(a["article_id"], a["pmid"]) for a in undone["articles"]] == [
        (1, "99000035"),
        (2, "99000036"),
    ]
    assert "1 open" in doubtful("quarantine").err


def test_a_reason_outlasts_the_same_decision(doubtful: Harvest) -> None:
    """Said again without one the reason stays; another decision drops it."""
    doubtful("settle", "1", "--apart", "--why", "part II has none")

    doubtful("settle", "1", "--apart")
    (same,) = doubtful("quarantine", "--all", "--json").json
    doubtful("settle", "1", "--join")
    (other,) = doubtful("quarantine", "--all", "--json").json

    assert (same["state"], same["why"]) == ("apart", "part II has none")
    assert (other["state"], other["why"]) == ("joined", None)


def test_what_is_no_decision(doubtful: Harvest) -> None:
    """No such case; nothing said; no number."""
    unknown = doubtful("settle", "9", "--join")
    assert (unknown.code, unknown.out) == (1, "")
    assert "there is no case 9" in unknown.err
    silent = doubtful("settle", "1")
    assert silent.code == 2
    assert "say one of --join, --apart and --undo" in silent.err
    both = doubtful("settle", "1", "--join", "--apart")
    assert (both.code, both.out) == (2, "")
    assert "1 open" in doubtful("quarantine").err
    assert doubtful("settle", "one", "--join").code == 2


def test_a_library_without_doubts(harvest: Harvest) -> None:
    """Says so; JSON is an empty list."""
    harvest("--offline", "--no-links", "-q", "99000024")

    assert "no identity is in doubt" in harvest("quarantine").err
    assert harvest("quarantine", "--json").json == []


def test_a_harvest_says_so(harvest: Harvest) -> None:
    """On the line of the article that is in doubt."""
    run = harvest("--offline", "--no-links", *PARTS)

    assert run.out.count("(added, IN DOUBT: see harvest quarantine)") == 2
