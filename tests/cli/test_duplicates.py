"""``harvest duplicates``: of files without a library, and of the library."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvester.duplicates import Kind, Verdict
from harvester.store import Library
from tests.cli.conftest import Harvest

RIS = """TY  - JOUR
TI  - Grafting of willow on oak in a cold climate
AU  - Alder, A
AU  - Birch, B
T2  - Archives of Trees
PY  - 2006
VL  - 141
SP  - 1000
EP  - 1004
ER  -
TY  - JOUR
TI  - Erratum: Grafting of willow on oak in a cold climate
AU  - Alder, A
T2  - Archives of Trees
PY  - 2007
VL  - 142
SP  - 9
ER  -
"""
TABLE = """Title,Authors,Journal,Year,Volume,Pages
Grafting of willow on oak in a cold climate,"Alder A, Birch B",Arch Trees,2006,141,1000
Moss and its many enemies,Reed R,Swamp Rep,2001,3,5-9
"""


@pytest.fixture
def files(tmp_path: Path) -> None:
    """Two exports of searches."""
    (tmp_path / "a.ris").write_text(RIS, encoding="utf-8")
    (tmp_path / "b.csv").write_text(TABLE, encoding="utf-8")


def test_files_are_compared_without_a_library(
    harvest: Harvest, files: None, tmp_path: Path
) -> None:
    """Groups and pairs with their evidence; nothing is written."""
    run = harvest("duplicates", "a.ris", "b.csv", "--json")
    assert (run.code, run.err) == (0, "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.ris", "b.csv"]
    assert run.json["record_count"] == 4
    (group,) = run.json["groups"]
    assert [member["record"] for member in group] == ["a.ris#1", "b.csv#1"]
    pairs = [
        (pair["first"]["record"], pair["second"]["record"], pair["kind"])
        for pair in run.json["pairs"]
    ]
    assert pairs == [
        ("a.ris#1", "a.ris#2", "erratum"),
        ("a.ris#1", "b.csv#1", "same"),
        ("a.ris#2", "b.csv#1", "erratum"),
    ]


def test_text_names_what_agrees_and_what_differs(harvest: Harvest, files: None) -> None:
    """A reviewer sees both records and the reasons, the same articles first."""
    run = harvest("duplicates", "a.ris", "b.csv")
    lines = run.out.splitlines()
    assert lines[0] == ("records: 4 · articles among them: 3 · there more than once: 1")
    assert lines[2] == "same (1.00): the parts agree"
    assert lines[3].startswith("  a.ris#1  Alder A, Birch B. Grafting of willow")
    assert "  - volume: 141 / 142 · page: 1000 / 9" in lines


def test_unreadable_file_does_not_stop_the_others(
    harvest: Harvest, files: None
) -> None:
    """It is named, and the exit code says in part; alone it is of no use."""
    run = harvest("duplicates", "a.ris", "lost.ris")
    assert run.code == 3
    assert run.err.startswith("harvest: lost.ris: cannot be read")
    assert harvest("duplicates", "lost.ris").code == 2


@pytest.fixture
def library(harvest: Harvest, tmp_path: Path) -> Path:
    """A library with two articles and a proposal about them."""
    harvest("--offline", "--pmid", "38689169", "-q")
    path = tmp_path / "literature.db"
    with Library.open(path) as opened:
        pair = opened.article_numbers()[:2]
        verdict = Verdict(kind=Kind.SAME, confidence=0.995, why="the parts agree")
        opened.save_verdict((pair[0], pair[1]), verdict, datetime.now(UTC))
    return path


def test_pairs_are_listed_decided_and_reopened(harvest: Harvest, library: Path) -> None:
    """A rejected pair is listed only with --all, until it is reopened."""
    (pair,) = harvest("duplicates", "--json").json["pairs"]
    number = str(pair["id"])
    assert harvest("duplicates", "reject", number, "--why", "two texts").code == 0
    assert harvest("duplicates", "--json").json["pairs"] == []
    (rejected,) = harvest("duplicates", "--all", "--json").json["pairs"]
    assert (rejected["state"], rejected["why"]) == ("rejected", "two texts")
    assert harvest("duplicates", "reopen", number).code == 0
    assert len(harvest("duplicates", "--json").json["pairs"]) == 1
    assert harvest("duplicates", "confirm", number).code == 0
    assert "same (0.99), confirmed" in harvest("duplicates", "--all").out


def test_no_such_pair(harvest: Harvest, library: Path) -> None:
    """Numbers of no pair are named; others are decided all the same."""
    run = harvest("duplicates", "confirm", "1", "77")
    assert run.code == 3
    assert "has no pair 77" in run.err
    assert run.out.startswith("1  same (0.99), confirmed: the parts agree")
    lost = harvest("duplicates", "confirm", "78", "--json")
    assert (lost.code, lost.json) == (1, {"pairs": []})


def test_a_reason_outlasts_the_same_decision(harvest: Harvest, library: Path) -> None:
    """Said again without one the reason stays; another decision drops it."""
    harvest("duplicates", "reject", "1", "--why", "two texts")

    (same,) = harvest("duplicates", "reject", "1", "--json").json["pairs"]
    (other,) = harvest("duplicates", "confirm", "1", "--json").json["pairs"]

    assert (same["state"], same["why"]) == ("rejected", "two texts")
    assert (other["state"], other["why"]) == ("confirmed", None)


def test_options_of_the_library_are_refused_with_files(
    harvest: Harvest, files: None
) -> None:
    """--all beside a file would do nothing: that is said."""
    run = harvest("duplicates", "a.ris", "--all")

    assert (run.code, run.out) == (2, "")
    assert "--find and --all ask the library" in run.err


def test_no_pairs_in_a_library_that_was_not_compared(harvest: Harvest) -> None:
    """What to do is said on stderr."""
    harvest("--offline", "--no-links", "-q", "99000024")

    run = harvest("duplicates")

    assert (run.code, run.out) == (0, "")
    assert run.err == "No pairs; --find compares the whole library.\n"


def test_whole_library_is_compared_on_demand(harvest: Harvest, library: Path) -> None:
    """A proposal that the records do not bear out is taken back."""
    run = harvest("duplicates", "--find")
    assert (run.code, run.out) == (0, "")
    assert run.err.splitlines() == [
        "0 new proposals",
        "No pairs.",
    ]
