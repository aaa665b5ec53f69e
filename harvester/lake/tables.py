"""Writing the lake's tables as Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager

import pyarrow as pa
from pyarrow import parquet

from harvester.lake.partitioned import build_table
from harvester.lake.rows import Row
from harvester.lake.schema import SCHEMA_VERSION, Table, Type
from harvester.lake.storage import Storage
from harvester.model import Value

_TYPES = {
    Type.TEXT: pa.string(),
    Type.NUMBER: pa.int32(),
    Type.FLAG: pa.bool_(),
    Type.TEXTS: pa.list_(pa.string()),
}
_BUDGET_BYTES = 16 << 20
"""How much JSON the records have whose rows are held in memory."""


class Part(Value, frozen=True, kw_only=True):
    """A file of a table.

    Attributes:
        table: Which.
        path: In the lake.
        rows: How many.
        bytes: How large it is.
    """

    table: str
    path: str
    rows: int
    bytes: int


def build_schema(table: Table) -> pa.Schema:
    """Return the Arrow schema of a table, what each column holds included."""
    fields = [
        pa.field(
            column.name,
            _TYPES[column.type],
            metadata={"description": column.description},
        )
        for column in table.columns
    ]
    told = {
        "description": table.description,
        "harvester_lake_schema": str(SCHEMA_VERSION),
    }
    return pa.schema(fields, metadata=told)


class TableWriter:
    """Writes rows of several tables, each into one file."""

    def __init__(
        self,
        writers: dict[str, parquet.ParquetWriter],
        schemas: dict[str, pa.Schema],
    ) -> None:
        self._writers = writers
        self._schemas = schemas
        self._rows: dict[str, list[Row]] = {name: [] for name in writers}
        self._held_bytes = 0
        self.counts = dict.fromkeys(writers, 0)

    def add(self, rows: dict[str, list[Row]], size: int) -> None:
        """Add rows by table; ``size`` is about what they hold in bytes."""
        for name, more in rows.items():
            self._rows[name] += more
        self._held_bytes += size
        if self._held_bytes >= _BUDGET_BYTES:
            self.flush()

    def write(self, name: str, table: pa.Table) -> None:
        """Write rows of a table that are Arrow's already."""
        self._writers[name].write_table(table.cast(self._schemas[name]))
        self.counts[name] += table.num_rows

    def flush(self) -> None:
        """Write what is held."""
        for name, rows in self._rows.items():
            if rows:
                self.write(name, build_table(rows, self._schemas[name]))
                rows.clear()
        self._held_bytes = 0


@contextmanager
def writing_tables(
    storage: Storage, tables: Iterable[Table], version: str, bucket: int
) -> Iterator[TableWriter]:
    """Open the files of a bucket; they are there when the block ends well.

    Every table has one in every bucket, if without rows: readers find all columns.
    """
    schemas = {table.name: build_schema(table) for table in tables}
    with ExitStack() as stack:
        writers = {}
        for name, schema in schemas.items():
            sink = stack.enter_context(
                storage.writing(part_path(name, version, bucket))
            )
            writers[name] = stack.enter_context(
                parquet.ParquetWriter(sink, schema, compression="zstd")
            )
        writer = TableWriter(writers, schemas)
        yield writer
        writer.flush()


def list_parts(
    storage: Storage, writer: TableWriter, version: str, bucket: int
) -> tuple[Part, ...]:
    """Return the files that were written, once they are there."""
    paths = {name: part_path(name, version, bucket) for name in writer.counts}
    return tuple(
        Part(table=name, path=path, rows=writer.counts[name], bytes=storage.size(path))
        for name, path in paths.items()
    )


def part_path(table: str, version: str, bucket: int) -> str:
    """Return where the file of a table and bucket lies in the lake."""
    return f"versions/{version}/{table}/bucket={bucket:03}/part.parquet"
