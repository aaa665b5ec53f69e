"""The list of articles, searches, and what is exported of them."""

from __future__ import annotations

from urllib.parse import quote

import pytest
import rispy
from lxml import html

from tests.browse.conftest import Visit, words

SEARCH = "/literature/-/search"


def titles(page: str) -> list[str]:
    links = html.fromstring(page).xpath("//ol[@class='hits']//p[@class='title']/a")
    return [link.text_content() for link in links]


def test_all_articles_are_listed(visit: Visit) -> None:
    """Without a query: twenty on a page, the newest first, with facets beside."""
    page = visit(SEARCH)

    assert len(titles(page.text)) == 20
    assert "page 1 of 2" in words(page)
    assert "Journal of nowhere medicine" in words(page)


def test_words_are_marked(visit: Visit) -> None:
    """In titles and abstracts; the best match first."""
    root = html.fromstring(visit(f"{SEARCH}?q=cytoreduction").text)

    assert {m.text.lower() for m in root.iter("mark")} == {"cytoreduction"}


def test_a_facet_narrows_down(visit: Visit) -> None:
    """Its link adds a clause, which can be taken out again."""
    root = html.fromstring(visit(f"{SEARCH}?q=glowmoss").text)
    (year,) = [
        a.get("href")
        for a in root.xpath("//ul[contains(@class, 'facet')]//a")
        if a.text_content() == "2019"
    ]

    narrowed = visit(year)

    assert len(titles(narrowed.text)) == 1
    (first, second) = html.fromstring(narrowed.text).xpath("//ul[@class='chips']//a")
    assert (first.get("href"), second.get("href")) == (
        "/literature/-/search?q=year%3A2019",
        "/literature/-/search?q=glowmoss",
    )


@pytest.mark.parametrize("odd", ['"((', "OR OR", "year:never", "<b>&", "%00", "*", "-"])
def test_odd_queries_are_answered(visit: Visit, odd: str) -> None:
    """With hits or a note; nothing of them is taken for HTML."""
    page = visit(f"{SEARCH}?q={quote(odd)}&p=x&sort=zzz")

    assert page.status_code == 200
    assert "<b>&" not in page.text


def test_a_page_behind_the_last_is_empty(visit: Visit) -> None:
    """It says so and leads back."""
    page = visit(f"{SEARCH}?q=glowmoss&p=9")

    assert page.status_code == 200
    assert titles(page.text) == []


def test_what_was_found_is_exported(visit: Visit) -> None:
    """As a file, all of it or what was selected; the format by its name."""
    found = visit("/literature/-/export?format=ris&q=glowmoss")
    one = visit("/literature/-/export?format=ris&q=glowmoss&id=2&id=x&id=99999")

    assert found.headers["content-disposition"] == (
        'attachment; filename="articles.ris"'
    )
    assert len(rispy.loads(found.text)) == 5
    assert [r["doi"] for r in rispy.loads(one.text)] == ["10.1245/s10434-024-15316-7"]


def test_an_unknown_format_is_named(visit: Visit) -> None:
    """404, with those that there are."""
    page = visit("/literature/-/export?format=word")

    assert page.status_code == 404
    assert "bibtex" in page.text
