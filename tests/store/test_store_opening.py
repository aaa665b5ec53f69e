from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from harvester.errors import LibraryBusyError, LibraryError
from harvester.store import APPLICATION_ID, Library, opening


def test_new_library_bears_our_mark(path):
    """A new file has our application id, schema number and write-ahead log."""
    Library.open(path).close()
    with sqlite3.connect(path) as db:
        pragma = {
            name: db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version", "journal_mode")
        }
    db.close()
    assert pragma == {
        "application_id": 0x48525653,
        "user_version": 13,
        "journal_mode": "wal",
    }


def test_connection_is_set_up(library, select):
    """Foreign keys are enforced, and commits are synced at checkpoints."""
    assert select("PRAGMA foreign_keys") == [(1,)]
    assert select("PRAGMA synchronous") == [(1,)]
    assert select("PRAGMA busy_timeout") == [(5000,)]


def test_opening_again_keeps_everything(path, article, now):
    """What was saved is there when the library is opened again."""
    with Library.open(path) as library:
        library.save_article(article("pmid:99000001"), citation="One.", now=now)
    with Library.open(path, create=False) as library:
        assert library.find_article(("pmid", "99000001")) == 1


def test_opening_writes_nothing(path):
    """A library that is only opened and closed keeps every byte."""
    Library.open(path).close()
    before = path.read_bytes()
    Library.open(path).close()
    assert path.read_bytes() == before


def test_file_name_with_special_characters(tmp_path):
    """A file name may hold what has a meaning in a URI."""
    path = tmp_path / "a?b#c %20é.db"
    Library.open(path).close()
    assert path in tmp_path.iterdir()


def _text(path: Path) -> None:
    path.write_text("This is a shopping list, not a database.\n" * 40)


def _foreign(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE articles (id)")
        db.execute("CREATE TABLE records (id)")
    db.close()


def _foreign_mark(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA application_id = 7")
    db.close()


def _gutted(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute("CREATE TABLE something (id)")
    db.close()


def _newer(path: Path) -> None:
    Library.open(path).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_text, ["not a database", "name another file"]),
        (_foreign, ["another program", "name another file"]),
        (_foreign_mark, ["another program", "name another file"]),
        (_gutted, ["lacks tables", "restore it from a backup"]),
        (_newer, ["newer version", "schema 99", "update harvester"]),
        (Path.mkdir, ["is a folder", "name a file"]),
    ],
)
def test_unusable_file(path, spoil, words, read_only):
    """What is no library of ours is refused with advice, and left as it was."""
    spoil(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(LibraryError) as caught:
        Library.open(path, read_only=read_only)
    message = str(caught.value)
    assert all(word in message for word in [path.name, *words])
    assert "\n" not in message
    assert before == (path.read_bytes() if path.is_file() else None)


def test_missing_folder(tmp_path):
    """A folder that is not there is named."""
    with pytest.raises(LibraryError, match=r"nowhere does not exist; make it"):
        Library.open(tmp_path / "nowhere" / "library.db")


@pytest.mark.parametrize("content", [None, b"", "empty database"])
@pytest.mark.parametrize("how", [{"create": False}, {"read_only": True}])
def test_absent_library(path, content, how):
    """Without leave to create, nothing is made where there is no library."""
    if content == "empty database":
        with sqlite3.connect(path) as db:
            db.execute("VACUUM")
        db.close()
    elif content is not None:
        path.write_bytes(content)
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(LibraryError, match="There is no library at"):
        Library.open(path, **how)
    assert (path.read_bytes() if path.exists() else None) == before


def test_empty_file_becomes_a_library(path):
    """An empty file, as mktemp makes it, is as good as none."""
    path.touch()
    with Library.open(path) as library:
        assert library.counts()["articles"] == 0


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs Linux's /proc")
def test_place_that_cannot_be_written_to():
    """A place where no file can be made is reported with advice."""
    with pytest.raises(LibraryError, match="check the permissions"):
        Library.open("/proc/library.db")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
@pytest.mark.parametrize("folder_mode", [0o555, 0o755])
def test_read_only_file(path, folder_mode):
    """A file that cannot be written to can be read, not opened for saving."""
    Library.open(path).close()
    path.chmod(0o444)
    path.parent.chmod(folder_mode)
    try:
        with pytest.raises(LibraryError, match="check"):
            Library.open(path)
        with Library.open(path, read_only=True) as library:
            assert library.counts()["articles"] == 0
    finally:
        path.parent.chmod(0o755)


def test_read_only_refuses_to_save(path, now):
    """A library opened for reading saves nothing."""
    Library.open(path).close()
    with (
        Library.open(path, read_only=True) as library,
        pytest.raises(LibraryError, match="cannot be written to"),
    ):
        library.begin_run("harvest", now)


def test_damaged_library(path, article, now):
    """A library with broken pages is reported as damaged."""
    with Library.open(path) as library:
        for number in range(99000001, 99000021):
            one = article(f"pmid:{number}", sources=(("pubmed", str(number)),))
            library.save_article(one, citation="x" * 500, now=now)
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    path.write_bytes(content)
    with (
        pytest.raises(LibraryError, match="is damaged; restore it from a backup"),
        Library.open(path) as library,
    ):
        library.counts()


def test_opening_while_another_writes(path, monkeypatch, now):
    """A library in use by a writer is busy for writers, open for readers."""
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.01)
    with Library.open(path) as first, first.transaction():
        first.begin_run("harvest", now)
        with pytest.raises(LibraryBusyError, match="Another process is writing"):
            Library.open(path)
        with Library.open(path, read_only=True) as reader:
            assert reader.counts()["runs"] == 0
    with Library.open(path) as third:
        assert third.counts()["runs"] == 1


def test_saving_while_another_writes(path, monkeypatch, now):
    """Of two open libraries the second writer is told that it is busy."""
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.01)
    with Library.open(path) as first, Library.open(path) as second:
        with first.transaction(), pytest.raises(LibraryBusyError):
            second.begin_run("harvest", now)
        assert second.begin_run("harvest", now) == 1


def test_transaction_is_all_or_nothing(library, now):
    """A block that fails leaves nothing; an inner one takes back only itself."""
    with pytest.raises(ValueError, match="outer"), library.transaction():  # noqa: PT012 - the block is the test
        library.begin_run("lost", now)
        raise ValueError("outer")
    with library.transaction():
        library.begin_run("kept", now)
        with pytest.raises(ValueError, match="inner"), library.transaction():  # noqa: PT012 - the block is the test
            library.begin_run("lost", now)
            raise ValueError("inner")
    assert library._db.execute("SELECT command FROM runs").fetchall() == [("kept",)]


_NEW = """
import sys
from harvester.store import Library
with Library.open(sys.argv[1]) as library, library.transaction():
    with library.transaction():
        pass
assert "sqlite_utils" in sys.modules
print(*sorted({"pandas", "numpy"} & set(sys.modules)))
import pandas
print(pandas.Series([1]).sum())
"""


def test_a_new_library_takes_no_pandas(path):
    """Whoever has pandas does not wait for it, and can import it afterwards."""
    pytest.importorskip("pandas")
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", _NEW, path], capture_output=True, text=True, check=True
    )
    assert done.stdout == "\n1\n"
