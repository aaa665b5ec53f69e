"""``docs/library.ipynb`` shows what its cells give."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.notebook import NOTEBOOK, code_cells, run_cells


async def test_the_notebook_is_current(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run in an empty folder, without a network; `python -m tests.notebook` renews."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    notebook = json.loads(NOTEBOOK.read_text("utf-8"))

    outputs = await run_cells(notebook)

    assert [cell["outputs"] for cell in code_cells(notebook)] == outputs
    assert any(outputs)
