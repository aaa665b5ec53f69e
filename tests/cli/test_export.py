"""``harvest export``: files for other programs."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Harvest


@pytest.fixture
def filled(harvest: Harvest) -> Harvest:
    """A library of three made-up articles."""
    harvest("--offline", "--no-links", "99000001", "99000005", "99000033")
    return harvest


def test_all_articles_on_standard_output(filled):
    """Without a query all articles are written; stderr tells what is lost."""
    run = filled("export", "--format", "ris")

    assert run.code == 0
    assert run.out.count("TY  - JOUR\r\n") == 3
    assert run.out.count("ER  - \r\n") == 3
    assert "3 articles as RIS; it cannot carry" in run.err


def test_a_query_chooses(filled):
    """The language is that of the search."""
    run = filled("export", 'mesh:"Bryophyta"', "--format", "nbib", "-q")

    assert run.out.startswith("PMID- 99000033\n")
    assert run.out.count("PMID- ") == 1
    assert run.err == ""


def test_the_ending_of_the_file_names_the_format(filled, tmp_path: Path):
    """-o refs.bib is BibTeX; nothing but the file is left behind."""
    run = filled("export", "-o", "refs.bib")

    text = (tmp_path / "refs.bib").read_text(encoding="utf-8")
    assert run.out == ""
    assert text.count("@article{") == 3
    assert not (tmp_path / "refs.bib.part").exists()


def test_keys_do_not_depend_on_what_else_is_exported(filled):
    """One article alone has the key that it has among all."""
    every = filled("export", "--format", "csl-json").json
    none = filled("export", "--format", "csl-json", "zebra").json
    one = filled("export", "--format", "csl-json", "LANTERN").json

    assert {item["id"] for item in every} == {
        "tarrowby2019-99000001",
        "grimsby2016-99000005",
        "voss2001-99000033",
    }
    assert [item["id"] for item in one] == ["tarrowby2019-99000001"]
    assert none == []


def test_latex_is_for_bibtex(filled):
    """--latex gives ASCII; with another format it is refused."""
    latex = filled("export", "--format", "bibtex", "--latex", "LANTERN")
    wrong = filled("export", "--format", "ris", "--latex")

    assert "{\\'O} Faol{\\'a}in-Mbeki, S{\\'\\i}le" in latex.out
    assert wrong.code == 2
    assert "--latex is for --format bibtex, not ris." in wrong.err


def test_losses_are_listed_by_article(filled, tmp_path: Path):
    """Article, part, and how many values of it there are."""
    filled("export", "--format", "csv", "--losses", "lost.jsonl", "-o", "all.csv")

    lines = (tmp_path / "lost.jsonl").read_text(encoding="utf-8").splitlines()
    lost = [json.loads(line) for line in lines]
    assert {
        "key": "grimsby2016-99000005",
        "pmid": "99000005",
        "doi": "10.5555/mml.2016.e105",
        "part": "NLM id",
        "count": 1,
    } in lost


def test_json_lines_lose_nothing(filled):
    """Whole articles, and no word of a loss."""
    run = filled("export", "--format", "jsonl")

    assert len(run.out.splitlines()) == 3
    assert "cannot carry" not in run.err


def test_what_cannot_be_done_is_said(filled, harvest, tmp_path: Path):
    """No format, an unknown ending, a folder that is not there."""
    none = filled("export")
    ending = filled("export", "-o", "refs.pdf")
    folder = filled("export", "-o", "nowhere/refs.bib")

    assert none.code == ending.code == 2
    assert "no format; give --format" in none.err
    assert "refs.pdf: its ending names no format" in ending.err
    assert folder.code == 1
    assert "nowhere/refs.bib: No such file or directory." in folder.err


def test_a_failed_export_keeps_the_old_file(filled, tmp_path: Path):
    """A library that breaks off in the middle writes over nothing."""
    kept = tmp_path / "refs.bib"
    kept.write_text("mine", encoding="utf-8")

    with closing(sqlite3.connect(tmp_path / "literature.db")) as db, db:
        db.execute("UPDATE articles SET json = '{' WHERE id = 2")

    run = filled("export", "-o", "refs.bib")

    assert run.code == 1
    assert "article of the library is damaged" in run.err
    assert kept.read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "refs.bib.part").exists()


def test_parquet_without_its_package_is_said(filled, monkeypatch):
    """What to install stands in the message; nothing is written."""
    monkeypatch.setattr("harvester.export.formats.find_spec", lambda *_: None)

    run = filled("export", "-o", "all.parquet")

    assert run.code == 1
    assert "Parquet needs pyarrow: pip install 'harvester[parquet]'." in run.err


@pytest.mark.parametrize(
    ("ending", "begins"),
    [
        ("nbib", b"PMID- "),
        ("jats.xml", b"<?xml version"),
        ("xml", b"<?xml version"),
        ("html", b"<!doctype html>"),
        ("md", b"1. "),
        ("parquet", b"PAR1"),
        ("jsonl", b"{"),
        ("json", b"["),
        ("graphml", b"<?xml version"),
    ],
)
def test_every_ending_has_its_format(filled, tmp_path: Path, ending, begins):
    """The longest ending counts: a .jats.xml is no .xml."""
    run = filled("export", "-o", f"refs.{ending}")

    content = (tmp_path / f"refs.{ending}").read_bytes()
    assert run.code == 0
    assert content.startswith(begins)
    assert (b"<ref-list>" in content) == (ending == "jats.xml")
