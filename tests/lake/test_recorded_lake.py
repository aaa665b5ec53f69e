"""Real files of PubMed: the lake says what ``harvest parse`` says."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from lxml import etree

from harvester.lake.inputs import read_input
from harvester.model import SourceRecord
from tests.lake.files import build, read

SMALL = "net_synergy"
COUNTED = {
    "mesh": "MedlineCitation/MeshHeadingList/MeshHeading",
    "chemicals": "MedlineCitation/ChemicalList/Chemical",
    "publication_types": "MedlineCitation/Article/PublicationTypeList/PublicationType",
    "keywords": "MedlineCitation/KeywordList/Keyword",
}


def _has_text(element: etree._Element) -> bool:
    """Whether there is anything in it: one recorded keyword is empty."""
    return bool("".join(element.itertext()).strip())


def check(out: Path, files: list[Path]) -> None:
    """Compare a lake with its files: the newest records, and counts of elements."""
    built = build(out, *files)
    newest: dict[str, SourceRecord] = {}
    for path in sorted(files):
        for entry in read_input(str(path)):
            assert isinstance(entry, SourceRecord)
            newest[entry.source_id] = entry
    kept = {
        row["source_id"]: msgspec.json.decode(row["json"], type=SourceRecord)
        for row in read(out, built.manifest, "records")
    }
    assert kept == newest

    elements = {}
    for path in sorted(files):
        with gzip.open(path) as stream:
            for _, element in etree.iterparse(stream, tag="PubmedArticle"):
                pmid = element.findtext("MedlineCitation/PMID")
                elements[pmid] = {
                    table: sum(map(_has_text, element.findall(place)))
                    for table, place in COUNTED.items()
                }
                element.clear()
    assert elements.keys() == kept.keys()
    for table in COUNTED:
        places = {
            (row["source_id"], row["position"])
            for row in read(out, built.manifest, table)
        }
        told = Counter(pmid for pmid, _ in places)
        assert told == Counter(
            {pmid: each[table] for pmid, each in elements.items() if each[table]}
        )


def test_four_small_files(tmp_path: Path, shared_data: Path) -> None:
    """Of four recorded files every record, heading, substance and keyword is there."""
    files = sorted((shared_data / "baseline" / SMALL).glob("*.xml.gz"))
    if not files:
        pytest.skip("the recorded files of net_synergy are not there")

    check(tmp_path / "lake", files)


@pytest.mark.slow
def test_a_whole_baseline_file(tmp_path: Path, shared_data: Path) -> None:
    """The same of 30,000 records."""
    path = shared_data / "baseline/pubmed20n0014.xml.gz"
    if not path.exists():
        pytest.skip("the recorded baseline file is not there")

    check(tmp_path / "lake", [path])
