"""The files of PubMed that are measured: recorded ones, whole or their beginnings."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from harvester.sources.pubmed.stream import Cut

ROOT = Path(__file__).resolve().parents[1]
RECORDED = tuple(
    ROOT.parent / "shared/data/baseline" / name
    for name in ("pubmed20n0014.xml.gz", "pubmed21n1298.part-a.xml.gz")
)
"""An old file and a newer one with richer records, beside the checkout."""


def choose(given: Sequence[Path], recorded: Sequence[Path] = RECORDED) -> list[Path]:
    """Return the files that are named, or those recorded; none if they are absent.

    Their paths are whole: a peer may look from another folder.
    """
    if given or all(path.exists() for path in recorded):
        return [path.resolve() for path in given or recorded]
    print(f"no recorded data at {recorded[0].parent}: nothing measured")
    return []


def find_records(path: Path) -> Iterator[bytes]:
    """Yield the records of a file, as bytes; the file may be cut off."""
    with gzip.open(path) as stream:
        try:
            yield from (piece.body for piece in Cut(stream))
        except EOFError:
            return


def read_head(path: Path) -> bytes:
    """Return what stands before the first record: declaration, DOCTYPE, start tag."""
    with gzip.open(path) as stream:
        head = stream.read(4_096)
    return head[: head.index(b"<PubmedArticle>")]


def write(records: Iterable[bytes], path: Path, head: bytes) -> Path:
    """Write records as a file of their own; return its path."""
    body = b"".join([head, *records, b"</PubmedArticleSet>"])
    path.write_bytes(gzip.compress(body, 6))
    return path


def shorten(path: Path, folder: Path, count: int | None) -> Path:
    """Return a file of the first records of another; itself where all are wanted."""
    if count is None:
        return path
    first = islice(find_records(path), count)
    return write(first, folder / path.name, read_head(path))
