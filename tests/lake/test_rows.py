"""A record as rows, beside what is printed in its fixture."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import msgspec
import pytest

from harvester.lake.inputs import read_input
from harvester.lake.rows import build_rows
from harvester.lake.schema import RECORD_TABLES
from harvester.model import SourceRecord
from tests.lake.files import FIXTURES


def rows_of(name: str) -> dict[str, list[dict[str, Any]]]:
    (record,) = read_input(f"file://{FIXTURES / name}")
    assert isinstance(record, SourceRecord)
    rows = build_rows(record, input_name="here.xml")
    return {
        table.name: [
            dict(zip((c.name for c in table.columns), row, strict=True))
            for row in rows[table.name]
        ]
        for table in RECORD_TABLES
    }


@pytest.mark.parametrize(
    "path",
    sorted(
        path
        for pattern in ("pubmed/*.xml", "crossref/*.json", "datacite/*.json")
        for path in FIXTURES.glob(pattern)
    ),
    ids=lambda path: path.stem,
)
def test_every_record_fits_the_tables(path: Path) -> None:
    """Each row has a value for each column, and the record itself comes back whole."""
    (record,) = read_input(f"file://{path}")
    assert isinstance(record, SourceRecord)

    rows = build_rows(record, input_name=path.name)

    assert set(rows) == {table.name for table in RECORD_TABLES}
    for table in RECORD_TABLES:
        assert {len(row) for row in rows[table.name]} <= {len(table.columns)}
    (kept,) = rows["records"]
    assert msgspec.json.decode(kept[-1], type=SourceRecord) == record


def test_an_article(tmp_path: Path) -> None:
    """Volume, pages and date of PMID 99000024 are those printed there."""
    (article,) = rows_of("pubmed/99000024.xml")["articles"]

    assert article["pmid"] == "99000024"
    assert article["doi"] == "10.5555/ais.2009.0007"
    assert (article["volume"], article["issue"]) == ("007", "0")
    assert article["year"] == 2009


SMALL = """<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="2">99000001
</PMID><Article><ArticleTitle>On <i>Aus</i></ArticleTitle><Abstract>
<AbstractText Label="AIM" NlmCategory="OBJECTIVE">To see.</AbstractText>
<AbstractText>Seen.</AbstractText></Abstract>
<AuthorList><Author><LastName>Ark</LastName><AffiliationInfo><Affiliation>A</Affiliation>
</AffiliationInfo><AffiliationInfo><Affiliation>B</Affiliation></AffiliationInfo></Author>
<Author><LastName>Bow</LastName><AffiliationInfo><Affiliation>C</Affiliation>
</AffiliationInfo></Author></AuthorList>
<GrantList><Grant><GrantID>G1</GrantID><Agency>NIH</Agency></Grant></GrantList></Article>
<MeshHeadingList><MeshHeading>
<DescriptorName UI="D008099" MajorTopicYN="N">Liver</DescriptorName>
<QualifierName UI="Q000473" MajorTopicYN="Y">pathology</QualifierName>
<QualifierName UI="Q000601" MajorTopicYN="N">surgery</QualifierName></MeshHeading>
<MeshHeading><DescriptorName UI="D006801" MajorTopicYN="N">Humans</DescriptorName>
</MeshHeading></MeshHeadingList></MedlineCitation></PubmedArticle></PubmedArticleSet>"""


@pytest.fixture
def small(tmp_path: Path) -> dict[str, list[dict[str, Any]]]:
    path = tmp_path / "small.xml.gz"
    path.write_bytes(gzip.compress(SMALL.encode()))
    return rows_of(str(path))


def test_headings_with_their_qualifiers(small: dict[str, list[dict[str, Any]]]) -> None:
    """A row per qualifier, all at the place of their heading; the star where it is."""
    assert [
        (
            row["position"],
            row["descriptor"],
            row["is_major"],
            row["is_major_topic"],
            row["qualifier"],
            row["qualifier_is_major"],
        )
        for row in small["mesh"]
    ] == [
        (1, "Liver", False, True, "pathology", True),
        (1, "Liver", False, True, "surgery", False),
        (2, "Humans", False, False, None, None),
    ]


def test_addresses_at_their_bearers(small: dict[str, list[dict[str, Any]]]) -> None:
    """The place of the author, and that of the address among theirs."""
    assert [
        (row["position"], row["affiliation_position"], row["name"])
        for row in small["affiliations"]
    ] == [(1, 1, "A"), (1, 2, "B"), (2, 1, "C")]
    assert [row["family"] for row in small["contributors"]] == ["Ark", "Bow"]


def test_abstract_title_and_version(small: dict[str, list[dict[str, Any]]]) -> None:
    """The abstract in sections and as one text; the title with and without markup."""
    (article,) = small["articles"]

    assert article["abstract"] == "AIM: To see.\nSeen."
    assert (article["title"], article["title_markup"]) == ("On Aus", "On <i>Aus</i>")
    assert article["version"] == 2
    assert article["author_count"] == 2
    assert [
        (row["position"], row["section_position"], row["label"], row["category"])
        for row in small["abstract_sections"]
    ] == [(1, 1, "AIM", "OBJECTIVE"), (1, 2, None, None)]


def test_awards_and_input(small: dict[str, list[dict[str, Any]]]) -> None:
    """A grant with its number; the record names the file that it came from."""
    assert [(row["agency"], row["award"]) for row in small["funding"]] == [
        ("NIH", "G1")
    ]
    assert small["records"][0]["input"] == "here.xml"
