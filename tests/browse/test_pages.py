"""Addresses, recognition and manners of the pages."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from datasette.app import Datasette

from harvester.browse.page import Page
from harvester.store import Library
from tests.browse.conftest import Visit, words


def test_an_article_is_shown_as_a_reader_wants_it(visit: Visit) -> None:
    """Title, byline, place, identifiers, lists with their states."""
    page = visit("/literature/articles/2")

    assert page.status_code == 200
    said = words(page)
    assert "Value of Surgical Cytoreduction" in said
    assert "Hallbera Gudmundsdottir" in said
    assert "5 of 5 known here." in said


def test_the_first_page_is_the_home_of_the_only_library(visit: Visit) -> None:
    """A search, what there is, what is new, what needs a look."""
    said = words(visit("/"))

    assert "29 articles, 1999" in said
    assert "1 retracted" in said
    assert "Articles per year" in said
    assert said.count("Last added") == 1


def test_a_library_is_known_under_any_name(
    visit: Visit, library: Path, tmp_path: Path
) -> None:
    """By its header; a database of another program stays as it was."""
    ours, other = tmp_path / "my reading.sqlite", tmp_path / "other.db"
    shutil.copy(library, ours)
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT)")
        db.execute("INSERT INTO articles VALUES (1, 'not ours')")
    db.close()

    assert "known here" in words(visit("/my+reading/articles/1", ours, other))
    stock = visit("/other/articles/1", ours, other)
    assert "not ours" in stock.text
    assert "known here" not in stock.text


@pytest.mark.parametrize("path", ["-/home", "-/search?q=", "-/explore"])
async def test_a_page_that_many_open_is_read_once_and_never_stale(
    path: str, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read again only after somebody wrote; then what is new is there."""
    ours = tmp_path / "literature.db"
    shutil.copy(library, ours)
    an_hour_ago = ours.stat().st_mtime - 3600
    os.utime(ours, (an_hour_ago, an_hour_ago))
    asked = 0
    read = Page.read

    async def count(page: Page, ask: Callable[[Library], object]) -> object:
        nonlocal asked
        asked += 1
        return await read(page, ask)

    monkeypatch.setattr(Page, "read", count)
    datasette = Datasette([str(ours)])
    await datasette.invoke_startup()

    async def visit() -> tuple[str, int]:
        before = asked
        page = await datasette.client.get(f"/literature/{path}")
        return words(page), asked - before

    first, reads = await visit()
    assert reads > 0
    assert await visit() == (first, 0)
    with sqlite3.connect(ours) as db:
        db.execute("DELETE FROM articles WHERE id = 1")
    db.close()
    later, reads_again = await visit()
    assert reads_again == reads
    assert later != first


def test_what_is_not_there_is_said(visit: Visit) -> None:
    """404 with a sentence, also for a number that no file can hold."""
    page = visit("/literature/articles/999999")

    assert page.status_code == 404
    assert "no article number 999999" in words(page)


def test_nothing_is_loaded_from_elsewhere(visit: Visit) -> None:
    """A policy forbids it, whatever stands in a record."""
    policy = visit("/literature/-/home").headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
