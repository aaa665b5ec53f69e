"""Files of records: one is that article, many are a list."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.errors import DocumentError
from harvester.identify import identify_document
from harvester.model import Document, Role
from harvester.pipeline import ask_for_document

RIS = """TY  - JOUR
AU  - Tarrowby, Edda M
AU  - LANTERN Group
TI  - A made-up title
T2  - Journal of nowhere medicine
VL  - 012
IS  - 2
SP  - 1123
EP  - 8
PY  - 2019///
DO  - https://doi.org/10.5555/JNM.2018.0001
UR  - https://www.ncbi.nlm.nih.gov/pubmed/99000001
C2  - PMC9900001
N1  - Comment on: doi:10.5555/other.1
ER  -
"""
BIB = r"""% made by hand
@string{jnm = "Journal of nowhere medicine"}
@article{tarrowby2019,
  author = {Tarrowby, Edda M and {LANTERN Group} and others},
  title = {A {Made}-up title},
  journal = jnm,
  year = 2019, month = feb,
  pages = {1123--1128},
  doi = "10.5555/jnm\_2018.0001",
  eprint = {99000001}, eprinttype = {pubmed},
  pmcid = {PMC9900001},
  note = {Comment on doi:10.5555/other.1}
}
"""
CSL = """[{"id": "t", "type": "article-journal", "title": "A made-up title",
 "container-title": "Journal of nowhere medicine", "volume": "012", "page": "1123-8",
 "author": [{"family": "Tarrowby", "given": "Edda M"}, {"literal": "LANTERN Group"}],
 "issued": {"date-parts": [[2019, 2]]}, "DOI": "10.5555\\/JNM.2018.0001",
 "PMID": "99000001", "note": "PMCID: PMC9900001"}]"""
CROSSREF = """{"status": "ok", "message-type": "work", "message": {"indexed": {},
 "title": ["A made-up title"], "reference": [{"DOI": "10.5555/other.1"}],
 "container-title": ["Journal of nowhere medicine"], "volume": "012",
 "author": [{"family": "Tarrowby", "given": "Edda M"}, {"name": "LANTERN Group"}],
 "issued": {"date-parts": [[2019, 2]]}, "DOI": "10.5555/jnm.2018.0001",
 "relation": {"is-comment-on": [{"id-type": "doi", "id": "10.5555/other.2"}]}}}"""
ARTICLE = """<PubmedArticle><MedlineCitation><PMID Version="1">99000001</PMID><Article>
<Journal><JournalIssue><Volume>012</Volume><PubDate><Year>2019</Year><Month>Feb</Month>
</PubDate></JournalIssue><Title>Journal of nowhere medicine</Title></Journal>
<ArticleTitle>A <i>made-up</i> title</ArticleTitle>
<ELocationID EIdType="doi" ValidYN="N">10.5555/wrong.1</ELocationID>
<AuthorList><Author><LastName>Tarrowby</LastName><ForeName>Edda M</ForeName></Author>
<Author><CollectiveName>LANTERN Group</CollectiveName></Author></AuthorList></Article>
<CommentsCorrectionsList><CommentsCorrections RefType="CommentOn"><PMID>99000009</PMID>
</CommentsCorrections></CommentsCorrectionsList></MedlineCitation><PubmedData>
<ArticleIdList><ArticleId IdType="pubmed">99000001</ArticleId>
<ArticleId IdType="doi">10.5555/jnm.2018.0001</ArticleId>
<ArticleId IdType="pmc">PMC9900001</ArticleId></ArticleIdList>
<ReferenceList><Reference><ArticleIdList>
<ArticleId IdType="doi">10.5555/other.1</ArticleId></ArticleIdList>
</Reference></ReferenceList></PubmedData></PubmedArticle>"""
SET = f"<PubmedArticleSet>{ARTICLE}</PubmedArticleSet>"
XML = f'<?xml version="1.0" encoding="UTF-8"?>\n{SET}'
TABLE = (
    "Title,Journal,PubMed ID,DOI Link\nA made-up title,J,99000001.0,doi:10.5555/A.1\n"
)
ALL = ["doi:10.5555/jnm.2018.0001", "pmcid:PMC9900001", "pmid:99000001"]


def _identify(text: str, name: str = "x") -> Document:
    return identify_document(name, text.encode())


def _items(document: Document) -> dict[int | None, list[str]]:
    items: dict[int | None, list[str]] = {}
    for mention in document.mentions:
        items.setdefault(mention.item, []).append(str(mention.identifier))
    return items


@pytest.mark.parametrize(
    ("text", "reader", "own"),
    [
        (RIS, "ris", ALL),
        (BIB, "bibtex", ["doi:10.5555/jnm_2018.0001", *ALL[1:]]),
        (CSL, "csl-json", ALL),
        (CROSSREF, "crossref", ALL[:1]),
        (XML, "pubmed-xml", ALL),
        (TABLE, "table", ["doi:10.5555/a.1", "pmid:99000001"]),
    ],
)
def test_one_record_is_that_article(text: str, reader: str, own: list[str]) -> None:
    """Own are the identifiers of its fields, not what it comments on or cites."""
    document = _identify(text)

    assert document.reader == reader
    assert sorted(str(identifier) for identifier in document.own) == own
    assert document.unresolved is None
    assert {mention.role for mention in document.mentions} == {Role.OWN}
    assert document.record is not None
    assert document.record.title is not None
    assert document.record.title.plain.lower() == "a made-up title"


@pytest.mark.parametrize("text", [RIS, BIB, CSL, CROSSREF, XML])
def test_what_the_record_says(text: str) -> None:
    """Journal, authors and a group stand in the document's own record."""
    record = _identify(text).record

    assert record is not None
    assert [(c.family, c.literal) for c in record.contributors] == [
        ("Tarrowby", None),
        (None, "LANTERN Group"),
    ]
    assert record.container is not None
    assert record.dates[0].printed.startswith("2019")
    assert record.dates[0].edtf is not None


@pytest.mark.parametrize("text", [RIS, BIB, CROSSREF, XML, TABLE])
def test_the_place_of_an_identifier(text: str) -> None:
    """The offset is where the identifier begins in the text."""
    for mention in _identify(text).mentions:
        printed = text[mention.offset :].lower().replace("\\", "")
        bare = mention.identifier.value.lower()
        assert printed.startswith((bare, "https://doi.org/" + bare, "doi:" + bare))


@pytest.mark.parametrize(
    ("text", "reader", "items"),
    [
        (
            RIS + RIS.replace("2018.0001", "2018.2").replace("C2  -", "C3  -")
            .replace("99000001", "99000002"),
            "ris",
            {
                1: [ALL[0], ALL[2], ALL[1]],
                2: ["doi:10.5555/jnm.2018.2", "pmid:99000002"],
            },
        ),
        (
            "@misc{a, doi={10.5555/a.1}}\n@book{b,\n pmid = 99000002,\n title = {x}}",
            "bibtex",
            {1: ["doi:10.5555/a.1"], 2: ["pmid:99000002"]},
        ),
        (
            ('[{"id":"a","type":"book","DOI":"10.5555/a.1","PMID":99000001},'
            '{"id":"b","type":"book","title":"none"},'
            '{"id":"c","type":"book","URL":"https://doi.org/10.5555/c.3"}]'),
            "csl-json",
            {1: ["doi:10.5555/a.1", "pmid:99000001"], 3: ["doi:10.5555/c.3"]},
        ),
        (
            ('{"message":{"items":[{"prefix":"10.5555","DOI":"10.5555/a.1"},'
            '{"DOI":"10.5555/a.2"}]}}'),
            "crossref",
            {1: ["doi:10.5555/a.1"], 2: ["doi:10.5555/a.2"]},
        ),
        (
            '{"prefix":"10.5555","DOI":"10.5555/a.1"}\n{"DOI":"10.5555/a.2"}\n',
            "crossref",
            {1: ["doi:10.5555/a.1"], 2: ["doi:10.5555/a.2"]},
        ),
        (
            (f"<PubmedArticleSet>{ARTICLE}<PubmedBookArticle><BookDocument>"
            "<PMID>99000002</PMID></BookDocument></PubmedBookArticle></PubmedArticleSet>"),
            "pubmed-xml",
            {1: [ALL[2], ALL[0], ALL[1]], 2: ["pmid:99000002"]},
        ),
        (
            ("PMID- 99000001\nTI  - x\nCIN - PMID: 99000009\n"
            "AID - 10.5555/a.1 [doi]\n\nPMID- 99000002\nTI  - y\n"),
            "medline",
            {1: ["pmid:99000001", "doi:10.5555/a.1"], 2: ["pmid:99000002"]},
        ),
        (
            '"Pubmed Id";"Article DOI"\n99000001;10.5555/a.1\n;\n;"https://doi.org/10.5555/b"\n',
            "table",
            {1: ["pmid:99000001", "doi:10.5555/a.1"], 2: ["doi:10.5555/b"]},
        ),
    ],
)  # fmt: skip
def test_many_records_are_a_list(
    text: str, reader: str, items: dict[int, list[str]]
) -> None:
    """No article, but mentions; what belongs to one record has its number."""
    document = _identify(text)

    assert (document.reader, document.own) == (reader, ())
    assert _items(document) == items
    assert {mention.role for mention in document.mentions} == {Role.MENTIONED}
    assert document.unresolved is not None
    assert document.unresolved.endswith(" records.")


def test_a_list_is_asked_for_record_by_record() -> None:
    """DOI and PMID of one record name one wanted article."""
    text = "pmid\tdoi\n99000001\t10.5555/a.1\n99000002\t10.5555/a.2\n"

    asked = ask_for_document("x.tsv", text.encode(), "")

    assert asked.wanted == (
        frozenset({("pmid", "99000001"), ("doi", "10.5555/a.1")}),
        frozenset({("pmid", "99000002"), ("doi", "10.5555/a.2")}),
    )
    assert asked.listed == ()


@pytest.mark.parametrize(
    "header",
    ["PMID", "pmid", "PubMed ID", "pubmed_id", "PubMedID", "Pubmed-Id", "PMIDs"],
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_tables_name_their_columns_in_many_ways(header: str, separator: str) -> None:
    """Case, blanks and hyphens of the name do not matter; nor does the separator."""
    lines = [("Titre é", header), ("a", "99000001"), ("b", "99000002")]
    text = "\r\n".join(separator.join(line) for line in lines)

    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        document = identify_document("x", text.encode(encoding))
        assert document.reader == "table"
        assert _items(document) == {1: ["pmid:99000001"], 2: ["pmid:99000002"]}


def test_a_column_alone() -> None:
    """Numbers under PMID are PMIDs; a word above prose is no column."""
    column = _identify("PMID\n99000001\n99000002\n")
    prose = _identify("DOI\n10.5555/a.1\nThe article was written in the fog.\n")

    assert _items(column) == {1: ["pmid:99000001"], 2: ["pmid:99000002"]}
    assert prose.reader == "general"


def test_excel_says_its_separator() -> None:
    """A first line ``sep=;`` is no header; cells may hold line ends."""
    text = 'sep=;\r\ntitle;DOI\r\n"two\r\nlines; more";10.5555/a.1\r\nx;10.5555/a.2\r\n'

    assert _items(_identify(text)) == {1: ["doi:10.5555/a.1"], 2: ["doi:10.5555/a.2"]}


def test_an_accession_number_of_pubmed_is_a_pmid() -> None:
    """Elsewhere an accession number is that of another database."""
    pubmed = "TY  - JOUR\nDB  - PubMed\nAN  - 99000001\nER  -\n"
    other = pubmed.replace("PubMed", "Embase")

    assert [str(i) for i in _identify(pubmed).own] == ["pmid:99000001"]
    assert _identify(other).own == ()
    assert _identify(other).unresolved == "Its one record has no DOI, PMID or PMCID."


def test_bibtex_that_is_never_closed() -> None:
    """An entry whose brackets do not match ends where the next begins."""
    text = (
        "@article{a,\n title = {x {y},\n doi = {10.5555/a.1},\n}\n"
        "@book{b, doi={10.5555/b}}"
    )

    assert _items(_identify(text)) == {1: ["doi:10.5555/a.1"], 2: ["doi:10.5555/b"]}


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        ('{"doi": ', "general"),
        ('{"settings": {"doi": "10.5555/a.1"}}', "general"),
        ("He wrote to me@article{s and DOI, PMID", "general"),
        ("TY  - nothing else", "general"),
        ("PMID, DOI and the fog\nwere seen by all, and none, of us", "general"),
    ],
)
def test_what_looks_alike_is_no_file_of_records(text: str, reader: str) -> None:
    """A text about a format is a text."""
    assert _identify(text).reader == reader


def test_broken_xml_is_said() -> None:
    """A file that breaks off is refused: half a list would pass for the whole."""
    with pytest.raises(DocumentError, match="x is a PubMed XML file, but its XML is"):
        _identify(XML[: len(XML) // 2])


PIECES = st.sampled_from(
    [
        *f"{RIS}{BIB}{XML}{TABLE}{CSL}".splitlines(keepends=True),
        "PMID- 99000001\n", "TI  - x\n",
        "{", "}", '"', "@", "<", ">", "[", "]", ",", ";", "\t", "|", "\n", "\r", "\x00",
        "sep=,\n", '{"DOI":"\\ud800"}', '{"DOI": 1e999, "title": "', "10.5555/", "é",
    ]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_pieces_are_read_or_refused(text: str) -> None:
    """Whatever the order of pieces: a document or a DocumentError, and offsets hold."""
    try:
        document = _identify(text)
    except DocumentError:
        return
    assert document.own or document.unresolved
    assert all(0 <= mention.offset <= len(text) for mention in document.mentions)
    assert msgspec.json.encode(document)


@pytest.mark.parametrize(
    ("path", "reader", "own", "count"),
    [
        ("efetch/colrev/pubmed_csv_result.bib", "bibtex", 3, None),
        ("efetch/colrev/pubmed-chatbot-expected.bib", "bibtex", 0, 6),
        ("efetch/medline_format/biopython_pubmed_result2.txt", "medline", 0, 4),
        ("efetch/medline_format/manubot_bibliography.nbib", "medline", 0, 2),
        ("efetch/biopython/pubmed2.xml", "pubmed-xml", 0, 2),
        ("efetch/fatcat/pubmed_19129924.xml", "pubmed-xml", 3, None),
        (
            "crossref/transform/manubot/pubmed-scihub-study-csl.json",
            "csl-json",
            3,
            None,
        ),
        ("crossref/works/fulltext/works_10.1155_2011_868426.json", "crossref", 1, None),
        ("crossref/lists/serrano/works_query_ecology.json", "crossref", 0, 20),
        ("crossref/lists/serrano/works_select_DOI_title.json", "crossref", 0, 20),
        ("icite/oc_ds_converter_csv_files_sample__sample1.csv", "table", 0, 3),
    ],
)
def test_recorded_files_of_records(
    shared_data, path: str, reader: str, own: int, count: int | None
) -> None:
    """What services and programs wrote is known by its content, not by its name."""
    document = identify_document("-", (shared_data / path).read_bytes())

    assert document.reader == reader
    assert len(document.own) == own
    assert max((m.item or 0 for m in document.mentions), default=0) == (count or 0)
