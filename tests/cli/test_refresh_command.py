"""``harvest refresh``, ``harvest watch``, dry runs, and what the README prints."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Harvest
from tests.pipeline.made_up import Paper, write

ROOT = Path(__file__).resolve().parents[2]
ONE = Paper(pmid="99000101", doi="10.5555/refresh.1", revised="2021-03-04")
NEWS = Paper(pmid="99000101", doi="10.5555/refresh.1", volume="8", revised="2099-01-01")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of one paper, which config.toml names."""
    (tmp_path / "config.toml").write_text(
        f'[mirror]\nfolder = "{tmp_path / "folder"}"\n', encoding="utf-8"
    )
    return write(tmp_path / "folder", [ONE])


def age(library: Path) -> None:
    """Make everything due."""
    with sqlite3.connect(library) as db:
        db.execute("UPDATE checks SET asked_at = '2020-01-01T00:00:00Z'")
    db.close()


def content(library: Path) -> list[str]:
    with sqlite3.connect(library) as db:
        lines = list(db.iterdump())
    db.close()
    return lines


def test_what_changed_is_told(harvest: Harvest, folder: Path, tmp_path: Path) -> None:
    """The article that changed, and how much was asked for it."""
    harvest("--no-links", "99000101")
    age(tmp_path / "literature.db")
    write(folder, [NEWS])

    run = harvest("refresh")

    assert (run.code, run.err) == (0, "")
    assert "updated: Made up 99000101. J Made Up. 2020;8. PMID: 99000101." in run.out
    assert "2 of 2 due asked · 1 changed at their service" in run.out
    assert "1 updated, 0 unchanged · requests: pubmed 3, crossref 1" in run.out


def test_nothing_is_printed_when_quiet_and_well(
    harvest: Harvest, folder: Path, tmp_path: Path
) -> None:
    """Cron hears nothing, whether something changed or not."""
    harvest("--no-links", "99000101")

    idle = harvest("refresh", "-q")
    age(tmp_path / "literature.db")
    write(folder, [NEWS])
    busy = harvest("refresh", "-q")

    assert (idle.code, idle.out, idle.err) == (0, "", "")
    assert (busy.code, busy.out, busy.err) == (0, "", "")


def test_a_dry_run_writes_nothing(
    harvest: Harvest, folder: Path, tmp_path: Path
) -> None:
    """It prints what each service would be asked, and how long that takes."""
    harvest("99000101")
    library = tmp_path / "literature.db"
    age(library)
    before = content(library)

    run = harvest("refresh", "--dry-run", "--json")

    costs = {(c["source"], c["purpose"]): c["requests"] for c in run.json["costs"]}
    assert run.code == 0
    assert content(library) == before
    assert costs == {
        ("pubmed", "what changed"): 2,
        ("pubmed", "records, if all changed"): 1,
        ("pubmed", "link lists"): 3,
        ("crossref", "what changed"): 1,
        ("crossref", "records, if all changed"): 1,
        ("icite", "link lists"): 1,
    }


def test_a_dry_run_counts_by_the_services_own_rates(
    harvest: Harvest, tmp_path: Path
) -> None:
    """450 PMIDs: two EFetches at three a second; nine lists at one a second."""
    (tmp_path / "ids.txt").write_text(
        "\n".join(f"PMID: {99001000 + n}" for n in range(450)), encoding="utf-8"
    )

    run = harvest("get", "--dry-run", "--no-links", "ids.txt")

    assert run.code == 0
    assert run.out.splitlines() == [
        "450 articles; nothing is asked or written",
        "  pubmed    2 requests            0.7 s     records (450)",
        "  crossref  up to 9 requests      9.0 s     the same articles (up to 450)",
        "2 requests, up to 11 as the answers turn out; at the allowed rates 1 s to 9 s",
    ]
    assert not (tmp_path / "literature.db").exists()


def test_a_second_refresh_is_refused(
    harvest: Harvest, folder: Path, tmp_path: Path
) -> None:
    """Exit 75 and one line, also when quiet; nothing is asked."""
    harvest("--no-links", "99000101")
    with (tmp_path / "literature.db.lock").open("w+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4711 2026-11-20T03:17:00Z\n")
        lock.flush()
        run = harvest("refresh", "-q")

    assert run.code == 75
    assert run.out == ""
    assert run.err == (
        "harvest: literature.db is being refreshed already (process 4711, since "
        "2026-11-20T03:17:00Z); try again when that is done.\n"
    )


def test_there_is_nothing_to_refresh(harvest: Harvest, tmp_path: Path) -> None:
    """Without a library none is made."""
    run = harvest("refresh")

    assert run.code == 1
    assert "There is no library at literature.db" in run.err
    assert list(tmp_path.iterdir()) == []


def test_services_that_are_not_there(
    harvest: Harvest, folder: Path, tmp_path: Path
) -> None:
    """Nothing answers: exit 1, told once per service, the articles stay."""
    harvest("--no-links", "99000101")
    age(tmp_path / "literature.db")
    (tmp_path / "config.toml").write_text(
        '[mirror]\nurl = "http://127.0.0.1:9"\n[fetch]\nattempts = 1\n',
        encoding="utf-8",
    )

    run = harvest("refresh", "-q")

    assert (run.code, run.out) == (1, "")
    assert [line.split(":")[1].strip() for line in run.err.splitlines()] == [
        "pubmed",
        "crossref",
    ]
    assert harvest("show", "99000101").code == 0


def test_watched_articles_are_due_every_day(
    harvest: Harvest, folder: Path, tmp_path: Path
) -> None:
    """Watching makes a record due after a day, unwatching takes that back."""
    harvest("--no-links", "99000101")
    library = tmp_path / "literature.db"
    with sqlite3.connect(library) as db:
        db.execute("UPDATE checks SET asked_at = datetime('now', '-2 days')")
    db.close()

    before = harvest("refresh", "--dry-run")
    watched = harvest("watch", "https://doi.org/10.5555/refresh.1")
    during = harvest("refresh", "--dry-run")
    harvest("unwatch", "99000101")
    after = harvest("refresh", "--dry-run")

    assert watched.code == 0
    assert before.out.startswith("0 of 0 due")
    assert during.out.startswith("2 of 2 due")
    assert after.out.startswith("0 of 0 due")


def test_only_what_is_there_can_be_watched(harvest: Harvest, folder: Path) -> None:
    """An article that is not in the library, and what is no identifier, are told."""
    harvest("--no-links", "99000101")

    partly = harvest("watch", "99000101", "99000109")
    none = harvest("watch", "99000109")
    wrong = harvest("watch", "nonsense")

    assert (partly.code, none.code, wrong.code) == (3, 1, 2)
    assert none.err == "harvest: 99000109: no such article in literature.db\n"


def printed(name: str) -> str:
    """Return a block of the README that stands under a comment with ``name``."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(rf"<!-- {re.escape(name)} -->\n```\n(.*?)```", readme, re.DOTALL)
    assert block is not None
    return block[1]


@pytest.fixture
def placed(tmp_path: Path) -> dict[str, str]:
    """What a user puts in place of the README's paths; the command is ours."""
    command = tmp_path / "harvest"
    command.write_text(
        f"#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -c "
        "'from harvester.cli import main; main()' \"$@\"\n",
        encoding="utf-8",
    )
    command.chmod(0o755)
    return {
        "/path/to/.venv/bin/harvest": str(command),
        "/path/to/library": str(tmp_path),
    }


def filled(text: str, placed: dict[str, str]) -> str:
    for place, real in placed.items():
        text = text.replace(place, real)
    return text


def test_the_crontab_line_works(
    harvest: Harvest, folder: Path, tmp_path: Path, placed: dict[str, str]
) -> None:
    """Five fields of time, then a command that a bare shell runs, silently."""
    harvest("--no-links", "99000101")
    age(tmp_path / "literature.db")
    write(folder, [NEWS])
    line = filled(printed("crontab"), placed)
    match = re.fullmatch(r"((?:[\d*/,-]+ ){5}) *([^%\n]+)\n", line)
    assert match is not None

    done = subprocess.run(  # noqa: S603 - the README's own command
        ["/bin/sh", "-c", match[2]],
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        cwd="/",
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert '"volume": "8"' in harvest("show", "99000101", "--json").out


def test_the_service_runs_the_same_command(placed: dict[str, str]) -> None:
    """Cron and systemd do the same, and systemd knows our exit codes."""
    unit = dict(
        line.split("=", 1)
        for line in printed("harvest-refresh.service").splitlines()
        if "=" in line
    )
    cron = printed("crontab")

    assert cron.strip().endswith(
        f"cd {unit['WorkingDirectory']} && {unit['ExecStart']}"
    )
    assert unit["SuccessExitStatus"] == "3 75"


def test_systemd_understands_the_units(tmp_path: Path, placed: dict[str, str]) -> None:
    """``systemd-analyze verify`` has nothing to say about service and timer."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not on this machine")
    files = []
    for name in ("harvest-refresh.service", "harvest-refresh.timer"):
        file = tmp_path / name
        file.write_text(filled(printed(name), placed), encoding="utf-8")
        files.append(str(file))

    done = subprocess.run(  # noqa: S603 - a command of the system
        [analyze, "verify", "--man=no", *files],
        env={**os.environ, "SYSTEMD_LOG_LEVEL": "warning"},
        capture_output=True,
        text=True,
        check=False,
    )

    ours = [line for line in done.stderr.splitlines() if "harvest-refresh" in line]
    assert ours == []
