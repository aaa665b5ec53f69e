"""Reading a lake, by its manifest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import and_
from typing import Any

import msgspec
import pyarrow as pa
from pyarrow import dataset

from harvester.lake.manifest import load_manifest
from harvester.lake.narrowing import Narrowing
from harvester.lake.schema import IDENTIFIERS, JOINED, RECORDS, Table
from harvester.lake.storage import Storage
from harvester.lake.tables import build_schema
from harvester.model import Key, SourceRecord

_BATCH_ROWS = 1_000
_PUBMED = "pubmed"
RecordKey = tuple[str, str]
"""(source, source_id)."""


class Lake:
    """What is published, as it was when it was opened.

    Args:
        url: Where the lake is.

    Attributes:
        url: The same, absolute.
        manifest: What it holds.

    Raises:
        LakeError: There is none.
    """

    def __init__(self, url: str) -> None:
        self._storage = Storage(url)
        self.url = self._storage.url
        self.manifest = load_manifest(self._storage)

    def records(self, narrowing: Narrowing = Narrowing()) -> Iterator[SourceRecord]:  # noqa: B008 - a frozen value
        """Yield the records that a narrowing leaves, by bucket; memory is constant."""
        conditions = []
        if narrowing.first_year is not None:
            conditions.append(dataset.field("year") >= narrowing.first_year)
        if narrowing.last_year is not None:
            conditions.append(dataset.field("year") <= narrowing.last_year)
        if narrowing.keys is not None:
            conditions.append(_among("source_id", self._bearers(narrowing.keys)))
        return self._read(reduce(and_, conditions) if conditions else None)

    def _bearers(self, keys: Iterable[Key]) -> set[str]:
        """Return the keys of records that bear one of some identifiers, and others."""
        condition = _among("value", {value for _, value in keys})
        rows = self._rows(IDENTIFIERS, ["source_id"], condition)
        return {row["source_id"] for row in rows}

    def partners(self, keys: Iterable[RecordKey]) -> Iterator[SourceRecord]:
        """Yield the records that share a DOI with some, and do not speak against it.

        Args:
            keys: (source, source_id) of the records; their partners of other sources
                are looked for, those among ``keys`` themselves left out.
        """
        known = set(keys)
        mine = {value for source, value in known if source == _PUBMED}
        theirs = {value for source, value in known if source != _PUBMED}
        condition = _among("pmid", mine) | _among("source_id", theirs)
        wanted: dict[RecordKey, None] = {}
        columns = ["pmid", "source", "source_id", "verdict"]
        for row in self._rows(JOINED, columns, condition):
            pair = (_PUBMED, row["pmid"]), (row["source"], row["source_id"])
            if row["verdict"] != "different" and known.intersection(pair):
                wanted |= dict.fromkeys(one for one in pair if one not in known)
        if not wanted:
            return
        ids = {value for _, value in wanted}
        for record in self._read(_among("source_id", ids)):
            if (record.source, record.source_id) in wanted:
                yield record

    def _read(self, condition: Any) -> Iterator[SourceRecord]:
        decode = msgspec.json.Decoder(SourceRecord).decode
        for row in self._rows(RECORDS, ["json"], condition):
            yield decode(row["json"])

    def _rows(
        self, table: Table, columns: list[str], condition: Any
    ) -> Iterator[dict[str, Any]]:
        """Yield rows; row groups whose statistics rule them out are not read."""
        paths = [self._storage.path(p.path) for p in self.manifest.parts_of(table.name)]
        held = dataset.dataset(
            paths,
            schema=build_schema(table),
            format="parquet",
            filesystem=self._storage.filesystem,
        )
        batches = held.to_batches(
            columns=columns,
            filter=condition,
            batch_size=_BATCH_ROWS,
            batch_readahead=1,
            fragment_readahead=1,
        )
        for batch in batches:
            yield from batch.to_pylist()


def _among(column: str, values: Iterable[str]) -> Any:
    """Return the condition that a column has one of some values."""
    return dataset.field(column).isin(pa.array(sorted(values), pa.string()))
