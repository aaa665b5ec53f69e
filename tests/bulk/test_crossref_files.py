from __future__ import annotations

import gzip
import json

import pytest

from harvester.bulk.crossref_files import find_crossref_files, read_crossref_file
from harvester.errors import BulkError
from harvester.model import SourceRecord
from harvester.search import parse_selection
from harvester.selection import build_test
from harvester.sources.base import Fault


def work(number, year):
    return {
        "DOI": f"10.5555/Made.{number}",
        "type": "journal-article",
        "title": [f"Made up {number}"],
        "issued": {"date-parts": [[year]]},
    }


WORKS = [work(1, 2019), work(2, 2021), work(3, 2022)]
LINES = "\n".join(map(json.dumps, WORKS)).encode()


@pytest.fixture
def read(tmp_path):
    """Read a file of some content: keys of its records, messages of its faults."""

    def run(content, name="0.json.gz", where=None):
        path = tmp_path / name
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        test = build_test(parse_selection(where)) if where else None
        return [
            one.source_id if isinstance(one, SourceRecord) else one.message
            for one in read_crossref_file(path, test)
            if isinstance(one, SourceRecord | Fault)
        ]

    return run


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (json.dumps({"items": WORKS}).encode(), "0.json.gz"),
        (json.dumps({"items": WORKS}, indent=1).encode(), "0.json"),
        (LINES, "0.jsonl.gz"),
        (LINES + b"\n\n", "0.jsonl"),
        (json.dumps(WORKS).encode(), "0.json.gz"),
    ],
)
def test_all_forms_hold_the_same_works(read, content, name):
    """Items, lines, packed or not."""
    keys = [f"10.5555/made.{number}" for number in (1, 2, 3)]
    assert read(content, name) == keys
    assert read(content, name, "year>=2021 and type:article-journal") == keys[1:]


def test_what_cannot_be_read_loses_nothing_else(read):
    """A line that is no JSON, a work without a DOI."""
    lines = LINES.split(b"\n")
    content = b"\n".join([lines[0], b'{"DOI": ', b'{"title": ["x"]}', *lines[1:]])
    first, no_json, no_doi, *others = read(content, "0.jsonl.gz")
    assert first == "10.5555/made.1"
    assert no_json.startswith("line 2 is not valid JSON")
    assert "DOI" in no_doi
    assert others == ["10.5555/made.2", "10.5555/made.3"]


def test_damage_is_said(read, tmp_path):
    """A file that is cut off, one that is no JSON, one that is not there."""
    path = tmp_path / "cut.jsonl.gz"
    path.write_bytes(gzip.compress(LINES * 900)[:-20])
    with pytest.raises(BulkError, match="cut off or damaged"):
        list(read_crossref_file(path))
    with pytest.raises(BulkError, match="holds no records"):
        read(b"\x00nothing")
    with pytest.raises(BulkError, match="nowhere"):
        list(read_crossref_file(tmp_path / "nowhere.json"))


def test_a_folder_is_read_in_the_order_of_its_numbers(tmp_path):
    """Nine before ten; what is no such file is passed over."""
    for name in ("10.json.gz", "9.json.gz", "a/2.jsonl", "README.txt", "1.json.gz.md5"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    found = find_crossref_files([tmp_path, tmp_path / "9.json.gz"])
    names = [str(path.relative_to(tmp_path)) for path in found]
    assert names == ["9.json.gz", "10.json.gz", "a/2.jsonl"]
