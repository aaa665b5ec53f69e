"""Building a lake: the newest of everything, once, whatever happens in between."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterator, Sequence
from itertools import count, permutations
from pathlib import Path
from typing import Any

import fsspec
import pytest

from harvester.errors import LakeError
from harvester.lake.engine import Here
from harvester.lake.manifest import load_manifest
from harvester.lake.storage import Storage
from tests.lake.files import (
    build,
    contents,
    deletion,
    read,
    record,
    write_crossref,
    write_pubmed,
)


def titles(out: Path, built: Any) -> dict[str, str]:
    return {
        row["source_id"]: row["title"] for row in read(out, built.manifest, "articles")
    }


def test_the_newest_of_each_pmid_in_every_order_of_files(tmp_path: Path) -> None:
    """Numbers of the files say what is newer, not the order in which they are named."""
    files = [
        write_pubmed(tmp_path, 1, record(99000001, "Old"), record(99000002, "Other")),
        write_pubmed(tmp_path, 2, record(99000001, "New")),
        write_pubmed(
            tmp_path,
            3,
            record(99000003, "First in the file"),
            record(99000003, "Last in the file"),
        ),
    ]
    seen = []
    for number, order in enumerate(permutations(files)):
        out = tmp_path / f"lake{number}"
        built = build(out, *order)
        seen.append(contents(out))
        assert titles(out, built) == {
            "99000001": "New",
            "99000002": "Other",
            "99000003": "Last in the file",
        }

    assert all(one == seen[0] for one in seen)


def test_deletions_hold_until_the_record_comes_again(tmp_path: Path) -> None:
    """A later file brings a deleted record back; an earlier one does not."""
    files = [
        write_pubmed(tmp_path, 1, record(99000001, "A"), record(99000002, "B")),
        write_pubmed(tmp_path, 2, deletion(99000001, 99000002, 99000009)),
        write_pubmed(tmp_path, 3, record(99000002, "B again")),
    ]
    for number, order in enumerate(permutations(files)):
        out = tmp_path / f"lake{number}"

        assert titles(out, build(out, *order)) == {"99000002": "B again"}


def test_a_deletion_behind_the_record_in_one_file(tmp_path: Path) -> None:
    """Within a file its order holds."""
    path = write_pubmed(
        tmp_path, 1, record(99000001), deletion(99000001), record(99000002)
    )

    assert set(titles(tmp_path / "lake", build(tmp_path / "lake", path))) == {
        "99000002"
    }


def test_versions_of_a_record(tmp_path: Path) -> None:
    """The highest version stays, though a lower one is revised; deleted, the lower."""
    first = write_pubmed(
        tmp_path, 1, record(99000001, "One"), record(99000001, "Two", version=2)
    )
    second = write_pubmed(tmp_path, 2, record(99000001, "One, revised"))
    third = write_pubmed(tmp_path, 3, deletion(99000001, version=2))
    out = tmp_path / "lake"

    revised = build(out, first, second)
    assert titles(out, revised) == {"99000001": "Two"}
    assert read(out, revised.manifest, "articles")[0]["version"] == 2
    assert titles(out, build(out, first, second, third)) == {"99000001": "One, revised"}


def test_of_a_doi_what_was_indexed_last(tmp_path: Path) -> None:
    """Crossref's own time decides, not the name of the file."""
    works = [
        {
            "DOI": "10.5555/a",
            "title": [title],
            "indexed": {"date-parts": [[2024, 5, day]], "date-time": f"2024-05-0{day}"},
        }
        for title, day in (("Newer", 2), ("Older", 1))
    ]
    newer = write_crossref(tmp_path, "a.jsonl.gz", works[0])
    older = write_crossref(tmp_path, "b.jsonl.gz", works[1])
    out = tmp_path / "lake"

    assert titles(out, build(out, newer, older)) == {"10.5555/a": "Newer"}


def test_building_twice_reads_nothing_twice(tmp_path: Path) -> None:
    """The second time every file is known, and not a byte changes."""
    files = [write_pubmed(tmp_path, n, record(99000000 + n)) for n in (1, 2)]
    out = tmp_path / "lake"
    first = build(out, *files)
    before = contents(out, but="")

    second = build(out, *files)

    assert (first.is_news, first.reused_count) == (True, 0)
    assert (second.is_news, second.reused_count) == (False, 2)
    assert contents(out, but="") == before


def test_a_further_file_is_all_that_is_read(tmp_path: Path) -> None:
    """An update costs its own reading; the lake is what it were if built at once."""
    first = write_pubmed(tmp_path, 1, record(99000001, "Old"))
    second = write_pubmed(tmp_path, 2, record(99000001, "New"))
    build(tmp_path / "lake", first)

    assert build(tmp_path / "lake", first, second).reused_count == 1
    build(tmp_path / "again", first, second)
    fresh = contents(tmp_path / "again")
    grown = contents(tmp_path / "lake")
    assert {name: grown[name] for name in fresh} == fresh


def test_the_last_version_stays_until_the_next_build(tmp_path: Path) -> None:
    """Who has read the old manifest still finds its files; two builds later they go."""
    files = [write_pubmed(tmp_path, n, record(99000000 + n)) for n in (1, 2, 3)]
    out = tmp_path / "lake"
    old = build(out, files[0]).manifest
    build(out, *files[:2])

    assert [row["source_id"] for row in read(out, old, "articles")] == ["99000001"]
    build(out, *files)
    assert not (out / old.parts[0].path).exists()


class KilledError(Exception):
    """A build that is killed."""


class Mortal:
    """An engine that dies when it has done some tasks."""

    def __init__(self, life: int) -> None:
        self.left = life

    def map(
        self, function: Callable[[Any], Any], items: Sequence[Any]
    ) -> Iterator[Any]:
        for result in Here().map(function, items):
            if not self.left:
                raise KilledError
            self.left -= 1
            yield result


def test_killed_anywhere_and_run_again(tmp_path: Path) -> None:
    """After a kill between any two tasks, a rerun makes byte for byte the same lake."""
    files = [
        write_pubmed(tmp_path, n, *(record(99000000 + 10 * n + i) for i in range(9)))
        for n in (1, 2)
    ]
    whole = tmp_path / "whole"
    build(whole, *files)
    expected = contents(whole)
    for life in count():
        out = tmp_path / f"lake{life}"
        try:
            build(out, *files, engine=Mortal(life))
        except KilledError:
            assert not (out / "manifest.json").exists()
            build(out, *files)
        else:
            break
        assert contents(out) == expected

    assert life == len(files) + 3 + 3


def test_leftovers_of_another_build_go(tmp_path: Path) -> None:
    """What a killed build of other files left is removed by the next."""
    files = [write_pubmed(tmp_path, n, record(99000000 + n)) for n in (1, 2)]
    out = tmp_path / "lake"
    with pytest.raises(KilledError):
        build(out, *files, engine=Mortal(4))
    assert list(out.glob("versions/*/articles"))

    built = build(out, files[1])

    assert [path.name for path in (out / "versions").iterdir()] == [
        built.manifest.version
    ]
    assert len(list((out / "staging").iterdir())) == 1
    assert not list((out / "work").iterdir())


def test_what_a_dead_worker_wrote_is_no_table(tmp_path: Path) -> None:
    """A part of a file that nobody finished is removed, also from staging."""
    path = write_pubmed(tmp_path, 1, record(99000001))
    out = tmp_path / "lake"
    built = build(out, path)
    before = contents(out)
    version = out / "versions" / built.manifest.version / "articles/bucket=000"
    (version / "part.parquet.0123.tmp").write_bytes(b"half")
    (out / "staging" / "0123-of-a-file-cut-off").mkdir()
    (staged,) = out.glob("staging/*/records.arrows")
    staged.with_name("records.arrows.0123.tmp").write_bytes(b"half")
    (out / "manifest.json.0123.tmp").write_bytes(b"{")

    build(out, path)

    assert contents(out) == before
    assert sorted(out.glob("staging/*/*")) == [staged.with_name("done.json"), staged]


def test_killed_while_the_first_manifest_is_written(tmp_path: Path) -> None:
    """What is half written makes no strange folder of it."""
    path = write_pubmed(tmp_path, 1, record(99000001))
    out = tmp_path / "lake"
    out.mkdir()
    (out / "manifest.json.0123.tmp").write_bytes(b"{")

    build(out, path)

    assert not list(out.glob("*.tmp"))


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda body: body[: len(body) // 2], "cannot be unpacked to its end"),
        (lambda _: gzip.compress(b"<PubmedArticleSet><PubmedArticle>"), "file ends"),
        (lambda _: gzip.compress(b"<html><body>down</body></html>"), "no records"),
        (lambda _: b"", "no records"),
    ],
    ids=["cut gzip", "cut XML", "HTML", "empty"],
)
def test_a_broken_file_is_left_out(
    tmp_path: Path, damage: Callable[[bytes], bytes], told: str
) -> None:
    """It is named with the reason; the other files make the lake, nothing of it."""
    good = write_pubmed(tmp_path, 1, record(99000001))
    bad = write_pubmed(tmp_path, 2, *(record(99000100 + n) for n in range(50)))
    bad.write_bytes(damage(bad.read_bytes()))
    out = tmp_path / "lake"

    built = build(out, good, bad)

    (left_out,) = built.manifest.left_out
    assert left_out.name == "pubmed26n0002.xml.gz"
    assert told in left_out.reason
    assert titles(out, built) == {"99000001": "T"}


def test_a_broken_record_leaves_its_file(tmp_path: Path) -> None:
    """One record that is no XML is told; its neighbours are there."""
    path = write_pubmed(
        tmp_path, 1, record(99000001), record(99000002, "<b>"), record(99000003)
    )
    out = tmp_path / "lake"

    built = build(out, path)

    assert set(titles(out, built)) == {"99000001", "99000003"}
    assert built.manifest.inputs[0].fault_count == 1
    assert built.faults[0].startswith("pubmed26n0001.xml.gz: record 99000002: ")


def test_a_broken_line_leaves_its_file(tmp_path: Path) -> None:
    """Of a file of Crossref the line that is no JSON is told; the others are there."""
    path = tmp_path / "0.jsonl"
    path.write_text('{"DOI": "10.5555/a"}\n{"DOI": "10.5\n{"DOI": "10.5555/b"}\n')
    out = tmp_path / "lake"

    built = build(out, path)

    assert set(titles(out, built)) == {"10.5555/a", "10.5555/b"}
    assert "line 2" in built.faults[0]


@pytest.mark.parametrize("form", ["MD5({name})= {md5}\n", "{md5}  {name}\n"])
def test_checksums_must_hold(tmp_path: Path, form: str) -> None:
    """NLM's form and md5sum's are known; a file that is not as told is left out."""
    good, bad = (write_pubmed(tmp_path, n, record(99000000 + n)) for n in (1, 2))
    for path in (good, bad):
        md5 = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
        beside = path.with_name(f"{path.name}.md5")
        beside.write_text(form.format(name=path.name, md5=md5))
    write_pubmed(tmp_path, 2, record(99000002, "Another"))
    out = tmp_path / "lake"

    built = build(out, tmp_path / "*.xml.gz")

    assert set(titles(out, built)) == {"99000001"}
    assert (
        "is not what pubmed26n0002.xml.gz.md5 says" in built.manifest.left_out[0].reason
    )


def test_nothing_to_build_of(tmp_path: Path) -> None:
    """Where no file can be read, nothing is published, and each reason is told."""
    with pytest.raises(LakeError, match=r"absent\.xml: there is no such file"):
        build(tmp_path / "lake", tmp_path / "absent.xml")

    assert not (tmp_path / "lake/manifest.json").exists()


def test_a_folder_of_other_things_is_refused(tmp_path: Path) -> None:
    """A lake is not built among somebody's files."""
    path = write_pubmed(tmp_path, 1, record(99000001))

    with pytest.raises(LakeError, match="holds other things than a lake"):
        build(tmp_path, path)


@pytest.mark.parametrize(
    "content", [b"{}", b"{", b'{"format": "another"}', b"[1]"], ids=repr
)
def test_a_manifest_that_is_none(tmp_path: Path, content: bytes) -> None:
    """It is told which file cannot be read."""
    (tmp_path / "manifest.json").write_bytes(content)

    with pytest.raises(LakeError, match=r"manifest\.json cannot be read"):
        load_manifest(Storage(str(tmp_path)))


def test_a_newer_lake_is_refused(tmp_path: Path) -> None:
    """A lake of another version of the tables is not read as if it were ours."""
    out = tmp_path / "lake"
    build(out, write_pubmed(tmp_path, 1, record(99000001)))
    manifest = out / "manifest.json"
    told = manifest.read_text().replace('"schema_version": 1', '"schema_version": 2')
    manifest.write_text(told)

    with pytest.raises(LakeError, match="of version 2; this program knows"):
        load_manifest(Storage(str(out)))


def test_a_place_that_nobody_knows(tmp_path: Path) -> None:
    """An unknown scheme is told, with those that are known."""
    path = write_pubmed(tmp_path, 1, record(99000001))

    with pytest.raises(LakeError, match=r"nope://lake: no place that is known"):
        build("nope://lake", path)


def test_an_object_store(tmp_path: Path) -> None:
    """The same lake, byte for byte, comes to be where there are no folders."""
    files = [write_pubmed(tmp_path, n, record(99000000 + n)) for n in (1, 2)]
    build(tmp_path / "lake", *files)
    memory = fsspec.filesystem("memory")
    for path in files:
        memory.pipe_file(f"/inputs/{path.name}", path.read_bytes())

    build("memory://lake", "memory://inputs/*.xml.gz")

    held = {
        name.removeprefix("/lake/"): memory.cat_file(name)
        for name in memory.find("/lake")
        if "/staging/" not in name
    }
    memory.rm("/", recursive=True)
    assert held == contents(tmp_path / "lake")


def test_cited_by_gathers_under_the_cited(tmp_path: Path) -> None:
    """Whoever cites, from whichever file, stands there once; a former list does not."""
    files = [
        write_pubmed(
            tmp_path,
            1,
            record(99000001),
            record(99000002, cites=[99000001, 99000001, 99000777]),
            record(99000003, cites=[99000002]),
        ),
        write_pubmed(tmp_path, 2, record(99000003, cites=[99000001])),
    ]
    out = tmp_path / "lake"

    rows = read(out, build(out, *files).manifest, "cited_by")

    assert {(row["cited_id"], row["source_id"]) for row in rows} == {
        ("99000001", "99000002"),
        ("99000001", "99000003"),
        ("99000777", "99000002"),
    }
    assert len(rows) == 3
    assert {row["cited_scheme"] for row in rows} == {"pmid"}


def test_buckets_do_not_change_what_is_told(tmp_path: Path) -> None:
    """One file a table or seven: the rows are the same."""
    files = [
        write_pubmed(
            tmp_path, n, *(record(99000000 + i, cites=[99000001]) for i in range(9))
        )
        for n in (1, 2)
    ]
    told = []
    for buckets in (1, 7):
        out = tmp_path / f"lake{buckets}"
        manifest = build(out, *files, buckets=buckets).manifest
        told.append(
            {
                table: sorted(map(str, read(out, manifest, table)))
                for table in {part.table for part in manifest.parts}
            }
        )

    assert told[0] == told[1]


def test_memory_does_not_change_what_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written in a hundred pieces or in one, the tables have the same rows."""
    files = [
        write_pubmed(
            tmp_path,
            n,
            *(record(99000000 + i, f"{n}", cites=[99000001 + n]) for i in range(20)),
        )
        for n in (1, 2)
    ]
    whole = build(tmp_path / "whole", *files).manifest
    monkeypatch.setattr("harvester.lake.partitioned._BUDGET_BYTES", 700)
    monkeypatch.setattr("harvester.lake.tables._BUDGET_BYTES", 700)

    pieces = build(tmp_path / "pieces", *files).manifest

    for table in {part.table for part in whole.parts}:
        assert read(tmp_path / "pieces", pieces, table) == read(
            tmp_path / "whole", whole, table
        )
    staged = list((tmp_path / "pieces/staging").glob("*/done.json"))
    assert all(path.read_text().count("[") > 8 for path in staged)
