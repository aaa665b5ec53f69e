"""Rows on their way from one kind of task to the next, by bucket.

A file is a row of pieces, each an Arrow stream with the rows of one bucket; where they
stand is told beside it. So who reads one bucket out of a thousand files asks for its
own bytes alone; the footer of a Parquet file with as many row groups would cost more.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any

import pyarrow as pa

from harvester.lake.storage import Storage
from harvester.model import Value

_BUDGET_BYTES = 32 << 20
"""How much is held in memory before it is written, and of what is read."""
_ROW_BYTES = 200
"""About what a row costs beside its text."""

Piece = tuple[int, int, int]
"""Bucket, where it begins in its file, and its size, in bytes."""


class Segment(Value, frozen=True, kw_only=True):
    """A piece of a file.

    Attributes:
        path: Of the file in the lake.
        start: Where it begins there, in bytes.
        size: In bytes.
    """

    path: str
    start: int
    size: int


def bucket_of(key: str, bucket_count: int) -> int:
    """Return the bucket of an identifier: the same on every machine and in every run.

    Examples:
        >>> [bucket_of(pmid, 4) for pmid in ("99000001", "99000002", "99000003")]
        [1, 3, 1]
    """
    return zlib.crc32(key.encode()) % bucket_count


class Partitioner:
    """Writes rows, each into a piece of its bucket.

    Attributes:
        pieces: What was written, in the order of the file.
    """

    def __init__(self, sink: IO[bytes], schema: pa.Schema, bucket_count: int) -> None:
        self._sink = sink
        self._schema = schema
        self._bucket_count = bucket_count
        self._rows: dict[int, list[tuple[Any, ...]]] = {}
        self._held_bytes = 0
        self._written_bytes = 0
        self.pieces: list[Piece] = []

    def add(self, key: str, row: tuple[Any, ...], size: int = 0) -> None:
        """Add a row to the bucket of ``key``; ``size`` is that of its long text."""
        bucket = bucket_of(key, self._bucket_count)
        self._rows.setdefault(bucket, []).append(row)
        self._held_bytes += size + _ROW_BYTES
        if self._held_bytes >= _BUDGET_BYTES:
            self.flush()

    def flush(self) -> None:
        """Write what is held."""
        for bucket in sorted(self._rows):
            content = _encode(build_table(self._rows.pop(bucket), self._schema))
            self._sink.write(content)
            self.pieces.append((bucket, self._written_bytes, len(content)))
            self._written_bytes += len(content)
        self._held_bytes = 0


@contextmanager
def partitioned(
    storage: Storage, name: str, schema: pa.Schema, bucket_count: int
) -> Iterator[Partitioner]:
    """Open a file to be written by bucket; it is there when the block ends well."""
    with storage.writing(name) as sink:
        partitioner = Partitioner(sink, schema, bucket_count)
        yield partitioner
        partitioner.flush()


def build_table(rows: Iterable[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    """Return rows as an Arrow table."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [
        pa.array(column, type=field.type)
        for column, field in zip(columns, schema, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _encode(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def sort_segments(
    files: Iterable[tuple[str, Iterable[Piece]]], bucket_count: int
) -> tuple[tuple[Segment, ...], ...]:
    """Return the segments of every bucket, in the order of the files.

    Args:
        files: (path in the lake, pieces) of each.
        bucket_count: How many buckets there are.
    """
    found: list[list[Segment]] = [[] for _ in range(bucket_count)]
    for path, pieces in files:
        for bucket, start, size in pieces:
            found[bucket].append(Segment(path=path, start=start, size=size))
    return tuple(map(tuple, found))


def read_segments(
    storage: Storage, segments: Sequence[Segment], schema: pa.Schema, columns: list[str]
) -> Iterator[pa.Table]:
    """Yield segments, each as a table of some columns; others are not unpacked.

    Memory holds those that are fetched together.
    """
    fields = [schema.get_field_index(name) for name in columns]
    options = pa.ipc.IpcReadOptions(included_fields=fields)
    for together in _in_budget(segments):
        ranges = [(one.path, one.start, one.start + one.size) for one in together]
        for content in storage.read_ranges(ranges):
            with pa.ipc.open_stream(content, options=options) as reader:
                yield reader.read_all()


def _in_budget(segments: Iterable[Segment]) -> Iterator[list[Segment]]:
    """Yield runs of segments that fit into memory together; at least one a run."""
    together: list[Segment] = []
    size = 0
    for segment in segments:
        if together and size + segment.size > _BUDGET_BYTES:
            yield together
            together, size = [], 0
        together.append(segment)
        size += segment.size
    if together:
        yield together
