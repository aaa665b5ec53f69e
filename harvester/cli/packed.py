"""Files to be loaded one after the other, which may be packed with gzip."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from harvester.cli.exits import DONE, IN_PART, USAGE
from harvester.errors import DocumentError

_GZIP = b"\x1f\x8b"
_BROKEN = (EOFError, gzip.BadGzipFile, zlib.error)
_CHUNK_BYTES = 1 << 20
_Record = TypeVar("_Record")


def load_each(
    files: Iterable[str], load: Callable[[Path], str | None]
) -> tuple[int, int]:
    """Load files; say of each that cannot be, or not wholly, why.

    Args:
        files: Their names.
        load: Loads one; returns why not all of it, and raises ``DocumentError`` where
            nothing of it could be.

    Returns:
        How many were loaded at least in part, and the exit code.
    """
    problem_count = loaded_count = 0
    for name in files:
        try:
            problem = load(Path(name))
            loaded_count += 1
        except DocumentError as error:
            problem = str(error)
        if problem:
            click.echo(f"harvest: {name}: {problem}", err=True)
            problem_count += 1
    if not problem_count:
        return loaded_count, DONE
    return loaded_count, IN_PART if loaded_count else USAGE


@contextmanager
def opened(path: Path) -> Iterator[tuple[Any, str]]:
    """Open a file, unpacked, to read and peek; with its SHA-256 as it lies there.

    Raises:
        DocumentError: It cannot be read or unpacked.
    """
    try:
        with path.open("rb") as file:
            digest = hashlib.sha256()
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
            file.seek(0)
            is_packed = file.peek(2)[:2] == _GZIP
            stream = gzip.GzipFile(fileobj=file) if is_packed else file
            yield stream, digest.hexdigest()
    except _BROKEN as error:
        raise DocumentError(f"cannot be unpacked ({error})") from error
    except OSError as error:
        raise DocumentError(f"cannot be read: {error.strerror}") from error


def unpacked(records: Iterable[_Record]) -> Iterator[_Record]:
    """Yield the records of a file; a packed one may break off.

    Raises:
        DocumentError: It does.
    """
    try:
        yield from records
    except _BROKEN as error:
        raise DocumentError(
            f"cannot be unpacked to its end ({error}); download it again"
        ) from error
