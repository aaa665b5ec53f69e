"""Saved HTML pages."""

from __future__ import annotations

from harvester.identify import identify_document
from harvester.identify.html import is_html, read_html
from harvester.model import Document

PAGE = """<!DOCTYPE html>
<html><head>
<title>Page title</title>
<meta name="citation_title" content="A study of invented things">
<meta name="citation_doi" content="10.5555/own.1">
<meta name="citation_pmid" content="99000001">
<meta name="citation_journal_title" content="Journal of Invention">
<meta name="citation_author" content="Author, Anna">
<meta name="citation_author" content="Beispiel, Bert">
<meta name="citation_volume" content="007">
<meta name="citation_firstpage" content="12">
<meta name="citation_lastpage" content="19">
<meta name="citation_reference" content="citation_doi=10.5555/ref.9;citation_year=1">
<link rel="canonical" href="https://example.org/articles/10.5555/own.1/">
<script>var trap = "doi:10.5555/script.1";</script>
<style>.doi { content: "10.5555/style.1" }</style>
</head><body>
<nav><ul><li>Abstract</li><li>References</li></ul></nav>
<h1>A study of <i>invented</i> things</h1>
<h2>Abstract</h2>
<p>The abstract is H<sub>2</sub>O and long enough to be an abstract.</p>
<h2>References</h2>
<ol><li>First. <a href="https://doi.org/10.5555/ref.1">doi:10.5555/ref.1</a></li>
<li>Second.<br>doi:10.5555/ref.2 PMID: 99000022</li></ol>
</body></html>"""


def _own(document: Document) -> list[str]:
    return [str(identifier) for identifier in document.own]


def test_head_of_the_page():
    """The tags for search engines name the article and its fields."""
    page = identify_document("saved.html", PAGE.encode())
    assert _own(page) == ["pmid:99000001", "doi:10.5555/own.1"]
    assert [
        (m.item, str(m.identifier))
        for m in page.mentions
        if m.role.value == "reference"
    ] == [
        (None, "doi:10.5555/ref.9"),
        (1, "doi:10.5555/ref.1"),
        (2, "doi:10.5555/ref.2"),
        (2, "pmid:99000022"),
    ]
    record = page.record
    assert record is not None
    assert record.title is not None
    assert record.title.plain == "A study of invented things"
    assert (record.volume, record.page) == ("007", "12-19")
    assert [c.literal for c in record.contributors] == [
        "Author, Anna",
        "Beispiel, Bert",
    ]


def test_text_of_the_page():
    """Blocks stand on lines, inline markup adds nothing, scripts are left out."""
    saved = read_html(PAGE)
    lines = saved.text[saved.body :].split("\n")
    assert "A study of invented things" in lines
    assert "The abstract is H2O and long enough to be an abstract." in lines
    assert "- First. doi:10.5555/ref.1" in lines
    assert "script.1" not in saved.text
    assert "style.1" not in saved.text
    for meta in saved.metas:
        assert saved.text[meta.offset :].startswith(meta.content)


def test_offsets_count_in_the_text_of_the_page():
    """Every mention stands in the converted text where it says."""
    text = read_html(PAGE).text
    for mention in identify_document("saved.html", PAGE.encode()).mentions:
        printed = mention.identifier.printed or mention.identifier.value
        assert text[mention.offset :].startswith(printed)


def test_pubmed_page_as_html():
    """A saved PubMed page is read like its text."""
    page = identify_document(
        "saved.html",
        b"""<html><head><meta name="citation_pmid" content="99000001">
        <link rel="canonical" href="https://pubmed.ncbi.nlm.nih.gov/99000001/"></head>
        <body><h1>A study of invented things</h1>
        <ul><li><span>PMID:</span> <strong>99000001</strong></li>
        <li><span>DOI:</span> <a href="#">10.5555/own.1</a></li></ul>
        <div><h2>Abstract</h2><p><strong>Background: </strong>Long enough, surely,
        to be an abstract.</p></div>
        <h2>Similar articles</h2><ul><li><a>One.</a><br>Doe J. J Foo. 2020;1:2. doi:
        10.5555/s.1. PMID: <span>99000011</span></li></ul>
        <h2>Cited by</h2><ul></ul><h2>MeSH terms</h2></body></html>""",
    )
    assert page.reader == "pubmed"
    assert _own(page) == ["pmid:99000001", "doi:10.5555/own.1"]
    assert [
        (m.item, str(m.identifier)) for m in page.mentions if m.role.value == "similar"
    ] == [(1, "doi:10.5555/s.1"), (1, "pmid:99000011")]
    assert page.record is not None
    assert page.record.title is not None
    assert page.record.title.plain == "A study of invented things"


def test_linked_data():
    """JSON-LD names the article that the page describes, not those it cites."""
    page = identify_document(
        "saved.html",
        b"""<html><head><script type="application/ld+json">
        {"@context": "https://schema.org", "@graph": [{"@type": "ScholarlyArticle",
         "headline": "A study", "identifier": {"@type": "PropertyValue",
         "propertyID": "doi", "value": "10.5555/own.1"},
         "sameAs": ["https://pubmed.ncbi.nlm.nih.gov/99000001/"],
         "citation": [{"@type": "ScholarlyArticle", "@id": "10.5555/ref.1"}]}]}
        </script></head><body><p>Hello</p></body></html>""",
    )
    assert _own(page) == ["pmid:99000001", "doi:10.5555/own.1"]


def test_head_and_page_contradict_each_other():
    """A head that names another article than the page: neither is taken."""
    page = identify_document(
        "saved.html",
        b"""<html><head><meta name="citation_doi" content="10.5555/other.1"></head>
        <body><h1>A study of invented things</h1><p>DOI: 10.5555/own.1</p>
        <h2>Abstract</h2><p>Words.</p></body></html>""",
    )
    assert page.own == ()
    assert page.unresolved is not None
    assert "DOI 10.5555/other.1 and DOI 10.5555/own.1" in page.unresolved


def test_text_about_html_is_text():
    """Only what begins like a page is one; a text with angle brackets is not."""
    assert is_html("\ufeff\n<!-- saved --><!DOCTYPE html><p>x")
    assert is_html("<?xml version='1.0'?><html>")
    assert not is_html("10.5555/1:2<3::AID-X>3.0.CO;2-P")
    assert not is_html("<10.5555/x>")
