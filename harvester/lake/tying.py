"""Third kind of task: what ties records of different buckets to each other.

Who cites a work, gathered under the cited one; and which records share a DOI, each
pair with what else speaks for their being of one work. A DOI alone may be wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec
import pyarrow as pa
from pyarrow import compute

from harvester.lake.partitioned import Groups
from harvester.lake.reducing import CITATIONS, bearers_path, citations_path
from harvester.lake.rows import Row
from harvester.lake.schema import CITED_BY, JOINED
from harvester.lake.storage import Storage
from harvester.lake.tables import Part, list_parts, writing_tables
from harvester.model import SourceRecord, Value
from harvester.reconcile.witness import TELLING, Testimony, hear

_PUBMED = "pubmed"
_COMPARED = ("title", "first author", "first page", "volume", "journal", "year")
_SLICE_ROWS = 1 << 17


class Task(Value, frozen=True, kw_only=True):
    """A bucket to be tied.

    Attributes:
        lake: URL of the lake.
        version: The one that is being built.
        bucket: Which.
        citation_groups, bearer_groups: Of every reduced bucket, in their order: the
            bucket of every row group.
    """

    lake: str
    version: str
    bucket: int
    citation_groups: tuple[tuple[int, ...], ...]
    bearer_groups: tuple[tuple[int, ...], ...]


class Tied(Value, frozen=True, kw_only=True):
    """A bucket that is done, with its files."""

    bucket: int
    parts: tuple[Part, ...]


def tie_bucket(task: Task) -> Tied:
    """Write the tables of ties of one bucket, once."""
    storage = Storage(task.lake)
    marker = f"work/{task.version}/tied-{task.bucket:03}.json"
    done = storage.load(marker, Tied)
    if done is not None:
        return done
    with writing_tables(
        storage, (CITED_BY, JOINED), task.version, task.bucket
    ) as tables:
        cited = _citations(storage, task)
        for start in range(0, cited.num_rows, _SLICE_ROWS):
            tables.write("cited_by", cited.slice(start, _SLICE_ROWS))
        for row in _pairs(storage, task):
            tables.add({"joined": [row]}, len(row))
    parts = list_parts(storage, tables, task.version, task.bucket)
    tied = Tied(bucket=task.bucket, parts=parts)
    storage.save(marker, tied)
    return tied


def _citations(storage: Storage, task: Task) -> pa.Table:
    """Return the citations of the works in a bucket, sorted by the cited one."""
    tables = [CITATIONS.empty_table()]
    for bucket, groups in enumerate(task.citation_groups):
        path = citations_path(task.version, bucket)
        held = Groups(storage, path, groups, task.bucket)
        tables += [table for _, table in held.read(CITATIONS.names)]
    order = [(name, "ascending") for name in CITATIONS.names]
    return pa.concat_tables(tables).sort_by(order)


def _pairs(storage: Storage, task: Task) -> Iterator[Row]:
    """Yield the rows of ``joined``, sorted by DOI."""
    files = [
        Groups(storage, bearers_path(task.version, bucket), groups, task.bucket)
        for bucket, groups in enumerate(task.bearer_groups)
    ]
    shared = _find_shared(files)
    bearers: dict[str, list[SourceRecord]] = defaultdict(list)
    decode = msgspec.json.Decoder(SourceRecord).decode
    for file in files:
        for _, table in file.read(["doi", "json"]):
            wanted = table.filter(compute.is_in(table.column("doi"), shared))
            columns = (wanted.column(name).to_pylist() for name in ("doi", "json"))
            for doi, content in zip(*columns, strict=True):
                bearers[doi].append(decode(content))
    for doi in sorted(bearers):
        yield from _compared(doi, bearers[doi])


def _find_shared(files: Iterable[Groups]) -> pa.Array:
    """Return the DOIs that PubMed and another source know."""
    sides: dict[bool, list[pa.ChunkedArray]] = {True: [], False: []}
    for file in files:
        for _, table in file.read(["doi", "source"]):
            is_pubmed = compute.equal(table.column("source"), _PUBMED)
            for side, mask in ((True, is_pubmed), (False, compute.invert(is_pubmed))):
                sides[side].append(table.column("doi").filter(mask))
    pubmed, others = (
        pa.chunked_array([c for each in sides[side] for c in each.chunks], pa.string())
        for side in (True, False)
    )
    return pubmed.filter(compute.is_in(pubmed, others)).unique()


def _compared(doi: str, bearers: Iterable[SourceRecord]) -> Iterator[Row]:
    ordered = sorted(bearers, key=lambda record: (record.source, record.source_id))
    for one in ordered:
        for other in ordered:
            if one.source == _PUBMED != other.source:
                heard = hear(one, other)
                yield (
                    doi,
                    one.source_id,
                    other.source,
                    other.source_id,
                    heard.verdict.value,
                    *_agreements(heard),
                )


def _agreements(heard: Testimony) -> Iterator[bool | None]:
    """Yield whether each part agrees; None where it was not compared, or undecided."""
    said = {
        witness.part: witness.agrees
        for witness in heard.witnesses
        if witness.weight or witness.part not in TELLING
    }
    for part in _COMPARED:
        yield said.get(part)
