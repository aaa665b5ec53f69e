"""Folders on a disk or in an object store, through fsspec."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any, TypeVar

import fsspec
import msgspec
from fsspec.core import url_to_fs

from harvester.errors import LakeError

_Kept = TypeVar("_Kept")

_BLOCK_BYTES = 8 << 20
"""What is held in memory of a file that is written to an object store."""


class Storage:
    """A folder; whatever is written appears whole or not at all.

    On a disk a file is written beside its place and then moved there; an object store
    shows an object when it is complete.

    Args:
        url: A path, ``file://…``, ``s3://…``, or what else fsspec knows.

    Attributes:
        url: Absolute.

    Raises:
        LakeError: Nobody here speaks to such a place.
    """

    def __init__(self, url: str) -> None:
        self._fs, root = _connect(url)
        self._root = root.rstrip("/")
        self.url = self._fs.unstrip_protocol(self._root)

    @property
    def filesystem(self) -> Any:
        """What fsspec, and whoever knows it, reads and writes through."""
        return self._fs

    def path(self, name: str) -> str:
        """Return where a file of the folder lies."""
        return f"{self._root}/{name}"

    def exists(self, name: str) -> bool:
        """Whether there is such a file or folder, looked up anew."""
        self._fs.invalidate_cache()
        return bool(self._fs.exists(self.path(name)))

    def size(self, name: str) -> int:
        """Return how many bytes a file has."""
        return int(self._fs.size(self.path(name)))

    def folders(self, name: str) -> tuple[str, ...]:
        """Return the names of what lies in a folder; ``()`` if it is not there."""
        if not self.exists(name):
            return ()
        found = self._fs.ls(self.path(name), detail=False)
        return tuple(sorted(path.rstrip("/").rpartition("/")[2] for path in found))

    def files(self, name: str) -> tuple[str, ...]:
        """Return all files below a folder, as names in this one."""
        if not self.exists(name):
            return ()
        start = len(self._root) + 1
        return tuple(sorted(path[start:] for path in self._fs.find(self.path(name))))

    def remove(self, name: str) -> None:
        """Remove a file, or a folder with all that is in it."""
        self._fs.rm(self.path(name), recursive=True)

    def read_ranges(self, ranges: Sequence[tuple[str, int, int]]) -> list[bytes]:
        """Return parts of files: (name, first byte, byte behind the last) each.

        Raises:
            OSError: One cannot be read.
        """
        names, starts, ends = zip(*ranges, strict=True)
        paths = [self.path(name) for name in names]
        found: list[bytes] = self._fs.cat_ranges(
            paths, list(starts), list(ends), on_error="raise"
        )
        return found

    @contextmanager
    def writing(self, name: str) -> Iterator[IO[bytes]]:
        """Open a new file; it stands in its place when the block ends well."""
        place = self.path(name)
        is_disk = "file" in _protocols(self._fs)
        written = f"{place}.{uuid.uuid4().hex}.tmp" if is_disk else place
        self._fs.makedirs(place.rpartition("/")[0], exist_ok=True)
        stream = self._fs.open(written, "wb", block_size=_BLOCK_BYTES)
        try:
            yield stream
        except BaseException:
            if is_disk:
                stream.close()
                self._fs.rm(written)
            elif hasattr(stream, "discard"):
                stream.discard()
            raise
        stream.close()
        if is_disk:
            self._fs.mv(written, place)

    def load(self, name: str, kind: type[_Kept]) -> _Kept | None:
        """Return the value in a JSON file; None where there is no such file.

        Raises:
            msgspec.DecodeError: It holds something else.
        """
        self._fs.invalidate_cache()
        try:
            content = self._fs.cat_file(self.path(name))
        except FileNotFoundError:
            return None
        return msgspec.json.decode(content, type=kind)

    def save(self, name: str, value: Any) -> None:
        """Write a value as a JSON file."""
        content = msgspec.json.format(msgspec.json.encode(value), indent=1)
        with self.writing(name) as stream:
            stream.write(content)


def trouble() -> tuple[type[Exception], ...]:
    """Return what is raised where a disk or an object store fails.

    To be asked when it happens: the store's own errors, which are none of the operating
    system's, are known as soon as one was spoken to.
    """
    boto = sys.modules.get("botocore.exceptions")
    return (OSError, boto.BotoCoreError) if boto else (OSError,)


def find_files(pattern: str) -> tuple[str, ...]:
    """Return the URLs that a path, URL, folder or pattern stands for, sorted.

    Raises:
        LakeError: It stands for nothing, or nobody here speaks to such a place.
    """
    fs, path = _connect(pattern)
    try:
        if fs.isdir(path):
            found = fs.ls(path, detail=False)
        elif fs.exists(path):
            found = [path]
        else:
            found = fs.glob(path)
    except trouble() as error:
        raise LakeError(f"{pattern}: cannot be reached: {error}") from error
    if not found:
        raise LakeError(f"{pattern}: there is no such file")
    return tuple(sorted(fs.unstrip_protocol(name) for name in found))


def open_file(url: str) -> Any:
    """Return a file to be opened with ``with``, to read and seek in it."""
    return fsspec.open(url, "rb")


def size_of(url: str) -> int:
    """Return how many bytes a file has; 0 if that cannot be known."""
    fs, path = _connect(url)
    try:
        return int(fs.size(path) or 0)
    except trouble():
        return 0


def exists(url: str) -> bool:
    """Whether there is a file."""
    fs, path = _connect(url)
    return bool(fs.exists(path))


def _connect(url: str) -> tuple[Any, str]:
    try:
        fs, path = url_to_fs(url)
    except ImportError as error:
        told = f"{url}: {error}; for S3: pip install 'harvester[lake]'."
        raise LakeError(told) from error
    except ValueError as error:
        told = (
            f"{url}: no place that is known ({error}); give a path, file://… or s3://…"
        )
        raise LakeError(told) from error
    return fs, str(path)


def _protocols(fs: Any) -> tuple[str, ...]:
    held = fs.protocol
    return (held,) if isinstance(held, str) else tuple(held)
