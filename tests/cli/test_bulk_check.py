"""``harvest bulk check``."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

from tests.cli.conftest import Harvest

XML = gzip.compress(b"<PubmedArticleSet></PubmedArticleSet>")
MD5 = hashlib.md5(XML).hexdigest()  # noqa: S324 - NLM's choice


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three files that agree with their checksums."""
    place = tmp_path / "baseline"
    place.mkdir()
    for number in (1, 2, 3):
        name = f"pubmed26n{number:04d}.xml.gz"
        (place / name).write_bytes(XML)
        (place / f"{name}.md5").write_text(f"MD5({name})= {MD5}\n")
    return place


def test_a_sound_folder(harvest: Harvest, folder: Path) -> None:
    """It is counted, and nothing else is said; quietly nothing at all."""
    run = harvest("bulk", "check", folder.name)

    assert run.code == 0
    assert run.out.startswith("3 files, pubmed26n0001.xml.gz to pubmed26n0003.xml.gz, ")
    assert run.out.splitlines()[1:] == ["  the MD5 beside agrees: 3"]
    assert harvest("bulk", "check", "-q", folder.name).out == ""


def test_a_folder_with_faults(harvest: Harvest, folder: Path) -> None:
    """Damage, gaps and other years are named, one a line."""
    (folder / "pubmed26n0001.xml.gz").write_bytes(XML[:-3])
    (folder / "pubmed26n0002.xml.gz").unlink()
    (folder / "pubmed25n0001.xml.gz").write_bytes(XML)
    run = harvest("bulk", "check", "baseline", "--quiet")
    as_json = harvest("bulk", "check", "baseline", "--json").json

    assert run.code == 3
    damaged, gap, lone, years = run.out.splitlines()
    assert damaged.startswith("baseline/pubmed26n0001.xml.gz: has the MD5 ")
    assert gap == "missing: pubmed26n0002"
    assert lone.startswith("missing: baseline/pubmed26n0002.xml.gz (its checksum")
    assert "pubmed25n…, pubmed26n…" in years
    assert as_json["missing"] == [{"year": 26, "first": 2, "last": 2}]
    assert [file["state"] for file in as_json["files"]] == [
        "unproven",
        "differs",
        "agrees",
    ]


def test_no_files(harvest: Harvest) -> None:
    """What names none is a matter of usage."""
    run = harvest("bulk", "check", "nowhere")

    assert (run.code, run.out) == (2, "")
    assert run.err == "harvest: nowhere is not there.\n"
