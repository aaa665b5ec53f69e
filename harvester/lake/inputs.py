"""The files that a lake is built from: their order, their checksums, their records."""

from __future__ import annotations

import gzip
import hashlib
import math
import re
import zlib
from collections.abc import Iterator
from typing import IO, cast

from harvester.errors import DocumentError, LakeError
from harvester.lake.storage import exists, find_files, open_file
from harvester.model import Value
from harvester.sources.base import Fault
from harvester.sources.files import read_records
from harvester.sources.pubmed import Entry
from harvester.sources.pubmed.distribution import CHECKSUM, read_md5, read_place

_SUFFIX = re.compile(r"\.(?:xml|jsonl?)(?:\.gz)?$")
_GZIP = b"\x1f\x8b"
_CHUNK_BYTES = 1 << 20
_BROKEN = (EOFError, gzip.BadGzipFile, zlib.error)


class Missing(Value, frozen=True, kw_only=True):
    """What was named and cannot be read.

    Attributes:
        name: As it was named.
        reason: Why, for a person.
    """

    name: str
    reason: str


def find_inputs(names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Missing, ...]]:
    """Return the URLs that paths, URLs, folders and patterns stand for, and the rest.

    Of a folder those that end in ``.xml``, ``.json`` or ``.jsonl``, gzipped or not;
    checksums are read beside their files.

    Returns:
        The URLs in the order of ``order_of``, each once; and what stands for nothing.
    """
    found: dict[str, None] = {}
    missing = []
    for name in names:
        try:
            urls = find_files(name)
        except LakeError as error:
            missing.append(
                Missing(name=name, reason=str(error).removeprefix(f"{name}: "))
            )
            continue
        is_file = len(urls) == 1 and urls[0].endswith(name.rpartition("/")[2])
        found |= dict.fromkeys(u for u in urls if is_file or _SUFFIX.search(u))
    return tuple(sorted(found, key=order_of)), tuple(missing)


def order_of(url: str) -> tuple[float, str, str]:
    """Return by what files are ordered, the oldest first.

    NLM's own are numbered on through the year, from the baseline to the last update
    file: ``pubmed26n0001``. Others come behind them, by name: they are a user's own.

    Examples:
        >>> names = ["mine.xml", "pubmed26n0002.xml.gz", "pubmed25n1300.xml"]
        >>> sorted(names, key=order_of)
        ['pubmed25n1300.xml', 'pubmed26n0002.xml.gz', 'mine.xml']
    """
    name = name_of(url)
    place = read_place(name)
    number = 1_000_000 * place.year + place.number if place else math.inf
    return number, name, url


def name_of(url: str) -> str:
    """Return the name of a file without the folder that it lies in."""
    return url.rpartition("/")[2]


def digest_of(url: str) -> tuple[str, int]:
    """Return the SHA-256 of a file as it lies there, and its size in bytes.

    Where a file of the same name and ``.md5`` lies beside it, what that says must be
    true; NLM's form is ``MD5(name)= hex``.

    Raises:
        DocumentError: The file is not what its checksum says.
        OSError: It cannot be read.
    """
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    size = 0
    expected = _expected(url)
    with open_file(url) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            sha256.update(chunk)
            size += len(chunk)
            if expected is not None:
                md5.update(chunk)
    if expected is not None and md5.hexdigest() != expected:
        raise DocumentError(
            f"is not what {name_of(url)}.md5 says (MD5 {md5.hexdigest()}, there "
            f"{expected}); fetch both again"
        )
    return sha256.hexdigest(), size


def _expected(url: str) -> str | None:
    """Return the MD5 that stands beside a file; None where there is none."""
    beside = f"{url}{CHECKSUM}"
    if not exists(beside):
        return None
    with open_file(beside) as stream:
        told = stream.read(_CHUNK_BYTES).decode("utf-8", "replace")
    md5 = read_md5(told, name_of(url))
    if md5 is None:
        raise DocumentError(f"{name_of(beside)} states no MD5 of {name_of(url)}")
    return md5


def read_input(url: str) -> Iterator[Entry]:
    """Read the records of a file, unpacked if it is gzipped.

    Memory stays constant, but for JSON documents that are not lines.

    Raises:
        DocumentError: It is broken, cut off, or holds something else; what came
            before that may be a part only.
        OSError: It cannot be read.
    """
    with open_file(url) as raw:
        magic = raw.read(2)
        raw.seek(0)
        stream = gzip.GzipFile(fileobj=raw) if magic == _GZIP else raw
        try:
            for entry in read_records(cast("IO[bytes]", stream)):
                if isinstance(entry, Fault) and entry.is_of_whole:
                    raise DocumentError(entry.message)
                yield entry
        except _BROKEN as error:
            raise DocumentError(
                f"cannot be unpacked to its end ({error}); fetch it again"
            ) from error
