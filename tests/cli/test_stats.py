"""``harvest stats`` and ``harvest report``."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from harvester.store import Library
from tests.cli.conftest import Harvest

WANTED = ("38689169", "99000001", "99000002", "99000003")


@pytest.fixture
def filled(harvest: Harvest) -> Harvest:
    """A library of the shipped records."""
    assert harvest("--offline", *WANTED).code == 0
    return harvest


def test_stats_draws_the_library(filled: Harvest) -> None:
    """Years, journals, authors, citations, completeness."""
    said = filled("stats").out

    for title in (
        "Articles per year",
        "Journals",
        "Major topics",
        "Authors",
        "Most cited within the library",
        "Completeness",
        "Last known to be current",
    ):
        assert f"\n{title}\n" in said
    assert "█" in said


def test_stats_are_data_for_programs(filled: Harvest) -> None:
    """The same as JSON; the counts add up to the articles."""
    told = filled("stats", "--json", "--top", "2").json

    assert sum(told["years"].values()) <= told["article_count"]
    assert told["fields"]["year"] == sum(told["years"].values())
    assert len(told["journals"]) == 2
    assert {"key", "name", "count"} == set(told["journals"][0])


def test_an_empty_library_has_stats(harvest: Harvest, tmp_path: Path) -> None:
    """There is nothing to draw, and that is said."""
    with Library.open(tmp_path / "literature.db"):
        pass

    assert "0 articles" in harvest("stats").out
    assert harvest("stats", "--json").json["cited"] == []
    assert harvest("report", "empty.html").code == 0


def test_a_report_stands_alone(filled: Harvest, tmp_path: Path) -> None:
    """One page with every picture; nothing in it is loaded from anywhere."""
    assert filled("report", "report.html").code == 0
    text = (tmp_path / "report.html").read_text("utf-8")
    page = html.fromstring(text)

    loaded = page.xpath("//@src | //link/@href | //*[name()='use']/@href")
    assert loaded == ["data:,"]
    assert "@import" not in text
    assert "url(" not in text
    assert page.xpath("//script") == []
    assert len(page.xpath("//*[name()='svg']")) >= 6
    assert page.xpath("//*[name()='svg']//a") == []


def test_a_report_replaces_only_a_report(filled: Harvest, tmp_path: Path) -> None:
    """A file of another kind stays; so does what cannot be written."""
    notes = tmp_path / "notes.txt"
    notes.write_text("mine", "utf-8")

    assert filled("report", "report.html").code == 0
    assert filled("report", "report.html").code == 0
    refused = filled("report", "notes.txt")
    assert refused.code == 1
    assert "no page of HTML" in refused.err
    assert notes.read_text("utf-8") == "mine"
    missing = filled("report", "nowhere/report.html")
    assert (missing.code, "cannot write" in missing.err) == (1, True)
