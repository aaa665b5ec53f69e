from __future__ import annotations

import pytest

from harvester.model import Identifier, SourceRecord
from harvester.selection import build_id_test, read_id_list


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        ("99000001", ["pmid:99000001"]),
        ("\ufeff99000001", ["pmid:99000001"]),
        ("PMID: 99000001  # mine", ["pmid:99000001"]),
        ("# 99000001", []),
        ("   ", []),
        ("99000001,99000002;3", ["pmid:3", "pmid:99000001", "pmid:99000002"]),
        ("PMC12 99000003", ["pmcid:PMC12", "pmid:99000003"]),
        ("pmid:1, pmid: 2", ["pmid:1", "pmid:2"]),
        ("10.5555/a;b,c", ["doi:10.5555/a;b,c"]),
        ("10.5555/x,1", ["doi:10.5555/x,1"]),
        ("10.5555/x,10.5555/Y", ["doi:10.5555/x", "doi:10.5555/y"]),
        ("https://doi.org/10.5555/Q\t99000004,", ["doi:10.5555/q", "pmid:99000004"]),
        ("https://pubmed.ncbi.nlm.nih.gov/99000004/", ["pmid:99000004"]),
    ],
)
def test_lines_are_read(line, keys):
    """Prefixes, addresses, separators and comments, as people type them."""
    read = read_id_list([line])
    assert sorted(map(":".join, read.keys)) == keys
    assert read.problems == ()


def test_what_is_none_is_named_with_its_line():
    """Bad lines lose no good ones, nor bad parts the good ones beside them."""
    read = read_id_list(["99000001", "moth", "", "99000002, 10.5555"])
    assert sorted(read.keys) == [("pmid", "99000001"), ("pmid", "99000002")]
    assert [number for number, _ in read.problems] == [2, 4]
    assert "10.5555 is no DOI" in read.problems[1][1]


def test_a_record_is_listed_by_any_valid_identifier():
    """One that its source marks as wrong does not count."""
    doi = Identifier(scheme="doi", value="10.5555/x")
    wrong = Identifier(scheme="doi", value="10.5555/y", is_valid=False)
    record = SourceRecord(source="pubmed", source_id="1", identifiers=(doi, wrong))
    assert build_id_test(read_id_list(["10.5555/X"]).keys)(record)
    assert not build_id_test(read_id_list(["10.5555/y"]).keys)(record)
