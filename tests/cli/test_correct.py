"""``harvest set``, ``unset``, ``corrections``, ``policy``: whose word a value is."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Harvest
from tests.pipeline.made_up import Paper, write

ONE = Paper(pmid="99000101", doi="10.5555/refresh.1", revised="2021-03-04")
NEWS = Paper(
    pmid="99000101",
    doi="10.5555/refresh.1",
    volume="8",
    revised="2099-01-01",
    indexed="2099-01-01",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of one paper of volume 7, which config.toml names."""
    (tmp_path / "config.toml").write_text(
        f'[mirror]\nfolder = "{tmp_path / "folder"}"\n', encoding="utf-8"
    )
    return write(tmp_path / "folder", [ONE])


def rows(tmp_path: Path, sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(tmp_path / "literature.db") as db:
        found = db.execute(sql).fetchall()
    db.close()
    return found


def renew(harvest: Harvest, tmp_path: Path, *papers: Paper) -> Any:
    """Refresh after the services changed."""
    rows(tmp_path, "UPDATE checks SET asked_at = '2020-01-01T00:00:00Z'")
    write(tmp_path / "folder", list(papers))
    return harvest("refresh")


def test_a_correction_outranks_every_source(
    harvest: Harvest, folder: Path, tmp_path: Path
) -> None:
    """The value, its derived forms and its citation follow; the sources are kept."""
    harvest("--no-links", "99000101")

    run = harvest("set", "99000101", "volume", "31 Suppl 2", "--why", "the PDF says so")

    assert run.code == 0
    assert run.out.startswith("volume = 31 Suppl 2 · user ")
    assert "(correction) · because: the PDF says so · not pubmed: 7 (real)" in run.out
    assert "not crossref: 7 (real)" in run.out
    assert rows(tmp_path, "SELECT volume, citation FROM articles") == [
        ("31 Suppl 2", "Made up 99000101. J Made Up. 2020;31 Suppl 2.")
    ]
    article = harvest("show", "10.5555/refresh.1", "--json").json["record"]
    assert article["numbering"]["volume"] == "31"
    assert article["numbering"]["supplement"] == "Suppl 2"
    changed = "SELECT old_value, new_value, new_source FROM changes WHERE field = "
    assert rows(tmp_path, f"{changed} 'volume'") == [("7", "31 Suppl 2", "user")]


def test_a_correction_survives_refresh_and_rebuild(
    harvest: Harvest, folder: Path, tmp_path: Path
) -> None:
    """Whatever the sources say later, however often it is merged."""
    harvest("--no-links", "99000101")
    harvest("set", "10.5555/refresh.1", "volume", "31")

    renewed = renew(harvest, tmp_path, NEWS)
    rebuilt = harvest("rebuild")

    assert (renewed.code, rebuilt.code) == (0, 0)
    (line,) = harvest("why", "99000101", "volume").out.splitlines()
    assert line.startswith("volume = 31 · user ")
    assert "not pubmed: 8 (real)" in line


def test_a_source_that_comes_to_agree_is_told_once(
    harvest: Harvest, folder: Path, tmp_path: Path
) -> None:
    """PubMed and Crossref say 8 as well now: a finding, in the summary of one run."""
    harvest("--no-links", "99000101")
    harvest("set", "99000101", "volume", "8")

    first = renew(harvest, tmp_path, NEWS)
    again = renew(harvest, tmp_path, NEWS)

    assert "note: pubmed and crossref now say what you set on" in first.err
    assert "`harvest unset 99000101 volume` takes it back" in first.err
    assert "note:" not in again.err
    assert rows(tmp_path, "SELECT state, agreed_by FROM corrections") == [
        ("agreed", "pubmed\ncrossref")
    ]
    assert rows(
        tmp_path, "SELECT code, article_id FROM findings WHERE code LIKE 'correction%'"
    ) == [("correction-confirmed", 1)]


def test_a_source_that_agreed_from_the_start_is_no_news(
    harvest: Harvest, folder: Path, tmp_path: Path
) -> None:
    """Setting what the sources say anyway confirms nothing."""
    harvest("--no-links", "99000101")

    run = harvest("set", "99000101", "volume", "007")

    assert "agreed by pubmed, crossref" in run.out
    assert rows(tmp_path, "SELECT state FROM corrections") == [("agreed",)]
    assert rows(tmp_path, "SELECT * FROM findings WHERE code LIKE 'correction%'") == []


def test_a_correction_taken_back(
    harvest: Harvest, folder: Path, tmp_path: Path
) -> None:
    """The sources' value is back; the correction stays in the list, withdrawn."""
    harvest("--no-links", "99000101")
    before = rows(tmp_path, "SELECT json FROM articles")
    harvest("set", "99000101", "volume", "31")

    run = harvest("unset", "10.5555/refresh.1", "volume")

    assert run.out.startswith("volume = 7 · pubmed 99000101 (prefer pubmed)")
    assert rows(tmp_path, "SELECT json FROM articles") == before
    assert "volume = 31 · set " in (listed := harvest("corrections").out)
    assert " · withdrawn " in listed
    again = harvest("unset", "99000101", "volume")
    assert (again.code, again.out) == (2, "")
    assert "volume was not corrected" in again.err
    assert "did you mean volume?" in harvest("unset", "99000101", "volum").err


def test_a_correction_taken_back_for_programs(
    harvest: Harvest, folder: Path, tmp_path: Path
) -> None:
    """What no source gives has the shape of what one gives."""
    harvest("--no-links", "99000101")
    one = harvest("set", "99000101", "article_number", "e7", "--json").json

    none = harvest("unset", "99000101", "article_number", "--json").json

    assert (one["field"], one["value"]) == ("article_number", "e7")
    assert none == {**one, **dict.fromkeys(("source", "source_id", "rule", "value")),
                    "shown": "(none)"}  # fmt: skip


def test_a_reason_outlasts_saying_the_same_again(
    harvest: Harvest, folder: Path, tmp_path: Path
) -> None:
    """Without a new reason the old one stays; another value has none."""
    harvest("--no-links", "99000101")
    harvest("set", "99000101", "volume", "31", "--why", "the PDF says so")

    same = harvest("set", "10.5555/refresh.1", "volume", "31")
    other = harvest("set", "99000101", "volume", "32")

    assert "because: the PDF says so" in same.out
    assert "because" not in other.out


def test_corrections_one_a_line(harvest: Harvest, folder: Path, tmp_path: Path) -> None:
    """A value of two lines takes one; that there are none is said, on stderr."""
    harvest("--no-links", "99000101")
    empty = harvest("corrections")
    harvest("set", "99000101", "title", "On\nthings")

    (line,) = harvest("corrections").out.splitlines()

    assert (empty.code, empty.out) == (0, "")
    assert "no correction was set" in empty.err
    assert line.startswith("pmid:99000101 title = On things · ")


def test_that_there_is_none(harvest: Harvest, folder: Path, tmp_path: Path) -> None:
    """No source is right: the field is empty, and why says who thinks otherwise."""
    harvest("--no-links", "99000101")

    run = harvest("set", "99000101", "volume", "--absent")

    assert "volume = (none) · user " in run.out
    assert "not pubmed: 7 (real)" in run.out
    assert rows(tmp_path, "SELECT volume FROM articles") == [(None,)]


@pytest.mark.parametrize(
    ("field", "value", "columns", "expected"),
    [
        ("pages", "1000-4", "pages, first_page, last_page", ("1000-4", "1000", "1004")),
        ("year", "2019", "year, published", (2019, "2019")),
        ("published", "2024 May 1", "year, published", (2024, "2024-05-01")),
        ("journal", "Other Things", "journal", ("Other Things",)),
        ("title", "On <i>E. coli</i>", "title", ("On E. coli",)),
        ("article-number", "e105", "article_number", ("e105",)),
        ("type", "chapter", "type", ("chapter",)),
        ("language", "de", "language", ("ger",)),
        ("abstract", "We ask.", "abstract", ("We ask.",)),
    ],
)
def test_what_follows_from_a_correction(
    harvest: Harvest,
    folder: Path,
    tmp_path: Path,
    field: str,
    value: str,
    columns: str,
    expected: tuple[Any, ...],
) -> None:
    """The columns of the article say it, by the words that people use for fields."""
    harvest("--no-links", "99000101")

    assert harvest("set", "99000101", field, value).code == 0

    assert rows(tmp_path, f"SELECT {columns} FROM articles") == [expected]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("volum", "3"), "no such field 'volum'; did you mean volume?"),
        (("volume name", "3"), "did you mean volume?"),
        (("shoe", "3"), "there are title, original_title, journal, volume, "),
        (("authors", "Doe J"), "contributors cannot be corrected by hand"),
        (("first_page", "3"), "locator is derived: correct volume and issue, or page"),
        (("doi", "10.5555/x"), "identifiers say which article this is"),
        (("locator", "3"), "locator is derived: correct volume and issue, or page"),
        (("mesh_headings", "x"), "cannot be corrected by hand; [policy] in config"),
        (("year", "soon"), "'soon' is no value of published: a date is wanted"),
        (("year", "2024-13-45"), "only 2024 of it can be read; a date is wanted"),
        (("year", "31.12.2024"), "only 2024 of it can be read"),
        (("type", "novel"), "a type of CSL is wanted, one of article, "),
        (("language", "Klingon"), "codes of languages are wanted"),
        (("volume", " "), "' ' is no value of volume"),
        (("volume",), "give a value, or --absent"),
        (("volume", "3", "--absent"), "give a value, or --absent"),
    ],
)
def test_what_cannot_be_set_is_said(
    harvest: Harvest, folder: Path, arguments: tuple[str, ...], message: str
) -> None:
    """Which field or value, why, and what to do; nothing is kept."""
    harvest("--no-links", "99000101")

    run = harvest("set", "99000101", *arguments)

    assert run.code == 2
    assert message in run.err
    assert harvest("corrections").out == ""


def test_corrections_for_programs(harvest: Harvest, folder: Path) -> None:
    """Each with what it was read as, its state, and its article."""
    harvest("--no-links", "99000101")
    harvest("set", "99000101", "page", "17-8", "--why", "seen")

    (kept,) = harvest("corrections", "99000101", "--json").json

    assert kept["correction"]["key"] == ["pmid", "99000101"]
    assert (kept["meaning"], kept["state"]) == ("17-18", "standing")
    assert kept["correction"]["why"] == "seen"


def test_another_policy_needs_no_request(
    harvest: Harvest, folder: Path, tmp_path: Path
) -> None:
    """Crossref believed for titles: a rebuild tells it by Crossref's title."""
    harvest("--no-links", "99000101")
    before = rows(tmp_path, "SELECT count(*) FROM payloads")
    with (tmp_path / "config.toml").open("a", encoding="utf-8") as file:
        file.write('[policy]\ntitle = ["crossref"]\n')

    run = harvest("rebuild")

    assert run.code == 0
    assert rows(tmp_path, "SELECT title FROM articles") == [("Made up 99000101",)]
    assert rows(tmp_path, "SELECT count(*) FROM payloads") == before
    (line,) = harvest("why", "99000101", "title").out.splitlines()
    assert "crossref 10.5555/refresh.1 (original crossref)" in line
    assert "not pubmed: Made up 99000101. (formatting)" in line


def test_the_policy_in_words(harvest: Harvest, tmp_path: Path) -> None:
    """One line per field; what config.toml changes is marked."""
    (tmp_path / "config.toml").write_text(
        '[policy]\ncontributors = {rule = "prefer", order = ["crossref"]}\n',
        encoding="utf-8",
    )

    lines = harvest("policy").out.splitlines()

    (mine,) = [line for line in lines if line.startswith("contributors ")]
    assert mine.split() == [
        "contributors",
        "prefer",
        "crossref,",
        "pubmed,",
        "datacite,",
        "idconv,",
        "doira",
        "*",
    ]
    (theirs,) = [line for line in lines if line.startswith("volume ")]
    assert theirs.split() == [
        *("volume", "prefer", "pubmed,", "crossref,", "datacite,", "idconv,", "doira")
    ]
    rows = {row["field"]: row for row in harvest("policy", "--json").json}
    assert rows["contributors"]["is_yours"]
    assert not rows["volume"]["is_yours"]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('titel = ["crossref"]', "policy.titel: no such field; did you mean title?"),
        ('title = "crossref"', "policy.title: a list of sources is wanted, such as"),
        (
            'title = ["crosref"]',
            "policy.title: no such source 'crosref'; there are pub",
        ),
        (
            'title = {rule = "union"}',
            "policy.title: no rule 'union' for this field; it",
        ),
        ('locator = ["crossref"]', "policy.locator: it is derived from the values"),
        ("title = 3", "policy.title: a list of sources is wanted"),
        ("title = {ruel = 'fill'}", "unknown field `ruel`"),
    ],
)
def test_a_policy_that_cannot_be_followed_is_said(
    harvest: Harvest, tmp_path: Path, entry: str, message: str
) -> None:
    """Which entry, what is wrong with it, and what there is instead."""
    (tmp_path / "config.toml").write_text(f"[policy]\n{entry}\n", encoding="utf-8")

    run = harvest("policy")

    assert run.code == 78
    assert message in run.err


def test_a_run_counts_the_conflicts_by_kind(
    harvest: Harvest, folder: Path, tmp_path: Path
) -> None:
    """The run log says how many values were not taken, and how far off they are."""
    run = harvest("--no-links", "--json", "99000101")

    # Crossref's title has no full stop, and no journal.
    assert run.json["summary"]["conflict_counts"] == {"formatting": 1}
    harvest("set", "99000101", "volume", "31")
    assert rows(tmp_path, "SELECT class, count(*) FROM conflicts GROUP BY class") == [
        ("formatting", 1),
        ("real", 2),
    ]
