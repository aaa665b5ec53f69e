"""A real Datasette serves a library: what is declared is what it understands."""

from __future__ import annotations

import html
import json
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from datetime import UTC, datetime

import pytest

from harvester.store import Library
from harvester.store.describe import describe_tables
from harvester.store.schema import TABLES, VIEWS


@pytest.fixture(scope="module")
def server(tmp_path_factory, fill):
    """The address of a Datasette that serves a small library."""
    folder = tmp_path_factory.mktemp("datasette")
    with Library.open(folder / "library.db") as library:
        fill(library, datetime(2026, 11, 20, tzinfo=UTC))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["datasette", "serve", str(folder / "library.db"), "-p", str(port)]
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", *command],
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            # Uvicorn says so when it listens; it ends if it cannot.
            said = list(_until("Uvicorn running", process.stderr))
            assert process.poll() is None, "".join(said)
            yield f"http://127.0.0.1:{port}/library"
        finally:
            process.terminate()
            process.communicate()


def _until(words, stream):
    for line in stream:
        yield line
        if words in line:
            return


def _get(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 - ours
            assert answer.status == 200
            page: str = answer.read().decode()
    except urllib.error.HTTPError as error:
        pytest.fail(f"{address}: {error} {error.read().decode()[:2000]}")
    assert "message-error" not in page
    return page


def _rows(address: str) -> list[dict]:
    answer = json.loads(_get(address))
    assert "error" not in answer
    return answer["rows"]


def test_database_page(server):
    """The first page lists the tables for people and hides the technical ones."""
    page = _get(server)
    assert 'href="/library/articles"' in page
    assert "Similar articles" in page or "similar_articles" in page
    assert 'href="/library/record_keys"' not in page
    assert 'href="/library/articles_fts"' not in page
    assert 'href="/library/_sqlite_migrations"' not in page


@pytest.mark.parametrize("name", [table.name for table in TABLES])
def test_table_and_row_pages(server, name):
    """Every table answers with its words, and so does the page of its first row."""
    table = next(table for table in TABLES if table.name == name)
    assert table.description in html.unescape(_get(f"{server}/{name}"))
    row, *_ = _rows(f"{server}/{name}.json?_shape=objects")
    key = ",".join(_escape(str(row[column])) for column in table.primary_key)
    _get(f"{server}/{name}/{key}")


def _escape(value: str) -> str:
    """Return a value as Datasette spells it in the address of a row."""
    return "".join(c if c.isalnum() or c in "_-" else f"~{ord(c):02X}" for c in value)


@pytest.mark.parametrize("name", [view.name for view in VIEWS])
def test_view_pages(server, name):
    """Every view answers with the name of what it links to."""
    _get(f"{server}/{name}")
    rows = _rows(f"{server}/{name}.json?_shape=objects")
    shown = {
        "keyword_mesh": ("name", "Fictions"),
        "status_checks": ("source", "pubmed"),
        "relation_ends": ("tie", "correction"),
        "author_forms": ("name", "Nobody"),
        "doi_agencies": ("doi", "10.5555/slip"),
        "citation_ends": ("citing", "article:1"),
        "citation_pairs": ("providers", "pubmed"),
        "citation_disagreements": ("missing_in", "cited-by"),
        "provenance": ("rule", "made up"),
        "abstract_sections": ("text", "We ask."),
        "article_mesh": ("descriptor", "Humans"),
        "affiliations": ("contributor", "Noone"),
        "cited_works": ("key", "ref1"),
    }
    column, value = shown.get(name, ("citation", "Citation 99000002."))
    assert value in {row[column] for row in rows}


def test_one_paragraph(server):
    """A view of numbered rows is narrowed down by number, as a table is."""
    where = "_shape=objects&article_id=2&position=1"
    (row,) = _rows(f"{server}/abstract_sections.json?{where}")
    assert row["text"] == "We ask."


def test_search_box_and_search(server):
    """The articles have a search box that finds words without their diacritics."""
    page = _get(f"{server}/articles")
    assert 'name="_search"' in page
    rows = _rows(f"{server}/articles.json?_shape=objects&_search=sohne")
    assert [row["pmid"] for row in rows] == ["99000001", "99000002"]
    assert _rows(f"{server}/articles.json?_shape=objects&_search=nothing") == []
    assert "Über &lt;b&gt; &amp; Söhne" in _get(f"{server}/articles?_search=sohne")


def test_labels_of_foreign_keys(server):
    """A row that points at another one shows its name, not its number."""
    assert ">A Journal</a>" in _get(f"{server}/articles")
    assert ">Humans</a>" in _get(f"{server}/article_headings")
    assert ">Citation 99000001.</a>" in _get(f"{server}/contributors")


def test_every_column_is_described():
    """Tables and views, each column in a line that says something."""
    silent = [
        f"{name}.{column}"
        for name, said in describe_tables().items()
        for column, words in said.get("columns", {}).items()
        if not words
    ]
    assert silent == []
    assert describe_tables()["cited_by"]["columns"]["provider"] == "Who says so."
    assert "columns" in describe_tables()["conflicts"]


@pytest.mark.parametrize("name", ["articles", "conflicts"])
def test_what_columns_mean_is_said(server, name):
    """Folded away above the rows, of tables and of views, once."""
    page = html.unescape(_get(f"{server}/{name}"))
    for words in describe_tables()[name]["columns"].values():
        assert f"<dd>{words}</dd>" in page
    assert "<summary>What the columns mean</summary>" in page
    assert 'class="column-descriptions"' not in page
