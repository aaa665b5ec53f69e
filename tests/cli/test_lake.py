"""``harvest lake``: what it prints, how it ends."""

from __future__ import annotations

import socket
from importlib import util
from pathlib import Path
from typing import Any

import fsspec
import pytest

from tests.cli.conftest import Harvest
from tests.lake.files import record, write_pubmed


def test_build_says_what_the_lake_holds(harvest: Harvest, tmp_path: Path) -> None:
    """Records, files and where the tables are; a second time, that nothing is new."""
    write_pubmed(tmp_path, 1, record(99000001), record(99000002))

    first = harvest("lake", "build", "--out", "lake", "--workers", "1", "*.xml.gz")
    second = harvest("lake", "build", "--out", "lake", "--workers", "1", "*.xml.gz")

    assert first.code == second.code == 0
    head, tables = first.out.splitlines()
    assert head.startswith("lake: records 2 of pubmed · 1 files · ")
    pattern = tables.removeprefix("tables: ")
    assert len(list(tmp_path.glob(pattern))) == 16
    assert "(1 read before)" in second.out
    assert "nothing new" in second.out


def test_build_prints_the_manifest(harvest: Harvest, tmp_path: Path) -> None:
    """With --json, what manifest.json says, and nothing else."""
    write_pubmed(tmp_path, 1, record(99000001))

    run = harvest(
        "lake", "build", "--out", "lake", "--workers=1", "--json", str(tmp_path)
    )

    assert run.code == 0
    assert run.json["record_counts"] == {"pubmed": 1}
    assert run.json["inputs"][0]["name"] == "pubmed26n0001.xml.gz"
    assert len(run.json["parts"]) == 16


def test_broken_files_are_named(harvest: Harvest, tmp_path: Path) -> None:
    """The rest is built; the code says that it is a part."""
    write_pubmed(tmp_path, 1, record(99000001), record(99000002, "<b>"))
    bad = write_pubmed(tmp_path, 2, record(99000003))
    bad.write_bytes(bad.read_bytes()[:-30])

    run = harvest(
        *("lake", "build", "--out", "lake", "--workers", "1"),
        *("pubmed26n0001.xml.gz", "pubmed26n0002.xml.gz", "pubmed26n0009.xml.gz"),
    )

    assert run.code == 3
    told = run.err.splitlines()
    assert told[0] == (
        "harvest: pubmed26n0009.xml.gz: there is no such file; it was left out"
    )
    assert told[1].startswith("harvest: pubmed26n0002.xml.gz: cannot be unpacked")
    assert told[2].startswith("harvest: pubmed26n0001.xml.gz: record 99000002: ")
    assert "records 1 of pubmed" in run.out


def test_nothing_can_be_read(harvest: Harvest) -> None:
    """Without one file that can be read the build fails."""
    run = harvest("lake", "build", "--out", "lake", "--workers", "1", "absent.xml")

    assert run.code == 1
    assert "none of the files can be read: absent.xml: there is no such file" in run.err


@pytest.mark.parametrize(
    ("out", "told"),
    [
        ("nope://x", "no place that is known"),
        (".", "holds other things than a lake"),
    ],
)
def test_where_no_lake_can_be(
    harvest: Harvest, tmp_path: Path, out: str, told: str
) -> None:
    """An unknown scheme, somebody's folder: one line that says so."""
    write_pubmed(tmp_path, 1, record(99000001))

    run = harvest("lake", "build", "--out", out, "--workers", "1", "*.xml.gz")

    assert run.code == 1
    assert told in run.err
    assert len(run.err.splitlines()) == 1


def test_a_store_that_cannot_be_reached(harvest: Harvest, tmp_path: Path) -> None:
    """Where nobody listens, lake and inputs are told in a line each; no traceback."""
    write_pubmed(tmp_path, 1, record(99000001))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        store = {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{taken.getsockname()[1]}",
            "AWS_ACCESS_KEY_ID": "made-up",
            "AWS_SECRET_ACCESS_KEY": "made-up",
            "AWS_MAX_ATTEMPTS": "1",
        }
        arguments = ("lake", "build", "--workers", "1", "--out")
        fsspec.get_filesystem_class("s3").clear_instance_cache()
        there = harvest(*arguments, "s3://a/lake", "pubmed26n0001.xml.gz", **store)
        from_there = harvest(*arguments, "lake", "s3://a/x.xml.gz", **store)
        fsspec.get_filesystem_class("s3").clear_instance_cache()

    assert there.code == from_there.code == 1
    assert "manifest.json cannot be read: Could not connect" in there.err
    assert "s3://a/x.xml.gz: cannot be reached: Could not connect" in from_there.err


def test_a_scheduler_is_of_dask(harvest: Harvest) -> None:
    """An address without the engine is a slip of the user's."""
    run = harvest("lake", "build", "--out", "x", "--scheduler", "tcp://a:1", "f.xml")

    assert run.code == 2
    assert "--engine dask" in run.err


@pytest.mark.parametrize(
    ("absent", "arguments"),
    [("pyarrow", ()), ("fsspec", ()), ("distributed", ("--engine", "dask"))],
)
def test_the_extra_is_not_installed(
    harvest: Harvest,
    monkeypatch: pytest.MonkeyPatch,
    absent: str,
    arguments: tuple[str, ...],
) -> None:
    """It is told in one line how to get it."""
    found = util.find_spec

    def find_spec(name: str) -> Any:
        return None if name == absent else found(name)

    monkeypatch.setattr("harvester.cli.lake_needs.find_spec", find_spec)

    run = harvest("lake", "build", "--out", "lake", "x.xml", *arguments)

    assert run.code == 1
    assert run.err == (
        f"harvest: a lake needs {absent}: pip install 'harvester[lake]'.\n"
    )


def test_help_waits_for_no_engine(process: Harvest) -> None:
    """Help of the group and of the command comes without Arrow and Dask."""
    for arguments in (("lake", "--help"), ("lake", "build", "--help")):
        run = process(*arguments, PYTHONPROFILEIMPORTTIME="1")
        assert run.code == 0
        assert "pyarrow" not in run.err
        assert "distributed" not in run.err
        assert "click" in run.err
