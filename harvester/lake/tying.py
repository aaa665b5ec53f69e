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

from harvester.lake.partitioned import Segment, read_segments
from harvester.lake.reducing import BEARERS, CITATIONS
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
        citations, bearers: What the reduced buckets hold for it, in their order.
    """

    lake: str
    version: str
    bucket: int
    citations: tuple[Segment, ...]
    bearers: tuple[Segment, ...]


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
    names = CITATIONS.names
    tables = read_segments(storage, task.citations, CITATIONS, names)
    whole = pa.concat_tables([CITATIONS.empty_table(), *tables])
    return whole.sort_by([(name, "ascending") for name in names])


def _pairs(storage: Storage, task: Task) -> Iterator[Row]:
    """Yield the rows of ``joined``, sorted by DOI."""
    shared = _find_shared(
        read_segments(storage, task.bearers, BEARERS, ["doi", "source"])
    )
    bearers: dict[str, list[str]] = defaultdict(list)
    for table in read_segments(storage, task.bearers, BEARERS, ["doi", "json"]):
        wanted = table.filter(compute.is_in(table.column("doi"), shared))
        columns = (wanted.column(name).to_pylist() for name in ("doi", "json"))
        for doi, content in zip(*columns, strict=True):
            bearers[doi].append(content)
    decode = msgspec.json.Decoder(SourceRecord).decode
    for doi in sorted(bearers):
        yield from _compared(doi, map(decode, bearers[doi]))


def _find_shared(tables: Iterable[pa.Table]) -> pa.Array:
    """Return the DOIs that PubMed and another source know."""
    mine, theirs = [], []
    for table in tables:
        is_pubmed = compute.equal(table.column("source"), _PUBMED)
        dois = table.column("doi")
        mine += dois.filter(is_pubmed).chunks
        theirs += dois.filter(compute.invert(is_pubmed)).chunks
    pubmed, others = (pa.chunked_array(each, pa.string()) for each in (mine, theirs))
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
