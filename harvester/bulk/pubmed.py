"""Files of the PubMed baseline and its updates → a library."""

from __future__ import annotations

import gzip
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast

import msgspec

from harvester.bulk.crew import Crew
from harvester.bulk.preparing import Preparation, Prepared, Skipped
from harvester.errors import BulkError
from harvester.model import PMID, Finding, Key, SourceRecord, Value
from harvester.pipeline.merging import merge_only
from harvester.pipeline.noticing import renew_findings
from harvester.reconcile import DEFAULT_RULES, Rules
from harvester.selection import RecordTest
from harvester.sources.base import Fault
from harvester.sources.pubmed import Deletion
from harvester.sources.pubmed.parse import find_cut_faults, parse_cut
from harvester.sources.pubmed.stream import Cut
from harvester.store import Addition, BulkFile, Library, LoadedFile

SOURCE = "pubmed"
_GZIP = b"\x1f\x8b"
_BATCH = 2_000
"""Articles that are added at once."""
_decode = msgspec.json.Decoder(SourceRecord).decode


def choose_all() -> None:
    """Keep every record: no test is made."""


class Work(Value, frozen=True, kw_only=True):
    """What a process does with records that were cut out of a file.

    Attributes:
        rules: By which articles are made.
        today: The day of the run.
        choose: Returns which records are kept, in the process that asks.
    """

    rules: Rules
    today: date
    choose: Callable[[], RecordTest | None]

    def begin(self) -> Callable[[list[bytes], str | None], list[Prepared]]:
        """Return what is done with a chunk and the encoding of its file."""
        preparation = Preparation(self.rules, today=self.today, is_wanted=self.choose())

        def work(chunk: list[bytes], encoding: str | None) -> list[Prepared]:
            return list(preparation.prepare(parse_cut(chunk, encoding)))

        return work


class Load:
    """A bulk load of PubMed's files, to be used in a ``with`` statement.

    Args:
        library: Where to.
        run_id: The run in the log.
        rules: By which articles are made.
        now: The clock.
        workers: Processes that read; 0: none but this one.
        choose: Called in each process; returns which records are kept, None: all.
        advance: Called with a number of further records.
    """

    def __init__(  # noqa: PLR0913 - what a load depends on meets here
        self,
        library: Library,
        run_id: int,
        *,
        rules: Rules = DEFAULT_RULES,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        workers: int = 0,
        choose: Callable[[], RecordTest | None] = choose_all,
        advance: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._library = library
        self.run_id = run_id
        self._rules = rules
        self.now = now
        self._advance = advance
        work = Work(rules=rules, today=now().date(), choose=choose)
        self._crew: Crew[bytes, Prepared] = Crew(workers, work.begin)

    def __enter__(self) -> Self:
        self._crew.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._crew.__exit__(kind, error, trace)

    def load(self, path: Path, file: BulkFile) -> tuple[LoadedFile, list[Fault]]:
        """Load one file, wholly or not at all.

        Records that stand in files that follow, loaded before, stay as they are.

        Returns:
            What came of it, and which of its records cannot be read.

        Raises:
            BulkError: It is cut off, or no PubMed file; nothing of it is kept.
        """
        library = self._library
        with library.transaction(), _opened(path) as stream:
            payload_id = library.refer_to_file(file, self.run_id, self.now())
            is_late = file.order < library.find_last_file(SOURCE)
            keeping = _Keeping(
                library,
                file if is_late else None,
                payload_id=payload_id,
                run_id=self.run_id,
                rules=self._rules,
                now=self.now(),
            )
            for entries in self._read(stream):
                keeping.take(entries)
                self._advance(keeping.count - keeping.told)
                keeping.told = keeping.count
            keeping.finish()
            loaded = keeping.loaded()
            library.note_loaded(file, loaded, self.now())
        return loaded, keeping.faults

    def _read(self, stream: IO[bytes]) -> Iterator[list[Prepared]]:
        try:
            cut = Cut(stream)
            yield from self._crew.run(cut, cut.encoding)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise BulkError(
                f"is cut off or damaged ({error}); fetch it again"
            ) from error
        for fault in find_cut_faults(cut):
            raise BulkError(fault.message)


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    with path.open("rb") as raw:
        is_zipped = raw.read(2) == _GZIP
        raw.seek(0)
        yield cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if is_zipped else raw


class _Keeping:
    """What is done with the records of one file, within one transaction."""

    def __init__(  # noqa: PLR0913 - what a file's records are kept with
        self,
        library: Library,
        late: BulkFile | None,
        *,
        payload_id: int,
        run_id: int,
        rules: Rules,
        now: datetime,
    ) -> None:
        self._library = library
        self._late = late
        self._payload_id = payload_id
        self._run_id = run_id
        self._rules = rules
        self._now = now
        self._waiting: list[Addition] = []
        self._deletions: list[Deletion] = []
        self.faults: list[Fault] = []
        self.count = self.told = 0
        self._skipped = self._added = self._updated = self._deleted = 0

    def loaded(self) -> LoadedFile:
        """Return what came of the file."""
        return LoadedFile(
            payload_id=self._payload_id,
            run_id=self._run_id,
            record_count=self.count,
            chosen_count=self.count - self._skipped,
            added_count=self._added,
            updated_count=self._updated,
            deleted_count=self._deleted,
            fault_count=len(self.faults),
        )

    def take(self, entries: Iterable[Prepared]) -> None:
        """Take what comes next in the file."""
        for entry in entries:
            match entry:
                case Addition():
                    self.count += 1
                    self._waiting.append(entry)
                case Skipped(count=count):
                    self.count += count
                    self._skipped += count
                case Deletion():
                    self._deletions.append(entry)
                case _:
                    self.faults.append(entry)
        if len(self._waiting) >= _BATCH:
            self._keep()

    def finish(self) -> None:
        """Keep what waits, and then do what the end of the file says."""
        self._keep()
        self._delete()

    def _keep(self) -> None:
        batch, self._waiting = self._waiting, []
        if self._late:
            batch = self._leave_out_older(batch, self._late)
        keys = [key for one in batch for key in one.keys]
        taken = self._library.find_taken(SOURCE, keys)
        shared = {key for key, count in Counter(keys).items() if count > 1}
        free: list[Addition] = []
        known: list[SourceRecord] = []
        for one in batch:
            if taken.isdisjoint(one.keys) and shared.isdisjoint(one.keys):
                free.append(one)
            else:
                known.append(_decode(one.record[-1]))
        named = self._library.add_articles(
            free, payload_id=self._payload_id, run_id=self._run_id, now=self._now
        )
        self._added += len(free)
        for number in named:
            renew_findings(self._library, number, self._now)
        self._merge(known)

    def _leave_out_older(self, batch: list[Addition], late: BulkFile) -> list[Addition]:
        """Return what no later file has said otherwise of, or deleted."""
        later = self._library.find_later(late, [one.record[1] for one in batch])
        keys = [(PMID, one.record[1]) for one in batch]
        gone = self._library.find_gone_keys(SOURCE, keys)
        return [
            one
            for one, key in zip(batch, keys, strict=True)
            if one.record[1] not in later and key not in gone
        ]

    def _merge(self, records: list[SourceRecord]) -> None:
        """Keep records one by one that the library knows something of."""
        changed: list[Key] = []
        for record in records:
            change = self._library.save_record(
                record, self._payload_id, self._now, self._run_id
            )
            key = (PMID, record.source_id)
            if change != "unchanged":
                self._library.mark_restored(key, self._now, self._run_id)
                changed.append(key)
        self._merge_again(changed)

    def _merge_again(self, keys: Iterable[Key]) -> None:
        if not (keys := list(keys)):
            return
        merger = merge_only(
            self._library,
            keys,
            self._rules,
            now=self._now,
            run_id=self._run_id,
        )
        changes = [one.change for one in merger.articles]
        self._added += changes.count("added")
        self._updated += changes.count("updated")

    def _delete(self) -> None:
        """Mark the records that the file says are deleted; they stay readable."""
        keys = [(PMID, deletion.pmid) for deletion in self._deletions]
        self._deleted = len(keys)
        later = (
            self._library.find_later(self._late, [value for _, value in keys])
            if self._late
            else frozenset()
        )
        known = []
        for key in keys:
            if key[1] in later:
                continue
            is_new = self._library.save_unknown(SOURCE, *key, self._now)
            if is_new and self._library.has_record(SOURCE, key):
                known.append(key)
                mark_gone(self._library, key, self._now, self._run_id)
        self._merge_again(known)


def mark_gone(library: Library, key: Key, now: datetime, run_id: int) -> None:
    """Mark that PubMed has a record no more; what it said last stays."""
    library.mark_deleted(key, now, run_id)
    library.save_finding(
        Finding(
            code="record-gone",
            subject=":".join(key),
            message=f"{SOURCE} no longer has {' '.join(key)}: it was deleted, "
            "or merged into another record. What it said last is kept.",
        ),
        now,
    )
