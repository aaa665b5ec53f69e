"""Documents that name an article, and the article that is fetched."""

from __future__ import annotations

import asyncio
import hashlib
import json
from pathlib import Path

import msgspec
import pytest

from harvester.fetch import Client, Contact, InProcessTransport
from harvester.mirror import Mirror
from harvester.model import Document
from harvester.pipeline import Harvest, Outcome, ask_for_document
from harvester.sources.registry import SOURCES
from harvester.store import Library

RECORD = """<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM">
<PMID Version="1">99000901</PMID><Article PubModel="Print"><Journal><JournalIssue
CitedMedium="Print"><Volume>3</Volume><PubDate><Year>2012</Year></PubDate>
</JournalIssue><Title>Journal of Walls</Title></Journal>
<ArticleTitle>Surgical treatment of liver moss on old walls.</ArticleTitle>
</Article></MedlineCitation><PubmedData><ArticleIdList>
<ArticleId IdType="pubmed">99000901</ArticleId>
<ArticleId IdType="doi">10.5555/walls.moss</ArticleId></ArticleIdList></PubmedData>
</PubmedArticle>"""
MOSS = {
    "DOI": "10.5555/walls.moss",
    "type": "journal-article",
    "title": ["Surgical treatment of liver moss on old walls"],
}
PAINT = {
    "DOI": "10.5555/walls.paint",
    "type": "journal-article",
    "title": ["Nine colours of paint in forty villages"],
}
PAGE = """<html><head><meta name="citation_doi" content="{doi}">
<meta name="citation_title" content="Surgical treatment of liver moss on old walls">
</head><body><h1>Surgical treatment of liver moss on old walls</h1>
<h2>Abstract</h2><p>Walls were looked at.</p></body></html>"""


@pytest.fixture
def library(tmp_path: Path):
    """A library that is empty."""
    with Library.open(tmp_path / "x.db") as opened:
        yield opened


@pytest.fixture
def give(tmp_path: Path, library: Library):
    """Harvest a document from a mirror of two made-up articles."""
    folder = tmp_path / "records"
    (folder / "pubmed").mkdir(parents=True)
    (folder / "crossref").mkdir()
    (folder / "pubmed" / "99000901.xml").write_text(RECORD)
    for number, work in enumerate((MOSS, PAINT)):
        (folder / "crossref" / f"{number}.json").write_text(json.dumps(work))

    def run(page: str) -> Outcome:
        async def harvest() -> Outcome:
            answers = InProcessTransport(Mirror(folder))
            client = Client(Contact(), version="0", transport=answers, paced=False)
            content = page.encode()
            asked = ask_for_document(
                "page", content, hashlib.sha256(content).hexdigest()
            )
            async with client:
                outcomes, _ = await Harvest(library, client, SOURCES, None).run(
                    [asked], "test"
                )
            return outcomes[0]

        return asyncio.run(harvest())

    return run


def kept(library: Library) -> tuple[str, int | None, Document]:
    """Return state, article and content of the one document."""
    state, article, content = library._db.execute(
        "SELECT state, article_id, json FROM documents"
    ).fetchone()
    return state, article, msgspec.json.decode(content, type=Document)


def test_a_page_that_prints_its_article_is_confirmed(give, library) -> None:
    """Title and DOI agree: the document is the article, with the evidence."""
    outcome = give(PAGE.format(doi=MOSS["DOI"]))
    state, article, document = kept(library)

    assert outcome.article is not None
    assert (state, article) == ("resolved", outcome.article_id)
    assert document.resolution is not None
    assert document.resolution.state == "confirmed"
    assert document.resolution.evidence == ("title agrees",)


def test_a_wrong_doi_in_the_head_attaches_nothing(give, library) -> None:
    """A tag of another article: the document is none, says why, and mentions it."""
    outcome = give(PAGE.format(doi=PAINT["DOI"]))
    state, article, document = kept(library)

    assert outcome.article is None
    assert outcome.problem == (
        "unresolved: It names DOI 10.5555/walls.paint as its own, but prints another "
        "article: title differs."
    )
    assert (state, article, document.own) == ("contradicted", None, ())
    assert [mention.role.value for mention in document.mentions] == ["mentioned"]
    assert library.find_article(("doi", PAINT["DOI"])) is not None


def test_two_identifiers_of_two_articles_are_none(give, library) -> None:
    """PMID of one article, DOI of another: neither is taken, both are named."""
    page = PAGE.format(doi=PAINT["DOI"]).replace("<h2>", "<p>PMID: 99000901</p><h2>", 1)
    outcome = give(page)
    state, article, document = kept(library)

    assert outcome.problem == (
        "unresolved: Its identifiers are of different articles: PMID 99000901 (title "
        "agrees), DOI 10.5555/walls.paint (title differs)."
    )
    assert (state, article, document.own) == ("contradicted", None, ())


def test_what_no_service_knows_stays_as_the_page_says(give, library) -> None:
    """Nothing was fetched, so nothing speaks against the page's own word."""
    outcome = give(PAGE.format(doi="10.5555/walls.unknown"))
    _, article, document = kept(library)

    assert "does not exist, says doi.org" in (outcome.problem or "")
    assert article is None
    assert [str(own) for own in document.own] == ["doi:10.5555/walls.unknown"]


def test_an_article_that_is_named_often_is_asked_for_once() -> None:
    """A list that repeats an identifier asks for one article."""
    text = b"10.5555/a.1 and 10.5555/b.1, then 10.5555/a.1 again"
    asked = ask_for_document("list", text, "0")

    assert asked.wanted == (
        frozenset([("doi", "10.5555/a.1")]),
        frozenset([("doi", "10.5555/b.1")]),
    )
