"""What iCite and OpenCitations really said, from the recorded data."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime

import pytest

from harvester.errors import ProtocolError
from harvester.model import LinkKind, LinkState
from harvester.sources.icite import ICITE
from harvester.sources.opencitations import OPENCITATIONS
from harvester.wire import Payload

TABLES = {
    "oc_ds_converter_csv_files_sample__sample1.csv": 3,
    "oc_ds_converter_csv_files_sample__sample2.csv": 3,
    "oc_ds_converter_metadata_input.csv": 356,
}
"""Tables of iCite's yearly copy, and how many articles are in them."""


def recorded(folder, name):
    """A recorded file; without it the test is skipped."""
    file = folder / name
    if not file.is_file():
        pytest.skip(f"{name} is not among the recorded data")
    return file.read_text(encoding="utf-8")


def reply(index, kind, owners, body):
    """A good reply to the question for links of ``owners``."""
    return Payload(
        request=next(index.related(kind, owners)[0]),
        status=200,
        body=json.dumps(body).encode(),
        content_type="application/json",
        fetched_at=datetime(2026, 1, 2, tzinfo=UTC),
    )


def read_table(text):
    """The sets of the articles of a table, by PMID and kind, and its rows."""
    rows = list(csv.DictReader(text.splitlines()))
    sets = {}
    for start in range(0, len(rows), 200):
        part = [
            {
                "pmid": int(row["pmid"]),
                "citation_count": int(row["citation_count"] or 0),
                "cited_by": row["cited_by"],
                "references": row["references"],
            }
            for row in rows[start : start + 200]
        ]
        owners = [str(entry["pmid"]) for entry in part]
        payload = reply(ICITE, LinkKind.CITED_BY, owners, {"data": part})
        ICITE.check(payload)
        sets |= {(s.owner[1], s.kind): s for s in ICITE.parse_links(payload)}
    return sets, rows


@pytest.mark.parametrize(("name", "count"), TABLES.items())
def test_lists_as_texts_are_read_whole(shared_data, name, count):
    """Each list has the works of its column in order; a work is no link to itself."""
    sets, rows = read_table(recorded(shared_data, f"icite/{name}"))

    assert len(rows) == count
    assert len(sets) == 2 * count
    for row in rows:
        cited_by = sets[row["pmid"], LinkKind.CITED_BY]
        references = sets[row["pmid"], LinkKind.REFERENCES]
        for found, column in ((cited_by, "cited_by"), (references, "references")):
            named = [pmid for pmid in row[column].split() if pmid != row["pmid"]]
            assert [link.target for link in found.links] == [("pmid", n) for n in named]
        assert cited_by.expected_count == int(row["citation_count"] or 0)


def test_a_work_that_lists_itself_is_known(shared_data):
    """PMID 51 stands among the 53 that cite it: 52 links, and 53 said."""
    sets, _ = read_table(
        recorded(shared_data, "icite/oc_ds_converter_metadata_input.csv")
    )
    found = sets["51", LinkKind.CITED_BY]

    assert (len(found.links), found.expected_count) == (52, 53)


def test_an_empty_column_is_an_empty_list(shared_data):
    """PMID 119 is cited six times and cites nothing; 118 five and five."""
    name = "icite/oc_ds_converter_csv_files_sample__sample2.csv"
    sets, _ = read_table(recorded(shared_data, name))

    assert sets["119", LinkKind.REFERENCES].state is LinkState.EMPTY
    assert len(sets["119", LinkKind.CITED_BY].links) == 6
    assert len(sets["118", LinkKind.CITED_BY].links) == 5
    assert len(sets["118", LinkKind.REFERENCES].links) == 5


def test_a_work_without_doi_or_pmid_is_counted(shared_data):
    """A preprint of arXiv cites it: one citation, which no link can name."""
    name = "opencitations/quoted/index_v2_citations.fragment.json"
    rows = json.loads(recorded(shared_data, name))
    asked = ["10.1145/3025453.3025717"]
    payload = reply(OPENCITATIONS, LinkKind.CITED_BY, asked, rows)

    OPENCITATIONS.check(payload)
    (found,) = OPENCITATIONS.parse_links(payload)

    assert (found.state, found.expected_count) == (LinkState.COMPLETE, 1)
    assert found.links == ()


def test_a_row_is_read_from_both_ends(shared_data):
    """The citing work has a PMID besides its DOI, the cited work a DOI alone."""
    name = "opencitations/api_evangelist_citation-by-oci.json"
    rows = json.loads(recorded(shared_data, name))["response"]["body"]
    cited, citing = "10.1108/jd-12-2013-0166", "10.7717/peerj-cs.421"

    (cited_by,), (references,) = (
        OPENCITATIONS.parse_links(reply(OPENCITATIONS, kind, [owner], rows))
        for kind, owner in ((LinkKind.CITED_BY, cited), (LinkKind.REFERENCES, citing))
    )

    (from_cited,), (from_citing,) = cited_by.links, references.links
    assert (from_cited.target, from_cited.aliases) == (
        ("doi", citing),
        (("pmid", "33817056"),),
    )
    assert (from_citing.target, from_citing.aliases) == (("doi", cited), ())


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("quoted/coci_v1_citation.fragment.json", "10.1186/ar4086"),
        ("api_evangelist_citation-count.json", "10.1108/jd-12-2013-0166"),
    ],
    ids=["version 1", "a count"],
)
def test_the_reply_of_another_operation_is_no_list(shared_data, name, owner):
    """It is refused, not taken for an empty list."""
    said = json.loads(recorded(shared_data, f"opencitations/{name}"))
    rows = said if isinstance(said, list) else said["response"]["body"]

    with pytest.raises(ProtocolError):
        OPENCITATIONS.check(reply(OPENCITATIONS, LinkKind.CITED_BY, [owner], rows))
