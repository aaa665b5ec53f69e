"""MEDLINE text (``.nbib``)."""

from __future__ import annotations

import pytest

from harvester.identify import identify_document
from harvester.model import Role

ONE = b"""
PMID- 99000001
OWN - NLM
STAT- MEDLINE
DP  - 2019 Feb
TI  - A made-up title that
      goes on.
VI  - 012
IP  - 2
PG  - 1123-8
FAU - Tarrowby, Edda M
AU  - Tarrowby EM
CN  - LANTERN Group
TA  - J Nowhere Med
JT  - Journal of nowhere medicine
CIN - J Nowhere Med. 2019;12:1. PMID: 99000002
AID - 10.5555/jnm.2018.0001 [doi]
AID - jnm20180001 [pii]
SO  - J Nowhere Med. 2019 Feb;12(2):1123-8. doi: 10.5555/jnm.2018.0001.
"""


def test_one_record_is_that_article() -> None:
    """Its own identifiers are those of its own fields, not of its comments."""
    document = identify_document("one.nbib", ONE)

    assert document.reader == "medline"
    assert {str(identifier) for identifier in document.own} == {
        "pmid:99000001",
        "doi:10.5555/jnm.2018.0001",
    }
    assert [
        str(mention.identifier)
        for mention in document.mentions
        if mention.role is not Role.OWN
    ] == ["pmid:99000002"]
    record = document.record
    assert record is not None
    assert record.title is not None
    assert record.title.plain == "A made-up title that goes on."
    assert (record.volume, record.issue, record.page) == ("012", "2", "1123-8")
    assert [c.family or c.literal for c in record.contributors] == [
        "Tarrowby",
        "LANTERN Group",
    ]


def test_several_records_are_a_list() -> None:
    """A file of two records is no article; both are mentioned."""
    two = ONE + ONE.replace(b"99000001", b"99000003").replace(b"0001 [doi]", b"3 [doi]")

    document = identify_document("two.nbib", two)

    assert document.own == ()
    assert document.unresolved == "It is a MEDLINE file of 2 records."
    assert {m.identifier.value for m in document.mentions} >= {"99000001", "99000003"}


def test_recorded_files(shared_data) -> None:
    """What PubMed and Zotero keep as .nbib is read; ERIC's records have no PMID."""
    folder = shared_data / "efetch/medline_format"
    found = {
        name: identify_document(name, (folder / name).read_bytes())
        for name in ("zotero_02.nbib", "zotero_04.nbib", "zotero_05.nbib")
    }

    assert [(d.reader, d.own[0].value) for d in found.values()] == [
        ("medline", "8402898"),
        ("general", "10.1186/s40468-019-0086-7"),
        ("medline", "35128459"),
    ]


@pytest.mark.parametrize(
    "text", [b"PMID- \nTI  - x", b"PMID- 1\nTI  -", b"TI  - PMID- 2"]
)
def test_broken_files_do_not_crash(text: bytes) -> None:
    """What is cut off names no article, or the one that it names."""
    assert identify_document("x.nbib", text).name == "x.nbib"
