"""``harvest bulk citations``."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.cli.conftest import Harvest

ARTICLE = "99000001"
DUMP = f"citing,referenced\n99000002,{ARTICLE}\nx,y\n{ARTICLE},99000003\n"


@pytest.fixture
def dump(tmp_path: Path, harvest: Harvest) -> str:
    """A library with an article, and a dump with a broken line."""
    assert harvest("--offline", ARTICLE).code in {0, 3}
    path = tmp_path / "open_citation_collection_2025-11.csv"
    path.write_text(DUMP)
    return path.name


def test_a_dump_is_loaded(harvest: Harvest, dump: str) -> None:
    """What came is counted, the date is that of the name, broken lines are shown."""
    run = harvest("bulk", "citations", dump)

    assert run.code == 3
    assert run.out.startswith("3 lines of icite, as of 2025-11-01\n")
    assert run.err.endswith(
        "harvest: lines that are no pair of works: 1\n"
        "  open_citation_collection_2025-11.csv, line 3: x,y\n"
    )
    links = harvest("links", ARTICLE, "--json")
    assert "99000002" in links.out
    assert harvest("runs", "--json").json[0]["outcome"] == "in part"


def test_json(harvest: Harvest, dump: str) -> None:
    """The same numbers, for programs."""
    found = harvest("bulk", "citations", dump, "--json", "--date", "2025-10-31").json

    assert (found["provider"], found["row_count"]) == ("icite", 3)
    assert found["broken"] == [["open_citation_collection_2025-11.csv", 3, "x,y"]]


def test_what_cannot_be_read(harvest: Harvest, dump: str, tmp_path: Path) -> None:
    """A file that is no dump, a date that is none, no library."""
    (tmp_path / "other.csv").write_text("pmid,doi\n1,2\n")

    assert harvest("bulk", "citations", "other.csv").code == 2
    assert "is no YYYY-MM" in harvest("bulk", "citations", dump, "--date", "May").err
    assert harvest("bulk", "citations", dump, "--date", "2025-02-31").code == 2
    assert harvest("bulk", "citations", dump, "--db", "nowhere.db").code == 1


def test_a_file_that_is_cut_off(harvest: Harvest, dump: str, tmp_path: Path) -> None:
    """It is said; no list was changed."""
    packed = gzip.compress(DUMP.encode() * 500)
    (tmp_path / "cut.csv.gz").write_bytes(packed[:-9])
    run = harvest("bulk", "citations", "cut.csv.gz", "--date", "2026-01")

    assert run.code == 1
    assert "cut.csv.gz: cannot be read to its end" in run.err
    assert (
        "99000002" not in harvest("links", ARTICLE, "--json", "--kind", "cited-by").out
    )
    assert harvest("runs", "--json").json[0]["outcome"] == "interrupted"
