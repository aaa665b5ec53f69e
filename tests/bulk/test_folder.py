from __future__ import annotations

from pathlib import Path

import pytest

from harvester.bulk.folder import (
    find_lone_checksums,
    find_pubmed_files,
    read_name,
    read_numbering,
)
from harvester.errors import DocumentError


@pytest.fixture
def put(tmp_path, monkeypatch):
    """Put empty files into the folder that the test runs in."""
    monkeypatch.chdir(tmp_path)

    def run(*names):
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()

    return run


def names(*arguments):
    return [str(file.path) for file in find_pubmed_files(arguments)]


def test_files_come_in_the_order_of_their_numbers(put):
    """Baseline before updates, a year after the other; others behind, naturally."""
    put("up/pubmed26n1335.xml.gz", "up/pubmed26n10000.xml.gz", "base/pubmed26n0002.xml")
    put("base/pubmed26n0001.xml.gz", "base/pubmed25n0009.xml.gz", "base/part10.xml")
    put("base/part9.xml.gz", "base/notes.txt", "base/pubmed26n0001.xml.gz.md5")
    put("base/.hidden.xml", ".cache/pubmed26n0003.xml.gz")
    assert names("up", "base") == [
        "base/pubmed25n0009.xml.gz",
        "base/pubmed26n0001.xml.gz",
        "base/pubmed26n0002.xml",
        "up/pubmed26n1335.xml.gz",
        "up/pubmed26n10000.xml.gz",
        "base/part9.xml.gz",
        "base/part10.xml",
    ]
    assert names(".", "base") == names("base", "up")


def test_files_and_patterns_name_themselves(put):
    """A file whatever its name, in the order given; a pattern what it matches."""
    put("b.txt", "a.xml", "pubmed26n0002.xml.gz", "pubmed26n0010.xml.gz", "x.md5")
    assert names("b.txt", "a.xml", "a.xml") == ["b.txt", "a.xml"]
    assert names("pubmed26*") == ["pubmed26n0002.xml.gz", "pubmed26n0010.xml.gz"]


@pytest.mark.parametrize("argument", ["nowhere", "*.xml", "empty", "a\x00b"])
def test_what_names_no_file_is_said(put, argument):
    """An argument that names nothing is an error, and named."""
    put("empty/notes.txt")
    with pytest.raises(DocumentError, match="(?s)^" + argument.replace("*", ".")):
        find_pubmed_files([argument])


def test_numbers_tell_gaps_years_and_doubles():
    """Gaps between files, not before the first; of every year its own."""
    listed = (1, 2, 5, 5, 9)
    files = [read_name(Path(f"pubmed25n{n:04d}.xml.gz")) for n in (3, 5)]
    files += [
        read_name(Path(f"{at}/pubmed26n{n:04d}.xml")) for at, n in enumerate(listed)
    ]
    found = read_numbering([*files, read_name(Path("other.xml"))])
    assert found.years == (25, 26)
    assert found.starts == ((25, 3), (26, 1))
    assert list(map(str, found.gaps)) == [
        "pubmed25n0004",
        "pubmed26n0003–0004",
        "pubmed26n0006–0008",
    ]
    assert [str(file.path) for file in found.doubles] == ["3/pubmed26n0005.xml"]


def test_a_checksum_without_its_file_tells_what_is_missing(put):
    """But not where the file is there unpacked."""
    put("pubmed26n0001.xml.gz", "pubmed26n0001.xml.gz.md5", "pubmed26n0002.xml.gz.md5")
    put("pubmed26n0003.xml", "pubmed26n0003.xml.gz.md5")
    lone = find_lone_checksums(find_pubmed_files(["."]))
    assert list(map(str, lone)) == ["pubmed26n0002.xml.gz"]
