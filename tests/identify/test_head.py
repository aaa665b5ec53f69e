"""What the head of a saved page states: Highwire, Dublin Core, Prism, JSON-LD."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harvester.identify import identify_document
from harvester.identify.html import read_html
from harvester.model import Document

TITLE = "Counting of walls in villages with invented moss"
ABSTRACT = (
    "Nothing had been known about invented walls before this study began in the north "
    "of the country. We counted them twice, and once more in spring; some leaned "
    "towards the sea, and two had fallen when we came again."
)


def page_with(*head: str, title: str = TITLE) -> Document:
    """Read a page with this head; its body is a title and a word."""
    html = f"<html><head>{''.join(head)}</head><body><h1>{title}</h1><p>Hi</p></body>"
    return identify_document("saved.html", html.encode())


def metas(**statements: str) -> str:
    return "".join(
        f'<meta name="{name.replace("__", ".")}" content="{content}">'
        for name, content in statements.items()
    )


def linked(data: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def values(document: Document) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for value in document.values:
        found.setdefault(value.field, []).append(value.value)
    return found


WANTED = {
    "title": [TITLE],
    "journal": ["J Made Up"],
    "volume": ["007"],
    "issue": ["2"],
    "pages": ["5-9"],
    "date": ["2020-01-03"],
    "author": ["Alder, Anna", "Birch, Bert"],
    "keyword": ["Moss", "Walls, old"],
}


def citation_tags(family: str, date: str) -> tuple[str, ...]:
    """Return the tags of Highwire's family, or of one that puts a word before them."""
    stated = {
        "title": TITLE,
        "doi": "10.5555/own.1",
        "journal_title": "J Made Up",
        "volume": "007",
        "issue": "2",
        "firstpage": "5",
        "lastpage": "9",
        date: "2020-01-03",
    }
    return (
        metas(**{f"{family}_{name}": value for name, value in stated.items()}),
        metas(citation_keywords="Moss; Walls, old"),
        metas(**{f"{family}_author": "Alder, Anna"}),
        metas(**{f"{family}_author": "Birch, Bert"}),
    )


HIGHWIRE = citation_tags("citation", "publication_date")
BEPRESS = citation_tags("bepress_citation", "date")
DUBLIN_CORE = (
    metas(
        DC__Title=TITLE,
        DC__Identifier="doi:10.5555/own.1",
        DC__Source="J Made Up",
        DC__Date="2020-01-03",
        DC__Subject="Moss; Walls, old",
        prism__volume="007",
        prism__number="2",
        prism__startingPage="5",
        prism__endingPage="9",
    ),
    metas(DC__Creator="Alder, Anna"),
    metas(DC__Creator="Birch, Bert"),
)
ARTICLE = {
    "@type": "ScholarlyArticle",
    "headline": TITLE,
    "identifier": {
        "@type": "PropertyValue",
        "propertyID": "DOI",
        "value": "10.5555/own.1",
    },
    "pageStart": 5,
    "pageEnd": "9",
    "datePublished": "2020-01-03",
    "keywords": ["Moss", "Walls, old"],
    "author": [{"@type": "Person", "name": "Alder, Anna"}, {"name": "Birch, Bert"}],
    "isPartOf": {
        "@type": "PublicationIssue",
        "issueNumber": "2",
        "isPartOf": [
            {"@type": "PublicationVolume", "volumeNumber": "007"},
            {"@type": ["Periodical"], "name": "J Made Up", "issn": ["1234-5679"]},
        ],
    },
    "citation": [{"@type": "ScholarlyArticle", "@id": "https://doi.org/10.5555/ref.1"}],
}


@pytest.mark.parametrize(
    "head",
    [
        HIGHWIRE,
        BEPRESS,
        DUBLIN_CORE,
        (linked(ARTICLE),),
        (linked([{"@type": "Organization", "name": "Site"}, ARTICLE]),),
        (linked({"@graph": [{"@type": "WebSite", "name": "S"}, ARTICLE]}),),
        (linked({"@type": "WebPage", "mainEntity": ARTICLE}),),
    ],
    ids=[
        "highwire",
        "bepress",
        "dublin-core",
        "json-ld",
        "list",
        "graph",
        "main-entity",
    ],
)
def test_every_vocabulary_says_the_same(head: tuple[str, ...]):
    """Own identifier and every field, whatever the tags are called; 007 stays 007."""
    page = page_with(*head)
    found = values(page)

    assert [str(identifier) for identifier in page.own] == ["doi:10.5555/own.1"]
    assert {field: found.get(field) for field in WANTED} == WANTED


def test_each_value_has_its_place():
    """The offset of a value leads to the statement in the page's text."""
    html = f"<html><head>{''.join(HIGHWIRE)}</head><body><h1>x</h1></body></html>"
    text = read_html(html).text
    page = identify_document("saved.html", html.encode())

    for value in page.values:
        assert value.offset is not None, value
        assert text[value.offset :].startswith(value.value.split("-")[0])
    (volume,) = [value for value in page.values if value.field == "volume"]
    assert "citation_volume: 007" in (volume.evidence or "")


def test_an_issue_that_is_named_elsewhere_in_the_graph():
    """Parts of a graph refer to each other by ``@id``."""
    article = ARTICLE | {"isPartOf": {"@id": "#issue"}}
    issue = {"@id": "#issue", **ARTICLE["isPartOf"]}
    found = values(page_with(linked({"@graph": [article, issue]})))

    assert (found["volume"], found["issue"]) == (["007"], ["2"])


def test_affiliations_stand_with_their_author():
    """Institutions follow the author whose they are."""
    page = page_with(
        metas(citation_author="Alder, Anna", citation_author_institution="Dept. A"),
        metas(citation_author="Birch, Bert"),
        metas(citation_doi="10.5555/own.1"),
    )

    assert page.record is not None
    anna, bert = page.record.contributors
    assert [a.name.plain for a in anna.affiliations if a.name] == ["Dept. A"]
    assert bert.affiliations == ()
    assert values(page)["affiliation"] == ["Dept. A"]


def test_a_description_is_an_abstract_if_it_is_long():
    """An advertisement of a line is no abstract."""
    long = page_with(metas(citation_doi="10.5555/own.1", dc__description=ABSTRACT))
    short = page_with(metas(citation_doi="10.5555/own.1", dc__description="Read it!"))

    assert values(long)["abstract"] == [ABSTRACT]
    assert "abstract" not in values(short)


def test_a_headline_that_was_cut_yields_to_the_page():
    """JSON-LD headlines are cut at a length; the page's own title is whole."""
    cut = ARTICLE | {"headline": TITLE[:30]}

    assert values(page_with(linked(cut)))["title"] == [TITLE]


def test_what_is_no_json_says_nothing():
    """A broken block, or one of other things, neither fails nor claims."""
    for source in ("{", "[1, null]", '{"@type": "Article", "author": 3}', '"x"'):
        page = page_with(f'<script type="application/ld+json">{source}</script>')
        assert page.own == ()


def test_related_articles_in_the_graph_are_not_the_page_s():
    """Two articles at the top of a graph contradict each other: none is taken."""
    other = ARTICLE | {"identifier": "10.5555/other.1"}
    page = page_with(linked({"@graph": [ARTICLE, other]}))

    assert page.own == ()
    assert "in doubt" in (page.unresolved or "")
