"""The pages that a curator works with."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pytest
from datasette.app import Datasette
from httpx import Response
from lxml import html

from harvester.browse.queries import QUERIES
from harvester.store import Library
from tests.browse.conftest import Visit, words
from tests.browse.hostile import build_hostile_library

PAGES = (
    "-/home",
    "-/runs",
    "-/run/1",
    "-/run/2",
    "-/changes",
    "-/changes?run=2",
    "-/attention",
    "-/conflicts",
    "-/conflicts?class=real&field=container",
    "-/conflicts?class=precision",
    "-/quarantine",
    "-/quarantine?case=1",
    "-/quarantine?state=gone",
    "-/documents",
    "-/documents?state=unresolved",
    "-/document/1",
    "-/findings",
    "-/findings?check=odd-title",
    "articles/1",
    "articles/2",
)
"""Every page of a curator, in each of its shapes, and the articles."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of hostile records."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    build_hostile_library(path)
    return path


def test_runs_say_what_they_did(visit: Visit, hostile: Path) -> None:
    """The newest first; one run with its requests, failures and changes."""
    log = words(visit("/hostile/-/runs", hostile))
    run = visit("/hostile/-/run/2", hostile)

    assert log.index("2026-11-21 12:00") < log.index("2026-11-20 12:00")
    assert "2 added" in log
    said = words(run)
    assert "Failures" in said
    assert "volume was 31 → now 32" in said
    assert visit("/hostile/-/run/3", hostile).status_code == 404


def test_changes_are_narrowed_by_links(visit: Visit, hostile: Path) -> None:
    """By run and by kind; what is no kind narrows nothing."""
    second = words(visit("/hostile/-/changes?run=2", hostile))
    added = words(visit("/hostile/-/changes?kind=added", hostile))
    odd = visit("/hostile/-/changes?kind=nonsense&days=99999999999&run=x", hostile)

    assert "volume was 31 → now 32" in second
    assert "Added" not in second.partition("All kinds")[2]
    assert "now 32" not in added
    assert odd.status_code == 200


def test_attention_counts_and_links(visit: Visit, hostile: Path) -> None:
    """One page says how much there is to look at, and leads there."""
    page = visit("/hostile/-/attention", hostile)
    root = html.fromstring(page.text)
    links = {" ".join(a.text_content().split()): a.get("href") for a in root.iter("a")}

    assert links["1 records in doubt: one work or two?"] == "/hostile/-/quarantine"
    assert links["1 of which the article is not known"].endswith("?state=unresolved")
    assert links["1 odd-title (warning)"].endswith("?check=odd-title")


def test_conflicts_come_with_the_command(visit: Visit, library: Path) -> None:
    """Real ones first; of a field that can be corrected, the words to do it with."""
    first = words(visit("/literature/-/conflicts"))
    people = words(visit("/literature/-/conflicts?class=real&field=contributors"))

    assert "Abstract: real" in first
    assert "harvest set 99000001 abstract VALUE --why REASON" in first
    assert "Contributors: real" in people
    assert "harvest set" not in people


def test_no_command_does_more_than_it_says(visit: Visit, hostile: Path) -> None:
    """What could act on a terminal is not in the line that is copied into it."""
    page = visit("/hostile/-/conflicts?class=real&field=volume", hostile)
    codes = [c.text_content() for c in html.fromstring(page.text).iter("code")]

    command = "harvest set 99000901 volume VALUE --why REASON --db hostile.db"
    assert codes == [command]


def test_a_case_shows_both_records(visit: Visit, hostile: Path) -> None:
    """What is for and against, each with its article, and how to settle it."""
    page = visit("/hostile/-/quarantine", hostile)
    (case,) = html.fromstring(page.text).xpath('//*[@id="case-1"]')
    said = " ".join(case.text_content().split())

    assert "Quite another work" in said
    assert "Against it" in said
    assert "harvest settle 1 --join --why REASON --db hostile.db" in said
    links = case.xpath('.//section//a[contains(@href, "/articles/")]/@href')
    assert links == ["/hostile/articles/1", "/hostile/articles/2"]
    settled = words(visit("/hostile/-/quarantine?state=apart", hostile))
    assert "There is none." in settled


def test_a_document_tells_what_it_mentions(visit: Visit, hostile: Path) -> None:
    """With the article that is meant; 404 for none."""
    page = html.fromstring(visit("/hostile/-/document/1", hostile).text)
    rows = [" ".join(r.text_content().split()) for r in page.xpath("//tbody/tr")]

    assert rows[0].startswith("similar DOI 10.5555/")
    assert "not in the library" in rows[1]
    assert page.xpath('//tbody/tr[1]//a[contains(@href, "articles/1")]')
    assert visit("/hostile/-/document/2", hostile).status_code == 404


def test_findings_by_check(visit: Visit, hostile: Path) -> None:
    """Counted by check; one check with all that it found."""
    all_checks = words(visit("/hostile/-/findings", hostile))
    one = words(visit("/hostile/-/findings?check=odd-title", hostile))

    assert "odd-title warning" in all_checks
    assert "since 2026-11-20" in one


def test_hostile_words_are_words(hostile: Path) -> None:
    """No element, attribute or address of a page comes out of a record."""
    for address, page in visit_all(hostile, PAGES).items():
        assert page.status_code == 200, address
        assert_inert(page.text)


def visit_all(file: Path, addresses: Iterable[str]) -> dict[str, Response]:
    """Ask one Datasette for many pages of a library."""

    async def run() -> dict[str, Response]:
        patient = {"sql_time_limit_ms": 60_000}  # no test of how fast a machine is
        datasette = Datasette([str(file)], settings=patient)
        await datasette.invoke_startup()
        return {
            address: await datasette.client.get(f"/{file.stem}/{address}".rstrip("/"))
            for address in addresses
        }

    return asyncio.run(run())


def assert_inert(text: str) -> None:
    """Hold that nothing in a page would run what stands in a record."""
    root = html.fromstring(text)
    assert [s for s in root.iter("script") if "hit" in (s.text or "")] == []
    assert root.xpath("//svg[@onload]") == []
    handlers = root.xpath("//@*[starts-with(name(), 'on') and contains(., 'hit')]")
    assert handlers == []
    addresses = root.xpath("//@href | //@src | //@action")
    assert [a for a in addresses if a.strip().lower().startswith("javascript")] == []
    assert root.xpath("//img[@src='x']") == []
    assert "49" not in [t.strip() for t in root.xpath("//text()")]


def test_hostile_words_are_words_to_datasette(hostile: Path) -> None:
    """The same on Datasette's own pages of every table, view, row and ready query."""
    with sqlite3.connect(hostile) as db:
        names = [
            name
            for (name,) in db.execute(
                "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') "
                "AND name NOT LIKE '%fts%'"
            )
        ]
    db.close()

    rows = ("", "journals/1", "records/1", "findings/1")
    queries = [query.name for query in QUERIES]
    for address, page in visit_all(hostile, [*names, *rows, *queries]).items():
        assert page.status_code == 200, address
        assert_inert(page.text)


def numbers(page: html.HtmlElement) -> list[str]:
    """Return the names of the runs on a page, in order."""
    return [a.text_content() for a in page.xpath("//article/h2/a")]


def test_lists_go_on_where_they_ended(tmp_path: Path, visit: Visit) -> None:
    """A page holds so many rows, and the next begins behind its last."""
    path = tmp_path / "many.db"
    with Library.open(path) as library:
        for number in range(1, 31):
            moment = f"2026-11-{number:02}T00:00:00Z"
            library._db.execute(
                "INSERT INTO runs (command, started_at) VALUES (?, ?)",
                (f"harvest run{number}", moment),
            )
    first = html.fromstring(visit("/many/-/runs", path).text)
    (more,) = first.xpath('//a[@rel="next"]/@href')
    second = html.fromstring(visit(more, path).text)

    assert numbers(first) == [f"Run {number}" for number in range(30, 5, -1)]
    assert numbers(second) == [f"Run {number}" for number in range(5, 0, -1)]
    assert second.xpath('//a[@rel="next"]') == []
