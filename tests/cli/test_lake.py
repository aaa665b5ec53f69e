"""``harvest lake``: what it prints, how it ends."""

from __future__ import annotations

import socket
from importlib import util
from pathlib import Path
from typing import Any

import fsspec
import pytest

from harvester.store import Library
from tests.cli.conftest import Harvest
from tests.lake.files import build, record, write_pubmed, write_shipped


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


def test_extract_makes_a_library(harvest: Harvest, tmp_path: Path) -> None:
    """What is asked for comes with its partner by DOI; then it is a library."""
    build(tmp_path / "lake", *write_shipped(tmp_path))

    run = harvest(
        *("lake", "extract", "lake", "--db", "a.db"),
        *("--query", "year<=2009 and pmid:99000024"),
    )

    assert run.code == 0
    assert run.out.startswith(
        "a.db: 1 records asked for, 1 that share their DOIs · "
        "records 2 added, 0 updated, 0 unchanged · articles 1 added, "
    )
    shown = harvest("show", "99000024", "--db", "a.db", "--json")
    assert shown.code == 0
    assert "99000024" in shown.out
    assert shown.json["volume"] == "007"
    assert harvest("search", "year:2009", "--db", "a.db", "--json").code == 0
    assert harvest("doctor", "--db", "a.db").code == 0
    log = harvest("runs", "--db", "a.db")
    assert "lake extract lake --db a.db" in log.out


def test_extract_says_what_it_did_as_json(harvest: Harvest, tmp_path: Path) -> None:
    """With --json, the counts, the lake's version and the query."""
    built = build(tmp_path / "lake", *write_shipped(tmp_path))

    run = harvest(
        *("lake", "extract", "lake", "--db", "a.db", "--json"), "--query", "year>=2100"
    )

    assert run.code == 0
    assert (run.json["chosen_count"], run.json["query"]) == (0, "year>=2100")
    assert run.json["version"] == built.manifest.version


@pytest.mark.parametrize(
    ("query", "told"),
    [("yeer:2020", "There is no field yeer:"), ('mesh:"Liver"+', "no MeSH trees")],
)
def test_a_query_that_cannot_be_meant(
    harvest: Harvest, tmp_path: Path, query: str, told: str
) -> None:
    """It is told before anything is read, and no library comes to be."""
    build(tmp_path / "lake", write_pubmed(tmp_path, 1, record(99000001)))

    run = harvest("lake", "extract", "lake", "--db", "a.db", "--query", query)

    assert run.code == 2
    assert told in run.err
    assert not (tmp_path / "a.db").exists()


def test_extract_out_of_no_lake(harvest: Harvest) -> None:
    """A folder that is no lake is told, with the command that makes one."""
    run = harvest("lake", "extract", "nothing", "--db", "a.db", "--query", "liver")

    assert run.code == 1
    assert "is no lake: it has no manifest.json" in run.err
    assert len(run.err.splitlines()) == 1


def test_narrower_headings_by_the_library(harvest: Harvest, tmp_path: Path) -> None:
    """A plus behind a heading asks by the trees that were loaded into the library."""
    descriptor = (
        '<DescriptorRecord DescriptorClass="1"><DescriptorUI>{0}</DescriptorUI>'
        "<DescriptorName><String>{1}</String></DescriptorName><TreeNumberList>"
        "<TreeNumber>{2}</TreeNumber></TreeNumberList></DescriptorRecord>"
    )
    known = descriptor.format("D008107", "Liver Diseases", "C06.552")
    known += descriptor.format("D005234", "Fatty Liver", "C06.552.241")
    (tmp_path / "desc2026.xml").write_text(
        f"<DescriptorRecordSet>{known}</DescriptorRecordSet>"
    )
    heading = (
        "<MeshHeadingList><MeshHeading><DescriptorName UI='D005234' MajorTopicYN='N'>"
        "Fatty Liver</DescriptorName></MeshHeading></MeshHeadingList></MedlineCitation>"
    )
    fatty = record(99000001).replace("</MedlineCitation>", heading)
    build(tmp_path / "lake", write_pubmed(tmp_path, 1, fatty, record(99000002)))
    assert harvest("mesh", "load", "desc2026.xml", "--db", "a.db").code == 0

    run = harvest(
        *("lake", "extract", "lake", "--db", "a.db", "--json"),
        *("--query", 'mesh:"Liver Diseases"+'),
    )

    assert run.code == 0, run.err
    assert run.json["chosen_count"] == 1


def test_the_same_by_bulk_and_by_lake(harvest: Harvest, tmp_path: Path) -> None:
    """Loaded from files or taken out of a lake of them: the records are the same."""
    first = [record(99000000 + n, f"Old {n}", year=2010 + n) for n in range(1, 9)]
    write_pubmed(tmp_path, 1, *first)
    write_pubmed(tmp_path, 2, record(99000005, "New", year=2015, cites=[99000001]))
    asked = "year>=2013 and ti:(old or new)"
    files = ("pubmed26n0001.xml.gz", "pubmed26n0002.xml.gz")

    bulk = harvest(
        "bulk", "pubmed", *files, "--where", asked, "--workers", "0", "--db", "a.db"
    )
    assert harvest("lake", "build", "--workers=1", "--out=lake", *files).code == 0
    lake = harvest("lake", "extract", "lake", "--query", asked, "--db", "b.db")

    assert bulk.code == lake.code == 0
    held = []
    for path in ("a.db", "b.db"):
        with Library.open(str(tmp_path / path), create=False) as library:
            keys = [("pmid", str(99000000 + n)) for n in range(10)]
            held.append(library.component(keys))
    assert held[0] == held[1]
    assert [one.source_id for one in held[1]] == [
        str(99000000 + n) for n in range(3, 9)
    ]
    assert "New" in {one.title.plain for one in held[1] if one.title}
