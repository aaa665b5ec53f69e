"""DOIs that Crossref does not know, in whole runs."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from harvester.fetch import Client, Contact, InProcessTransport, Timeouts
from harvester.link import Limits
from harvester.mirror import Mirror, shipped_folder
from harvester.pipeline import Asked, Harvest, Orders, Rebuild, Refresh
from harvester.sources.registry import SOURCES
from harvester.store import Library
from tests.pipeline.made_up import Paper, write

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = {
    "watched_days": 1, "ahead_of_print_days": 1, "in_process_days": 1,
    "no_mesh_days": 7, "young_days": 7, "old_days": 90, "links_young_days": 7,
    "links_old_days": 90, "retry_days": 1, "retry_most_days": 64,
}  # fmt: skip
NO_LINKS = Limits(similar=0, cited_by=0, references=0)

DATASET, MEDRA = "10.5555/vest.glow.2023", "10.5555/erboristeria.1999.7"
SLIP, LATE = "10.5555/slip", "10.5555/nowhere.conf.2022.18"
HIDDEN = "10.5555/vest.hidden.2024"


class Services:
    """The mirror of a folder, some services of which may be down."""

    def __init__(self, folder: Path, down: tuple[str, ...] = ()) -> None:
        self.mirror = Mirror(folder)
        transport = InProcessTransport(self.mirror)

        class Transport(httpx.AsyncBaseTransport):
            async def handle_async_request(
                self, request: httpx.Request
            ) -> httpx.Response:
                if request.url.host in down:
                    return httpx.Response(503, content=b"down")
                return await transport.handle_async_request(request)

        self.client = Client(
            Contact(),
            version="0",
            timeouts=Timeouts(attempts=1),
            transport=Transport(),
            paced=False,
        )

    @property
    def asked(self) -> Counter[str]:
        """How often each service answered."""
        return Counter(served.service for served in self.mirror.requests)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library."""
    with Library.open(tmp_path / "x.db") as opened:
        yield opened


def harvest(library: Library, *names: str, folder: Path | None = None, down=()):
    """Harvest identifiers (``scheme:value``); return outcomes, summary, requests."""
    services = Services(folder or shipped_folder(), down)
    asked = [
        Asked(
            printed=name,
            took_for="DOI",
            wanted=(frozenset([tuple(name.split(":", 1))]),),
        )
        for name in names
    ]
    run = Harvest(library, services.client, SOURCES, None, now=lambda: FIRST)
    outcomes, summary = asyncio.run(run.run(asked, "get"))
    return outcomes, summary, services.asked


def refresh(library: Library, folder: Path, day: int):
    """Refresh so many days later; return the requests by service."""
    services = Services(folder)
    moment = FIRST + timedelta(days=day)
    orders = Orders(days=DAYS)
    run = Refresh(
        library, services.client, SOURCES, NO_LINKS, orders, now=lambda: moment
    )
    asyncio.run(run.run("refresh"))
    return services.asked


def state(library: Library, doi: str) -> tuple[object, ...]:
    """Return what the view of agencies says of a DOI."""
    return library._db.execute(
        "SELECT agency, state, is_described FROM doi_agencies WHERE doi = ?", (doi,)
    ).fetchone()


def test_a_dataset_is_fetched_from_datacite(library: Library) -> None:
    """Crossref does not know it, doi.org names the agency, and that one answers."""
    (outcome,), summary, asked = harvest(library, f"doi:{DATASET}")

    assert outcome.problem is None
    assert outcome.article.type == "dataset"
    assert outcome.article.sources == (("datacite", DATASET), ("doira", DATASET))
    assert asked == {
        "eutils": 1,
        "crossref": 1,
        "idconv": 1,
        "doira": 1,
        "datacite": 1,
    }
    assert summary.failures == ()
    assert state(library, DATASET) == ("DataCite", "registered", 1)


def test_the_doi_of_another_agency_is_kept_with_its_state(library: Library) -> None:
    """The article holds its DOI and nothing else; the message says why."""
    (outcome,), summary, asked = harvest(library, f"doi:{MEDRA}")

    assert outcome.article.article_keys == (("doi", MEDRA),)
    assert outcome.article.title is None
    assert outcome.problem == (
        f"{MEDRA} is a DOI of mEDRA, which no service here asks for metadata: only "
        "the identifier is kept"
    )
    assert [f.code for f in summary.findings] == ["metadata-elsewhere"]
    assert asked["datacite"] == 0
    assert state(library, MEDRA) == ("mEDRA", "registered", 0)


def test_a_doi_that_does_not_exist_is_called_so(library: Library) -> None:
    """No article, no guess; a slip is to be looked for."""
    (outcome,), summary, _ = harvest(library, f"doi:{SLIP}")

    assert outcome.article is None
    assert outcome.problem == (
        f"{SLIP} does not exist, says doi.org: check it for a slip"
    )
    assert [f.code for f in summary.findings] == ["doi-not-registered"]
    assert summary.failures == ()
    assert state(library, SLIP) == (None, "not registered", None)


@pytest.mark.parametrize(("doi", "agency"), [(LATE, "Crossref"), (HIDDEN, "DataCite")])
def test_an_agency_may_not_show_its_own_doi(
    library: Library, doi: str, agency: str
) -> None:
    """It is registered, but its service does not answer for it, or not yet."""
    (outcome,), _, _ = harvest(library, f"doi:{doi}")

    assert f"is a DOI of {agency}, which does not show" in outcome.problem
    assert state(library, doi) == (agency, "registered", 0)


def test_the_record_of_another_source_is_no_gap(library: Library) -> None:
    """PubMed has the article; its DOI is of JaLC, which is known beside it."""
    (outcome,), summary, _ = harvest(library, "doi:10.5555/ais.2026.0247")

    assert outcome.problem is None
    assert outcome.article.title is not None
    assert ("RA", "JaLC") in outcome.article.other
    assert summary.findings == ()
    assert state(library, "10.5555/ais.2026.0247") == ("JaLC", "registered", 1)


def test_many_are_asked_for_at_once(library: Library) -> None:
    """One question to doi.org for all that Crossref leaves open."""
    dois = (DATASET, MEDRA, SLIP, LATE, "10.5555/jnm.2018.0001")
    outcomes, _, asked = harvest(library, *(f"doi:{doi}" for doi in dois))

    assert asked["doira"] == 1
    assert asked["datacite"] == 1
    assert [bool(o.problem) for o in outcomes] == [False, True, True, True, False]


def test_a_doi_that_crossref_knows_is_not_asked_about(library: Library) -> None:
    """Neither at doi.org nor at DataCite."""
    _, _, asked = harvest(library, "doi:10.5555/jnm.2018.0001")

    assert asked.keys() == {"eutils", "crossref"}


def test_datacite_down_is_a_failure_and_no_verdict(library: Library) -> None:
    """The DOI is kept, the message says what failed, and refreshing asks again."""
    (outcome,), summary, _ = harvest(
        library, f"doi:{DATASET}", down=("api.datacite.org",)
    )

    assert "DataCite answered 503" in outcome.problem
    assert [f.source for f in summary.failures] == ["datacite"]
    assert refresh(library, shipped_folder(), day=1)["datacite"] == 1
    assert state(library, DATASET) == ("DataCite", "registered", 1)


def test_doi_org_down_is_a_failure(library: Library) -> None:
    """Crossref's silence alone is no proof that a DOI does not exist."""
    (outcome,), summary, _ = harvest(library, f"doi:{MEDRA}", down=("doi.org",))

    assert outcome.article is None
    assert "doi.org answered 503" in outcome.problem
    assert [f.source for f in summary.failures] == ["doira"]


def test_what_is_elsewhere_is_not_asked_for_every_night(library: Library) -> None:
    """Crossref and doi.org are left in peace until the record is old enough.

    PubMed and PMC may get it any day.
    """
    harvest(library, f"doi:{MEDRA}", f"doi:{DATASET}")
    quiet = [refresh(library, shipped_folder(), day=day) for day in range(1, 30)]

    assert {name for asked in quiet for name in asked} == {"eutils", "idconv"}
    for name in ("eutils", "idconv"):  # a pause that doubles
        assert sum(asked[name] for asked in quiet) < 10
    later = refresh(library, shipped_folder(), day=91)
    assert (later["crossref"], later["doira"], later["datacite"]) == (3, 1, 1)


def test_the_agency_of_a_young_article_is_not_looked_up_again(
    library: Library, tmp_path: Path
) -> None:
    """The record is renewed every week of its first year, whose it is is known."""
    folder = write(tmp_path / "folder", [])
    (folder / "datacite").mkdir()
    attributes = {"doi": "10.5555/young.1", "publicationYear": 2026}
    (folder / "datacite" / "x.json").write_text(json.dumps({"attributes": attributes}))
    harvest(library, "doi:10.5555/young.1", folder=folder)

    asked = [refresh(library, folder, day=day) for day in range(1, 22)]

    assert sum(one["datacite"] for one in asked) == 3
    assert sum(one["doira"] + one["crossref"] for one in asked) == 0


def test_a_slip_in_a_record_is_asked_for_ever_more_rarely(
    library: Library, tmp_path: Path
) -> None:
    """PubMed prints a DOI that nobody registered; the pause doubles."""
    paper = Paper(pmid="99000101", doi="10.5555/printed.wrong", at_crossref=False)
    folder = write(tmp_path / "folder", [paper])
    (outcome,), summary, _ = harvest(library, "pmid:99000101", folder=folder)

    assert outcome.problem is None
    assert [f.subject for f in summary.findings] == ["doi:10.5555/printed.wrong"]
    asked = [refresh(library, folder, day=day)["doira"] for day in range(1, 33)]
    assert sum(asked) == 5  # after 1, 2, 4, 8 and 16 days


def test_a_doi_that_crossref_shows_later_is_taken(
    library: Library, tmp_path: Path
) -> None:
    """It stays asked for where its agency is one that is asked."""
    paper = Paper(doi="10.5555/late.1", at_crossref=False)
    folder = write(tmp_path / "folder", [paper])
    agencies = folder / "agencies.json"
    agencies.write_text(json.dumps({"10.5555/late.1": "Crossref"}))
    harvest(library, "doi:10.5555/late.1", folder=folder)
    write(folder, [Paper(doi="10.5555/late.1")])

    refresh(library, folder, day=1)

    number = library.find_article(("doi", "10.5555/late.1"))
    assert ("crossref", "10.5555/late.1") in library.load_article(number).sources


def test_a_library_of_before_learns_the_agency(
    library: Library, tmp_path: Path
) -> None:
    """What Crossref was asked for in vain by an older version leads to doi.org once."""
    paper = Paper(pmid="99000101", doi="10.5555/old.1", at_crossref=False)
    folder = write(tmp_path / "folder", [paper])
    (folder / "agencies.json").write_text(json.dumps({"10.5555/old.1": "mEDRA"}))
    harvest(library, "pmid:99000101", folder=folder)
    with library.transaction():
        for table, column in (("checks", "source"), ("lookups", "source")):
            library._db.execute(f"DELETE FROM {table} WHERE {column} = 'doira'")
        library._db.execute(
            "DELETE FROM record_keys WHERE record_id IN "
            "(SELECT id FROM records WHERE source = 'doira')"
        )
        library._db.execute("DELETE FROM records WHERE source = 'doira'")
        library._db.execute(
            "UPDATE checks SET outcome = 'unknown', failure_count = 1 "
            "WHERE source = 'crossref'"
        )

    asked = [refresh(library, folder, day=day)["doira"] for day in (1, 2, 3)]

    assert asked == [1, 0, 0]
    assert state(library, "10.5555/old.1") == ("mEDRA", "registered", 1)


def test_a_rebuild_reads_the_replies_again(library: Library) -> None:
    """Nothing changes, and nothing is left unread."""
    harvest(library, *(f"doi:{doi}" for doi in (DATASET, MEDRA, SLIP, LATE)))

    rebuilt = Rebuild(library, SOURCES).run("rebuild")

    assert rebuilt.unread == ()
    assert rebuilt.records["unchanged"] == 4
    assert rebuilt.articles == {"unchanged": 3}
    assert state(library, MEDRA) == ("mEDRA", "registered", 0)
