"""``harvest bulk pubmed``, as a user calls it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harvester.store import Library
from harvester.store.beside import Beside
from tests.bulk.test_crossref_load import LINES
from tests.bulk.test_kept_bytes import bodies
from tests.bulk.test_pubmed_load import article, deletion, titles, write
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


NEW = ("bulk", "pubmed", "new", "--new-baseline", "--workers", "0")


@pytest.fixture
def old_year(harvest: Harvest, tmp_path: Path) -> Path:
    """A library of a baseline, beside the files of the next one."""
    stays = article(99000901, "Stays")
    write(tmp_path / "old", 1, stays, article(99000902, "Vanishes"), year=25)
    assert harvest("bulk", "pubmed", "old", "--workers", "0").code == 0
    write(tmp_path / "new", 1, stays, year=26)
    write(tmp_path / "new", 2, article(99000903, "Comes"), year=26)
    return tmp_path / "literature.db"


def read(path: Path) -> dict[str, str]:
    """Return PMID → title of all that is not marked as gone."""
    with Library.open(path, read_only=True) as library:
        return titles(library)


def test_a_new_baseline_is_loaded_beside_and_swapped(
    harvest: Harvest, old_year: Path
) -> None:
    """Whoever has the library open sees the old one, then the new; nothing is left."""
    seen = []
    with Library.open(old_year, read_only=True) as reader:
        seen.append(titles(reader))
        swap = Beside.swap

        def look(self: Beside, advance: Callable[[int], None]) -> None:
            seen.append(titles(reader))
            assert "99000903" in read(self.path)
            swap(self, advance)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Beside, "swap", look)
            run = harvest(*NEW)
        assert (run.code, run.err) == (0, "")
        seen.append(titles(reader))

    before = {"99000901": "Stays", "99000902": "Vanishes"}
    assert seen == [
        *(before, before),
        {"99000901": "Stays", "99000903": "Comes"},
    ]
    assert run.out.splitlines()[-2:] == [
        (
            "in no file of the new baseline: 1 records; they are marked as gone and "
            "stay readable (harvest findings record-gone)"
        ),
        "the new baseline has taken its place in literature.db",
    ]
    last, first = harvest("runs").out.splitlines()
    assert "done · 1 added, 0 updated" in last
    assert "--new-baseline" in last
    assert "done · 2 added" in first
    assert list(old_year.parent.glob("*.new-baseline*")) == []


def test_a_broken_file_keeps_the_library_as_it_was(
    harvest: Harvest, old_year: Path
) -> None:
    """The command says so; once the file is mended it goes on with the copy."""
    broken = old_year.parent / "new" / "pubmed26n0002.xml.gz"
    whole = broken.read_bytes()
    broken.write_bytes(whole[:-9])
    run = harvest(*NEW, "--json")

    assert run.code == 3
    assert run.json["swapped"] is False
    assert run.err == (
        "harvest: literature.db stays as it was; what is loaded is in "
        "literature.db.new-baseline, and the same command goes on\n"
    )
    assert read(old_year) == {"99000901": "Stays", "99000902": "Vanishes"}
    assert "not swapped · 0 added, 0 updated" in harvest("runs").out.splitlines()[0]

    broken.write_bytes(whole)
    mended = harvest(*NEW, "--json")
    assert (mended.code, mended.err) == (0, "")
    assert [file["state"] for file in mended.json["files"]] == ["known", "loaded"]
    assert (mended.json["vanished"], mended.json["swapped"]) == (["99000902"], True)
    assert read(old_year) == {"99000901": "Stays", "99000903": "Comes"}


@pytest.mark.parametrize("name", ["swap", "release"])
def test_what_vanished_is_told_by_the_command_that_swaps(
    harvest: Harvest, old_year: Path, name: str
) -> None:
    """An earlier one was broken off when everything was in: before the swap, or after.

    After it the next one finds nothing to do but to swap again.
    """

    def stop(self: Beside, *_: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Beside, name, stop)
        run = harvest(*NEW)
    assert run.code == 130
    is_in = name == "release"
    assert ("stays as it was" in run.err) != is_in
    assert ("99000903" in read(old_year)) == is_in

    again = harvest(*NEW, "--json")
    assert again.code == 0
    assert again.json["vanished"] == ([] if is_in else ["99000902"])
    assert ("literature.db has changed since" in again.err) == is_in
    assert read(old_year) == {"99000901": "Stays", "99000903": "Comes"}


def test_a_library_that_changed_is_copied_anew(
    harvest: Harvest, old_year: Path
) -> None:
    """What a person set between two attempts is in the new library."""
    broken = old_year.parent / "new" / "pubmed26n0002.xml.gz"
    whole = broken.read_bytes()
    broken.write_bytes(b"")
    assert harvest(*NEW).code == 3
    assert harvest("set", "99000901", "title", "Set by hand").code == 0
    broken.write_bytes(whole)
    run = harvest(*NEW, "-q")

    assert (run.code, run.out) == (0, "")
    assert run.err == (
        "harvest: literature.db has changed since; literature.db.new-baseline was made "
        "anew\n"
    )
    assert read(old_year) == {"99000901": "Set by hand", "99000903": "Comes"}


def test_the_first_baseline_needs_no_copy(harvest: Harvest, tmp_path: Path) -> None:
    """Nobody reads a library that is not there; it is loaded in place."""
    write(tmp_path / "new", 1, article(99000901, "Stays"), year=26)
    run = harvest(*NEW, "--json")
    assert (run.code, run.err, run.json["swapped"]) == (0, "", None)
    assert read(tmp_path / "literature.db") == {"99000901": "Stays"}


def test_a_selection_holds_for_what_the_copy_has(
    harvest: Harvest, old_year: Path
) -> None:
    """What one file of the new baseline brings, a later one keeps up to date."""
    write(old_year.parent / "new", 3, article(99000903, "Renamed"), year=26)
    write(old_year.parent / "new", 4, article(99000904, "Another"), year=26)
    assert harvest(*NEW, "--where", "ti:comes").code == 0

    assert read(old_year) == {"99000901": "Stays", "99000903": "Renamed"}


def test_the_configuration_says_whose_are_kept(
    harvest: Harvest, tmp_path: Path
) -> None:
    """PubMed's here, and not Crossref's."""
    said = article(99000901, "On moths")
    write(tmp_path / "files", 1, said)
    (tmp_path / "works.jsonl").write_bytes(LINES)
    (tmp_path / "config.toml").write_text('[bulk.pubmed]\nkeep = "bytes"\n')
    assert harvest("bulk", "pubmed", "files", "--workers", "0").code == 0
    assert harvest("bulk", "crossref", "works.jsonl", "--workers", "0").code == 0

    with Library.open(tmp_path / "literature.db") as library:
        assert bodies(library) == {"99000901": said}
