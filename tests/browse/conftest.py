"""A library of the shipped records, served by Datasette in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from datasette.app import Datasette
from httpx import Response
from lxml import html

from harvester.cli.get import get

Visit = Callable[..., Response]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of all shipped records; not to be written to."""
    folder = tmp_path_factory.mktemp("browse")
    path = folder / "literature.db"
    state = str(folder / "state")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("XDG_STATE_HOME", state)
        wanted = ["38689169", "99000001", "99000002", "99000003", "10.1155/2012/782672"]
        arguments = ["--offline", "--db", str(path), *wanted]
        result = CliRunner().invoke(get, arguments, standalone_mode=False)
    assert result.exception is None, result.output
    return path


@pytest.fixture
def visit(library: Path) -> Visit:
    """Ask Datasette for a page of that library, or of ``files``."""

    def ask(address: str, *files: Path) -> Response:
        async def run() -> Response:
            datasette = Datasette([str(file) for file in files or (library,)])
            await datasette.invoke_startup()
            return await datasette.client.get(address)

        return asyncio.run(run())

    return ask


def words(response: Response) -> str:
    """Return the text of a page, white space folded."""
    root = html.fromstring(response.text)
    return " ".join(root.text_content().split())
