"""``harvest search`` as a user meets it; the records are those that ship."""

from __future__ import annotations

import re

import click
import pytest

from harvester.cli.hits import build_lines
from harvester.cli.list import build_row
from harvester.store import END_MARK, MARK, Hit, SearchResult
from tests.cli.conftest import Harvest

CYTOREDUCTION = "38689169"
SYNCHRONOUS = "22752376"


@pytest.fixture
def shelf(harvest: Harvest) -> Harvest:
    """A library of two articles that were asked for, and what they brought."""
    harvest("--offline", "-q", "--no-links", CYTOREDUCTION, SYNCHRONOUS)
    return harvest


def test_articles_are_listed_with_their_identifiers(shelf):
    """One line each on stdout; how many, and in which order, on stderr."""
    run = shelf("search", "ti:neuroendocrine -synchronous")

    assert run.code == 0
    assert len(run.out.splitlines()) == 1
    assert f"PMID: {CYTOREDUCTION}. doi: 10.1245/s10434-024-15316-7." in run.out
    assert run.err == "1-1 of 1, sorted by relevance\n"


def test_what_begins_with_a_hyphen_excludes(shelf):
    """Even -h…; an option that does not exist is no part of the query."""
    found = shelf("search", "neuroendocrine", "-hepatic", "-synchronous", "--ids")
    slip = shelf("search", "neuroendocrine", "--limt", "3")
    helped = shelf("search", "-h")

    assert found.code == 0
    assert SYNCHRONOUS not in found.out
    assert (slip.code, slip.out) == (2, "")
    assert "--limt" in slip.err
    assert "harvest search [OPTIONS] [QUERY]..." in helped.out


def test_identifiers_are_printed_to_be_piped(shelf):
    """One a line, all of them, and nothing else on stdout."""
    run = shelf("search", "--ids", "--sort", "oldest")
    assert run.out.split() == [SYNCHRONOUS, CYTOREDUCTION]


def test_pages(shelf):
    """A limit and an offset; behind the last there is nothing, and it is said."""
    first = shelf("search", "--limit", "1", "--sort", "newest")
    second = shelf("search", "--limit", "1", "--sort", "newest", "--offset", "1")
    none = shelf("search", "--offset", "9")

    assert CYTOREDUCTION in first.out
    assert SYNCHRONOUS in second.out
    assert second.err == "2-2 of 2, sorted by newest\n"
    assert (none.out, none.err) == ("", "2 in all; none behind --offset 9\n")


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ('neuroendocrine "', "quotation mark is not closed"),
        ("year:soon", "year:soon is no year"),
        ("mesh:moths", "no descriptor|only|\\Z"),
        ("doi:moth", "this is no DOI"),
        ("  ", "\\A"),
    ],
)
def test_odd_queries_are_no_errors(shelf, query, note):
    """How they were understood is said on stderr."""
    run = shelf("search", query)
    assert run.code == 0
    assert re.search(note, run.err)


def test_facets_and_json(shelf):
    """Counts below the list; in JSON with the clause that asks for each value."""
    text = shelf("search", "--facets", "year:2024")
    told = shelf("search", "--facets", "--json", "year:2024 neuroendocrine").json

    assert re.search(r"^Year\n +1  2024$", text.out, re.MULTILINE)
    assert told["total"] == 1
    assert told["articles"][0]["pmid"] == CYTOREDUCTION
    assert "marked_title" not in told["articles"][0]
    (year,) = [facet for facet in told["facets"] if facet["name"] == "year"]
    assert year["values"] == [{"value": "2024", "count": 1, "clause": "year:2024"}]


def test_searches_are_kept(shelf):
    """Saved, listed, asked again and narrowed, forgotten."""
    shelf("search", "--save", "net", "neuroendocrine OR moth", "--sort", "oldest")
    again = shelf("search", "--saved", "net", "--ids")
    narrowed = shelf("search", "--saved", "net", "year:2024", "--ids")
    listed = shelf("search", "--list-saved")
    forgotten = shelf("search", "--forget", "net")
    unknown = shelf("search", "--saved", "net")

    assert again.out.split() == [SYNCHRONOUS, CYTOREDUCTION]
    assert narrowed.out.split() == [CYTOREDUCTION]
    assert listed.out == "net: neuroendocrine OR moth  (oldest)\n"
    assert "no search is kept" in forgotten.err
    assert (unknown.code, unknown.out) == (2, "")
    assert "no search is kept as 'net'" in unknown.err


def test_the_library_as_a_table(shelf):
    """Tabs where it is piped: identifier, year, first author, journal, title."""
    run = shelf("list", "-synchronous")

    (row,) = run.out.splitlines()
    *cells, title = row.split("\t")
    assert cells == [
        CYTOREDUCTION,
        "2024",
        "Gudmundsdottir H",
        "Annals of Surgical Oncology",
    ]
    assert title.startswith("Value of Surgical Cytoreduction in Patients with Small")
    assert len(shelf("list").out.splitlines()) == 2
    assert "[OPTIONS] [QUERY]..." in shelf("list", "-h").out


def test_a_terminal_shows_why_an_article_was_found(monkeypatch):
    """The best piece of the abstract, what was searched for in bold, nothing obeyed."""
    hit = Hit(article_id=1, citation="x.", snippet=f"a {MARK}moth{END_MARK}\x1b[31m\nb")
    page = SearchResult(hits=(hit,), total=1)
    assert list(build_lines(page)) == ["x."]
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    first, second = build_lines(page)
    assert first == "x."
    assert click.unstyle(second).strip() == "a moth\\x1b[31m b"
    assert "\x1b[1mmoth" in second


def test_a_row_is_cut_to_the_terminal():
    """Columns of one width, and an ellipsis where something is cut."""
    hit = Hit(
        article_id=1,
        citation="x",
        doi="10.5555/very-long-name",
        authors="Nobody A, Somebody B",
        title="A title that is too long for any terminal of this width",
        year=2024,
    )
    row = build_row(hit, 80)
    assert len(row) == 80
    assert row == (
        "10.5555/v…  2024  Nobody A                                      "
        "A title that is…"
    )
