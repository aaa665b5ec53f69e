"""Building a lake: stage every file, reduce every bucket, tie, publish."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

import msgspec

from harvester import __version__
from harvester.errors import LakeError
from harvester.lake import reducing, staging, tying
from harvester.lake.engine import AGAIN, Engine
from harvester.lake.inputs import Missing, find_inputs, name_of
from harvester.lake.manifest import (
    Input,
    Manifest,
    find_manifest,
    refuse_other,
    remove_unfinished,
    save_manifest,
)
from harvester.lake.partitioned import sort_segments
from harvester.lake.schema import SCHEMA_VERSION, TABLES
from harvester.lake.staging import Staged
from harvester.lake.storage import Storage, size_of, trouble
from harvester.lake.tables import Part
from harvester.model import Value

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""Called with what is being done, of ``STEPS``, and how many tasks that is; it yields
what is called with a number of further tasks done."""
STEPS = ("files", "buckets", "ties")

_BUCKET_BYTES = 256 << 20
_MOST_BUCKETS = 256


class Built(Value, frozen=True, kw_only=True):
    """What came of a build.

    Attributes:
        manifest: What the lake holds now.
        is_news: Whether it is another version than before.
        reused_count: Files that an earlier run had read.
        faults: Records that could not be read, the first of each file, in words.
    """

    manifest: Manifest
    is_news: bool
    reused_count: int
    faults: tuple[str, ...]


@contextmanager
def _silent(*_: object) -> Iterator[Callable[[int], None]]:
    yield lambda _: None


def build_lake(
    url: str,
    names: Sequence[str],
    engine: Engine,
    *,
    bucket_count: int | None = None,
    progress: Progress = _silent,
) -> Built:
    """Build a lake out of files, or bring one up to date with them.

    A run that was broken off goes on where it was. Whatever is broken is left out and
    stands in the manifest. One build at a time may write to a lake.

    Args:
        url: Where; made if it is not there.
        names: Paths, URLs, folders and patterns; all that the lake is to hold.
        engine: Who runs the tasks.
        bucket_count: Into how many files each table is divided; None for what the lake
            has, or what suits the size of the files.
        progress: Told as tasks are done.

    Raises:
        LakeError: Nothing can be read, or the lake cannot be written to.
    """
    storage = Storage(url)
    known = find_manifest(storage)
    if known is None:
        refuse_other(storage)
    urls, missing = find_inputs(tuple(names))
    if bucket_count is None:
        bucket_count = known.bucket_count if known else _suitable(urls)
    run = _Run(storage, engine, progress, bucket_count)
    try:
        return run.build(known, urls, missing)
    except trouble() as error:
        raise LakeError(f"{storage.url}: {error}; {AGAIN}") from error


def _suitable(urls: Iterable[str]) -> int:
    size = sum(map(size_of, urls))
    return min(size // _BUCKET_BYTES + 1, _MOST_BUCKETS)


class _Run:
    """One build."""

    def __init__(
        self, storage: Storage, engine: Engine, progress: Progress, bucket_count: int
    ) -> None:
        self._storage = storage
        self._engine = engine
        self._progress = progress
        self._bucket_count = bucket_count

    def build(
        self,
        known: Manifest | None,
        urls: Sequence[str],
        missing: tuple[Missing, ...],
    ) -> Built:
        """Stage, reduce, tie, publish, and clean up."""
        staged, broken = self._stage(urls)
        left_out = (*missing, *broken)
        if not staged:
            reasons = "; ".join(f"{one.name}: {one.reason}" for one in left_out)
            raise LakeError(f"none of the files can be read: {reasons}")
        version = self._version(staged)
        is_news = known is None or known.version != version
        if known is not None and not is_news:
            manifest = msgspec.structs.replace(known, left_out=left_out)
        else:
            self._clean("versions", {version, known.version if known else version})
            self._clean("work", {version})
            manifest = self._make(version, staged, left_out)
        if manifest != known:
            save_manifest(self._storage, manifest)
        self._clean("work", set())
        self._clean("staging", {one.folder.rpartition("/")[2] for one in staged})
        self._clean_files("staging", {n for o in staged for n in (o.records, o.marker)})
        paths = {part.path for part in manifest.parts}
        self._clean_files(f"versions/{version}", paths)
        remove_unfinished(self._storage)
        faults = [
            f"{name_of(one.url)}: {told}" for one in staged for told in one.faults
        ]
        return Built(
            manifest=manifest,
            is_news=is_news,
            reused_count=sum(one.is_reused for one in staged),
            faults=tuple(faults),
        )

    def _stage(self, urls: Sequence[str]) -> tuple[list[Staged], list[Missing]]:
        """Return the files in their order, and those that are broken."""
        reading = f"{__version__}-{self._bucket_count}"
        tasks = [
            staging.Task(
                lake=self._storage.url,
                url=url,
                bucket_count=self._bucket_count,
                reading=reading,
            )
            for url in urls
        ]
        done = {one.url: one for one in self._each("files", staging.stage_file, tasks)}
        ordered = [done[url] for url in urls]
        broken = [
            Missing(name=name_of(one.url), reason=one.problem)
            for one in ordered
            if one.problem is not None
        ]
        return [one for one in ordered if one.problem is None], broken

    def _version(self, staged: Sequence[Staged]) -> str:
        made_of = (
            SCHEMA_VERSION,
            __version__,
            self._bucket_count,
            [(name_of(one.url), one.digest) for one in staged],
        )
        return hashlib.sha256(msgspec.json.encode(made_of)).hexdigest()[:16]

    def _make(
        self, version: str, staged: Sequence[Staged], left_out: tuple[Missing, ...]
    ) -> Manifest:
        """Make the tables of a version."""
        reduced = self._reduce(version, staged)
        tied = self._tie(version, reduced)
        counts: Counter[str] = Counter()
        for bucket in reduced:
            counts.update(bucket.record_counts)
        return Manifest(
            tool_version=__version__,
            version=version,
            bucket_count=self._bucket_count,
            inputs=tuple(map(_input, staged)),
            left_out=left_out,
            record_counts=dict(sorted(counts.items())),
            parts=_in_order(
                [part for one in reduced for part in one.parts]
                + [part for one in tied for part in one.parts]
            ),
        )

    def _reduce(self, version: str, staged: Sequence[Staged]) -> list[reducing.Reduced]:
        files = [(one.records, one.pieces) for one in staged]
        names = {one.records: name_of(one.url) for one in staged}
        tasks = [
            reducing.Task(
                lake=self._storage.url,
                version=version,
                bucket=bucket,
                bucket_count=self._bucket_count,
                segments=segments,
                names=names,
            )
            for bucket, segments in enumerate(sort_segments(files, self._bucket_count))
        ]
        done = self._each("buckets", reducing.reduce_bucket, tasks)
        return sorted(done, key=lambda one: one.bucket)

    def _tie(
        self, version: str, reduced: Sequence[reducing.Reduced]
    ) -> list[tying.Tied]:
        count = self._bucket_count
        citations = sort_segments(
            [
                (reducing.citations_path(version, r.bucket), r.citations)
                for r in reduced
            ],
            count,
        )
        bearers = sort_segments(
            [(reducing.bearers_path(version, r.bucket), r.bearers) for r in reduced],
            count,
        )
        tasks = [
            tying.Task(
                lake=self._storage.url,
                version=version,
                bucket=bucket,
                citations=citations[bucket],
                bearers=bearers[bucket],
            )
            for bucket in range(count)
        ]
        return self._each("ties", tying.tie_bucket, tasks)

    def _each(
        self,
        what: str,
        function: Callable[[_Item], _Result],
        items: Sequence[_Item],
    ) -> list[_Result]:
        done = []
        with self._progress(what, len(items)) as tell:
            for result in self._engine.map(function, items):
                done.append(result)
                tell(1)
        return done

    def _clean(self, folder: str, kept: set[str]) -> None:
        """Remove what earlier runs left."""
        for name in self._storage.folders(folder):
            if name not in kept:
                self._storage.remove(f"{folder}/{name}")

    def _clean_files(self, folder: str, kept: set[str]) -> None:
        """Remove what a worker that died left half written."""
        for name in self._storage.files(folder):
            if name not in kept:
                self._storage.remove(name)


def _input(staged: Staged) -> Input:
    return Input(
        name=name_of(staged.url),
        sha256=staged.digest,
        bytes=staged.size,
        record_counts=staged.record_counts,
        deletion_count=staged.deletion_count,
        fault_count=staged.fault_count,
    )


def _in_order(parts: Iterable[Part]) -> tuple[Part, ...]:
    order = {table.name: number for number, table in enumerate(TABLES)}
    return tuple(sorted(parts, key=lambda part: (order[part.table], part.path)))
