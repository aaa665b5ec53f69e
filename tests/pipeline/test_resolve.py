"""Documents without identifiers in a whole run."""

from __future__ import annotations

import asyncio
import hashlib
import json
from pathlib import Path

import pytest

from harvester.fetch import Client, Contact, InProcessTransport, Timeouts
from harvester.mirror import Mirror, shipped_folder
from harvester.mirror.faults import FaultyMirror, Rule, Script
from harvester.pipeline import Harvest, ask_for_document
from harvester.sources.registry import SOURCES
from harvester.store import Library

MOSS = (
    "Liver moss grows on the northern side of old walls, and nearly every tenth wall "
    "is overgrown at first sight. The treatment of moss depends on the stone beneath "
    "it. A review of surgical scraping, of brushing and of patient neglect is given "
    "here, with remarks on gardeners who disagree."
)
RECORD = """<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM">
<PMID Version="1">99000901</PMID><Article PubModel="Print"><Journal><JournalIssue
CitedMedium="Print"><Volume>3</Volume><PubDate><Year>2012</Year></PubDate>
</JournalIssue><Title>Journal of Walls</Title></Journal>
<ArticleTitle>Surgical treatment of liver moss on old walls.</ArticleTitle>
<Abstract><AbstractText>{abstract}</AbstractText></Abstract>
<AuthorList><Author><LastName>Alder</LastName><Initials>A</Initials></Author>
</AuthorList></Article></MedlineCitation><PubmedData><ArticleIdList>
<ArticleId IdType="pubmed">99000901</ArticleId></ArticleIdList></PubmedData>
</PubmedArticle>"""


def harvest(
    path: Path, folder: Path, name: str, content: bytes, faults: Script | None = None
):
    """Harvest one document; return its outcomes and the stored document."""

    async def run():
        answers = InProcessTransport(FaultyMirror(Mirror(folder), faults or Script()))
        client = Client(
            Contact(),
            version="0",
            timeouts=Timeouts(attempts=1),
            transport=answers,
            paced=False,
        )
        asked = ask_for_document(name, content, hashlib.sha256(content).hexdigest())
        async with client:
            return await Harvest(library, client, SOURCES, None).run([asked], "test")

    with Library.open(path) as library:
        outcomes, summary = asyncio.run(run())
        state, kept = library._db.execute(
            "SELECT state, json FROM documents"
        ).fetchone()
    return outcomes, summary, state, json.loads(kept)


@pytest.fixture
def walls(tmp_path: Path) -> Path:
    """A folder of records with the one made-up article."""
    folder = tmp_path / "records"
    (folder / "pubmed").mkdir(parents=True)
    (folder / "crossref").mkdir()
    (folder / "pubmed" / "99000901.xml").write_text(RECORD.format(abstract=MOSS))
    return folder


def test_a_document_is_found_by_its_abstract(tmp_path: Path, walls: Path) -> None:
    """The abstract leads to the record; the document is resolved, with its evidence."""
    page = f"Abstract\n\n{MOSS}\n\nHighlights\n\nRead more\n".encode()

    (outcome,), _, state, kept = harvest(tmp_path / "x.db", walls, "page.txt", page)

    assert outcome.article is not None
    assert outcome.article.pmid == "99000901"
    assert state == "resolved"
    assert kept["resolution"]["state"] == "accepted"
    assert "abstract" in kept["resolution"]["evidence"][0]


def test_europe_pmc_finds_what_pubmed_s_search_cannot(
    tmp_path: Path, walls: Path
) -> None:
    """ESearch is down: the candidate of the other one is verified and fetched."""
    page = f"Abstract\n\n{MOSS}\n\nHighlights\n\nRead more\n".encode()
    down = Script(rule=(Rule(service="eutils", endpoint="esearch", fault="error-500"),))

    (outcome,), summary, state, kept = harvest(
        tmp_path / "x.db", walls, "page.txt", page, down
    )

    assert outcome.article is not None
    assert outcome.article.sources == (("pubmed", "99000901"),)
    assert state == "resolved"
    assert any(
        tried.startswith("europepmc search: TITLE_ABS")
        for tried in kept["resolution"]["tried"]
    )
    assert summary.requests["europepmc"] == 1


def test_what_europe_pmc_finds_is_no_more_than_a_candidate(
    tmp_path: Path, walls: Path
) -> None:
    """A record that shares a phrase and little else is not taken."""
    other = f"{MOSS.partition(',')[0]}, " + "but nothing else of it is told here. " * 9
    (walls / "pubmed" / "99000901.xml").write_text(RECORD.format(abstract=other))
    page = f"Abstract\n\n{MOSS}\n\nHighlights\n\nRead more\n".encode()

    (outcome,), summary, state, _ = harvest(tmp_path / "x.db", walls, "page.txt", page)

    assert outcome.article is None
    assert state == "unresolved"
    assert (summary.added, summary.requests["europepmc"]) == (0, 1)


def test_the_twin_alone_is_not_taken(tmp_path: Path, walls: Path) -> None:
    """A record with the title's words but another abstract leaves it unresolved."""
    other = (
        "Walls were painted in nine colours, and " * 3 + "no surgical moss returned."
    )
    (walls / "pubmed" / "99000901.xml").write_text(RECORD.format(abstract=other))
    page = f"Abstract\n\n{MOSS}\n\nHighlights\n\nRead more\n".encode()

    (outcome,), _, state, kept = harvest(tmp_path / "x.db", walls, "page.txt", page)

    assert outcome.article is None
    assert state == "unresolved"
    assert kept["resolution"]["state"] == "unresolved"
    assert any("tiab" in tried for tried in kept["resolution"]["tried"])


def test_a_page_whose_article_has_no_abstract_here_is_a_question(
    tmp_path: Path, documents: Path
) -> None:
    """The shipped record of its article has no abstract: it is named, not taken."""
    (file,) = documents.glob("003*")

    (outcome,), summary, state, kept = harvest(
        tmp_path / "x.db", shipped_folder(), "page.txt", file.read_bytes()
    )

    assert outcome.article is None
    assert state == "unresolved"
    assert kept["resolution"]["state"] == "ask"
    assert kept["resolution"]["candidates"][0]["value"] == "10.1155/2012/782672"
    assert "10.1155/2012/782672" in (outcome.problem or "")
    assert (summary.added, len(summary.findings)) == (0, 1)
