"""The five example documents, decoding, and what any bytes may do."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.errors import DocumentError
from harvester.identify import identify_document
from harvester.model import Document


@pytest.fixture(scope="module")
def examples(documents: Path) -> dict[str, Document]:
    """Return the example documents by the first three digits of their names."""
    return {
        file.name[:3]: identify_document(file.name, file.read_bytes())
        for file in documents.glob("*.txt")
    }


def _own(document: Document) -> list[str]:
    return [str(identifier) for identifier in document.own]


def _mentions(document: Document, role: str) -> list[str]:
    return [str(m.identifier) for m in document.mentions if m.role.value == role]


def test_vivo_example(examples: dict[str, Document]):
    """The VIVO page is its own article, its label is no part of the title."""
    page = examples["000"]
    record = page.record
    assert page.reader == "vivo"
    assert _own(page) == ["pmid:22752376", "doi:10.1245/s10434-012-2462-8"]
    assert page.unresolved is None
    assert {m.role.value for m in page.mentions} == {"own"}
    assert record is not None
    assert record.title is not None
    assert record.title.plain == (
        "Synchronous resection of primary and liver metastases for neuroendocrine "
        "tumors."
    )
    assert (record.volume, record.issue, record.page) == ("19", "13", None)
    assert [date.printed for date in record.dates] == ["July 3, 2012"]
    assert [keyword.text.plain for keyword in record.keywords] == [
        "Hepatectomy",
        "Liver Neoplasms",
        "Neoplasm Recurrence, Local",
        "Neuroendocrine Tumors",
    ]
    assert record.abstract is not None
    assert [section.label for section in record.abstract.sections] == [
        "BACKGROUND",
        "METHODS",
        "RESULTS",
        "CONCLUSIONS",
    ]


def test_pubmed_example(examples: dict[str, Document]):
    """The PubMed page is one article, lists five similar and two citing ones."""
    page = examples["001"]
    assert page.reader == "pubmed"
    assert _own(page) == ["pmid:38689169", "doi:10.1245/s10434-024-15316-7"]
    similar = [m for m in page.mentions if m.role.value == "similar"]
    assert [(m.item, str(m.identifier)) for m in similar] == [
        (1, "doi:10.1016/j.surg.2020.03.030"),
        (1, "pmid:32473829"),
        (2, "doi:10.1245/s10434-018-6433-6"),
        (2, "pmid:29560571"),
        (3, "doi:10.1016/j.surg.2018.04.070"),
        (3, "pmid:30343949"),
        (4, "doi:10.1007/s11605-018-04094-9"),
        (4, "pmid:30671800"),
        (5, "doi:10.1007/s00104-008-1614-7"),
        (5, "pmid:19212693"),
    ]
    assert _mentions(page, "cited-by") == [
        "doi:10.1245/s10434-025-17360-3",
        "pmid:40560496",
        "doi:10.1245/s10434-025-17149-4",
        "pmid:40113726",
    ]
    assert _mentions(page, "reference") == []
    record = page.record
    assert record is not None
    assert record.reference_count is None
    assert record.title is not None
    assert record.title.plain.startswith("Value of Surgical Cytoreduction in Patients")
    assert record.abstract is not None
    assert record.abstract.copyright == "© 2024. Society of Surgical Oncology."
    assert [section.label for section in record.abstract.sections] == [
        "Background",
        "Methods",
        "Results",
        "Conclusions",
    ]


def test_jama_example(examples: dict[str, Document]):
    """The JAMA page's banner is no title; its affiliations name eight authors."""
    page = examples["002"]
    record = page.record
    assert (page.reader, _own(page)) == ("jama", ["doi:10.1001/archsurg.141.10.1000"])
    assert record is not None
    assert record.title is not None
    assert record.title.plain == (
        "Metastatic Neuroendocrine Hepatic Tumors: Resection Improves Survival"
    )
    assert record.container is not None
    assert record.container.title == "Arch Surg"
    assert (record.volume, record.issue, record.page) == ("141", "10", "1000-1004")
    assert [date.printed for date in record.dates] == ["October 1, 2006"]
    assert record.contributors == ()
    names = [v for k, v in record.other if k == "surname_in_affiliations"]
    assert names == [
        "Musunuru",
        "Chen",
        "Rajpal",
        "Rikkers",
        "Weber",
        "Stephani",
        "McDermott",
        "Holen",
    ]
    assert record.abstract is not None
    assert [section.label for section in record.abstract.sections] == [
        "Background",
        "Design",
        "Setting",
        "Patients",
        "Interventions",
        "Main Outcome Measures",
        "Results",
        "Conclusion",
    ]


def test_r_discovery_example(examples: dict[str, Document]):
    """The R Discovery page prints no identifier and is unresolved."""
    page = examples["003"]
    assert (page.reader, page.own, page.mentions) == ("rdiscovery", (), ())
    assert page.unresolved == "It prints no identifier at all."
    assert page.record is not None
    assert page.record.title is None
    assert page.record.abstract is not None
    assert page.record.abstract.sections[0].text.plain.startswith(
        "Neuroendocrine neoplasms (NENs) are a distinctive entity"
    )


def test_peeref_example(examples: dict[str, Document]):
    """On the Peeref page 4.7 is a rating, and a hyphen means no keywords."""
    page = examples["004"]
    record = page.record
    assert (page.reader, _own(page)) == ("peeref", ["doi:10.1245/s10434-017-5839-x"])
    assert record is not None
    assert record.container is not None
    assert record.container.title == "ANNALS OF SURGICAL ONCOLOGY"
    assert record.container.publisher == "SPRINGER"
    assert (record.volume, record.issue, record.page) == ("24", "8", "2319-2325")
    assert record.keywords == ()
    assert record.title is not None
    assert record.title.plain.startswith("Management of Neuroendocrine Tumor Liver")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-be-bom"]
)
def test_encodings(encoding: str):
    """UTF-8, UTF-16 with a mark and Windows-1252 are read."""
    text = "Title of a study – part one\nPMID: 99000001\nAbstract\nThe naïve text."
    if encoding == "utf-16-be-bom":
        content = b"\xfe\xff" + text.encode("utf-16-be")
    else:
        content = text.encode(encoding)
    document = identify_document("a.txt", content)
    assert _own(document) == ["pmid:99000001"]
    assert document.record is not None
    assert document.record.title is not None
    assert document.record.title.plain == "Title of a study – part one"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"%PDF-1.7 \x00\x01", "a PDF"),
        (b"\x89PNG\r\n\x00\x00", "zero bytes"),
        (b"\xff\xfeA", "breaks off"),
        (bytes(range(1, 32)) * 9 + b"\x81\x8d", "not text"),
        (b"<html><body><script>1</script></body></html>", "without any text"),
    ],
)
def test_what_is_not_text_is_refused(content: bytes, words: str):
    """Empty and binary content is refused with a sentence that names the file."""
    with pytest.raises(DocumentError, match=words) as refusal:
        identify_document("x.bin", content)
    assert str(refusal.value).startswith("x.bin is ")


@given(st.one_of(st.binary(), st.text().map(str.encode)))
def test_any_bytes_are_read_or_refused(content: bytes):
    """Any bytes are read, or refused with a DocumentError."""
    try:
        document = identify_document("-", content)
    except DocumentError:
        return
    assert document.own or document.unresolved


_LINES = st.sampled_from(
    [
        "Similar articles",
        "Cited by",
        "References",
        "Abstract",
        "MeSH terms",
        "Identity",
        "PubMed ID",
        "Publisher",
        "Primary Rating",
        "Recommended",
        "Talk to us",
        "Highlights",
        "PMID: 99000001",
        "doi:10.5555/a.1",
        "doi: 10.5555/",
        "- ",
        "-",
        "1. Smith J. Title. 2020;1(2):3. doi:10.5555/b.2",
        "• PMID: 99000002",
        "Author Affiliations",
        "JAMA. 2020;1(2):3-4. doi:10.1001/jama.2020.1",
        "[Skip to Content]",
        "A study of something Academic Article uri icon",
        "",
        "<html><p>",
        '<meta name="citation_doi" content="10.5555/a.1">',
        "© 2024",
        "Keywords: a; b",
        "Volume 2, Issue 3",
    ]
)


@given(st.lists(_LINES, max_size=25))
def test_any_order_of_a_page_is_read(lines: list[str]):
    """Whatever the order of its parts, a page is read and its offsets are right."""
    content = "\n".join(lines).encode()
    try:
        document = identify_document("-", content)
    except DocumentError:
        return
    assert document.own or document.unresolved
    own = {identifier.key for identifier in document.own}
    for mention in document.mentions:
        assert (mention.identifier.key in own) == (mention.role.value == "own")
