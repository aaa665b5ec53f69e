"""``harvest bulk pubmed``, as a user calls it."""

from __future__ import annotations

from pathlib import Path

from tests.bulk.test_pubmed_load import article, deletion, write
from tests.cli.conftest import Harvest


def test_a_folder_is_loaded_and_searched(harvest: Harvest, tmp_path: Path) -> None:
    """Numbers at the end; the records are found as harvested ones are."""
    write(tmp_path / "files", 1, article(99000901, "On moths"))
    write(tmp_path / "files", 2, article(99000902, "On beetles"), deletion(99000901))
    run = harvest("bulk", "pubmed", "files", "--workers", "0")

    assert (run.code, run.err) == (0, "")
    assert run.out.splitlines() == [
        "files: 2 loaded, 0 known already, 0 broken",
        "records: 2, of them chosen 2, unreadable 0, deleted 1",
        "articles: 2 added, 0 updated",
    ]
    assert "99000902" in harvest("search", "beetles").out
    assert harvest("show", "99000902").code == 0
    (run_line,) = harvest("runs").out.splitlines()
    assert "done · 2 added, 0 updated" in run_line
    assert "requests" not in run_line


def test_json_tells_each_file(harvest: Harvest, tmp_path: Path) -> None:
    """A broken file is told with its reason; the others are loaded."""
    write(tmp_path / "files", 1, article(99000901, "On moths"))
    broken = write(tmp_path / "files", 2, article(99000902, "On beetles"))
    broken.write_bytes(broken.read_bytes()[:-9])
    run = harvest("bulk", "pubmed", "files", "--workers", "0", "--json")

    assert run.code == 3
    first, second = run.json["files"]
    assert (first["state"], first["added_count"]) == ("loaded", 1)
    assert (second["file"], second["state"]) == ("pubmed26n0002.xml.gz", "broken")
    assert second["reason"]
    assert run.json["vanished"] == []


def test_an_update_goes_on(harvest: Harvest, tmp_path: Path) -> None:
    """Behind the last file, in its folder, with what was chosen before."""
    folder = tmp_path / "files"
    write(folder, 1, article(99000901, "On moths"), article(99000902, "On beetles"))
    first = ("bulk", "pubmed", "files", "--workers", "0")
    assert harvest(*first, "--where", "ti:moths").code == 0
    write(folder, 2, article(99000903, "More moths"), article(99000904, "No"))
    run = harvest("bulk", "pubmed", "--update", "--workers", "0")

    assert run.code == 0
    assert run.out.startswith("files: 1 loaded")
    listed = harvest("list").out
    assert "More moths" in listed
    assert "beetles" not in listed


def test_an_update_with_a_gap_is_refused(harvest: Harvest, tmp_path: Path) -> None:
    """The missing file is named; so is a baseline of another year."""
    write(tmp_path / "files", 1, article(99000901, "On moths"))
    harvest("bulk", "pubmed", "files", "--workers", "0")
    write(tmp_path / "files", 3, article(99000903, "More moths"))
    gap = harvest("bulk", "pubmed", "--update")
    write(tmp_path / "new", 1, article(99000903, "More moths"), year=27)
    other = harvest("bulk", "pubmed", "new", "--update")

    assert (gap.code, other.code) == (1, 1)
    assert "pubmed26n0002 is missing before pubmed26n0003.xml.gz" in gap.err
    assert "--new-baseline" in other.err


def test_wrong_input_is_told(harvest: Harvest, tmp_path: Path) -> None:
    """No folder, an empty one, a query nobody can answer, a list with a slip."""
    write(tmp_path / "files", 1, article(99000901, "On moths"))
    (tmp_path / "empty").mkdir()
    (tmp_path / "ids.txt").write_text("99000901\nmoth\n")
    load = ("bulk", "pubmed", "files", "--workers", "0")
    runs = {
        "Name a folder": harvest("bulk", "pubmed"),
        "Nothing was loaded yet": harvest("bulk", "pubmed", "--update"),
        "empty has no files of records": harvest("bulk", "pubmed", "empty"),
        "nowhere is not there": harvest("bulk", "pubmed", "nowhere"),
        "There is no field years:": harvest(*load, "--where", "years:2020"),
        "ids.txt, line 2: moth": harvest(*load, "--ids", "ids.txt"),
        "absent.txt cannot be read": harvest(*load, "--ids", "absent.txt"),
    }

    for told, run in runs.items():
        assert run.code == 2, told
        assert told in run.err
    assert harvest("list").out == "" or "moths" not in harvest("list").out
