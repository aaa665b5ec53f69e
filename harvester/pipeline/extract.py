"""Records out of a lake → a library like any other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

from harvester.lake.narrowing import Narrowing
from harvester.lake.reading import Lake
from harvester.link import build_reference_set
from harvester.model import Key, SourceRecord, Value
from harvester.pipeline.merging import merge_articles
from harvester.reconcile import DEFAULT_RULES, Rules
from harvester.store import Library

_Item = TypeVar("_Item")

BATCH = 500
"""How many records are saved, or merged, in one transaction."""


class Extracted(Value, frozen=True, kw_only=True, omit_defaults=False):
    """What was taken out of a lake.

    Attributes:
        run_id: Its row in the run log.
        lake: Where the lake is.
        version: Of the lake.
        query: What was asked for, as typed.
        chosen_count: Records that were asked for.
        partner_count: Records of other sources with their DOIs, taken along.
        records, articles: How many were ``added``, ``updated``, ``unchanged``.
        seconds: Wall time.
    """

    run_id: int
    lake: str
    version: str
    query: str
    chosen_count: int = 0
    partner_count: int = 0
    records: Mapping[str, int] = {}
    articles: Mapping[str, int] = {}
    seconds: float = 0.0


class Extraction:
    """One way from a lake into a library.

    A library may hold other things before; what is saved twice changes nothing.

    Args:
        library: That it is saved in.
        lake: Where from.
        rules: By which articles are merged.
        now: The clock.
        advance: Called with a number of records saved.
    """

    def __init__(
        self,
        library: Library,
        lake: Lake,
        *,
        rules: Rules = DEFAULT_RULES,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        advance: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._library = library
        self._lake = lake
        self._rules = rules
        self._now = now
        self._advance = advance
        self._run_id = 0
        self._keys: dict[tuple[str, str], Key] = {}
        """An identifier of every record saved."""
        self._records: Counter[str] = Counter()
        self._articles: Counter[str] = Counter()

    def run(
        self,
        command: str,
        *,
        query: str,
        test: Callable[[SourceRecord], bool],
        narrowing: Narrowing,
    ) -> Extracted:
        """Save what passes a test, with its partners of other sources, and merge it.

        Args:
            command: The command line, for the run log.
            query: What was asked for, for the run log.
            test: Whether a record is wanted.
            narrowing: What can be told without reading a record; whatever passes the
                test must pass it.
        """
        started = self._now()
        self._run_id = self._library.begin_run(command, started)
        outcome, chosen, partners = "interrupted", 0, 0
        try:
            chosen = self._save(filter(test, self._lake.records(narrowing)))
            partners = self._save(self._lake.partners(tuple(self._keys)))
            self._merge()
            outcome = "done"
        finally:
            extracted = Extracted(
                run_id=self._run_id,
                lake=self._lake.url,
                version=self._lake.manifest.version,
                query=query,
                chosen_count=chosen,
                partner_count=partners,
                records=dict(self._records),
                articles=dict(self._articles),
                seconds=(self._now() - started).total_seconds(),
            )
            self._library.finish_run(
                self._run_id, extracted, self._now(), outcome=outcome, requests={}
            )
        return extracted

    def _save(self, records: Iterable[SourceRecord]) -> int:
        """Save records and their reference lists; return how many."""
        count = 0
        for batch in _batches(records):
            with self._library.transaction():
                for record in batch:
                    self._save_one(record)
            count += len(batch)
            self._advance(len(batch))
        return count

    def _save_one(self, record: SourceRecord) -> None:
        now = self._now()
        change = self._library.save_record(record, None, now, self._run_id)
        self._records[change] += 1
        self._keys[record.source, record.source_id] = record.article_keys[0]
        if references := build_reference_set(record):
            self._library.save_link_set(references, self._run_id, now)

    def _merge(self) -> None:
        waiting = dict(self._keys)
        while waiting:
            keys = list(islice(waiting.values(), BATCH))
            with self._library.transaction():
                merger = merge_articles(
                    self._library,
                    keys,
                    self._rules,
                    now=self._now(),
                    run_id=self._run_id,
                )
            self._articles.update(one.change for one in merger.articles)
            for record in merger.records:
                waiting.pop((record.source, record.source_id), None)


def _batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    left = iter(items)
    while batch := list(islice(left, BATCH)):
        yield batch
