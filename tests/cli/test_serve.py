"""``harvest serve`` and ``harvest mirror serve``: real servers on loopback."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvester.store import Library
from tests.cli.conftest import Harvest

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@contextmanager
def running(folder: Path, *arguments: str, ready: str) -> Iterator[re.Match[str]]:
    """Run a server until it has said ``ready``; stop it at the end."""
    process = subprocess.Popen(  # noqa: S603 - our own command
        [
            sys.executable,
            "-u",
            "-c",
            "from harvester.cli import main; main()",
            *arguments,
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if match := re.search(ready, line):
                yield match
                return
        raise AssertionError("the server ended before it was ready")
    finally:
        process.terminate()
        process.wait(timeout=20)
        if process.stdout:
            process.stdout.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as reply:  # noqa: S310 - loopback
        return str(reply.read().decode())


def test_datasette_opens_the_library(harvest: Harvest, tmp_path: Path) -> None:
    """Table, row, search and foreign-key labels, on a real server."""
    harvest("--offline", "--pmid", "38689169")
    port = free_port()

    with running(tmp_path, "serve", "--port", str(port), ready="running on"):
        base = f"http://127.0.0.1:{port}/literature"
        found = read(f"{base}/articles?_search=cytoreduction")
        row = read(f"{base}/articles/1")
        links = read(f"{base}/similar")

    assert "Value of Surgical Cytoreduction" in found
    assert "Gudmundsdottir" in row
    assert "Effective cytoreduction can be achieved" in links


def test_it_serves_what_a_new_baseline_will_replace(
    harvest: Harvest, tmp_path: Path
) -> None:
    """A server is started while nobody else may write, and shows what comes."""
    path = tmp_path / "literature.db"
    harvest("--offline", "--no-links", "--pmid", "38689169")
    port = free_port()
    page = f"http://127.0.0.1:{port}/literature/runs.json?_shape=arrays"
    with (
        Library.open(path) as library,
        library.lock(NOON),
        library.beside() as copy,
        running(tmp_path, "serve", "--port", str(port), ready="running on"),
    ):
        with Library.open(copy.path) as filled:
            filled.begin_run("harvest bulk of a new year", NOON)
        assert "of a new year" not in read(page)
        copy.swap()
        assert "of a new year" in read(page)


def test_what_keeps_it_from_serving_is_said(harvest: Harvest) -> None:
    """No library, and an address in use."""
    missing = harvest("serve")
    harvest("--offline", "--no-links", "--pmid", "38689169")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        busy = harvest("serve", "--port", str(port))

    assert missing.code == 1
    assert "literature.db" in missing.err
    assert busy.code == 1
    assert f"cannot listen on 127.0.0.1:{port}" in busy.err


def test_the_mirror_answers_over_http(harvest: Harvest, tmp_path: Path) -> None:
    """A harvest through the mirror's address is the harvest of --offline."""
    ready = r"on (http://127\.0\.0\.1:\d+)"
    with running(tmp_path, "mirror", "serve", "--port", "0", ready=ready) as match:
        run = harvest("--pmid", "38689169", "--json", HARVEST_MIRROR_URL=match[1])

    offline = harvest("--offline", "--pmid", "38689169", "--json", "--db", "other.db")
    assert run.code == 0
    (over_http,), (in_process,) = run.json["articles"], offline.json["articles"]
    for article in (over_http, in_process):
        article.pop("link_sets")  # which bear the time when they were checked
        article["fate"].pop("as_of")
    assert over_http == in_process


def test_a_folder_that_is_no_mirror_is_said(harvest: Harvest, tmp_path: Path) -> None:
    """A folder without records answers nothing."""
    (tmp_path / "empty").mkdir()

    run = harvest("mirror", "serve", "empty", "--port", "0")

    assert run.code == 1
    assert "empty" in run.err


def test_a_mirror_that_misbehaves_by_a_script(harvest: Harvest, tmp_path: Path) -> None:
    """One 500 is ridden out; a service that is forbidden is told, the other goes on."""
    (tmp_path / "faults.toml").write_text(
        '[[rule]]\nservice = "eutils"\nendpoint = "efetch"\nfault = "error-500"\n'
        'nth = [1]\n[[rule]]\nservice = "crossref"\nfault = "forbidden"\n',
        encoding="utf-8",
    )
    arguments = ("mirror", "serve", "--port", "0", "--faults", "faults.toml")

    with running(tmp_path, *arguments, ready=r"on (http://\S+)") as match:
        run = harvest("--no-links", "--json", "38689169", HARVEST_MIRROR_URL=match[1])

    assert run.code == 3
    (article,) = run.json["articles"]
    assert article["record"]["sources"] == [["pubmed", "38689169"]]
    assert run.json["summary"]["requests"] == {"pubmed": 2, "crossref": 1}
    assert "crossref" in run.err


def test_a_script_that_cannot_be_read_is_said(harvest: Harvest, tmp_path: Path) -> None:
    """An unknown fault is named before a server starts."""
    (tmp_path / "faults.toml").write_text('[[rule]]\nfault = "flood"\n', "utf-8")

    run = harvest("mirror", "serve", "--port", "0", "--faults", "faults.toml")

    assert run.code == 1
    assert "flood" in run.err


def test_strangers_get_no_sql_of_their_own(harvest: Harvest, tmp_path: Path) -> None:
    """--public: pages and ready queries yes, SQL no; and no path of the machine."""
    harvest("--offline", "--no-links", "--pmid", "38689169")
    port = free_port()

    with running(
        tmp_path, "serve", "--public", "--port", str(port), ready="running on"
    ):
        base = f"http://127.0.0.1:{port}"
        ready = read(f"{base}/literature/works-per-year")
        files = read(f"{base}/-/databases.json")
        with pytest.raises(urllib.error.HTTPError, match="403"):
            read(f"{base}/literature.json?sql=select+1")
        with pytest.raises(urllib.error.HTTPError, match="403"):
            read(f"{base}/literature/articles.json?_where=1=1")

    assert "How many articles are cited under each year" in ready
    assert str(tmp_path) not in files


def test_other_machines_are_warned_of(harvest: Harvest, tmp_path: Path) -> None:
    """What people there can do is said before it listens, and how to forbid it."""
    harvest("--offline", "--no-links", "--pmid", "38689169")
    arguments = ("serve", "--host", "0.0.0.0", "--port", str(free_port()))  # noqa: S104 - it is warned of

    with running(tmp_path, *arguments, ready="can be reached from .*") as open_to_all:
        said = open_to_all[0]
    with running(
        tmp_path, *arguments, "--public", ready="can be reached from .*"
    ) as public:
        said_public = public[0]

    assert "run SQL queries of their own on it; --public forbids that" in said
    assert "SQL" not in said_public
