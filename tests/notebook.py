"""The notebook in ``docs/``, run cell by cell.

``python -m tests.notebook`` writes what the cells give today into the notebook.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import io
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).resolve().parents[1] / "docs" / "library.ipynb"


async def run_cells(notebook: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """Return what every code cell gives, in the shape of the notebook's outputs.

    As in Jupyter an event loop is running; the last expression of a cell is shown.
    """
    names: dict[str, Any] = {}
    return [
        list(_run(number, "".join(cell["source"]), names))
        for number, cell in enumerate(code_cells(notebook), 1)
    ]


def code_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the cells that hold code."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def _run(number: int, source: str, names: dict[str, Any]) -> Iterator[dict[str, Any]]:
    body = ast.parse(source).body
    last = body.pop() if isinstance(body[-1], ast.Expr) else None
    value = None
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(ast.Module(body, []), NOTEBOOK.name, "exec"), names)  # noqa: S102 - our own notebook
        if last is not None:
            expression = ast.Expression(last.value)
            value = eval(compile(expression, NOTEBOOK.name, "eval"), names)  # noqa: S307 - the same
    if text := printed.getvalue():
        yield {"name": "stdout", "output_type": "stream", "text": _lines(text)}
    if value is not None:
        yield {
            "data": {"text/plain": _lines(repr(value))},
            "execution_count": number,
            "metadata": {},
            "output_type": "execute_result",
        }


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def main() -> None:
    """Run the notebook in an empty folder and keep what it gives."""
    notebook = json.loads(NOTEBOOK.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.environ["XDG_STATE_HOME"] = folder
        outputs = asyncio.run(run_cells(notebook))
    for number, (cell, given) in enumerate(
        zip(code_cells(notebook), outputs, strict=True), 1
    ):
        cell["outputs"], cell["execution_count"] = given, number
    text = json.dumps(notebook, ensure_ascii=False, indent=1)
    NOTEBOOK.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
