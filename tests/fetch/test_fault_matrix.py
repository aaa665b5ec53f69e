"""Faults of the services, from the request to the library and the exit code."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from harvester.errors import BlockedError, ProtocolError, TransientError
from harvester.fetch import Client, Contact, InProcessTransport, Timeouts
from harvester.mirror import Mirror
from harvester.mirror.fault_table import FAULTS
from harvester.mirror.faults import FaultyMirror
from harvester.model import LinkKind
from harvester.sources.icite import ICITE
from harvester.sources.opencitations import OPENCITATIONS
from harvester.sources.registry import SOURCES
from tests.fault_matrix import (
    ALWAYS,
    ENDPOINTS,
    KINDS,
    LISTS,
    ONCE,
    PMIDS,
    POSITIONS,
    Result,
    build_folder,
    doi_of,
    harvest,
    kind_of,
    script,
)
from tests.fault_promises import CLASSES, complaints

# The references are asked for like the citations.
QUICK_AT = [endpoint for endpoint in ENDPOINTS if endpoint != "references"]
QUICK = ("busy", "forbidden", "page", "truncated", "bomb", "another-record", "reset")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("faults")
    return {kind: build_folder(root / kind, kind) for kind in KINDS}


@pytest.fixture(scope="module")
def clean(
    folders: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Result]:
    root = tmp_path_factory.mktemp("clean")
    return {
        endpoint: harvest(folders[kind_of(endpoint)], root / endpoint, endpoint)
        for endpoint in ENDPOINTS
    }


def test_every_fault_has_its_class_written_down() -> None:
    """A new fault of the mirror comes with what it is to be taken for."""
    assert CLASSES.keys() == FAULTS.keys()


def test_a_good_mirror_is_harvested_whole(clean: dict[str, Result]) -> None:
    """What the runs with faults are compared with is itself complete."""
    assert {r.exit_code for name, r in clean.items() if name != "single"} == {0}
    assert len(clean["efetch"].records) == 12  # six at each of two services
    assert set(clean["elink"].sets.values()) == {"complete", "empty"}
    assert all(not result.failed for result in clean.values())


def _flow(endpoint: str):
    pmid, pubmed = PMIDS[0], SOURCES["pubmed"]
    if endpoint in LISTS:
        source = {"elink": pubmed, "pubs": ICITE}.get(endpoint, OPENCITATIONS)
        owner = doi_of(pmid, "list") if source is OPENCITATIONS else pmid
        is_own = endpoint == "references"
        kind = LinkKind.REFERENCES if is_own else LinkKind.CITED_BY
        return source, source.related(kind, [owner])[0]
    name, scheme, value = {
        "efetch": ("pubmed", "pmid", pmid),
        "esearch": ("pubmed", "doi", doi_of(pmid, "list")),
        "list": ("crossref", "doi", ""),
        "single": ("crossref", "doi", doi_of(pmid, "single")),
        "doiRA": ("doira", "doi", doi_of(pmid, "agency")),
        "dois": ("datacite", "doi", doi_of(pmid, "agency")),
        "articles": ("idconv", "pmcid", f"PMC{pmid}"),
    }[endpoint]
    values = [value]
    if endpoint == "list":
        values = [doi_of(one, "list") for one in PMIDS[:2]]
    source = SOURCES[name]
    return source, source.lookup(scheme, values)[0]


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("fault", CLASSES)
def test_a_fault_is_taken_for_what_it_is(
    folders: dict[str, Path], fault: str, endpoint: str
) -> None:
    """The first request of a flow meets the fault: by class, not by words."""
    mirror = FaultyMirror(
        Mirror(folders[kind_of(endpoint)]), script(fault, endpoint, "first", ONCE)
    )

    async def run() -> str:
        client = Client(
            Contact(),
            version="0",
            timeouts=Timeouts(attempts=1),
            transport=InProcessTransport(mirror),
            paced=False,
            most_bytes=2_000_000,
        )
        source, flow = _flow(endpoint)
        async with client:
            request = next(flow)
            flow.close()
            try:
                payload = await client._fetch(request, source)
            except TransientError:
                return "transient"
            except BlockedError:
                return "blocked"
            except ProtocolError:
                return "refused"
            if endpoint not in LISTS and source.parse(payload).unknown:
                return "unknown"
            return "answer"

    expected = CLASSES[fault][endpoint]
    if (fault, endpoint) == ("omitted", "efetch"):
        expected = "unknown"  # nothing is left of a set of one
    assert asyncio.run(run()) == expected


@pytest.mark.parametrize("how", [ONCE, ALWAYS])
@pytest.mark.parametrize("endpoint", QUICK_AT)
@pytest.mark.parametrize("fault", QUICK)
def test_a_run_keeps_its_promises(
    folders: dict[str, Path],
    clean: dict[str, Result],
    tmp_path: Path,
    fault: str,
    endpoint: str,
    how: str,
) -> None:
    """Bounded requests, nothing lost but what is named, the exit code says so."""
    folder = folders[kind_of(endpoint)]
    result = harvest(
        folder, tmp_path / "x.db", endpoint, script(fault, endpoint, "middle", how)
    )

    assert complaints(fault, endpoint, "middle", how, clean[endpoint], result) == []


@pytest.mark.parametrize("endpoint", LISTS)
@pytest.mark.parametrize("fault", ["error-500", "page", "truncated"])
def test_what_was_known_outlives_a_fault(
    folders: dict[str, Path], tmp_path: Path, fault: str, endpoint: str
) -> None:
    """A second run that fails for an article takes no set and no link away."""
    folder, database = folders[kind_of(endpoint)], tmp_path / "x.db"
    before = harvest(folder, database, endpoint)

    after = harvest(
        folder, database, endpoint, script(fault, endpoint, "middle", ALWAYS)
    )

    assert before.links
    assert (after.sets, after.links) == (before.sets, before.links)
    assert (before.exit_code, after.exit_code) == (0, 3)


@pytest.mark.slow
@pytest.mark.parametrize("fault", CLASSES)
def test_every_fault_everywhere(
    folders: dict[str, Path], clean: dict[str, Result], tmp_path: Path, fault: str
) -> None:
    """All endpoints; first, middle and last request; once and always."""
    broken = []
    for endpoint in ENDPOINTS:
        for position in POSITIONS:
            for how in (ONCE, ALWAYS):
                result = harvest(
                    folders[kind_of(endpoint)],
                    tmp_path / f"{endpoint}{position}{how}.db",
                    endpoint,
                    script(fault, endpoint, position, how),
                )
                found = complaints(
                    fault, endpoint, position, how, clean[endpoint], result
                )
                broken += [(endpoint, position, how, found)] if found else []

    assert broken == []
