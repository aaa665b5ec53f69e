"""First kind of task: an input file → its records, by bucket."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec
import pyarrow as pa

from harvester.errors import DocumentError
from harvester.lake.inputs import digest_of, read_input
from harvester.lake.partitioned import Piece, partitioned
from harvester.lake.rows import version_of
from harvester.lake.storage import Storage
from harvester.model import SourceRecord, Value
from harvester.sources.base import Fault
from harvester.sources.pubmed import Deletion

SCHEMA = pa.schema(
    [
        ("source", pa.string()),
        ("source_id", pa.string()),
        ("version", pa.int32()),
        ("stamp", pa.string()),
        ("is_deletion", pa.bool_()),
        ("json", pa.string()),
    ]
)
"""``json`` is null for a deletion. ``stamp`` orders records before the order of files
does: Crossref's time of indexing."""

_UNREADABLE = (FileNotFoundError, IsADirectoryError, PermissionError)
"""What trying again does not help; other errors of a disk or store end the task."""
_SHOWN_FAULTS = 20
_PUBMED = "pubmed"


class Task(Value, frozen=True, kw_only=True):
    """A file to be staged.

    Attributes:
        lake: URL of the lake.
        url: Of the file.
        bucket_count: Into how many buckets.
        reading: What marks the way in which it is read: another version of the
            program may read more.
    """

    lake: str
    url: str
    bucket_count: int
    reading: str


class Staged(Value, frozen=True, kw_only=True):
    """A file that is staged, or why not.

    Attributes:
        url: Of the file.
        digest: Its SHA-256.
        size: In bytes.
        folder: Where its records are, in the lake.
        pieces: The pieces of that file.
        record_counts: By source.
        deletion_count: PMIDs of its DeleteCitation.
        fault_count: Records that could not be read.
        faults: The first of them, in words.
        problem: Why the file is left out; None where it is not.
        is_reused: It was staged by an earlier run.
    """

    url: str
    digest: str = ""
    size: int = 0
    folder: str = ""
    pieces: tuple[Piece, ...] = ()
    record_counts: Mapping[str, int] = {}
    deletion_count: int = 0
    fault_count: int = 0
    faults: tuple[str, ...] = ()
    problem: str | None = None
    is_reused: bool = False

    @property
    def records(self) -> str:
        """The name of its file of records."""
        return f"{self.folder}/records.arrows"

    @property
    def marker(self) -> str:
        """The name of the file that is written last."""
        return f"{self.folder}/done.json"


def stage_file(task: Task) -> Staged:
    """Read a file into the lake's staging area, once.

    What is broken is not staged at all: the answer says why.

    Raises:
        OSError: The lake cannot be written to, or the file not be read just now.
    """
    try:
        digest, size = digest_of(task.url)
    except (DocumentError, *_UNREADABLE) as error:
        return Staged(url=task.url, problem=_reason(error))
    storage = Storage(task.lake)
    folder = f"staging/{digest}-{task.reading}"
    staged = Staged(url=task.url, digest=digest, size=size, folder=folder)
    done = storage.load(staged.marker, Staged)
    if done is not None:
        return msgspec.structs.replace(done, url=task.url, is_reused=True)
    tally: Counter[str] = Counter()
    faults: list[str] = []
    try:
        with partitioned(storage, staged.records, SCHEMA, task.bucket_count) as sink:
            for row in _rows(task.url, tally, faults):
                sink.add(row[1], row, len(row[5] or ""))
    except DocumentError as error:
        return Staged(url=task.url, problem=_reason(error))
    staged = msgspec.structs.replace(
        staged,
        pieces=tuple(sink.pieces),
        deletion_count=tally.pop("deletions", 0),
        fault_count=tally.pop("faults", 0),
        record_counts=dict(sorted(tally.items())),
        faults=tuple(faults),
    )
    storage.save(staged.marker, staged)
    return staged


_Row = tuple[str, str, int, str, bool, str | None]


def _rows(url: str, tally: Counter[str], faults: list[str]) -> Iterator[_Row]:
    encode = msgspec.json.Encoder().encode
    for entry in read_input(url):
        if isinstance(entry, SourceRecord):
            tally[entry.source] += 1
            version = version_of(entry.version)
            yield (
                entry.source,
                entry.source_id,
                version,
                _stamp(entry),
                False,
                encode(entry).decode(),
            )
        elif isinstance(entry, Deletion):
            tally["deletions"] += 1
            yield _PUBMED, entry.pmid, version_of(entry.version), "", True, None
        elif isinstance(entry, Fault):
            tally["faults"] += 1
            if len(faults) < _SHOWN_FAULTS:
                which = f"record {entry.source_id}: " if entry.source_id else ""
                faults.append(f"{which}{entry.message}")


def _stamp(record: SourceRecord) -> str:
    """Return what tells the newer of two records of a source without versions."""
    indexed = None if record.source == _PUBMED else record.date("indexed")
    return f"{indexed.edtf}T{indexed.time or ''}" if indexed and indexed.edtf else ""


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {error.strerror}"
    return str(error)
