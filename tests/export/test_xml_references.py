"""EndNote XML and JATS: read again by lxml, and by hand."""

from __future__ import annotations

import pytest
from lxml import etree

from harvester.export import citation_key, write
from harvester.model import Article, Contributor, Text
from tests.export.plain import abstract, folded, name_of, pages, title


def read(form, articles):
    """Return the root of an export."""
    return etree.fromstring("".join(write(form, articles)).encode())


def text_of(element):
    """Return all text within an element, None where there is no element."""
    return None if element is None else "".join(element.itertext())


def test_endnote_holds_every_article(articles):
    """Each is a record with its title, people, numbers, identifiers and terms."""
    records = read("endnote-xml", articles).findall("records/record")

    assert len(records) == len(articles)
    wrong = []
    for article, record in zip(articles, records, strict=True):
        wanted = {
            "label": citation_key(article),
            "titles/title": title(article),
            "electronic-resource-num": article.doi,
            "accession-num": article.pmid,
            "custom2": article.pmcid,
            "custom7": article.article_number,
            "volume": article.volume,
            "number": article.issue,
            "pages": pages(article),
            "dates/year": str(article.year) if article.year else None,
            "abstract": abstract(article),
        }
        found = {path: text_of(record.find(path)) for path in wanted}
        wrong += [
            (citation_key(article), path, value, found[path])
            for path, value in wanted.items()
            if folded(value) != folded(found[path])
        ]
        count = len(record.findall("contributors/authors/author"))
        if count != len(article.authors):
            wrong.append((citation_key(article), "authors", count))
    assert wrong == []


def test_endnote_keeps_faces_and_groups(by_pmid):
    """Runs of one face; a comma behind a group keeps it from being a surname."""
    (record,) = read("endnote-xml", [by_pmid["99000026"]]).findall("records/record")
    styles = record.findall("titles/title/style")
    group = Article(
        sources=(("pubmed", "99000099"),),
        contributors=(
            Contributor(literal="LANTERN Investigators"),
            Contributor(literal="Keepers, Isle of Quillon"),
        ),
    )
    people = read("endnote-xml", [group]).iterfind(".//author")

    assert [(style.get("face"), style.text) for style in styles][:4] == [
        ("italic", "Lucimuscus tamsinensis"),
        ("normal", " and Ca"),
        ("superscript", "2+"),
        ("normal", ": the TIC"),
    ]
    assert [person.text for person in people] == [
        "LANTERN Investigators,",
        "Keepers,, Isle of Quillon",
    ]


def test_endnote_record_by_hand(by_pmid):
    """PMID 99000005: type, periodical, retraction in the notes."""
    (record,) = read("endnote-xml", [by_pmid["99000005"]]).findall("records/record")

    assert record.find("ref-type").attrib == {"name": "Journal Article"}
    assert record.findtext("ref-type") == "17"
    assert record.findtext("periodical/full-title") == "Marelonian medical letters"
    assert record.findtext("periodical/abbr-1") == "Marel Med Lett"
    assert "Retracted: Marel Med Lett. 2018;7:e188." in record.findtext("notes")


def test_jats_holds_every_article(articles):
    """Each is a reference with its titles, people, place and identifiers."""
    refs = read("jats-ref", articles).findall("ref")

    assert [ref.get("id") for ref in refs] == [citation_key(a) for a in articles]
    wrong = []
    for article, ref in zip(articles, refs, strict=True):
        cited = ref.find("element-citation")
        ids = {i.get("pub-id-type"): i.text for i in cited.findall("pub-id")}
        wanted = {
            "volume": article.volume,
            "issue": article.issue,
            "elocation-id": article.article_number,
            "page-range": pages(article),
        }
        wrong += [
            (citation_key(article), name, value, cited.findtext(name))
            for name, value in wanted.items()
            if folded(value) != folded(cited.findtext(name))
        ]
        known = {"doi": article.doi, "pmid": article.pmid, "pmcid": article.pmcid}
        if ids != {scheme: value for scheme, value in known.items() if value}:
            wrong.append((citation_key(article), ids))
        texts = {
            folded(text_of(e)) for e in cited if e.tag.endswith(("title", "source"))
        }
        if title(article) and folded(title(article)) not in texts:
            wrong.append((citation_key(article), title(article), texts))
        group = cited.find("person-group[@person-group-type='author']")
        people = [] if group is None else [_name(e) for e in group if e.tag != "etal"]
        if people != [tuple(map(folded, name_of(p))) for p in article.authors]:
            wrong.append((citation_key(article), people))
    assert wrong == []


def _name(element):
    if element.tag == "collab":
        return folded(element.text), "", ""
    given = (element.findtext("given-names") or "").replace(".", "")
    parts = element.findtext("surname"), given, element.findtext("suffix")
    return tuple(map(folded, parts))


def test_jats_by_hand(by_pmid):
    """A date as precise as it is known; the original title before its translation."""
    season, german, marked = read(
        "jats-ref",
        [by_pmid["99000033"], by_pmid["99000027"], by_pmid["99000026"]],
    ).findall("ref/element-citation")

    assert season.findtext("year") == "2001"
    assert season.findtext("season") == "Spring"
    assert (
        german.find("article-title").get("{http://www.w3.org/XML/1998/namespace}lang")
        == "de"
    )
    assert etree.tostring(marked.find("article-title"), encoding="unicode") == (
        "<article-title><italic>Lucimuscus tamsinensis</italic> and Ca<sup>2+</sup>: "
        "the TIC<sub>236</sub> gene &amp; the ratio ab at <italic>P</italic>&lt;0.001"
        "</article-title>"
    )


@pytest.mark.parametrize("form", ["endnote-xml", "jats-ref"])
def test_what_xml_cannot_hold_is_left_out(form):
    """Control characters, quotes and brackets leave the document well-formed."""
    article = Article(
        sources=(("pubmed", "99000099"),),
        title=Text(plain='a\x00b <script> & "c" ]]>'),
        volume="1\x0b<",
    )

    root = read(form, [article])

    assert "script" not in {element.tag for element in root.iter()}
    assert 'ab <script> & "c" ]]>' in text_of(root)
