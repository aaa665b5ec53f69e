"""A whole run, answered by the mirror in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from pathlib import Path

import httpx
import pytest

from harvester.fetch import Client, Contact, InProcessTransport, Timeouts
from harvester.link import Limits
from harvester.mirror import Mirror, shipped_folder
from harvester.model import LinkKind
from harvester.pipeline import Asked, Harvest, Outcome, Summary
from harvester.sources.registry import SOURCES
from harvester.store import Library

LIMITS = Limits(similar=20, cited_by=200, references=50)


NO_HITS = b"<eSearchResult><Count>0</Count><RetMax>0</RetMax><IdList/></eSearchResult>"


async def no_wait(_: float) -> None:
    """Sleep not at all."""


class Answers(httpx.AsyncBaseTransport):
    """The mirror, but some addresses answer as told."""

    def __init__(self, told: dict[str, httpx.Response]) -> None:
        self.mirror = Mirror(shipped_folder())
        self._mirrored = InProcessTransport(self.mirror)
        self._told = told

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        for part, response in self._told.items():
            if part in str(request.url):
                return httpx.Response(response.status_code, content=response.content)
        return await self._mirrored.handle_async_request(request)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "x.db") as opened:
        yield opened


def harvest(
    library: Library,
    *wanted: str,
    told: dict[str, httpx.Response] | None = None,
    limits: Limits | None = LIMITS,
) -> tuple[tuple[Outcome, ...], Summary, Mirror]:
    """Harvest ``scheme:value`` identifiers; those of one article joined by ``+``."""
    transport = Answers(told or {})

    async def run() -> tuple[tuple[Outcome, ...], Summary]:
        client = Client(
            Contact(),
            version="0",
            timeouts=Timeouts(attempts=2),
            transport=transport,
            paced=False,
            sleep=no_wait,
        )
        async with client:
            return await Harvest(library, client, SOURCES, limits).run(
                [asked(names) for names in wanted], "test"
            )

    outcomes, summary = asyncio.run(run())
    return outcomes, summary, transport.mirror


def asked(names: str) -> Asked:
    keys: Iterable[tuple[str, str]] = (
        (scheme, value)
        for scheme, _, value in (n.partition(":") for n in names.split("+"))
    )
    return Asked(printed=names, took_for="PMID", wanted=(frozenset(keys),))


def test_both_sources_become_one_article(library: Library) -> None:
    """A PMID brings PubMed's record, its DOI Crossref's; one article has both."""
    (outcome,), _, _ = harvest(library, "pmid:99000001", limits=None)

    assert outcome.article is not None
    assert outcome.article.sources == (
        ("crossref", "10.5555/jnm.2018.0001"),
        ("pubmed", "99000001"),
    )


@pytest.mark.parametrize(
    "wanted", ["pmid:99000001", "doi:10.5555/jnm.2018.0001", "pmcid:PMC99000001"]
)
def test_every_identifier_leads_to_the_same_article(
    library: Library, wanted: str
) -> None:
    """PMID, DOI and PMCID of one article find the same records."""
    (outcome,), _, _ = harvest(library, wanted, limits=None)

    assert outcome.article is not None
    assert {"pmid", "doi", "pmcid"} == {
        scheme for scheme, _ in outcome.article.article_keys
    }
    assert outcome.article.pmid == "99000001"


def test_a_one_off_with_links_costs_few_requests(library: Library) -> None:
    """One EFetch, one Crossref, three ELinks, and batches for what is linked."""
    _, summary, mirror = harvest(library, "pmid:99000001")

    assert len(mirror.requests) <= 8
    assert sum(summary.requests.values()) == len(mirror.requests)


def test_the_converter_is_asked_for_bare_pmcids_only(library: Library) -> None:
    """A PubMed record that names a PMCID needs no converter."""
    _, summary, _ = harvest(library, "pmid:99000001", limits=None)

    assert "idconv" not in summary.requests


def test_a_doi_that_pubmed_does_not_know_is_asked_of_pmc(library: Library) -> None:
    """PubMed's record bears no DOI, PMC knows it: the converter leads to the record."""
    (outcome,), _, mirror = harvest(
        library,
        "doi:10.5555/jnm.2018.0001",
        told={"esearch": httpx.Response(200, content=NO_HITS)},
        limits=None,
    )

    assert outcome.article is not None
    assert (outcome.article.pmid, outcome.article.pmcid) == ("99000001", "PMC99000001")
    assert [name for name, _ in outcome.article.sources] == [
        "crossref",
        "idconv",
        "pubmed",
    ]
    assert [r.service for r in mirror.requests].count("idconv") == 1


def test_a_search_that_fails_refers_nothing(library: Library) -> None:
    """Whether PubMed knows the DOI is open then, and so is who else is to be asked."""
    _, _, mirror = harvest(
        library,
        "doi:10.5555/jnm.2018.0001",
        told={"esearch": httpx.Response(400, content=b"")},
        limits=None,
    )

    assert "idconv" not in {request.service for request in mirror.requests}


def test_a_merged_or_unknown_pmid_is_remembered(library: Library) -> None:
    """What the service omits is asked singly, then noted as unknown."""
    (bad, good), summary, _ = harvest(
        library, "pmid:99999998", "pmid:99000001", limits=None
    )

    assert bad.article is None
    assert bad.problem is not None
    assert "no service knows pmid:99999998" in bad.problem
    assert good.article is not None
    assert summary.failures == ()


def test_one_service_down_does_not_stop_the_other(library: Library) -> None:
    """Crossref fails for good: PubMed's record is kept, the failure is told."""
    (outcome,), summary, _ = harvest(
        library,
        "pmid:99000001",
        told={"api.crossref.org": httpx.Response(503, content=b"down")},
        limits=None,
    )

    assert outcome.article is not None
    assert outcome.article.sources == (("pubmed", "99000001"),)
    assert [(f.source, f.state) for f in summary.failures] == [("crossref", "failed")]
    assert summary.failures[0].asked == ("doi:10.5555/jnm.2018.0001",)


def test_links_that_fail_erase_nothing(library: Library) -> None:
    """A failed ELink is told; the links of the run before stay."""
    (before,), _, _ = harvest(library, "pmid:99000001")
    assert before.article_id is not None
    links = library.load_links(before.article_id)

    _, summary, _ = harvest(
        library, "pmid:99000001", told={"elink": httpx.Response(503, content=b"down")}
    )

    assert library.load_links(before.article_id).similar == links.similar
    assert library.load_links(before.article_id).cited_by == links.cited_by
    assert {f.state for f in summary.failures} == {"failed"}
    assert len(summary.failures) == len(LinkKind)


def test_beyond_the_limits_identifiers_are_kept(library: Library) -> None:
    """The set is cut: all twelve citing PMIDs are there, two of them fetched."""
    (outcome,), _, _ = harvest(
        library, "pmid:99000001", limits=Limits(similar=0, cited_by=2, references=0)
    )

    assert outcome.article_id is not None
    links = library.load_links(outcome.article_id)
    state = {(s.kind, s.provider): s.state for s in links.sets}
    assert len(links.cited_by) == 12
    assert state["cited-by", "pubmed"] == "cut"
    assert sum(work.article_id is not None for work in links.cited_by) == 2


def test_a_near_match_of_a_search_is_not_the_article(library: Library) -> None:
    """PubMed answers an unknown DOI with another article: it is not taken for it."""
    doi = "10.5555/ais.2012.0144"
    near = b"<eSearchResult><Count>1</Count><RetMax>1</RetMax><RetStart>0</RetStart>"
    near += b"<IdList><Id>99000001</Id></IdList></eSearchResult>"
    (outcome,), summary, _ = harvest(
        library,
        f"doi:{doi}",
        told={"esearch": httpx.Response(200, content=near)},
        limits=None,
    )

    assert outcome.article is not None
    assert outcome.article.sources == (("crossref", doi),)
    assert outcome.article.pmid is None
    assert library.find_article(("pmid", "99000001")) is None
    assert "unasked-record" in {finding.code for finding in summary.findings}


def test_two_pmids_that_claim_one_doi_stay_apart(library: Library) -> None:
    """Neither is merged with the other, and the claim is found."""
    outcomes, summary, _ = harvest(
        library, "pmid:99000035", "pmid:99000036", limits=None
    )

    assert len({outcome.article_id for outcome in outcomes}) == 2
    assert "identity-in-doubt" in {f.code for f in summary.findings}


def test_identifiers_of_two_articles_are_not_one(library: Library) -> None:
    """What names one article by the PMID of one and the DOI of another is told."""
    _, summary, _ = harvest(
        library, "pmid:99000001+doi:10.5555/aq.2014.0008", limits=None
    )

    assert "identifiers-disagree" in {f.code for f in summary.findings}
    assert library.find_article(("pmid", "99000001")) != library.find_article(
        ("doi", "10.5555/aq.2014.0008")
    )


def test_an_alias_leads_to_the_prime_doi(library: Library) -> None:
    """Crossref answers an alias with the work of another DOI; both find it."""
    (outcome,), _, _ = harvest(library, "doi:10.5555/oldquillon.40", limits=None)

    assert outcome.article is not None
    assert outcome.article.doi == "10.5555/aq.2001.0040"
    assert library.find_article(("doi", "10.5555/oldquillon.40")) == outcome.article_id


def test_an_interrupted_run_is_logged(library: Library) -> None:
    """The run log says so; nothing is half-written."""

    class Stop(Exception):  # noqa: N818 - no error of ours
        pass

    class Interrupting(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            raise Stop

    async def run() -> None:
        client = Client(Contact(), version="0", transport=Interrupting(), paced=False)
        async with client:
            await Harvest(library, client, SOURCES, None).run(
                [asked("pmid:99000001")], "test"
            )

    with pytest.raises(Stop):
        asyncio.run(run())

    rows = library._db.execute("SELECT outcome FROM runs").fetchall()
    assert [tuple(row) for row in rows] == [("interrupted",)]
