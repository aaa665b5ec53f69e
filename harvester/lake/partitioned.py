"""Rows on their way from one kind of task to the next, in Parquet, by bucket."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from harvester.lake.storage import Storage

_BUDGET_BYTES = 32 << 20
"""How much is held in memory before it is written."""
_ROW_BYTES = 200
"""About what a row costs beside its text."""


def bucket_of(key: str, bucket_count: int) -> int:
    """Return the bucket of an identifier: the same on every machine and in every run.

    Examples:
        >>> [bucket_of(pmid, 4) for pmid in ("99000001", "99000002", "99000003")]
        [3, 1, 3]
    """
    return zlib.crc32(key.encode()) % bucket_count


class Partitioner:
    """Writes rows, a bucket a row group.

    Attributes:
        groups: The bucket of every row group, in the order of the file.
    """

    def __init__(
        self, writer: parquet.ParquetWriter, schema: pa.Schema, bucket_count: int
    ) -> None:
        self._writer = writer
        self._schema = schema
        self._bucket_count = bucket_count
        self._rows: dict[int, list[tuple[Any, ...]]] = {}
        self._held_bytes = 0
        self.groups: list[int] = []

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
            self._writer.write_table(build_table(self._rows[bucket], self._schema))
            self.groups.append(bucket)
        self._rows.clear()
        self._held_bytes = 0


@contextmanager
def partitioned(
    storage: Storage, name: str, schema: pa.Schema, bucket_count: int
) -> Iterator[Partitioner]:
    """Open a file to be written by bucket; it is there when the block ends well."""
    with (
        storage.writing(name) as sink,
        parquet.ParquetWriter(sink, schema, compression="zstd") as writer,
    ):
        partitioner = Partitioner(writer, schema, bucket_count)
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


class Groups:
    """The row groups of one bucket in a file.

    Args:
        storage: Where the file lies.
        name: Its name there.
        groups: The bucket of every row group.
        bucket: The one wanted.
    """

    def __init__(
        self, storage: Storage, name: str, groups: Iterable[int], bucket: int
    ) -> None:
        self._storage = storage
        self._name = name
        self.numbers = tuple(i for i, each in enumerate(groups) if each == bucket)

    def read(
        self, columns: list[str], numbers: Iterable[int] | None = None
    ) -> Iterator[tuple[int, pa.Table]]:
        """Yield row groups with their numbers, one at a time.

        Args:
            columns: Those to be read.
            numbers: Which; None for all of the bucket.
        """
        wanted = self.numbers if numbers is None else tuple(numbers)
        if not wanted:
            return
        with self._storage.reading(self._name) as stream:
            file = parquet.ParquetFile(stream)
            for number in wanted:
                yield number, file.read_row_group(number, columns, use_threads=False)
