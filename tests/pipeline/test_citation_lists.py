"""Lists of several providers: one fails, one contradicts itself, one cannot be."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from harvester.fetch import Client, Contact, Timeouts
from harvester.link import Limits
from harvester.pipeline import Harvest, Outcome, Summary
from harvester.sources.registry import EVERY_SOURCE
from harvester.store import Library
from tests.pipeline.test_harvest import Answers, asked, no_wait

NO_LINKED = Limits(similar=0, cited_by=0, references=0)
HOSTS = {
    "pubmed": "elink.fcgi",
    "icite": "icite.od.nih.gov",
    "opencitations": "api.opencitations.net",
}
BAD = {
    "500": httpx.Response(500),
    "page": httpx.Response(200, content=b"<html><body>Maintenance</body></html>"),
    "truncated": httpx.Response(200, content=b'{"data": [{"pmid": 99000001, "ci'),
}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "x.db") as opened:
        yield opened


def harvest(
    library: Library, name: str, told: dict[str, httpx.Response]
) -> tuple[Outcome, Summary]:
    """Harvest an article with the lists of every source."""

    async def run() -> tuple[tuple[Outcome, ...], Summary]:
        client = Client(
            Contact(),
            version="0",
            timeouts=Timeouts(attempts=2),
            transport=Answers(told),
            paced=False,
            sleep=no_wait,
        )
        async with client:
            return await Harvest(library, client, EVERY_SOURCE, NO_LINKED).run(
                [asked(name)], "test"
            )

    (outcome,), summary = asyncio.run(run())
    return outcome, summary


def said(
    library: Library, key: tuple[str, str]
) -> dict[tuple[str, str], tuple[str, str | None]]:
    """State and reason of every list of an article, by provider and kind."""
    sets = library.load_links(library.find_article(key) or 0).sets
    return {(s.provider, s.kind): (s.state, s.reason) for s in sets}


def citations(library: Library) -> list[tuple[str, ...]]:
    return library._db.execute(
        "SELECT citing_value, cited_value, provider FROM citations "
        "WHERE last_seen_at IS NULL ORDER BY 1, 2, 3"
    ).fetchall()


def open_findings(library: Library) -> dict[str, str]:
    return {
        finding.subject: finding.message
        for finding in library.load_findings("citation-one-way")
    }


@pytest.mark.parametrize("provider", HOSTS)
@pytest.mark.parametrize("bad", BAD)
def test_one_provider_fails_and_the_others_are_kept(
    library: Library, provider: str, bad: str
) -> None:
    """Article and other lists are there; the set is failed, and that is told."""
    outcome, summary = harvest(library, "pmid:99000001", {HOSTS[provider]: BAD[bad]})

    assert outcome.article is not None
    assert outcome.problem is None
    states = said(library, PAPER)
    failed = {of for of, (state, _) in states.items() if state == "failed"}
    assert failed == {(provider, kind) for kind in EVERY_SOURCE[provider].link_kinds}
    listing = {provider for *_, provider in citations(library)}
    assert listing == {*HOSTS, "crossref", "pubmed-record"} - {provider}
    assert {(f.source, f.state) for f in summary.failures} == {(provider, "failed")}
    assert len(summary.failures) == len(failed)


@pytest.mark.parametrize("provider", HOSTS)
@pytest.mark.parametrize("bad", BAD)
def test_earlier_links_outlive_a_failure(
    library: Library, provider: str, bad: str
) -> None:
    """States and links are those of the run before; the failure is told."""
    harvest(library, "pmid:99000001", {})
    states, links = said(library, PAPER), citations(library)

    _, summary = harvest(library, "pmid:99000001", {HOSTS[provider]: BAD[bad]})

    assert said(library, PAPER) == states
    assert citations(library) == links
    assert {f.source for f in summary.failures} == {provider}


PAPER = ("pmid", "99000001")


def icite(**lists: object) -> dict[str, httpx.Response]:
    """Answer for iCite: entries by ``p`` and PMID, each (cited by, references)."""
    return {
        f"pmids={pmid.removeprefix('p')}": httpx.Response(
            200,
            content=json.dumps(
                {
                    "data": [
                        {
                            "pmid": int(pmid.removeprefix("p")),
                            "cited_by": cited_by,
                            "references": references,
                        }
                    ]
                }
            ).encode(),
        )
        for pmid, (cited_by, references) in lists.items()
    }


def test_a_contradiction_is_withdrawn_when_the_lists_agree(library: Library) -> None:
    """99000005 cites 99000001, whose list lacks it at first and has it later."""
    harvest(library, "pmid:99000005", icite(p99000005=([], [99000001])))
    _, first = harvest(library, "pmid:99000001", icite(p99000001=([], [])))

    assert open_findings(library) == {
        "doi:10.5555/jnm.2018.0001": "Citations of 10.5555/jnm.2018.0001 that a "
        "provider's list of the other work has are missing: 1 from icite's cited-by "
        "list."
    }
    assert "citation-one-way" in {f.code for f in first.findings}

    _, second = harvest(library, "pmid:99000001", icite(p99000001=([99000005], [])))

    assert open_findings(library) == {}
    assert "citation-one-way" not in {f.code for f in second.findings}
    (gone,) = library.load_findings("citation-one-way", with_resolved=True)
    assert gone.resolved_at is not None


def test_a_contradiction_ends_with_the_list_that_began_it(library: Library) -> None:
    """The other work's list drops the pair; the article itself is not asked again."""
    harvest(library, "pmid:99000005", icite(p99000005=([], [99000001])))
    harvest(library, "pmid:99000001", icite(p99000001=([], [])))
    assert open_findings(library)

    harvest(library, "pmid:99000005", icite(p99000005=([], [99000002])))

    assert open_findings(library) == {}


def test_another_contradiction_stays(library: Library) -> None:
    """Of two pairs one is agreed upon: the finding says one."""
    harvest(library, "pmid:99000005", icite(p99000005=([], [99000001])))
    harvest(library, "pmid:99000002", icite(p99000002=([], [99000001])))
    harvest(library, "pmid:99000001", icite(p99000001=([], [])))
    harvest(library, "pmid:99000001", icite(p99000001=([99000005], [])))

    (message,) = open_findings(library).values()
    assert message.endswith("missing: 1 from icite's cited-by list.")


def test_an_article_with_neither_pmid_nor_doi_has_clear_lists(
    library: Library,
) -> None:
    """Every list of every provider is not offered, with the reason; no failure."""
    reply = {"status": "ok", "records": [{"pmcid": "PMC77", "requested-id": "PMC77"}]}
    told = {"idconv": httpx.Response(200, content=json.dumps(reply).encode())}

    outcome, summary = harvest(library, "pmcid:PMC77", told)

    assert outcome.article is not None
    assert outcome.article.article_keys == (("pmcid", "PMC77"),)
    no = "is asked by {}; this article has none".format
    assert said(library, ("pmcid", "PMC77")) == {
        ("pubmed", "similar"): ("not-offered", f"pubmed {no('PMID')}"),
        ("pubmed", "cited-by"): ("not-offered", f"pubmed {no('PMID')}"),
        ("pubmed", "references"): ("not-offered", f"pubmed {no('PMID')}"),
        ("icite", "cited-by"): ("not-offered", f"icite {no('PMID')}"),
        ("icite", "references"): ("not-offered", f"icite {no('PMID')}"),
        ("opencitations", "cited-by"): ("not-offered", f"opencitations {no('DOI')}"),
        ("opencitations", "references"): ("not-offered", f"opencitations {no('DOI')}"),
    }
    assert summary.failures == ()
