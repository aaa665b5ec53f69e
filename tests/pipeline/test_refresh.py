"""Refreshing a library whose services changed since."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import msgspec
import pytest

from harvester.cli.exits import IN_PART
from harvester.cli.refresh import exit_code_of
from harvester.fetch import Client, Contact, InProcessTransport, Timeouts
from harvester.link import Limits
from harvester.mirror import Mirror
from harvester.model import Article
from harvester.pipeline import Asked, Harvest, Orders, Refresh, Report
from harvester.pipeline.run import Run
from harvester.sources.registry import SOURCES
from harvester.store import Fate, Library
from harvester.store.schema import TABLES
from tests.pipeline.made_up import Paper, write

FIRST = datetime(2026, 11, 1, 3, 17, tzinfo=UTC)
LATER = datetime(2026, 11, 20, 3, 17, tzinfo=UTC)
NEWS = "2026-11-15"
"""A day between the two runs."""
LIMITS = Limits(similar=5, cited_by=5, references=5)
DAYS = {
    "watched_days": 1, "ahead_of_print_days": 3, "in_process_days": 7,
    "no_mesh_days": 7, "young_days": 14, "old_days": 14, "links_young_days": 14,
    "links_old_days": 14, "retry_days": 1, "retry_most_days": 64,
}  # fmt: skip
ONE = Paper(pmid="99000101", doi="10.5555/refresh.1")
TWO = Paper(pmid="99000102", doi="10.5555/refresh.2")


class Services(httpx.AsyncBaseTransport):
    """The mirror of a folder; what ``fails`` says is out of order."""

    def __init__(self, folder: Path, fails: Callable[[httpx.Request], bool]) -> None:
        self.mirror = Mirror(folder)
        self._mirrored = InProcessTransport(self.mirror)
        self._fails = fails

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        if self._fails(request):
            return httpx.Response(503, content=b"down")
        return await self._mirrored.handle_async_request(request)

    def client(self) -> Client:
        return Client(
            Contact(),
            version="0",
            timeouts=Timeouts(attempts=2),
            transport=self,
            paced=False,
            sleep=no_wait,
        )


async def no_wait(_: float) -> None:
    """Sleep not at all."""


def nothing_fails(_: httpx.Request) -> bool:
    return False


@pytest.fixture
def library(tmp_path: Path):
    with Library.open(tmp_path / "x.db") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "folder"


def get(
    library: Library, folder: Path, *papers: Paper, fails=nothing_fails, links=False
) -> None:
    """Harvest papers, on the first day."""
    asked = [
        Asked(
            printed="x",
            took_for="x",
            wanted=(frozenset([("pmid", p.pmid) if p.pmid else ("doi", p.doi or "")]),),
        )
        for p in papers
    ]
    run = Harvest(
        library,
        Services(folder, fails).client(),
        SOURCES,
        LIMITS if links else None,
        now=lambda: FIRST,
    )
    asyncio.run(run.run(asked, "get"))


def refresh(
    library: Library, folder: Path, *, now=LATER, fails=nothing_fails, **orders
) -> tuple[Report, dict[str, int]]:
    """Refresh, by default on the later day; return the requests by endpoint, too."""
    services = Services(folder, fails)
    run = Refresh(
        library,
        services.client(),
        SOURCES,
        LIMITS,
        Orders(days=DAYS, **orders),
        now=lambda: now,
    )
    report = asyncio.run(run.run("refresh"))
    endpoints: dict[str, int] = {}
    for served in services.mirror.requests:
        endpoints[served.endpoint] = endpoints.get(served.endpoint, 0) + 1
    return report, endpoints


def article(library: Library, paper: Paper) -> Article:
    found = library.find_article(
        ("pmid", paper.pmid) if paper.pmid else ("doi", paper.doi or "")
    )
    assert found is not None
    return library.load_article(found)


def fate(library: Library, paper: Paper) -> Fate:
    number = library.find_article(("pmid", paper.pmid or ""))
    assert number is not None
    return library.load_fate(number)


def contents(library: Library) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables but the run log."""
    return {
        table.name: library._db.execute(f"SELECT * FROM {table.name}").fetchall()
        for table in TABLES
        if not table.is_log
    }


def changed(paper: Paper, **fields) -> Paper:
    return msgspec.structs.replace(paper, **fields)


def test_nothing_changed_touches_nothing(library: Library, folder: Path) -> None:
    """Two searches and one short list: no record is fetched, nothing is written."""
    write(folder, [ONE, TWO])
    get(library, folder, ONE, TWO)
    before = contents(library)

    report, requests = refresh(library, folder)

    assert contents(library) == before
    assert requests == {"epost": 1, "esearch": 1, "list": 1}
    assert (report.due_count, report.changed_count, report.left_count) == (4, 0, 0)


def test_what_was_just_checked_is_not_due(library: Library, folder: Path) -> None:
    """A second refresh on the same day sends nothing at all."""
    write(folder, [ONE, TWO])
    get(library, folder, ONE, TWO)
    refresh(library, folder)

    report, requests = refresh(library, folder)

    assert (report.due_count, requests) == (0, {})


def test_a_paper_gets_its_volume(library: Library, folder: Path) -> None:
    """Of two papers only the one that left ahead-of-print is fetched."""
    ahead = changed(ONE, volume=None, stage="aheadofprint", published="2026")
    write(folder, [ahead, TWO])
    get(library, folder, ahead, TWO)
    write(folder, [changed(ONE, published="2026", revised=NEWS, indexed=NEWS), TWO])

    report, requests = refresh(library, folder)

    assert article(library, ONE).volume == "7"
    assert article(library, ONE).publication_status == "ppublish"
    assert requests == {"epost": 1, "esearch": 1, "efetch": 1, "list": 1, "single": 1}
    assert report.summary.updated == 1
    assert report.updated == (library.find_article(("pmid", "99000101")),)


def test_only_the_service_that_changed_is_asked(library: Library, folder: Path) -> None:
    """PubMed revised the record, Crossref did not: no work is fetched again."""
    bare = changed(ONE, has_mesh=False)
    write(folder, [bare])
    get(library, folder, bare)
    write(folder, [changed(ONE, revised=NEWS)])

    _, requests = refresh(library, folder)

    (heading,) = article(library, ONE).mesh_headings
    assert heading.descriptor == "Humans"
    assert requests == {"epost": 1, "esearch": 1, "efetch": 1, "list": 1}
    assert {o.source for o in article(library, ONE).origins} == {"pubmed", "crossref"}


def test_a_paper_is_retracted(library: Library, folder: Path) -> None:
    """The publication type that says so comes with the next refresh."""
    write(folder, [ONE])
    get(library, folder, ONE)
    write(folder, [changed(ONE, is_retracted=True, revised=NEWS)])

    refresh(library, folder)

    assert fate(library, ONE).status == "retracted"
    types = [kind.name for kind in article(library, ONE).publication_types]
    assert types == ["Journal Article", "Retracted Publication"]


def test_a_deleted_record_stays_and_is_told(library: Library, folder: Path) -> None:
    """PubMed has it no more: its content stays, a finding says so, once."""
    write(folder, [ONE, TWO])
    get(library, folder, ONE, TWO)
    before = article(library, ONE)
    write(folder, [changed(ONE, pmid=None), TWO])

    report, _ = refresh(library, folder)

    assert article(library, ONE) == before
    assert fate(library, ONE).deleted_at == "2026-11-20T03:17:00Z"
    assert [f.code for f in report.summary.findings] == ["record-gone"]
    assert "99000101" in report.summary.findings[0].message
    assert report.summary.failures == ()
    unknown = library._db.execute("SELECT source, value FROM lookups").fetchall()
    assert unknown == [("pubmed", "99000101")]


def test_a_deleted_record_is_asked_for_ever_more_rarely(
    library: Library, folder: Path
) -> None:
    """A day later, then after two days, then after four."""
    write(folder, [ONE, TWO])
    get(library, folder, ONE, TWO)
    write(folder, [changed(ONE, pmid=None), TWO])
    refresh(library, folder)

    asked = [
        day
        for day in range(21, 29)
        if refresh(library, folder, now=LATER.replace(day=day))[0].asked_count
    ]

    assert asked == [21, 23, 27]


def test_what_is_known_is_not_told_again(library: Library, folder: Path) -> None:
    """That the record is gone is news the first time only."""
    write(folder, [ONE, TWO])
    get(library, folder, ONE, TWO)
    write(folder, [changed(ONE, pmid=None), TWO])
    refresh(library, folder)

    report, requests = refresh(library, folder, now=LATER.replace(day=21))

    assert requests["efetch"] == 1
    assert report.summary.findings == ()


def test_a_slip_is_not_waited_for(library: Library, folder: Path) -> None:
    """An identifier that no article bears: asked again if it failed, not if unknown."""
    write(folder, [TWO])
    get(library, folder, ONE, fails=lambda _: True)

    report, requests = refresh(library, folder)
    again, _ = refresh(library, folder, now=LATER.replace(day=29))

    assert (report.due_count, requests) == (1, {"efetch": 1})
    assert again.due_count == 0


def test_what_failed_at_first_is_harvested_later(
    library: Library, folder: Path
) -> None:
    """The service was down when the user asked; the refresh gets the article."""
    write(folder, [ONE])
    get(library, folder, ONE, fails=lambda _: True)

    report, _ = refresh(library, folder)

    assert report.summary.added == 1
    assert article(library, ONE).doi == "10.5555/refresh.1"


def test_lookups_of_an_older_version_are_asked_again(
    library: Library, folder: Path
) -> None:
    """What a service did not know, and an article bears, without a check."""
    early = changed(ONE, at_crossref=False)
    write(folder, [early])
    get(library, folder, early)
    library._db.execute("DELETE FROM checks")
    write(folder, [ONE])

    refresh(library, folder)

    assert ("crossref", "10.5555/refresh.1") in article(library, ONE).sources


def test_a_record_that_comes_back_is_taken_up(library: Library, folder: Path) -> None:
    """Deleted by mistake, there again: the article goes on."""
    write(folder, [ONE])
    get(library, folder, ONE)
    write(folder, [changed(ONE, pmid=None)])
    refresh(library, folder)
    write(folder, [changed(ONE, volume="8", revised="2026-11-20")])

    refresh(library, folder, now=LATER.replace(day=21))

    assert article(library, ONE).volume == "8"
    assert fate(library, ONE).deleted_at is None
    assert library._db.execute("SELECT * FROM lookups").fetchall() == []


def test_a_paper_gains_citations(library: Library, folder: Path) -> None:
    """The lists of an article that was harvested with them are asked for again."""
    write(folder, [ONE, TWO], pmid99000101={"cited_by": []})
    get(library, folder, ONE, links=True)
    write(
        folder,
        [changed(ONE, cited_by_count=1, indexed=NEWS), TWO],
        pmid99000101={"cited_by": ["99000102"]},
    )

    refresh(library, folder)

    number = library.find_article(("pmid", "99000101"))
    assert number is not None
    assert [w.value for w in library.load_links(number).cited_by] == ["99000102"]
    assert library.find_article(("pmid", "99000102")) is not None
    assert library.load_article(number).cited_by_count == 1


def test_new_references_become_links(library: Library, folder: Path) -> None:
    """A reference list that was deposited later is linked, its works are fetched."""
    write(folder, [ONE, TWO])
    get(library, folder, ONE, links=True)
    write(folder, [changed(ONE, references=(TWO.doi,), indexed=NEWS), TWO])

    refresh(library, folder)

    number = library.find_article(("pmid", "99000101"))
    assert number is not None
    assert [w.value for w in library.load_links(number).references] == [TWO.doi]


def test_a_new_identifier_leads_to_the_other_service(
    library: Library, folder: Path
) -> None:
    """PubMed adds a DOI: Crossref is asked for it at once."""
    bare = changed(ONE, doi=None)
    write(folder, [bare])
    get(library, folder, bare)
    write(folder, [changed(ONE, revised=NEWS)])

    refresh(library, folder)

    assert ("crossref", "10.5555/refresh.1") in article(library, ONE).sources


def test_what_crossref_did_not_know_is_asked_again(
    library: Library, folder: Path
) -> None:
    """A DOI that PubMed printed before Crossref had it."""
    early = changed(ONE, at_crossref=False)
    write(folder, [early])
    get(library, folder, early)
    assert article(library, ONE).sources == (("pubmed", "99000101"),)
    write(folder, [ONE])

    refresh(library, folder)

    assert ("crossref", "10.5555/refresh.1") in article(library, ONE).sources
    rows = library._db.execute(
        "SELECT source, value, outcome, failure_count FROM checks ORDER BY 1"
    ).fetchall()
    assert rows == [
        ("crossref", "10.5555/refresh.1", "added", 0),
        ("doira", "10.5555/refresh.1", "added", 0),
        ("pubmed", "99000101", "unchanged", 0),
    ]


def test_one_service_down_lets_the_other_go_on(library: Library, folder: Path) -> None:
    """Crossref fails: PubMed's change is taken; Crossref is asked the next day."""
    write(folder, [ONE, TWO])
    get(library, folder, ONE, TWO)
    news = [changed(ONE, volume="8", revised=NEWS, indexed=NEWS, cited_by_count=3), TWO]
    write(folder, news)

    report, _ = refresh(
        library, folder, fails=lambda request: "crossref" in request.url.host
    )

    assert article(library, ONE).volume == "8"
    assert [f.source for f in report.summary.failures] == ["crossref"]
    assert exit_code_of(report) == IN_PART
    refresh(library, folder, now=LATER.replace(day=21))
    assert article(library, ONE).cited_by_count == 3


def test_a_service_that_fails_while_fetching_loses_nothing(
    library: Library, folder: Path
) -> None:
    """The search worked, EFetch did not: the bookmark stays where it was."""
    write(folder, [ONE])
    get(library, folder, ONE)
    write(folder, [changed(ONE, volume="8", revised=NEWS)])

    report, _ = refresh(library, folder, fails=lambda r: "efetch" in r.url.path)

    assert article(library, ONE).volume == "7"
    assert {f.state for f in report.summary.failures} == {"failed"}
    refresh(library, folder, now=LATER.replace(day=21))
    assert article(library, ONE).volume == "8"


@pytest.mark.parametrize("step", ["_merge", "_check"])
def test_a_run_that_breaks_off_asks_again(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Killed after the reply was kept, or while the article is saved."""
    write(folder, [ONE])
    get(library, folder, ONE)
    write(folder, [changed(ONE, volume="8", revised=NEWS)])

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Run, step, killed)
        with pytest.raises(KeyboardInterrupt):
            refresh(library, folder)
    assert article(library, ONE).volume == "7"

    refresh(library, folder)

    assert article(library, ONE).volume == "8"


def test_a_get_that_breaks_off_is_finished_by_a_refresh(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records that never went into an article are fetched and merged."""
    write(folder, [ONE])

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Run, "_merge", killed)
        with pytest.raises(KeyboardInterrupt):
            get(library, folder, ONE)
    assert library.find_article(("pmid", "99000101")) is None

    refresh(library, folder)

    assert article(library, ONE).volume == "7"


def test_a_library_without_checks_is_looked_at(library: Library, folder: Path) -> None:
    """As one of an older version: everything is asked, from when it last changed."""
    write(folder, [ONE, TWO])
    get(library, folder, ONE, TWO, links=True)
    library._db.execute("DELETE FROM checks")
    write(folder, [changed(ONE, volume="8", revised=NEWS), TWO])

    report, requests = refresh(library, folder)

    assert report.due_count == 6
    assert requests["efetch"] == 1
    assert requests["elink"] == 3
    assert article(library, ONE).volume == "8"


def test_at_most_so_many_articles(library: Library, folder: Path) -> None:
    """With a limit of one the first article's records are asked, the rest is left."""
    write(folder, [ONE, TWO])
    get(library, folder, ONE, TWO)

    report, _ = refresh(library, folder, most_articles=1)
    again, _ = refresh(library, folder)

    assert (report.due_count, report.asked_count, report.left_count) == (4, 2, 2)
    assert again.due_count == 2


def test_at_most_so_many_requests(library: Library, folder: Path) -> None:
    """With the budget spent nothing is begun any more, and nothing is forgotten."""
    write(folder, [ONE, TWO])
    get(library, folder, ONE, TWO)
    write(folder, [changed(ONE, volume="8", revised=NEWS), TWO])

    report, _ = refresh(library, folder, most_requests=1)
    refresh(library, folder)

    assert report.left_count > 0
    assert article(library, ONE).volume == "8"


def test_since_asks_about_everything(library: Library, folder: Path) -> None:
    """A day is given: also what is not due is asked about, from that day."""
    write(folder, [ONE])
    get(library, folder, ONE)
    write(folder, [changed(ONE, volume="8", revised="2026-10-05")])

    refresh(library, folder, now=FIRST)
    assert article(library, ONE).volume == "7"
    refresh(library, folder, now=FIRST, since=date(2026, 10, 1))

    assert article(library, ONE).volume == "8"


def test_a_day_after_the_last_look_hides_nothing(
    library: Library, folder: Path
) -> None:
    """What changed before the day given is found by the next refresh without one."""
    write(folder, [ONE])
    get(library, folder, ONE)
    write(folder, [changed(ONE, volume="8", revised="2026-11-05")])

    report, _ = refresh(
        library,
        folder,
        now=datetime(2026, 11, 10, 3, 17, tzinfo=UTC),
        since=date(2026, 11, 8),
    )
    assert (report.asked_count, report.left_count) == (2, 0)
    assert article(library, ONE).volume == "7"
    refresh(library, folder)

    assert article(library, ONE).volume == "8"


@pytest.fixture
def papers(library: Library, folder: Path) -> list[Paper]:
    """Enough harvested papers of one journal to ask for its changes: ten lists."""
    papers = [
        Paper(
            pmid=str(99001000 + number),
            doi=f"10.5555/journal.{number}",
            issn="1234-5679",
        )
        for number in range(460)
    ]
    write(folder, papers)
    get(library, folder, *papers)
    return papers


def test_a_journal_is_asked_what_changed_since(
    library: Library, folder: Path, papers: list[Paper]
) -> None:
    """One page tells it of 460 works; the one that it names is fetched."""
    news = changed(papers[7], cited_by_count=9, indexed="2026-11-05")
    other = Paper(doi="10.5555/other", issn="1234-5679", indexed="2026-11-05")
    write(folder, [*papers[:7], news, *papers[8:], other])

    report, requests = refresh(library, folder, since=date(2026, 11, 2))

    assert (report.asked_count, report.left_count) == (920, 0)
    assert report.changed_count == 1
    assert requests == {"epost": 1, "esearch": 1, "list": 1, "single": 1}
    assert article(library, news).cited_by_count == 9


def test_what_a_journal_does_not_name_is_asked_for_by_itself_one_day(
    library: Library, folder: Path, papers: list[Paper]
) -> None:
    """A work went to another journal: its old one does not know that it changed."""
    moved = changed(papers[7], cited_by_count=9, issn="2222-2220", indexed="2026-11-05")
    write(folder, [*papers[:7], moved, *papers[8:]])

    report, requests = refresh(library, folder)
    assert (report.due_count, report.left_count) == (920, 0)
    assert requests == {"epost": 1, "esearch": 1, "list": 1}
    assert article(library, moved).cited_by_count == 0
    assert refresh(library, folder)[0].due_count == 0
    _, requests = refresh(library, folder, now=datetime(2027, 1, 10, tzinfo=UTC))

    assert requests == {"epost": 1, "esearch": 1, "list": 10, "single": 1}
    assert article(library, moved).cited_by_count == 9


@pytest.mark.usefixtures("papers")
def test_with_a_limit_on_requests_no_journal_is_asked(
    library: Library, folder: Path
) -> None:
    """A long conversation could not be broken off."""
    report, requests = refresh(library, folder, most_requests=3)

    assert requests["list"] < 10
    assert report.left_count > 0


def test_a_linked_article_is_not_enriched(library: Library, folder: Path) -> None:
    """It came from PubMed alone, and is refreshed there alone."""
    write(folder, [ONE, TWO], pmid99000101={"similar": [["99000102", 7]]})
    get(library, folder, ONE, links=True)
    write(
        folder,
        [ONE, changed(TWO, volume="8", revised=NEWS)],
        pmid99000101={"similar": [["99000102", 7]]},
    )

    refresh(library, folder)

    assert article(library, TWO).volume == "8"
    assert article(library, TWO).sources == (("pubmed", "99000102"),)
