from __future__ import annotations

from harvester.bulk.crossref_files import find_crossref_files


def test_a_folder_is_read_in_the_order_of_its_numbers(tmp_path):
    """Nine before ten; what is no such file is passed over."""
    for name in ("10.json.gz", "9.json.gz", "a/2.jsonl", "README.txt", "1.json.gz.md5"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    found = find_crossref_files([tmp_path, tmp_path / "9.json.gz"])
    names = [str(path.relative_to(tmp_path)) for path in found]
    assert names == ["9.json.gz", "10.json.gz", "a/2.jsonl"]
