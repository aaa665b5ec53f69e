"""Bibliographies for people."""

from __future__ import annotations

import pytest
from lxml import html

from harvester.export import citation_key, write
from harvester.model import Article, Identifier, Text

HOSTILE = Article(
    sources=(("pubmed", "99000099"),),
    identifiers=(
        Identifier(scheme="doi", value='10.5555/x"><script>alert(1)</script>'),
    ),
    title=Text(
        plain="<script>alert(1)</script> [a](javascript:alert(1)) *b* ![c](d)",
        markup="<i>&lt;script&gt;alert(1)&lt;/script&gt;</i> [a](javascript:alert(1)) "
        "*b* ![c](d)<a href='javascript:alert(1)'></a>",
    ),
)


def test_a_page_lists_every_article(articles):
    """One item each, under its citation key, with what it is linked to."""
    page = html.fromstring("".join(write("html", articles)))
    items = page.findall(".//ol/li")

    assert [item.get("id") for item in items] == [citation_key(a) for a in articles]
    for article, item in zip(articles, items, strict=True):
        links = [link.text for link in item.findall("a")]
        known = [
            article.doi and f"doi:{article.doi}",
            article.pmid and f"PMID {article.pmid}",
            article.pmcid,
        ]
        assert links == [name for name in known if name]
        assert (
            not article.title or article.title.plain.rstrip(".") in item.text_content()
        )


def test_a_page_is_inert():
    """Scripts, links and event handlers of a record are text."""
    page = html.fromstring("".join(write("html", [HOSTILE])))

    assert page.findall(".//script") == []
    assert [link.get("href") for link in page.findall(".//a")] == [
        "https://doi.org/10.5555/x%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    ]
    assert "<script>alert(1)</script>" in page.find(".//li/i").text_content()


def test_markdown_by_hand(by_pmid):
    """Italics and superscripts; first three authors; the notice in bold."""
    marked, retracted = write("markdown", [by_pmid["99000026"], by_pmid["99000005"]])

    assert marked == (
        "1. Mosswright A. *Lucimuscus tamsinensis* and Ca<sup>2+</sup>: the "
        "TIC<sub>236</sub> gene \\& the ratio ab at *P*\\<0.001. J Nowhere Med. 2021 "
        "Aug;14(8):777. [doi:10.5555/jnm.2021.0777]"
        "(<https://doi.org/10.5555/jnm.2021.0777>) "
        "[PMID 99000026](<https://pubmed.ncbi.nlm.nih.gov/99000026/>)\n"
    )
    assert "**Retracted: Marel Med Lett. 2018;7:e188. PMID: 99000006**" in retracted


def test_markdown_is_inert():
    """What would be a link, an image or HTML is escaped."""
    (item,) = write("markdown", [HOSTILE])

    assert "\\<script\\>" in item
    assert "\\[a\\](javascript" in item
    assert "!\\[c\\]" in item
    assert "<script" not in item.replace("\\<script", "")


@pytest.mark.parametrize(
    ("title", "shown"), [("- dash", "1. \\- dash"), ("1984. A", "1. 1984\\. A")]
)
def test_an_item_begins_no_list(title, shown):
    """A title without authors that looks like a list item stays text."""
    article = Article(sources=(("pubmed", "99000099"),), title=Text(plain=title))

    assert next(write("markdown", [article])).startswith(shown)
