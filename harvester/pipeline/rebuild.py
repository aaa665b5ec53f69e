"""Everything that was ever fetched, read and merged again: without one request."""

from __future__ import annotations

import io
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from harvester.changes import ArticleChange
from harvester.errors import DocumentError, RecordError, SourceError
from harvester.link import build_reference_set
from harvester.model import LinkSet, LinkState, SourceRecord, Value
from harvester.pipeline.merging import merge_articles
from harvester.reconcile import DEFAULT_RULES, Rules
from harvester.sources.base import Fault, LinkSource, Reply, Source
from harvester.sources.files import read_records
from harvester.store import KeptBody, KeptPayload, Library, Place
from harvester.wire import Payload

BATCH = 100
"""How many replies, or records, are done in one transaction."""


class Rebuilt(Value, frozen=True, kw_only=True):
    """What a rebuild did.

    Attributes:
        run_id: Its row in the run log; of no meaning after a dry run.
        payload_count: Replies read.
        body_count: Records of files read, of those that are kept as they stood there.
        records, articles: How many were ``added``, ``updated``, ``unchanged``.
        unread: What could not be read, in words.
        changes: What changed in articles.
        seconds: Wall time.
    """

    run_id: int
    payload_count: int
    body_count: int
    records: Mapping[str, int]
    articles: Mapping[str, int]
    unread: tuple[str, ...] = ()
    changes: tuple[ArticleChange, ...] = ()
    seconds: float = 0.0


class Rebuild:
    """One rebuild of a library.

    The replies are read from the newest to the oldest, and each record and list is
    taken from the newest one that holds it. A record that was read from a file since
    is read again if it is kept as it stood there, else it stays as it is. A rebuild
    that is broken off goes on where it was when it is started again by the same
    version.

    Args:
        library: To be rebuilt.
        sources: Who reads the replies, by name.
        rules: By which articles are merged.
        now: The clock.
        advance: Called with a number of replies or records done.
    """

    def __init__(
        self,
        library: Library,
        sources: Mapping[str, Source],
        *,
        rules: Rules = DEFAULT_RULES,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        advance: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._library = library
        self._rules = rules
        self._progress = library.rebuilding
        self._sources = sources
        self._now = now
        self._advance = advance
        self._run_id = 0
        self._payload_count = self._body_count = 0
        self._records: Counter[str] = Counter()
        self._articles: Counter[str] = Counter()
        self._unread: dict[str, None] = {}

    def run(self, command: str, *, is_dry: bool = False) -> Rebuilt:
        """Rebuild the library.

        Args:
            command: The command line, for the run log.
            is_dry: Take everything back at the end. Nobody else can write to the
                library until then.
        """
        if not is_dry:
            return self._run(command)
        with self._library.trial():
            return self._run(command)

    def _run(self, command: str) -> Rebuilt:
        started = self._now()
        self._run_id = self._library.begin_run(command, started)
        outcome = "interrupted"
        try:
            self._read_payloads()
            self._read_bodies()
            self._merge_articles()
            with self._library.transaction():
                self._progress.forget()
            outcome = "in part" if self._unread else "done"
        finally:
            rebuilt = self._summary(started)
            self._library.finish_run(
                self._run_id,
                msgspec.structs.replace(rebuilt, changes=()),
                self._now(),
                outcome=outcome,
                requests={},
            )
        return rebuilt

    def _summary(self, started: datetime) -> Rebuilt:
        return Rebuilt(
            run_id=self._run_id,
            payload_count=self._payload_count,
            body_count=self._body_count,
            records=dict(self._records),
            articles=dict(self._articles),
            unread=tuple(self._unread),
            changes=self._library.load_changes(run_id=self._run_id),
            seconds=(self._now() - started).total_seconds(),
        )

    def _read_payloads(self) -> None:
        waiting = self._progress.payloads()
        for start in range(0, len(waiting), BATCH):
            batch = waiting[start : start + BATCH]
            with self._library.transaction():
                for kept in batch:
                    self._read(kept, self._progress.payload(kept.number))
                self._progress.note_done("payload", (kept.number for kept in batch))
            self._payload_count += len(batch)
            self._advance(len(batch))

    def _read(self, kept: KeptPayload, payload: Payload) -> None:
        source = self._sources.get(payload.request.source)
        if source is None:
            self._unread[f"{payload.request.source}: no such source any more"] = None
            return
        try:
            source.check(payload)
            reply = source.parse(payload)
            link_sets = (
                source.parse_links(payload) if isinstance(source, LinkSource) else ()
            )
        except (SourceError, RecordError) as error:
            self._unread[f"{source.name}, reply {kept.number}: {error}"] = None
            return
        for fault in reply.faults:
            self._unread[f"{source.name} {fault.source_id}: {fault.message}"] = None
        self._keep_records(kept, _asked_for(payload, reply))
        for link_set in link_sets:
            self._keep_links(kept, link_set, only_known=False)

    def _read_bodies(self) -> None:
        last = 0
        while batch := self._progress.bodies(after=last, limit=BATCH):
            with self._library.transaction():
                for kept in batch:
                    self._read_body(kept)
                self._progress.note_done("record", (kept.number for kept in batch))
            last = batch[-1].number
            self._body_count += len(batch)
            self._advance(len(batch))

    def _read_body(self, kept: KeptBody) -> None:
        body = zlib.decompress(kept.place.body or b"")
        try:
            entries = tuple(read_records(io.BytesIO(body)))
        except DocumentError as error:
            self._unread[f"record {kept.number}: {error}"] = None
            return
        for entry in entries:
            if isinstance(entry, Fault):
                told = f"record {kept.number} {entry.source_id}: {entry.message}"
                self._unread[told] = None
        records = [entry for entry in entries if isinstance(entry, SourceRecord)]
        self._keep_records(kept.file, records, kept.place)

    def _keep_records(
        self,
        kept: KeptPayload,
        records: Sequence[SourceRecord],
        place: Place | None = None,
    ) -> None:
        done = set()
        for record in records:
            number = self._progress.record(record.source, record.source_id)
            if number is not None and self._progress.is_done("record", number):
                continue
            if self._progress.is_from_later_file(record.source, record.source_id, kept):
                continue
            change = self._library.save_record(
                record, kept.number, self._now(), self._run_id
            )
            if place and change != "unchanged":
                self._library.note_place(record, place)
            self._records[change] += 1
            number = self._progress.record(record.source, record.source_id)
            done.update([number] if number is not None else [])
            if references := build_reference_set(record):
                self._keep_links(kept, references, only_known=True)
        self._progress.note_done("record", done)

    def _keep_links(
        self, kept: KeptPayload, link_set: LinkSet, *, only_known: bool
    ) -> None:
        """Keep a list as it was answered then, unless a newer one is done already.

        Args:
            kept: The reply that it stands in.
            link_set: The list.
            only_known: Leave out a list that nobody has asked for.
        """
        number, state, reason = self._progress.link_set(link_set)
        if number is None and only_known:
            return
        if link_set.state is LinkState.FAILED or (
            number is not None and self._progress.is_done("link-set", number)
        ):
            return
        if state == LinkState.CUT and link_set.state is LinkState.COMPLETE:
            # How many of its articles are here is no matter of the reply.
            link_set = msgspec.structs.replace(
                link_set, state=LinkState.CUT, reason=reason
            )
        number = self._library.save_link_set(
            link_set, kept.run_id or self._run_id, kept.last_at
        )
        self._progress.note_done("link-set", [number])

    def _merge_articles(self) -> None:
        while keys := self._progress.keys_of_records(limit=BATCH):
            with self._library.transaction():
                merger = merge_articles(
                    self._library,
                    keys,
                    self._rules,
                    now=self._now(),
                    run_id=self._run_id,
                )
                self._articles.update(one.change for one in merger.articles)
                self._progress.note_done("article", self._numbers(merger.records))
            self._advance(len(merger.records))

    def _numbers(self, records: Iterable[SourceRecord]) -> list[int]:
        found = (self._progress.record(r.source, r.source_id) for r in records)
        return [number for number in found if number is not None]


def _asked_for(payload: Payload, reply: Reply) -> tuple[SourceRecord, ...]:
    """Return the records of a reply that the request asked for."""
    asked = set(payload.request.asked)
    return tuple(
        record
        for record in reply.records
        if any(f"{scheme}:{value}" in asked for scheme, value in record.article_keys)
    )
