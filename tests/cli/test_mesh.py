from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

DESCRIPTOR = """<DescriptorRecord DescriptorClass="1">
<DescriptorUI>{ui}</DescriptorUI>
<DescriptorName><String>{name}</String></DescriptorName>
<TreeNumberList><TreeNumber>{tree}</TreeNumber></TreeNumberList>
<ConceptList><Concept PreferredConceptYN="Y"><ConceptUI>M1</ConceptUI>
<TermList><Term IsPermutedTermYN="N" LexicalTag="NON"><TermUI>T1</TermUI>
<String>{term}</String></Term></TermList></Concept></ConceptList>
</DescriptorRecord>
"""
RECORDS = [
    DESCRIPTOR.format(ui=ui, name=name, tree=tree, term=term)
    for ui, name, tree, term in (
        ("D009369", "Neoplasms", "C04", "Cancer"),
        ("D008113", "Liver Neoplasms", "C04.588", "Hepatic Neoplasms"),
        ("D018358", "Neuroendocrine Tumors", "C04.557", "Tumors, Neuroendocrine"),
    )
]
XML = (
    '<?xml version="1.0"?>\n<!DOCTYPE DescriptorRecordSet SYSTEM "desc2015.dtd">\n'
    f"<DescriptorRecordSet>\n{''.join(RECORDS)}</DescriptorRecordSet>\n"
).encode()
HTML = b"<!DOCTYPE html>\n<html><head><title>bad_url</title></head></html>\n"
BOTH, LIVER = "99000001", "99000040"


@pytest.fixture
def vocabulary(tmp_path: Path) -> Path:
    """A descriptor file of 2015 with three records, packed."""
    path = tmp_path / "descriptors.xml.gz"
    path.write_bytes(gzip.compress(XML))
    return path


def test_load_says_what_it_took_the_file_for(harvest, vocabulary, tmp_path):
    """Kind, year, records and time; a second time there is nothing to do."""
    (tmp_path / "mtrees2015.bin").write_text("Cancerland;Z01\nNeoplasms;C04\n")
    run = harvest("mesh", "load", vocabulary.name, "mtrees2015.bin")
    again = harvest("mesh", "load", vocabulary.name)

    assert run.code == 0
    first, second = run.out.splitlines()
    assert re.fullmatch(
        r"descriptors\.xml\.gz: descriptors of MeSH 2015, 3 records, \d+\.\d s", first
    )
    assert second.startswith(
        "mtrees2015.bin: tree file of MeSH 2015, 2 lines, 1 not placed"
    )
    assert "nothing to do" in again.out


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("d2026.bin", HTML, "HTML page"),
        ("d2026.xml.gz", gzip.compress(HTML, mtime=0), "HTML page"),
        ("notes2026.txt", b"eggs, milk\n", "no file of MeSH"),
        ("empty2026.xml", b"", "empty"),
        ("cut2026.xml.gz", gzip.compress(XML, mtime=0)[:40], "cannot be unpacked"),
        ("torn2026.xml.gz", b"\x1f\x8b\x08\x00rubbish", "cannot be unpacked"),
        ("qual.xml", b"<QualifierRecordSet/>", "add --year"),
        ("desc2026.xml", b"<DescriptorRecordSet><Descr", "cut off"),
        ("nothing2026.xml", None, "No such file"),
    ],
)
def test_a_file_that_is_no_mesh_is_refused_in_a_sentence(
    harvest, tmp_path, vocabulary, name, content, reason
):
    """The file is named with the reason; good files beside it are loaded."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    alone = harvest("mesh", "load", name)
    beside = harvest("mesh", "load", name, vocabulary.name)

    assert (alone.code, alone.out) == (2, "")
    assert alone.err.startswith(f"harvest: {name}: ")
    assert reason in alone.err
    assert len(alone.err.splitlines()) == 1
    assert beside.code == 3
    assert "3 records" in beside.out


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_that_is_cut_off_keeps_its_complete_records(harvest, tmp_path, packed):
    """What is complete is loaded, exit code 3 and a sentence tell of the rest."""
    if packed:  # cut behind the records, as a broken download leaves it
        content = gzip.compress(XML + b" " * 2_000_000, compresslevel=0)[:1_000_000]
    else:
        content = XML[: XML.index(b"</DescriptorRecord>") + 40]
    (tmp_path / "x").write_bytes(content)
    run = harvest("mesh", "load", "x")

    assert run.code == 3
    assert "incomplete" in run.out
    assert "download it again" in run.err
    assert harvest("mesh", "find", "Cancer").code == 0


def test_year_may_be_given(harvest, tmp_path):
    """What neither file nor name tells is told by an option."""
    (tmp_path / "tree.txt").write_text("Neoplasms;C04\n")
    run = harvest("mesh", "load", "--year", "2019", "tree.txt")

    assert "tree file of MeSH 2019, 1 line," in run.out


def test_find(harvest, vocabulary):
    """A term with heading, UI, matched term, trees and how many are narrower."""
    harvest("mesh", "load", vocabulary.name)
    run = harvest("mesh", "find", "cancer")
    as_json = harvest("mesh", "find", "--json", "cancer", "D018358")

    assert run.code == 0
    assert run.out.splitlines() == [
        "cancer: Neoplasms (D009369)",
        '  entry "Cancer", MeSH 2015',
        "  trees: C04",
        "  narrower: 2",
    ]
    cancer, tumors = as_json.json
    assert cancer["match"] == {
        "ui": "D009369",
        "name": "Neoplasms",
        "matched_term": "Cancer",
        "kind": "entry",
        "rule": "folded-key",
        "mesh_year": 2015,
        "replaced_ui": None,
        "tree_numbers": ["C04"],
        "narrower_count": 2,
        "mapped_to": [],
        "is_major": False,
        "qualifiers": [],
    }
    assert tumors["match"]["name"] == "Neuroendocrine Tumors"


def test_find_suggests_and_does_not_map(harvest, vocabulary):
    """An unlisted term has no match: code 1 alone, 3 beside one that is listed."""
    harvest("mesh", "load", vocabulary.name)
    run = harvest("mesh", "find", "liver metastases")
    beside = harvest("mesh", "find", "--json", "Cancer", "liver metastases")

    assert run.code == 1
    assert run.out.splitlines() == [
        "liver metastases: not in MeSH as loaded here",
        "  perhaps: Liver Neoplasms (D008113)",
    ]
    assert beside.code == 3
    assert beside.json[1]["match"] is None
    assert beside.json[1]["suggestions"][0]["ui"] == "D008113"


def test_search_by_heading(harvest, vocabulary):
    """Articles under a heading, with + those under narrower ones, and with words."""
    harvest("--offline", "-q", "--no-links", "--pmid", BOTH, "--pmid", LIVER)
    before = harvest("search", 'mesh:"Neuroendocrine Tumors"+')
    harvest("mesh", "load", vocabulary.name)
    itself = harvest("search", "mesh:Neoplasms")
    exploded = harvest("search", "mesh:cancer+", "--json")

    assert before.code == 0
    assert "only the heading Neuroendocrine Tumors itself" in before.err
    assert re.findall(r"PMID: \d+", before.out) == [f"PMID: {BOTH}"]
    assert (itself.code, itself.out) == (0, "")
    assert "no article" in itself.err
    assert [hit["pmid"] for hit in exploded.json["articles"]] == [LIVER, BOTH]
