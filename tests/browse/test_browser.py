"""The pages in a real browser, from real servers: what readers see and hear."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from harvester.browse.routes import _PAGES
from tests.browse.hostile import build_hostile_library

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed (extra: browser)"
)
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    None,
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here"),
]

ROOT = Path(__file__).resolve().parents[2]
AXE = Path(__file__).parent / "axe" / "axe.min.js"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
LOOKS = [
    (DESKTOP, "light"),
    (PHONE, "dark"),
    pytest.param(DESKTOP, "dark", marks=pytest.mark.slow),
    pytest.param(PHONE, "light", marks=pytest.mark.slow),
]
PAGES = (
    "/-/home",
    "/articles/1",
    "/-/search",
    "/-/search?q=script",
    "/-/search?q=nothingatall",
    "/-/explore",
    "/-/network",
    "/-/authors",
    "/-/author/1",
    "/-/journals",
    "/-/journal/1",
    "/-/mesh",
    "/-/mesh/D999999",
    "/-/runs",
    "/-/run/1",
    "/-/changes",
    "/-/changes?run=1&kind=added",
    "/-/attention",
    "/-/conflicts",
    "/-/conflicts?class=formatting",
    "/-/quarantine",
    "/-/documents",
    "/-/document/1",
    "/-/findings",
    "/-/findings?check=odd-title",
)
"""Every page of ours; the hostile library has something on each."""
FILES = {"/-/export"}
"""What is downloaded, and no page."""


def test_no_page_is_forgotten() -> None:
    """Every route leads to one of the pages that are looked at here."""
    paths = [urlsplit(page).path for page in PAGES]

    missed = {route for route, _ in _PAGES if not any(map(_matcher(route), paths))}
    assert missed == FILES


def _matcher(route: str) -> Callable[[str], object]:
    return re.compile(f"{route}$").match


def test_axe_is_what_was_vendored() -> None:
    """The checksum beside it is that of the file that its makers published."""
    wanted, name = AXE.with_name("axe.min.js.sha256").read_text().split()

    assert name == AXE.name
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == wanted


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of hostile records."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    build_hostile_library(path)
    return path


@contextmanager
def serving(*command: str) -> Iterator[str]:
    """Run a server; yield its address as soon as it listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-c", *command, "--port", port],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr is not None
            said = []
            for line in process.stderr:
                said.append(line)
                if "Uvicorn running" in line:
                    break
            assert "Uvicorn running" in said[-1], "".join(said)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.communicate()


@pytest.fixture(scope="module")
def ours(library: Path) -> Iterator[str]:
    """The address of the shipped records, served by ``harvest serve``."""
    run = "from harvester.cli import main; main()"
    with serving(run, "serve", "--public", "--db", str(library)) as address:
        yield f"{address}/literature"


@pytest.fixture(scope="module")
def plain(hostile: Path) -> Iterator[str]:
    """The address of hostile records, served by Datasette itself."""
    run = "from datasette.cli import cli; cli()"
    with serving(run, "serve", str(hostile)) as address:
        yield f"{address}/hostile"


@pytest.fixture(scope="module")
def chromium(library: Path, hostile: Path) -> Iterator[sync_api.Browser]:
    """A browser; while it is open no other loop can run, so the libraries come first.

    For the same reason it is closed with the module.
    """
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"] if is_root else []
        )
        yield browser
        browser.close()


Open = Callable[..., "sync_api.Page"]


@pytest.fixture
def visit_with(chromium: sync_api.Browser) -> Iterator[Open]:
    """Open tabs; what they complain of, and what they ask others, fails the test."""
    contexts, trouble = [], []

    def open_tab(
        size: dict[str, int] = DESKTOP, scheme: str = "light"
    ) -> sync_api.Page:
        context = chromium.new_context(viewport=size, color_scheme=scheme)
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda m: _note(trouble, m.type, m.text))
        tab.on("pageerror", lambda error: trouble.append(str(error)))
        tab.on("dialog", lambda dialog: trouble.append(dialog.message))
        tab.on("request", lambda request: _note_foreign(trouble, request.url))
        return tab

    yield open_tab
    for context in contexts:
        context.close()
    assert trouble == []


def _note(trouble: list[str], kind: str, text: str) -> None:
    if kind in {"error", "warning"}:
        trouble.append(text)


def _note_foreign(trouble: list[str], url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"data", "blob"} and parts.hostname != "127.0.0.1":
        trouble.append(f"asked for {url}")


def find_barriers(tab: sync_api.Page) -> list[str]:
    """Return what axe finds wrong with a page, with the elements concerned."""
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    found = tab.evaluate("async () => (await axe.run(document)).violations")
    return [
        f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]
    ]


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_pages_are_for_everybody(
    visit_with: Open, plain: str, size: dict[str, int], scheme: str
) -> None:
    """No barrier that axe knows and no sideways scroll, in light and dark, small too.

    Nor does anything run that stands in a record.
    """
    tab = visit_with(size, scheme)
    for address in PAGES:
        reply = tab.goto(plain + address)

        assert reply is not None
        assert (address, reply.status) == (address, 200)
        assert (address, find_barriers(tab)) == (address, [])
        width = tab.evaluate("document.documentElement.scrollWidth")
        assert (address, width) == (address, size["width"])
        assert tab.evaluate("window.hit") is None


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_from_home_to_an_export(
    visit_with: Open, ours: str, size: dict[str, int]
) -> None:
    """Home, search, article, one that cites it; back, and away with a file."""
    tab = visit_with(size)
    tab.goto(ours.rpartition("/")[0])
    box = tab.get_by_role("searchbox", name="Search the library").first
    box.fill('ti:"surgical cytoreduction"')
    box.press("Enter")
    tab.locator("ol.hits a").first.click()
    assert "Surgical Cytoreduction" in tab.inner_text("h1")
    tab.locator("section[aria-labelledby=cited-by] ol a").first.click()
    assert re.search(r"/literature/articles/\d+$", tab.url)
    assert "Surgical Cytoreduction" not in tab.inner_text("h1")

    tab.go_back()
    tab.go_back()
    tab.get_by_label("Format").select_option("ris")
    with tab.expect_download() as waiting:
        tab.get_by_role("button", name="Export").click()
    exported = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert "TI  - Value of Surgical Cytoreduction" in exported


def test_a_curator_works_by_links(visit_with: Open, ours: str) -> None:
    """From what there is to look at to a conflict, its article, and back."""
    tab = visit_with()
    tab.goto(f"{ours}/-/home")
    tab.get_by_role("link", name="To look at").click()
    tab.get_by_role("link", name=re.compile("cannot both be right")).click()
    assert "harvest set" in tab.inner_text("code >> nth=0")
    tab.locator(".entry h3 a").first.click()
    assert tab.locator("h1").count() == 1
    assert "/articles/" in tab.url
    tab.go_back()
    tab.get_by_role("navigation", name="To look at").get_by_role(
        "link", name="Changes"
    ).click()
    tab.get_by_role("link", name="run 1").first.click()
    assert tab.inner_text("h1") == "Run 1"


def test_a_page_is_walked_by_keyboard(visit_with: Open, ours: str) -> None:
    """The first stop skips to the content; where one is can always be seen."""
    tab = visit_with()
    tab.goto(f"{ours}/-/attention")
    tab.keyboard.press("Tab")
    skip = tab.locator(":focus")
    assert skip.inner_text() == "Skip to content"
    box = skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "content"

    stops = set()
    for _ in range(12):
        tab.keyboard.press("Tab")
        focused = tab.locator(":focus")
        stops.add(focused.inner_text())
        outline = "e => getComputedStyle(e).outlineStyle"
        assert focused.evaluate(outline) == "solid", focused.inner_text()
    assert "Conflicts" in stops


@pytest.mark.parametrize(
    "address", ["", "/articles", "/records", "/conflicts", "/retracted-works"]
)
def test_datasettes_own_pages_run_nothing_of_a_record(
    visit_with: Open, plain: str, address: str
) -> None:
    """A record's scripts are words there, too."""
    tab = visit_with()
    tab.goto(plain + address)

    assert tab.evaluate("window.hit") is None


def test_the_database_page_leads_to_ours(visit_with: Open, ours: str) -> None:
    """Above the stock page; and strangers get no box for SQL of their own."""
    tab = visit_with()
    tab.goto(ours)
    assert tab.locator("textarea[name=sql]").count() == 0
    tab.get_by_role("link", name="Browse the library").click()
    assert tab.url.endswith("/literature/-/home")
