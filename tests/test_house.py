"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(folder: str) -> Iterator[tuple[Path, Function]]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, Function):
                yield path.relative_to(ROOT), node


def test_every_test_says_what_it_shows() -> None:
    """A test states in its docstring the behaviour that it holds."""
    silent = [
        f"{path}:{node.name}"
        for path, node in functions("tests")
        if node.name.startswith("test_") and not ast.get_docstring(node)
    ]

    assert silent == []


def test_modules_are_short() -> None:
    """One module, one subject: at most 400 lines."""
    long = [
        f"{path.relative_to(ROOT)} ({count})"
        for path in sorted((ROOT / "harvester").rglob("*.py"))
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    ]

    assert long == []


def test_functions_fit_on_a_screen() -> None:
    """At most 60 lines, docstring included."""
    long = [
        f"{path}:{node.name}"
        for path, node in functions("harvester")
        if (node.end_lineno or 0) - node.lineno + 1 > 60
    ]

    assert long == []


def test_no_path_of_a_machine_is_written_down() -> None:
    """What is committed works on every machine."""
    suspicious = tuple(f"/{name}/" for name in ("home", "root", "work", "Users"))
    found = [
        str(path.relative_to(ROOT))
        for folder in ("harvester", "tests", "benchmarks", "docs", "fixtures")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".md", ".toml", ".json", ".xml"}
        and path.name != Path(__file__).name
        and any(place in path.read_text(encoding="utf-8") for place in suspicious)
    ]

    assert found == []
