"""NLM's list of serials, read from made-up records in its form."""

from __future__ import annotations

import io

import pytest

from harvester.errors import DocumentError
from harvester.vocabulary import Serial, check_serials, read_serials

HEAD = b"""<!DOCTYPE SerialsSet PUBLIC "-//NLM//DTDSERIALS//EN" "x.dtd">
<SerialsSet>
"""
FULL = b"""<Serial DataCreationMethod="P" Status="NLMCollection">
    <NlmUniqueID>99000001A</NlmUniqueID>
    <Title>Acta Quillon : a journal of
glowing mosses &amp; ferns</Title>
    <MedlineTA>Acta Quillon</MedlineTA>
    <PublicationInfo>
        <Country>Norway</Country>
        <PublicationFirstYear>1983</PublicationFirstYear>
        <PublicationEndYear>2001</PublicationEndYear>
    </PublicationInfo>
    <ISSN IssnType="Electronic">0000-0027</ISSN>
    <ISSN IssnType="Print">0000-0019</ISSN>
    <ISSNLinking>0000-0019</ISSNLinking>
</Serial>
"""
BARE = b"""<Serial><NlmUniqueID>99000002B</NlmUniqueID><PublicationInfo>
<PublicationFirstYear>19uu</PublicationFirstYear></PublicationInfo></Serial>
"""
NAMELESS = b"<Serial><Title>No number</Title></Serial>"


def test_what_a_serial_says() -> None:
    """All fields; a year that NLM does not know whole, and a serial with no number."""
    stream = io.BytesIO(HEAD + FULL + BARE + NAMELESS + b"</SerialsSet>")

    assert list(read_serials(stream)) == [
        Serial(
            nlm_id="99000001A",
            title="Acta Quillon : a journal of glowing mosses & ferns",
            medline_abbreviation="Acta Quillon",
            issn_print="0000-0019",
            issn_electronic="0000-0027",
            issn_linking="0000-0019",
            first_year=1983,
            last_year=2001,
        ),
        Serial(nlm_id="99000002B"),
    ]


def test_list_that_is_cut_off() -> None:
    """What came before is read."""
    records = read_serials(io.BytesIO(HEAD + FULL + BARE[:40]))

    assert next(records).first_year == 1983
    with pytest.raises(DocumentError, match="broken or cut off"):
        next(records)


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (b" \n", "is empty"),
        (b"<?xml version='1.0'?><DescriptorRecordSet>", "another kind .Descriptor"),
        (b"<!DOCTYPE html><html>", "another kind .html"),
        (b"JrId: 1\nJournalTitle: AADE editors' journal\n", "is no XML; load NLM's"),
    ],
)
def test_files_of_another_kind(head: bytes, reason: str) -> None:
    """They are told by their beginning."""
    with pytest.raises(DocumentError, match=reason):
        check_serials(head)


def test_a_list_is_recognised() -> None:
    """By its root element, whatever stands before it."""
    check_serials(HEAD)
    check_serials(b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- list -->\n<SerialsSet>")
