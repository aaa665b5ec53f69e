"""Files that may be packed with gzip."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from harvester.errors import DocumentError

_GZIP = b"\x1f\x8b"
_BROKEN = (EOFError, gzip.BadGzipFile, zlib.error)
_CHUNK_BYTES = 1 << 20
_Record = TypeVar("_Record")


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
