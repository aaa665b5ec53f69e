"""``harvest identify``: what documents are, without network or library."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Harvest

RIS = "TY  - JOUR\nTI  - A made-up title\nDO  - 10.5555/A.1\nER  - \n"
PAGE = """A made-up title of a page
PMID: 99000001
Abstract
The fog was measured.
References
1. Quist O. On fog. doi:10.5555/fog.1
"""


def test_one_line_of_json_per_document(harvest: Harvest, tmp_path: Path) -> None:
    """Files and standard input in order; nothing is written beside them."""
    (tmp_path / "a.ris").write_text(RIS, encoding="utf-8")

    run = harvest("identify", "a.ris", "-", "--json", stdin=PAGE.encode())

    first, second = map(json.loads, run.out.splitlines())
    assert (run.code, run.err) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["a.ris"]
    assert first["name"] == "a.ris"
    assert first["reader"] == "ris"
    assert first["own"] == [
        {
            "scheme": "doi",
            "identifier": "10.5555/a.1",
            "offset": 39,
            "label": "DO",
            "evidence": "TY - JOUR TI - A made-up title DO - 10.5555/A.1 ER -",
        }
    ]
    assert first["metadata"]["title"] == {"plain": "A made-up title"}
    assert first["values"] == [
        {
            "field": "title",
            "value": "A made-up title",
            "offset": RIS.index("A made-up title"),
            "evidence": "TY - JOUR TI - A made-up title DO - 10.5555/A.1 ER -",
        }
    ]
    assert first["unresolved"] is None
    assert [(i["scheme"], i["identifier"]) for i in second["own"]] == [
        ("pmid", "99000001")
    ]
    cited = second["mentions"][1]
    assert sorted(cited) == [
        "alternatives", "evidence", "identifier", "item", "label", "offset", "role",
        "scheme", "section",
    ]  # fmt: skip
    assert (cited["role"], cited["section"], cited["item"], cited["alternatives"]) == (
        "reference",
        "References",
        1,
        [],
    )


def test_a_document_without_anything(harvest: Harvest) -> None:
    """Its record is an empty object or says little, and the reason is given."""
    run = harvest("identify", "-", "--json", stdin=b"pmid\n99000001\n99000002\n")

    assert run.code == 0
    assert run.json["metadata"] == {}
    assert run.json["unresolved"] == "It is a table of 2 records."


def test_the_short_form(harvest: Harvest) -> None:
    """One line says what it is, one its title, one what it mentions."""
    run = harvest("identify", "-", stdin=PAGE.encode())

    assert run.out == (
        "- (general): PMID 99000001\n"
        "  A made-up title of a page\n"
        "  identifiers: 1 reference\n"
    )


def test_what_cannot_be_read(harvest: Harvest, tmp_path: Path) -> None:
    """2 where nothing is readable, 3 beside what is; one sentence each."""
    (tmp_path / "a.ris").write_text(RIS, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")

    alone = harvest("identify", "empty.txt", "missing.txt")
    beside = harvest("identify", "a.ris", "missing.txt")

    assert alone.code == 2
    assert alone.err.splitlines() == [
        "harvest: empty.txt is empty.",
        "harvest: missing.txt: cannot be read (No such file or directory)",
    ]
    assert beside.code == 3
    assert "DOI 10.5555/a.1" in beside.out


def test_a_folder(harvest: Harvest, tmp_path: Path) -> None:
    """Every file of a folder is told, and how many there are."""
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers/a.ris").write_text(RIS, encoding="utf-8")

    run = harvest("identify", "papers")

    assert run.code == 0
    assert "papers: 1 file\n" in run.err
    assert "a.ris (ris): DOI 10.5555/a.1" in run.out
