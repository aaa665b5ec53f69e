"""``harvest runs``, ``status``, ``doctor``, ``backup``, ``rebuild``."""

from __future__ import annotations

import fcntl
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Harvest

PMID = "38689169"
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def execute(path: Path, *statements: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as db, db:
        return [row for sql in statements for row in db.execute(sql).fetchall()]


def test_runs_are_listed(harvest: Harvest) -> None:
    """The newest first, each with its outcome and command; all of it as JSON."""
    harvest("--offline", "-q", "--pmid", PMID)
    harvest("--offline", "-q", "--pmid", "99999999")

    lines = harvest("runs").out.splitlines()
    (last,) = harvest("runs", "--json", "-n", "1").json

    assert [line.split()[0] for line in lines] == ["2", "1"]
    assert (
        "done · 8 added, 0 updated · requests: crossref 1, icite 1, pubmed 5"
        in lines[1]
    )
    assert lines[1].endswith("$ harvest --offline -q --pmid 38689169")
    assert (last["id"], last["summary"]["requests"]) == (2, {"pubmed": 1})


def test_status_counts(harvest: Harvest, tmp_path: Path) -> None:
    """Articles, how complete and fresh they are, what is unknown, bytes by table."""
    harvest("--offline", "-q", "--no-links", "--pmid", PMID, "--pmid", "99000031")
    harvest("--offline", "-q", "--pmid", "99999999")
    execute(
        tmp_path / "literature.db",
        "UPDATE run_payloads SET fetched_at = '2020-01-01T00:00:00Z' "
        "WHERE payload_id IN (SELECT payload_id FROM records "
        "WHERE source_id = '10.1245/s10434-024-15316-7')",
    )

    told = harvest("status", "--json").json
    text = harvest("status").out

    assert told["article_count"] == 2
    assert told["shares"]["pmid"] == 2
    assert told["shares"]["volume"] == 1
    assert told["ages"] == {"within a day": 2}
    assert told["unknown_counts"]["pubmed"] == 1
    assert told["size_bytes"] == (tmp_path / "literature.db").stat().st_size
    assert sum(told["table_bytes"].values()) <= told["size_bytes"]
    assert len(told["runs"]) == 2
    assert "literature.db: 2 articles" in text
    assert "pmid 2 (100 %)" in text
    assert "volume 1 (50 %)" in text


def test_a_healthy_library_passes(harvest: Harvest) -> None:
    """Every line ok but for what the user may still set; exit code 0."""
    harvest("--offline", "-q", "--pmid", PMID)

    run = harvest("doctor", NCBI_API_KEY="planted-key", NCBI_EMAIL="a@example.org")

    assert run.code == 0
    assert {line.split()[0] for line in run.out.splitlines()} == {"ok"}
    assert "library: literature.db is sound: 8 articles" in run.out
    assert "planted-key" not in run.out + run.err
    assert "a@example.org" not in run.out + run.err


def test_no_library_yet_is_no_failure(harvest: Harvest, tmp_path: Path) -> None:
    """Before the first harvest all may be well; nothing is made by looking."""
    run = harvest("doctor")

    assert run.code == 0
    assert "literature.db is not there yet" in run.out
    assert "warn  contact: no address is set; set email" in run.out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (("PRAGMA user_version = 99",), "update harvester"),
        (
            (
                "PRAGMA foreign_keys = OFF",
                "UPDATE articles SET journal_id = 4711 WHERE id = 1",
            ),
            "articles row 1 points at a row of journals that is not there; restore",
        ),
        (
            ("UPDATE runs SET started_at = '2999-01-01T00:00:00Z'",),
            "later than now; set the clock",
        ),
    ],
)
def test_what_is_wrong_is_said(
    harvest: Harvest, tmp_path: Path, spoil: tuple[str, ...], message: str
) -> None:
    """Exit code 1, and what to do about it."""
    harvest("--offline", "-q", "--no-links", "--pmid", PMID)
    execute(tmp_path / "literature.db", *spoil)

    run = harvest("doctor")

    assert run.code == 1
    (line,) = [line for line in run.out.splitlines() if line.startswith("fail")]
    assert message in line


def test_a_damaged_page_is_found(harvest: Harvest, tmp_path: Path) -> None:
    """A library whose pages are broken fails, with a line and no traceback."""
    harvest("--offline", "-q", "--pmid", PMID)
    file = tmp_path / "literature.db"
    content = bytearray(file.read_bytes())
    content[len(content) // 2 :] = b"\xff" * (len(content) - len(content) // 2)
    file.write_bytes(content)

    run = harvest("doctor")

    assert run.code == 1
    assert "fail  library" in run.out
    assert "from a backup" in run.out


def test_a_broken_configuration_fails(harvest: Harvest, tmp_path: Path) -> None:
    """The file and the key are named, and the rest is not looked at."""
    (tmp_path / "config.toml").write_text("[alerts]\non = ['dull']\n", encoding="utf-8")

    run = harvest("doctor")

    assert run.code == 1
    assert run.out.startswith("fail  configuration: config.toml: alerts.on")


def test_who_is_writing_is_said(harvest: Harvest, tmp_path: Path) -> None:
    """A writer is no failure; a lock file that nobody holds is nothing."""
    harvest("--offline", "-q", "--pmid", PMID)
    lock = tmp_path / "literature.db.lock"
    lock.write_text("4711 2026-11-20T12:00:00Z\n", encoding="utf-8")
    assert "lock: nobody is writing" in harvest("doctor").out

    with lock.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert "lock: process 4711 is writing" in harvest("doctor").out
    with closing(sqlite3.connect(tmp_path / "literature.db")) as db:
        db.execute("BEGIN IMMEDIATE")
        run = harvest("doctor")
    assert (run.code, "lock: another process is writing" in run.out) == (0, True)


def test_services_are_asked_only_if_wanted(harvest: Harvest, tmp_path: Path) -> None:
    """--online tells status, time and Crossref's pool; what fails, with advice."""
    config = tmp_path / "config.toml"
    mirror = f'[mirror]\nfolder = "{FIXTURES}"\n[contact]\nemail = "a@example.org"\n'
    config.write_text(mirror, encoding="utf-8")
    online = harvest("doctor", "--online").out
    assert "ok    pubmed: HTTP 200" in online
    assert "pool polite" in online
    assert "pubmed" not in harvest("doctor").out

    config.write_text('[mirror]\nurl = "http://127.0.0.1:9"\n', encoding="utf-8")
    refused = harvest("doctor", "--online")
    assert refused.code == 1
    assert "fail  crossref: crossref cannot be reached" in refused.out


def test_a_backup_is_a_sound_copy(harvest: Harvest, tmp_path: Path) -> None:
    """It holds what the library holds, opens as one, and overwrites nothing."""
    harvest("--offline", "-q", "--pmid", PMID)

    run = harvest("backup", "copy.db")
    again = harvest("backup", "copy.db")
    nowhere = harvest("backup", "none/copy.db")

    assert (run.code, run.out) == (0, "")
    assert "copied to copy.db" in run.err
    count = "SELECT count(*) FROM articles"
    assert execute(tmp_path / "copy.db", count) == [(8,)]
    assert harvest("show", PMID, "--db", "copy.db").code == 0
    assert again.code == 1
    assert "copy.db exists" in again.err
    assert nowhere.code == 1
    assert "The folder none does not exist" in nowhere.err


@pytest.mark.parametrize(
    "command",
    [["changes"], ["runs"], ["status"], ["backup", "x.db"], ["rebuild"]],
)
def test_without_a_library_nothing_is_made(
    harvest: Harvest, tmp_path: Path, command: list[str]
) -> None:
    """One sentence, exit code 1, and no file."""
    run = harvest(*command)

    assert run.code == 1
    assert "There is no library at literature.db" in run.err
    assert list(tmp_path.iterdir()) == []


def test_a_rebuild_repairs_what_was_read_wrongly(
    harvest: Harvest, tmp_path: Path
) -> None:
    """What a parser got wrong is read again; a dry run only says so."""
    harvest("--offline", "-q", "--pmid", PMID)
    library = tmp_path / "literature.db"
    wrong = "json = replace(json, 'Surgical Cytoreduction', 'Sugical Cytoreduction')"
    execute(
        library,
        f"UPDATE records SET {wrong}, content_hash = '' WHERE source = 'pubmed'",
        f"UPDATE articles SET {wrong}, content_hash = '' WHERE id = 1",
    )

    dry = harvest("rebuild", "--dry-run")
    assert "Sugical" in harvest("show", PMID).out
    real = harvest("rebuild", "--json")

    assert "dry run: nothing was changed" in dry.out
    assert "title: Value of Sugical" in dry.out
    assert real.code == 0
    assert [c["change"]["field"] for c in real.json["changes"]] == ["title"]
    assert real.json["articles"]["updated"] >= 1
    assert "Surgical" in harvest("show", PMID).out
    assert "Nothing changed." in harvest("rebuild").out


def test_doctor_speaks_json(harvest: Harvest) -> None:
    """The same lines for programs, a broken configuration among them."""
    harvest("--offline", "--no-links", "-q", "38689169")

    run = harvest("doctor", "--json")
    broken = harvest("doctor", "--json", "--config", "none.toml")

    assert run.code == 0
    assert {line["state"] for line in run.json} <= {"ok", "warn"}
    assert "configuration" in {line["subject"] for line in run.json}
    assert broken.code == 1
    assert [line["state"] for line in broken.json] == ["fail"]
