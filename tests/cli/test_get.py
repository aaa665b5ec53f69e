"""``harvest``: what a user gives, gets and is told."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Harvest

PMID = "38689169"
AUTHORS = [
    "Gudmundsdottir", "Fogliati", "Grotz", "Thiels", "Warner", "Smoot", "Truty",
    "Kendrick", "Nagorney", "Halfdanarson", "Cleary", "Starlinger",
]  # fmt: skip
SIMILAR = ["32473829", "29560571", "30343949", "30671800", "19212693"]


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        found = connection.execute(sql).fetchall()
    connection.close()
    return found


def test_one_pmid_comes_with_its_authors_and_links(process: Harvest) -> None:
    """The article of the PubMed page, its twelve authors, its lists as printed."""
    run = process("--offline", "--pmid", PMID, "--json")

    (article,) = run.json["articles"]
    assert run.code == 0
    assert article["doi"] == "10.1245/s10434-024-15316-7"
    assert [author["family"] for author in article["authors"]] == AUTHORS
    assert [work["pmid"] for work in article["similar"]] == SIMILAR
    assert {work["pmid"] for work in article["cited_by"]} == {"40560496", "40113726"}
    assert all(work["in_library"] for work in article["similar"] + article["cited_by"])
    assert run.json["summary"]["added"] == 8


def test_every_spelling_is_understood(harvest: Harvest) -> None:
    """PMID, DOI, PMCID, URLs of doi.org, PubMed and PMC; each is told what it was."""
    run = harvest(
        "--offline", "--no-links", "--json",
        PMID, "10.1155/2012/782672", "https://doi.org/10.1001/archsurg.141.10.1000",
        "https://pubmed.ncbi.nlm.nih.gov/22752376/", "doi:10.1245/S10434-017-5839-X",
    )  # fmt: skip

    assert run.code == 0
    assert [(i["took_for"], i["pmid"], i["doi"]) for i in run.json["inputs"]] == [
        ("PMID", PMID, "10.1245/s10434-024-15316-7"),
        ("DOI", None, "10.1155/2012/782672"),
        ("DOI", "17043278", "10.1001/archsurg.141.10.1000"),
        ("PMID", "22752376", "10.1245/s10434-012-2462-8"),
        ("DOI", None, "10.1245/s10434-017-5839-x"),
    ]


def test_a_list_of_identifiers_is_harvested(harvest: Harvest, tmp_path: Path) -> None:
    """A text file and standard input give every article that they mention."""
    notes = tmp_path / "notes.txt"
    notes.write_text(f"PMID: {PMID}\nsee 10.1155/2012/782672.\n", encoding="utf-8")

    run = harvest(
        "--offline", "--no-links", "--json", "notes.txt", "-", stdin=b"PMID 22752376"
    )

    assert run.code == 0
    assert [(i["input"], i["pmid"], i["doi"]) for i in run.json["inputs"]] == [
        ("notes.txt", PMID, "10.1245/s10434-024-15316-7"),
        ("notes.txt", None, "10.1155/2012/782672"),
        ("-", "22752376", "10.1245/s10434-012-2462-8"),
    ]


def test_the_five_documents(harvest: Harvest, documents: Path, tmp_path: Path) -> None:
    """Four are recognised with their lists, the fifth is stored as unresolved."""
    files = sorted(str(path) for path in documents.glob("*.txt"))

    run = harvest("--offline", *files, "--json")

    assert run.code == 0
    assert [i["doi"] for i in run.json["inputs"]] == [
        "10.1245/s10434-012-2462-8",
        "10.1245/s10434-024-15316-7",
        "10.1001/archsurg.141.10.1000",
        None,
        "10.1245/s10434-017-5839-x",
    ]
    library = tmp_path / "literature.db"
    assert rows(library, "SELECT state, count(*) FROM documents GROUP BY 1") == [
        ("resolved", 4),
        ("unresolved", 1),
    ]
    listed = rows(
        library,
        "SELECT role, value FROM mentions WHERE scheme = 'pmid' AND role <> 'own' "
        "ORDER BY document_id, position",
    )
    assert listed == [
        *(("similar", pmid) for pmid in SIMILAR),
        ("cited-by", "40560496"),
        ("cited-by", "40113726"),
    ]


def test_a_second_run_changes_nothing_but_the_run_log(
    harvest: Harvest, tmp_path: Path
) -> None:
    """All tables but those of the run log are the same, byte for byte."""
    library = tmp_path / "literature.db"
    harvest("--offline", "--pmid", PMID)
    before = dump(library)

    run = harvest("--offline", "--pmid", PMID)

    assert "0 added, 0 updated" in run.out
    assert dump(library) == before


LOG = ('INSERT INTO "run', 'INSERT INTO "checks"', "sqlite_sequence")


def dump(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        lines = [
            line
            for line in connection.iterdump()
            if not any(log in line for log in LOG)
        ]
    connection.close()
    return lines


def test_nothing_is_printed_when_quiet_and_well(harvest: Harvest) -> None:
    """Cron hears of problems only."""
    run = harvest("--offline", "-q", "--pmid", PMID)

    assert (run.code, run.out, run.err) == (0, "", "")


def test_a_planted_key_is_nowhere(process: Harvest, tmp_path: Path) -> None:
    """Neither output nor library holds the API key or the contact address."""
    secrets = {"NCBI_API_KEY": "planted-key", "NCBI_EMAIL": "planted@example.org"}

    run = process("--offline", "-v", "--pmid", PMID, **secrets)

    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    payloads = rows(tmp_path / "literature.db", "SELECT url, params FROM payloads")
    assert run.code == 0
    assert "planted" not in run.out + run.err + str(payloads)
    assert b"planted" not in kept


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("-1", "-1 is no PMID"),
        ("0", "0 is no PMID"),
        ("99999999999", "is no PMID"),
        ("10.5555", "10.5555 is no DOI"),
        ("nothing.txt", "nothing.txt"),
        ("empty", "is a folder without a file"),
        ("*.pdf", "no file of such a name"),
        ("empty.txt", "empty"),
        ("rubbish.bin", "not text"),
    ],
)
def test_bad_input_is_named_and_the_good_is_harvested(
    harvest: Harvest, tmp_path: Path, argument: str, message: str
) -> None:
    """One clear sentence, exit code 2 alone and 3 beside a good input."""
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "rubbish.bin").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "empty").mkdir()

    alone = harvest("--offline", "--", argument)
    beside = harvest("--offline", "--no-links", "--", PMID, argument)

    assert alone.code == 2
    assert message in alone.err
    assert len(alone.err.strip().splitlines()) == 1
    assert beside.code == 3
    assert message in beside.err
    assert "Gudmundsdottir" in beside.out


def test_a_folder_stands_for_its_files(harvest: Harvest, tmp_path: Path) -> None:
    """Known endings only, sorted, nothing hidden; how many is said unless quiet."""
    papers = tmp_path / "papers"
    for name, content in {
        "b/list.csv": f"PMID;Title\n{PMID};x\n22752376;y\n",
        "a.ris": "TY  - JOUR\nDO  - 10.1155/2012/782672\nER  - \n",
        "a.bak": "PMID: 32473829",
        ".hidden.txt": "PMID: 32473829",
        ".git/notes.txt": "PMID: 32473829",
    }.items():
        file = papers / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")

    run = harvest("--offline", "--no-links", "--json", "papers")
    quiet = harvest("--offline", "--no-links", "-q", "papers")
    pattern = harvest("--offline", "--no-links", "--json", "papers/*")

    assert run.code == quiet.code == pattern.code == 0
    assert [(i["input"], i["pmid"], i["doi"]) for i in run.json["inputs"]] == [
        ("a.ris", None, "10.1155/2012/782672"),
        ("list.csv", PMID, "10.1245/s10434-024-15316-7"),
        ("list.csv", "22752376", "10.1245/s10434-012-2462-8"),
    ]
    assert "papers: 2 files\n" in run.err
    assert "files" not in quiet.err
    assert "papers/*: 3 files\n" in pattern.err


def test_no_argument_is_a_usage_error(harvest: Harvest) -> None:
    """The user is told what to give."""
    run = harvest()

    assert run.code == 2
    assert "nothing to harvest: give a PMID, DOI" in run.err


def test_an_unknown_identifier_is_said(harvest: Harvest) -> None:
    """An id that no service knows: 1 alone, 3 beside one that is known."""
    alone = harvest("--offline", "--pmid", "99999999")
    beside = harvest("--offline", "--no-links", "--pmid", "99999999", "--pmid", PMID)

    assert alone.code == 1
    assert "no service knows pmid:99999999" in alone.out
    assert beside.code == 3
    assert "Gudmundsdottir" in beside.out


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (b"not a database", 1, "not a database"),
        (b"", 0, ""),
    ],
)
def test_a_file_that_is_no_library_is_left_alone(
    harvest: Harvest, tmp_path: Path, content: bytes, code: int, message: str
) -> None:
    """A strange file is not touched; an empty one becomes a library."""
    file = tmp_path / "x.db"
    file.write_bytes(content)

    run = harvest("--offline", "--no-links", "--pmid", PMID, "--db", "x.db")

    assert run.code == code
    assert message in run.err
    if code:
        assert file.read_bytes() == content


def test_a_database_of_another_program_is_left_alone(
    harvest: Harvest, tmp_path: Path
) -> None:
    """Nobody's tables are mixed with ours."""
    file = tmp_path / "other.db"
    rows(file, "CREATE TABLE theirs (x)")
    before = file.read_bytes()

    run = harvest("--offline", "--pmid", PMID, "--db", "other.db")

    assert run.code == 1
    assert "other.db" in run.err
    assert file.read_bytes() == before


def test_a_broken_configuration_is_said(harvest: Harvest, tmp_path: Path) -> None:
    """Exit code 78, the file and the key are named."""
    (tmp_path / "config.toml").write_text("[links]\nsimilar = 'x'\n", encoding="utf-8")

    run = harvest("--offline", "--pmid", PMID)

    assert run.code == 78
    assert "config.toml: links.similar" in run.err


def test_an_unwritable_place_is_said(harvest: Harvest) -> None:
    """A folder that does not exist cannot hold the library."""
    run = harvest("--offline", "--pmid", PMID, "--db", "none/x.db")

    assert run.code == 1
    assert "none" in run.err
