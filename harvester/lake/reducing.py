"""Second kind of task: the records of one bucket, out of all files → its tables.

Which of several records of one PMID is kept: of each version of it the last one, in
the order of the files and within them; none where a deletion of that version comes
later; and of the versions that are left the highest. Of a DOI the one that Crossref
indexed last, then the last one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import msgspec
import pyarrow as pa

from harvester.cycles import collecting_by_hand
from harvester.lake.partitioned import (
    Partitioner,
    Piece,
    Segment,
    partitioned,
    read_segments,
)
from harvester.lake.rows import Row, build_rows
from harvester.lake.schema import RECORD_TABLES
from harvester.lake.staging import SCHEMA as RECORDS
from harvester.lake.storage import Storage
from harvester.lake.tables import Part, list_parts, writing_tables
from harvester.model import DOI, PMID, SourceRecord, Value

CITATIONS = pa.schema(
    [
        ("cited_scheme", pa.string()),
        ("cited_id", pa.string()),
        ("source", pa.string()),
        ("source_id", pa.string()),
    ]
)
BEARERS = pa.schema(
    [
        ("doi", pa.string()),
        ("source", pa.string()),
        ("source_id", pa.string()),
        ("json", pa.string()),
    ]
)
"""Who bears a DOI, with what speaks for it."""


class Task(Value, frozen=True, kw_only=True):
    """A bucket to be reduced.

    Attributes:
        lake: URL of the lake.
        version: The one that is being built.
        bucket: Which.
        bucket_count: Of how many.
        segments: Its records out of all files, the oldest first.
        names: Path in the lake → name of the input that was read into it.
    """

    lake: str
    version: str
    bucket: int
    bucket_count: int
    segments: tuple[Segment, ...]
    names: Mapping[str, str]


class Reduced(Value, frozen=True, kw_only=True):
    """A bucket that is done.

    Attributes:
        bucket: Which.
        parts: Its files.
        record_counts: Records kept, by source.
        citations, bearers: The pieces of what goes on to the third kind of task.
    """

    bucket: int
    parts: tuple[Part, ...]
    record_counts: dict[str, int]
    citations: tuple[Piece, ...]
    bearers: tuple[Piece, ...]


def citations_path(version: str, bucket: int) -> str:
    """Return where the citations of a bucket's records lie in the lake."""
    return f"work/{version}/citations-{bucket:03}.arrows"


def bearers_path(version: str, bucket: int) -> str:
    """Return where the DOIs of a bucket's records lie in the lake."""
    return f"work/{version}/bearers-{bucket:03}.arrows"


def reduce_bucket(task: Task) -> Reduced:
    """Write the tables of one bucket, once."""
    storage = Storage(task.lake)
    marker = f"work/{task.version}/reduced-{task.bucket:03}.json"
    done = storage.load(marker, Reduced)
    if done is not None:
        return done
    with collecting_by_hand():
        reduced = _reduce(storage, task)
    storage.save(marker, reduced)
    return reduced


def _reduce(storage: Storage, task: Task) -> Reduced:
    counts: dict[str, int] = defaultdict(int)
    cited = citations_path(task.version, task.bucket)
    borne = bearers_path(task.version, task.bucket)
    with (
        writing_tables(storage, RECORD_TABLES, task.version, task.bucket) as tables,
        partitioned(storage, cited, CITATIONS, task.bucket_count) as citations,
        partitioned(storage, borne, BEARERS, task.bucket_count) as bearers,
    ):
        for record, name, size in _kept(storage, task):
            counts[record.source] += 1
            rows = build_rows(record, input_name=name)
            tables.add(rows, size)
            _send_citations(record, citations)
            _send_bearer(record, bearers)
    return Reduced(
        bucket=task.bucket,
        parts=list_parts(storage, tables, task.version, task.bucket),
        record_counts=dict(sorted(counts.items())),
        citations=tuple(citations.pieces),
        bearers=tuple(bearers.pieces),
    )


def _kept(storage: Storage, task: Task) -> Iterator[tuple[SourceRecord, str, int]]:
    """Yield the records that are kept, in the order of the files."""
    decode = msgspec.json.Decoder(SourceRecord).decode
    winners = find_winners(read_segments(storage, task.segments, RECORDS, _KEYS))
    segments = [task.segments[number] for number in winners]
    tables = read_segments(storage, segments, RECORDS, ["json"])
    for segment, rows, table in zip(segments, winners.values(), tables, strict=True):
        column = table.column("json")
        for row in rows:
            content = column[row].as_py()
            yield decode(content), task.names[segment.path], len(content)


def find_winners(tables: Iterable[pa.Table]) -> dict[int, list[int]]:
    """Return which rows are kept: number of the table → its rows, both ascending.

    Args:
        tables: The keys of all records of a bucket, the oldest first.
    """
    last: dict[tuple[str, str, int], tuple[str, Place | None]] = {}
    for number, table in enumerate(tables):
        lists = (table.column(name).to_pylist() for name in _KEYS)
        for row, (source, source_id, version, stamp, is_deletion) in enumerate(
            zip(*lists, strict=True)
        ):
            key = source, source_id, version
            if key not in last or last[key][0] <= stamp:
                last[key] = stamp, None if is_deletion else (number, row)
    highest: dict[tuple[str, str], tuple[int, Place]] = {}
    for (source, source_id, version), (_, place) in last.items():
        known = highest.get((source, source_id))
        if place is not None and (known is None or known[0] < version):
            highest[source, source_id] = version, place
    winners: dict[int, list[int]] = {}
    for number, row in sorted(place for _, place in highest.values()):
        winners.setdefault(number, []).append(row)
    return winners


_KEYS = ["source", "source_id", "version", "stamp", "is_deletion"]
Place = tuple[int, int]
"""Table, row."""


def _send_citations(record: SourceRecord, sink: Partitioner) -> None:
    cited = dict.fromkeys(
        identifier.key
        for reference in record.references
        for identifier in reference.identifiers
        if identifier.is_valid and identifier.scheme in {PMID, DOI}
    )
    for scheme, value in cited:
        row: Row = (scheme, value, record.source, record.source_id)
        sink.add(value, row)


def _send_bearer(record: SourceRecord, sink: Partitioner) -> None:
    dois = dict.fromkeys(
        value for scheme, value in record.article_keys if scheme == DOI
    )
    if not dois:
        return
    content = msgspec.json.encode(build_witness(record)).decode()
    for doi in dois:
        sink.add(doi, (doi, record.source, record.source_id, content), len(content))


def build_witness(record: SourceRecord) -> SourceRecord:
    """Return a record with no more than what speaks for its identity."""
    people = tuple(
        msgspec.structs.replace(person, affiliations=(), identifiers=())
        for person in record.contributors
        if person.role == "author"
    )
    return SourceRecord(
        source=record.source,
        source_id=record.source_id,
        contributors=people,
        **{name: getattr(record, name) for name in _WITNESSES},
    )


_WITNESSES = (
    "type",
    "title",
    "original_title",
    "subtitles",
    "other_titles",
    "container",
    "volume",
    "issue",
    "page",
    "start_page",
    "article_number",
    "numbering",
    "locator",
    "dates",
    "languages",
)
"""What ``reconcile.witness`` compares."""
