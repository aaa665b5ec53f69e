"""Parquet: a row per article, lists as lists, and the whole article as JSON."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from harvester.export.tables import COLUMNS, LISTS, NUMBERS, build_row
from harvester.model import Article

if TYPE_CHECKING:
    from typing_extensions import Buffer

_ROWS = 1_000
"""Articles of a row group: what is in memory at once."""


def write_parquet(articles: Iterable[Article]) -> Iterator[bytes]:
    """Yield a Parquet file, a row group after the other; needs pyarrow.

    The columns are those of CSV; ``json`` holds all of the article.
    """
    import pyarrow as pa  # noqa: PLC0415 - an extra, and slow
    from pyarrow import parquet  # noqa: PLC0415 - the same

    types = dict.fromkeys(COLUMNS, pa.string())
    types |= dict.fromkeys(LISTS, pa.list_(pa.string()))
    types |= dict.fromkeys(NUMBERS, pa.int64())
    schema = pa.schema([*types.items(), ("json", pa.string())])
    left, sink = iter(articles), _Pieces()
    with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
        while rows := [_row(article) for article in islice(left, _ROWS)]:
            writer.write_table(pa.Table.from_pylist(rows, schema))
            yield sink.take()
    yield sink.take()


def _row(article: Article) -> dict[str, Any]:
    return {**build_row(article), "json": msgspec.json.encode(article).decode()}


class _Pieces(io.RawIOBase):
    """A file that hands on what is written to it."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._position = 0

    def writable(self) -> bool:
        return True

    def write(self, content: Buffer, /) -> int:
        piece = bytes(content)
        self._pieces.append(piece)
        self._position += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._position

    def take(self) -> bytes:
        """Return what was written since the last time."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken
