"""Arguments that name files: alone, in folders, by patterns."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from harvester.errors import DocumentError
from harvester.model import Value

ENDINGS = frozenset({
    ".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".nbib", ".medline", ".ris",
    ".bib", ".json", ".jsonl", ".ndjson", ".xml", ".csv", ".tsv", ".tab", ".pdf",
})  # fmt: skip
"""Of a folder, files with these endings are read; a file named itself always is."""

STANDARD_INPUT = "-"


class Files(Value, frozen=True, kw_only=True):
    """The files that an argument names.

    Attributes:
        paths: In order; empty where the argument names none.
        note: What a folder or a pattern was taken for, for a person.
    """

    paths: tuple[str, ...] = ()
    note: str | None = None


def find_files(argument: str) -> Files:
    """Return the files that an argument names.

    A folder stands for the files of known endings below it, a pattern with ``*`` that
    the shell left as it is for what it matches. What is hidden is skipped in both.

    Raises:
        DocumentError: A folder or a pattern without any such file, or no permission.
    """
    if argument == STANDARD_INPUT:
        return Files(paths=(argument,))
    try:
        if Path(argument).is_dir():
            found = tuple(_walk(argument))
            if not found:
                raise DocumentError(
                    f"{argument} is a folder without a file that can be read "
                    f"({' '.join(sorted(ENDINGS))})."
                )
            return Files(paths=found, note=f"{argument}: {_counted(found)}")
        if Path(argument).exists():
            return Files(paths=(argument,))
    except (OSError, ValueError) as error:  # no permission; a NUL in the name
        raise DocumentError(f"{argument}: cannot be read ({error})") from error
    if "*" in argument:
        return _match(argument)
    return Files()


def read_file(path: str) -> tuple[str, bytes]:
    """Return the name without folders, and the content.

    Raises:
        DocumentError: There is no such file, or it cannot be read.
    """
    if path == STANDARD_INPUT:
        return path, sys.stdin.buffer.read()
    try:
        return Path(path).name, Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise DocumentError(f"{path}: cannot be read ({reason})") from error


def _match(pattern: str) -> Files:
    found: list[str] = []
    # Path.glob refuses patterns that begin at the root, hence the old glob.
    for match in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207 - above
        found.extend(_walk(match) if Path(match).is_dir() else [match])
    paths = tuple(dict.fromkeys(found))
    if not paths:
        raise DocumentError(f"{pattern}: there is no file of such a name.")
    return Files(paths=paths, note=f"{pattern}: {_counted(paths)}")


def _walk(folder: str) -> Iterator[str]:
    """Yield the files of known endings below ``folder``, sorted, none hidden."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and path.suffix.lower() in ENDINGS:
                yield str(path)


def _counted(paths: tuple[str, ...]) -> str:
    return f"{len(paths)} file{'s' * (len(paths) != 1)}"
