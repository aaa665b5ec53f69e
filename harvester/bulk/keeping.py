"""The records of one file → the library: new ones together, others one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from harvester.bulk.forms import PUBMED, Form
from harvester.bulk.preparing import Batch
from harvester.cycles import collect
from harvester.link import build_reference_set
from harvester.model import Finding, Key, LinkSet, SourceRecord
from harvester.pipeline.merging import merge_only
from harvester.pipeline.noticing import renew_findings
from harvester.reconcile import Rules
from harvester.sources.base import Fault
from harvester.sources.pubmed import Deletion
from harvester.store import Addition, BulkFile, Learnt, Library, LoadedFile, Place

_BATCH = 1_000
"""Articles that are added at once."""
_REVISED = {"revised_record", "indexed"}
"""The dates on which PubMed and Crossref last touched a record."""


class Keeping:
    """What is done with the records of one file, within one transaction."""

    def __init__(  # noqa: PLR0913 - what a file's records are kept with
        self,
        library: Library,
        form: Form,
        file: BulkFile,
        *,
        is_late: bool,
        payload_id: int,
        run_id: int,
        rules: Rules,
        now: datetime,
    ) -> None:
        self._library = library
        self._source, self._scheme = form.source, form.scheme
        self._is_numbered = file.number is not None
        self._late = file if is_late else None
        self._payload_id = payload_id
        self._run_id = run_id
        self._rules = rules
        self._now = now
        self._waiting: list[Addition] = []
        self._learnt = Learnt()
        self._deletions: list[Deletion] = []
        self.faults: list[Fault] = []
        self._count = self._skipped = self._added = self._updated = self._deleted = 0

    def loaded(self) -> LoadedFile:
        """Return what came of the file."""
        return LoadedFile(
            payload_id=self._payload_id,
            run_id=self._run_id,
            record_count=self._count,
            chosen_count=self._count - self._skipped,
            added_count=self._added,
            updated_count=self._updated,
            deleted_count=self._deleted,
            fault_count=len(self.faults),
        )

    def take(self, batch: Batch) -> None:
        """Take what comes next in the file."""
        self._count += batch.record_count
        self._skipped += batch.skipped
        self._waiting += batch.additions
        self._deletions += batch.deletions
        self.faults += batch.faults
        if len(self._waiting) >= _BATCH:
            self._keep()
            collect()

    def finish(self) -> None:
        """Keep what waits, and then do what the end of the file says."""
        self._keep()
        self._delete()

    def _keep(self) -> None:
        batch, self._waiting = self._waiting, []
        if self._late:
            batch = self._leave_out_older(batch, self._late)
        keys = [key for one in batch for key in one.keys]
        taken = self._library.find_taken(self._source, keys)
        shared = {key for key, count in Counter(keys).items() if count > 1}
        free: list[Addition] = []
        known: list[tuple[SourceRecord, Place | None]] = []
        for one in batch:
            if taken.isdisjoint(one.keys) and shared.isdisjoint(one.keys):
                free.append(one)
            else:
                known.append((one.restore(), one.place))
        named = self._library.add_articles(
            free,
            payload_id=self._payload_id,
            run_id=self._run_id,
            now=self._now,
            learnt=self._learnt,
        )
        self._added += len(free)
        for number in named:
            renew_findings(self._library, number, self._now)
        if known:
            self._merge(known)
            self._learnt.names.clear()  # they may have said other names

    def _leave_out_older(self, batch: list[Addition], late: BulkFile) -> list[Addition]:
        """Return what no later file has said otherwise of, or deleted."""
        later = self._library.find_later(late, [one.record[1] for one in batch])
        keys = [(self._scheme, one.record[1]) for one in batch]
        gone = self._library.find_gone_keys(self._source, keys)
        return [
            one
            for one, key in zip(batch, keys, strict=True)
            if one.record[1] not in later and key not in gone
        ]

    def _merge(self, records: list[tuple[SourceRecord, Place | None]]) -> None:
        """Keep records one by one that the library knows something of."""
        changed: list[Key] = []
        lists: list[LinkSet | None] = []
        keys = [(self._scheme, record.source_id) for record, _ in records]
        gone = self._library.find_gone_keys(self._source, keys)
        for (record, place), key in zip(records, keys, strict=True):
            if self._is_older(record):
                self._note_repeated(record, None)
                continue
            change = self._library.save_record(
                record, self._payload_id, self._now, self._run_id
            )
            if change == "unchanged":
                self._note_repeated(record, place)
            elif place:
                self._library.note_place(record, place)
            if change != "unchanged" or key in gone:
                self._library.mark_restored(key, self._now, self._run_id)
                changed.append(key)
                lists.append(build_reference_set(record))
        self._merge_again(changed)
        self._library.save_link_sets(filter(None, lists), self._run_id, self._now)

    def _note_repeated(self, record: SourceRecord, place: Place | None) -> None:
        self._library.note_repeated(
            record, place, self._payload_id, moves=self._is_numbered
        )

    def _is_older(self, record: SourceRecord) -> bool:
        """Whether the library has what the source said of the work later than this."""
        kept = self._library.load_record(record.source, record.source_id)
        if kept is None:
            return False
        before, now = find_revision(kept), find_revision(record)
        return before is not None and now is not None and now < before

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
        self._deleted = len(self._deletions)
        keys = [
            (self._scheme, one.pmid)
            for one in self._deletions
            if not self._is_superseded(one)
        ]
        later = (
            self._library.find_later(self._late, [value for _, value in keys])
            if self._late
            else frozenset()
        )
        known = []
        for key in keys:
            if key[1] in later:
                continue
            is_new = self._library.save_unknown(self._source, *key, self._now)
            if is_new and self._library.has_record(self._source, key):
                known.append(key)
                mark_gone(self._library, key, self._now, self._run_id)
        self._merge_again(known)

    def _is_superseded(self, deletion: Deletion) -> bool:
        """Whether only an earlier version than the one here is deleted."""
        kept = self._library.load_record(self._source, deletion.pmid)
        return kept is not None and _number(deletion.version) < _number(kept.version)


def _number(version: str | None) -> int:
    return int(version) if version and version.isdecimal() else 1


def find_revision(record: SourceRecord) -> tuple[str, str] | None:
    """Return day and time when the source last touched a record; None: unknown."""
    return max(
        (
            (date.edtf, date.time or "")
            for date in record.dates
            if date.kind in _REVISED and date.edtf
        ),
        default=None,
    )


def mark_gone(library: Library, key: Key, now: datetime, run_id: int) -> None:
    """Mark that PubMed has a record no more; what it said last stays."""
    library.mark_deleted(key, now, run_id)
    library.save_finding(
        Finding(
            code="record-gone",
            subject=":".join(key),
            message=f"{PUBMED.source} no longer has {' '.join(key)}: it was deleted, "
            "or merged into another record. What it said last is kept.",
        ),
        now,
    )
