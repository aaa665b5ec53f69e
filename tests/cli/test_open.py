"""``harvest open``: an article in the browser."""

from __future__ import annotations

import socket
from pathlib import Path

import click
import pytest

from tests.cli.conftest import Harvest
from tests.cli.test_serve import free_port, running


@pytest.fixture
def launched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser was opened at."""
    addresses: list[str] = []

    def launch(address: str) -> int:
        addresses.append(address)
        return 0

    monkeypatch.setattr(click, "launch", launch)
    return addresses


def test_the_address_alone(harvest: Harvest, launched: list[str]) -> None:
    """Whatever the article is called by, and whatever the file."""
    harvest("--offline", "--no-links", "-q", "38689169", "--db", "my lib.db")
    doi = "https://doi.org/10.1245/s10434-024-15316-7"

    run = harvest("open", doi, "--print", "--db", "my lib.db", "--host", "::1")

    assert (run.code, run.err) == (0, "")
    assert run.out == "http://[::1]:8001/my+lib/articles/1\n"
    assert launched == []


def test_the_page_of_a_server_that_runs(
    harvest: Harvest, tmp_path: Path, launched: list[str]
) -> None:
    """It is opened; an article that the server does not have is not."""
    harvest("--offline", "--no-links", "-q", "38689169")
    port = str(free_port())

    with running(tmp_path, "serve", "--port", port, ready="running on"):
        run = harvest("open", "38689169", "--port", port)

    assert run.code == 0
    assert launched == [f"http://127.0.0.1:{port}/literature/articles/1"]
    assert run.out.strip() == launched[0]


def test_a_port_of_another_program(harvest: Harvest, launched: list[str]) -> None:
    """No browser is sent to whatever listens there."""
    harvest("--offline", "--no-links", "-q", "38689169")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = harvest("open", "38689169", "--port", str(port))

    assert run.code == 1
    assert f"127.0.0.1:{port} does not serve literature.db" in run.err
    assert launched == []


def test_a_server_is_started_where_none_runs(
    harvest: Harvest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is looked at as soon as it is served."""
    harvest("--offline", "--no-links", "-q", "38689169")
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "xdg-open").write_text("#!/bin/sh\n", encoding="utf-8")
    (folder / "xdg-open").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    port = str(free_port())
    ready = r"GET (/literature/articles/1) HTTP/1.1. 200"

    with running(tmp_path, "open", "38689169", "--port", port, ready=ready) as match:
        assert match[1] == "/literature/articles/1"
