"""Articles as PDF."""

from __future__ import annotations

import random
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import DependencyError

from harvester.errors import DocumentError
from harvester.identify import identify_document
from harvester.model import Document
from tests.identify.pdfs import build_pdf

FIRST = [
    "Journal of Nowhere Medicine",
    "A made-up study of lanterns in the fog",
    "Edda M. Tarrowby, Olaf Quist",
    "Abstract",
    "The lanterns were lit and the fog was measured, as was done before.",
    "https://doi.org/10.5555/jnm.2018.0001",
]
REFERENCES = [
    "References",
    "1. Quist O. On fog. J Nowhere Med. 2010;3:4-5. doi:10.5555/jnm.2010.9",
    "2. Ames B. On light. J Nowhere Med. 2011;4:6. doi:10.5555/jnm.2011.8",
]
DOI = "<prism:doi>10.5555/jnm.2018.0001</prism:doi>"


def _own(document: Document) -> list[str]:
    return [str(identifier) for identifier in document.own]


def _identify(*pages: list[str], **metadata: object) -> Document:
    return identify_document("a.pdf", build_pdf(*pages, **metadata))


def test_the_first_page_names_the_article() -> None:
    """The DOI on a line of its own is the article's; the list keeps its role."""
    document = _identify(FIRST, REFERENCES)

    assert document.reader == "pdf"
    assert _own(document) == ["doi:10.5555/jnm.2018.0001"]
    assert [(m.identifier.value, m.role.value, m.item) for m in document.mentions] == [
        ("10.5555/jnm.2018.0001", "own", None),
        ("10.5555/jnm.2010.9", "reference", 1),
        ("10.5555/jnm.2011.8", "reference", 2),
    ]


@pytest.mark.parametrize(
    "metadata",
    [
        {"properties": DOI},
        {"attributes": ' prism:doi="10.5555/jnm.2018.0001"'},
        {"properties": "<pdfx:doi>10.5555/JNM.2018.0001</pdfx:doi>"},
        {
            "properties": "<pdfx:WPSↂ2DARTICLEDOI>10.5555/jnm.2018.0001"
            "</pdfx:WPSↂ2DARTICLEDOI>"
        },
        {"properties": "<dc:identifier>doi:10.5555/jnm.2018.0001</dc:identifier>"},
        {
            "properties": "<dc:identifier><rdf:Bag><rdf:li>urn:uuid:4f</rdf:li>"
            "<rdf:li>info:doi/10.5555/jnm.2018.0001</rdf:li></rdf:Bag></dc:identifier>"
        },
        {"info": {"doi": "10.5555/jnm.2018.0001"}},
        {"info": {"WPS-ARTICLEDOI": "10.5555/jnm.2018.0001"}},
        {
            "info": {
                "Subject": "J Nowhere Med, 12 (2018) 1-3. doi:10.5555/jnm.2018.0001"
            }
        },
    ],
)
def test_the_metadata_name_the_article(metadata: dict[str, object]) -> None:
    """XMP as element, attribute or list, and DocInfo, where no page says it."""
    document = _identify(FIRST[:-1], REFERENCES, **metadata)

    assert _own(document) == ["doi:10.5555/jnm.2018.0001"]


def test_the_doi_of_the_journal_is_not_the_article_s() -> None:
    """Some publishers write the DOI of the whole journal into DocInfo."""
    document = _identify(FIRST[:-1], info={"WPS-JOURNALDOI": "10.5555/(issn)0000-0001"})

    assert document.own == document.mentions == ()
    assert document.unresolved is not None


def test_metadata_decide_between_dois_of_the_first_page() -> None:
    """What is stated and printed is the article's; the other DOI is another's."""
    page = [*FIRST, "J Nowhere Med. 2017;11(1):2. https://doi.org/10.5555/jnm.2017.7"]

    with_metadata = _identify(page, properties=DOI)
    without = _identify(page)

    assert _own(with_metadata) == ["doi:10.5555/jnm.2018.0001"]
    assert without.own == ()
    assert without.unresolved == (
        "Its own article is in doubt: it claims DOI 10.5555/jnm.2017.7 and "
        "DOI 10.5555/jnm.2018.0001."
    )


def test_metadata_of_another_article_are_not_believed() -> None:
    """XMP left over from a template contradicts the first page: none is taken."""
    document = _identify(FIRST, properties="<prism:doi>10.5555/old.1</prism:doi>")

    assert document.own == ()
    assert "10.5555/old.1" in (document.unresolved or "")


@pytest.mark.parametrize(
    "lines",
    [
        REFERENCES,
        [
            "1. Quist O. On fog that is long.",
            "J Nowhere Med. 2010;3:4. doi:10.5555/a.1",
        ],
        ["The data are deposited in an archive", "(https://doi.org/10.5555/data.1)."],
        ["Erratum for the article doi:10.5555/jnm.2010.9"],
        ["as they had shown in the fog (doi:10.5555/jnm.2010.9) and by night it"],
    ],
)
def test_dois_of_others_on_the_first_page(lines: list[str]) -> None:
    """References, data, corrected articles and running text name no own DOI."""
    document = _identify(FIRST[:-1] + lines)

    assert document.own == ()
    assert document.unresolved is not None


@pytest.mark.parametrize(
    "line",
    [
        "J Nowhere Med. 2018;12(3):1-9. doi:10.5555/jnm.2018.0001",
        "DOI 10.5555/jnm.2018.0001",
        "Nowhere ONE | https://doi.org/10.5555/jnm.2018.0001 March 3, 2018 1 / 15",
        "Cite this article as: Tarrowby E. J Nowhere 2018;12:3 10.5555/jnm.2018.0001",
    ],
)
def test_forms_of_the_line(line: str) -> None:
    """Citation, label, foot of a page and a request to cite name the own DOI."""
    assert _own(_identify([*FIRST[:-1], line])) == ["doi:10.5555/jnm.2018.0001"]


def test_an_author_manuscript() -> None:
    """PMCID and PMID of the first page stand beside the DOI."""
    page = ["PMCID: PMC9900001", "NIHMSID: NIHMS1", "PMID: 99000001", *FIRST]

    assert _own(_identify(page, REFERENCES)) == [
        "pmid:99000001",
        "doi:10.5555/jnm.2018.0001",
        "pmcid:PMC9900001",
    ]


def test_metadata_tell_title_and_journal() -> None:
    """A title that is the name of a file is none."""
    told = _identify(
        FIRST,
        properties="<dc:title><rdf:Alt><rdf:li>A made-up study of lanterns</rdf:li>"
        "</rdf:Alt></dc:title><prism:volume>12</prism:volume>"
        "<prism:publicationName>Journal of Nowhere Medicine</prism:publicationName>",
    ).record
    file = _identify(FIRST, info={"Title": "Microsoft Word - lanterns final v2.doc"})

    assert told is not None
    assert told.title is not None
    assert told.title.plain == "A made-up study of lanterns"
    assert told.container is not None
    assert (told.container.title, told.volume) == ("Journal of Nowhere Medicine", "12")
    assert file.record is not None
    assert file.record.title is None


def test_a_scan_with_metadata_is_known() -> None:
    """Without a text layer the metadata suffice."""
    assert _own(_identify([], properties=DOI)) == ["doi:10.5555/jnm.2018.0001"]


def test_a_text_about_pdf_is_a_text() -> None:
    """The mark of a PDF within a sentence makes none."""
    document = identify_document("a.txt", b"It begins with %PDF-1.4. PMID: 99000001")

    assert document.reader == "general"


def test_rubbish_before_the_header_is_skipped() -> None:
    """Some mail programs leave bytes before the mark of a PDF."""
    document = identify_document("a.pdf", b"\r\n\x00rubbish\n" + build_pdf(FIRST))

    assert _own(document) == ["doi:10.5555/jnm.2018.0001"]


def _encrypted(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(build_pdf(FIRST))))
    writer.encrypt(user_password=password, owner_password="o", algorithm="RC4-128")  # noqa: S106 - of a fixture
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_file_locked_against_printing_is_read() -> None:
    """An empty password only forbids what we do not do."""
    document = identify_document("a.pdf", _encrypted(""))

    assert _own(document) == ["doi:10.5555/jnm.2018.0001"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (_encrypted("secret"), "is a PDF that is locked (encrypted)"),
        (b"%PDF-1.4\nrubbish", "is a PDF that is broken"),
        (b"%PDF-1.4", "is a PDF that is broken"),
        (build_pdf([], []), "is a PDF without a text layer"),
    ],
)
def test_what_cannot_be_read_is_said(content: bytes, words: str) -> None:
    """One sentence that names the file, and no other error."""
    with pytest.raises(DocumentError) as refusal:
        identify_document("a.pdf", content)

    assert str(refusal.value).startswith(f"a.pdf {words}")
    assert "\n" not in str(refusal.value)


def test_encryption_that_needs_another_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """AES asks pypdf for a package that may be absent: the file counts as locked."""

    def refuse(self: object) -> None:
        raise DependencyError("cryptography>=3.1 is required for AES algorithm")

    monkeypatch.setattr(PageObject, "extract_text", refuse)

    with pytest.raises(DocumentError, match="that is locked"):
        identify_document("a.pdf", _encrypted(""))


def test_a_page_that_cannot_be_read_is_empty() -> None:
    """The filter of one page is unknown to pypdf; the others are read."""
    content = build_pdf(["in the fog"], FIRST)
    damaged = content.replace(b"<< /Length", b"<< /Filter /Fl /Length", 1)

    document = identify_document("a.pdf", damaged)

    assert _own(document) == ["doi:10.5555/jnm.2018.0001"]


VALID = build_pdf(FIRST, REFERENCES, properties=DOI, info={"Title": "A title of words"})


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 60))
def test_a_damaged_pdf_is_read_or_refused(seed: int, count: int) -> None:
    """Whatever bytes of a PDF are changed, lost or doubled: only DocumentError."""
    dice = random.Random(seed)
    content = bytearray(VALID)
    for _ in range(count):
        place = dice.randrange(len(content))
        match dice.randrange(4):
            case 0:
                content[place] = dice.randrange(256)
            case 1:
                del content[place : place + dice.randrange(40)]
            case 2:
                content[place:place] = content[place : place + dice.randrange(40)]
            case _:
                content[place:place] = str(dice.randrange(10**6)).encode()
    try:
        document = identify_document("a.pdf", bytes(content))
    except DocumentError:
        return
    assert document.own or document.unresolved
