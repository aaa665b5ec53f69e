"""What every run does: gather → keep → reconcile → save → link, and the run log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain

from harvester.fetch import Client
from harvester.link import Limits, build_reference_set, settle_link_sets
from harvester.model import (
    PMID,
    Article,
    Finding,
    Key,
    LinkSet,
    LinkState,
    Severity,
)
from harvester.pipeline.gather import Failure, Gathering, Questions
from harvester.pipeline.link_lists import link_failure, not_offered, settle_one_way
from harvester.pipeline.merging import merge_articles
from harvester.pipeline.outcomes import build_checks, build_link_checks
from harvester.pipeline.summary import Summary
from harvester.reconcile import DEFAULT_RULES, Rules, find_conflicts
from harvester.schedule import Subject
from harvester.sources.base import LinkSource, Reply, Source
from harvester.sources.doira import DOIRA, not_registered
from harvester.store import Library
from harvester.wire import Payload

_INDEX = "pubmed"
"""The source that deletes and merges records."""


class Run:
    """One run over a library.

    Args:
        library: Where everything is kept.
        client: Carries the requests.
        sources: Whom to ask, by name.
        rules: By which articles are merged.
        now: The clock.
        advance: Called with a number of answered questions, for a progress bar.
        tells_news_only: Tell findings only that the library does not hold already.

    Attributes:
        id: Its row in the run log.
        started_at: When it began: no bookmark is ever set later than that.
        failures: Questions without an answer, so far.
        unknown: The services that do not know an identifier, by ``scheme:value``.
        changes: What happened to which article, so far.
        payload_counts: Replies so far that held records or said that there are none,
            by source.
    """

    def __init__(  # noqa: PLR0913 - the one place where all parts meet
        self,
        library: Library,
        client: Client,
        sources: Mapping[str, Source],
        *,
        rules: Rules = DEFAULT_RULES,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        advance: Callable[[int], None] = lambda _: None,
        tells_news_only: bool = False,
    ) -> None:
        self.library = library
        self.client = client
        self.sources = sources
        self.now = now
        self.id = 0
        self.started_at = now()
        self.failures: list[Failure] = []
        self.unknown: dict[str, set[str]] = {}
        self.changes: dict[int, str] = {}
        self.payload_counts: Counter[str] = Counter()
        self._rules = rules
        self._advance = advance
        self._tells_news_only = tells_news_only
        self._findings: dict[tuple[str, str], Finding] = {}
        self._record_changes: dict[tuple[str, str], str] = {}
        self._link_count = 0
        self._conflicts: dict[int, tuple[str, ...]] = {}

    @contextmanager
    def logged(self, command: str) -> Iterator[None]:
        """Keep the run in the run log, however the block ends."""
        self.started_at = self.now()
        self.id = self.library.begin_run(command, self.started_at)
        outcome = "interrupted"
        try:
            yield
            outcome = "in part" if self.failures else "done"
        finally:
            summary = self.summary()
            self.library.finish_run(
                self.id,
                summary,
                self.now(),
                outcome=outcome,
                requests=summary.requests,
            )

    async def harvest_articles(
        self,
        wanted: Sequence[frozenset[Key]],
        settled: Questions = frozenset(),
        referred: Questions = frozenset(),
    ) -> None:
        """Fetch, parse, reconcile and store every article of ``wanted``.

        Args:
            wanted: The identifiers of each.
            settled: (source, identifier) pairs that need not be asked for.
            referred: Those to be asked for without anybody's reference.
        """
        gathering = self._gathering()
        await gathering.records_of(wanted, settled, referred)
        self.failures += gathering.failures
        self._merge(gathering)

    async def harvest_linked(self, keys: Iterable[Key]) -> None:
        """Fetch, parse, reconcile and store linked articles that are not here yet.

        PMIDs first: their records bring DOIs, which then need not be asked for.
        """
        wanted = list(dict.fromkeys(keys))
        for is_pmid in (True, False):
            missing = [
                key
                for key in wanted
                if (key[0] == PMID) is is_pmid
                and self.library.find_article(key) is None
            ]
            gathering = self._gathering()
            await gathering.linked_records_of(missing)
            self.failures += gathering.failures
            self._merge(gathering)

    async def harvest_links(
        self, articles: Sequence[Article], limits: Limits, *, ask: bool = True
    ) -> None:
        """Fetch the link sets of ``articles`` and, within limits, what they name.

        Args:
            articles: Whose.
            limits: How many linked articles are fetched.
            ask: False takes only what stands in the articles' records.
        """
        found: list[LinkSet] = []
        if ask:
            owners = [key for article in articles for key in article.article_keys]
            found += await self._gathering().links_of(owners)
        found += self._deposited(articles)
        if ask:
            found += not_offered(articles, self.sources.values())
        link_sets, keys = settle_link_sets(found, limits, self._home)
        await self.harvest_linked(keys)
        with self.library.transaction():
            for link_set in link_sets:
                self.library.save_link_set(link_set, self.id, self.now())
                self._link_count += len(link_set.links)
                if link_set.state is LinkState.FAILED:
                    self.failures.append(link_failure(link_set))
            one_way, news = settle_one_way(self.library, articles, self.now())
            self.library.save_checks(
                build_link_checks(
                    self.library, self._offered(link_sets), self.started_at
                ),
                self.started_at,
            )
        for finding in news if self._tells_news_only else one_way:
            self._tell(finding)

    def _home(self, owner: Key) -> object:
        """Return the article that bears an identifier; without one, itself."""
        return self.library.find_article(owner) or owner

    def _offered(self, link_sets: Iterable[LinkSet]) -> list[LinkSet]:
        """Return the sets that a source was asked for, not those of records."""
        return [
            link_set
            for link_set in link_sets
            if isinstance(self.sources.get(link_set.provider), LinkSource)
            and link_set.state is not LinkState.NOT_OFFERED
        ]

    def _gathering(self) -> Gathering:
        return Gathering(self.client, self.sources, self, self._advance)

    def _merge(self, gathering: Gathering) -> None:
        """Merge again every article that what was gathered belongs to.

        The bookmarks move in the same transaction: a run that is broken off before
        asks again.
        """
        for record in gathering.strangers:
            self.note(
                Finding(
                    code="unasked-record",
                    subject=f"{record.source}:{record.source_id}",
                    message=f"{record.source} answered with {record.source_id}, which "
                    "bears none of the identifiers asked for; it was left out.",
                )
            )
        keys = {
            key for record in gathering.records.values() for key in record.article_keys
        }
        with self.library.transaction():
            merger = merge_articles(
                self.library, keys, self._rules, now=self.now(), run_id=self.id
            )
            homes: dict[tuple[str, str], int] = {}
            for one in merger.articles:
                homes.update(dict.fromkeys(one.article.sources, one.article_id))
                self._conflicts[one.article_id] = find_conflicts(one.article)
                if self.changes.get(one.article_id) != "added":
                    self.changes[one.article_id] = one.change
            self._check(gathering, homes)
        for finding in merger.news:
            self._tell(finding)

    def _check(
        self, gathering: Gathering, homes: Mapping[tuple[str, str], int]
    ) -> None:
        """Note what came of every question."""
        checks, settled = build_checks(
            self.library,
            gathering,
            homes=homes,
            changes=self._record_changes,
            today=self.started_at,
        )
        self.library.save_checks(checks, self.started_at)
        for source, asked in settled.items():
            self.library.forget_checks(source, Subject.RECORD, asked)

    def _deposited(self, articles: Iterable[Article]) -> list[LinkSet]:
        """Return the reference lists that the articles' own records hold."""
        return [
            link_set
            for article in articles
            for record in self.library.component(article.article_keys)
            if (record.source, record.source_id) in article.sources
            if (link_set := build_reference_set(record))
        ]

    def keep(self, payload: Payload, reply: Reply) -> None:
        """Keep a payload and its records (called while gathering)."""
        self.payload_counts[payload.request.source] += 1
        with self.library.transaction():
            payload_id = self.library.save_payload(payload, self.id)
            for record in reply.records:
                now = self.now()
                change = self.library.save_record(record, payload_id, now, self.id)
                if record.source == _INDEX:
                    key = (PMID, record.source_id)
                    self.library.mark_restored(key, now, self.id)
                self._record_changes[(record.source, record.source_id)] = change
            for name in reply.unknown:
                source = payload.request.source
                self.unknown.setdefault(name, set()).add(source)
                scheme, _, value = name.partition(":")
                self._note_unknown(source, (scheme, value))

    def keep_links(self, payload: Payload) -> None:
        """Keep a payload that holds links (called while gathering)."""
        self.library.save_payload(payload, self.id)

    def _note_unknown(self, source: str, key: Key) -> None:
        """Remember that a service does not know an identifier, or no longer.

        What it said before stays; only a person can tell a slip from a deletion.
        """
        is_new = self.library.save_unknown(source, *key, self.now())
        if source == DOIRA.name:
            self.note(
                Finding(
                    code="doi-not-registered",
                    subject=":".join(key),
                    message=f"{not_registered(key[1])}.",
                    advice="Look it up where it was printed.",
                )
            )
        elif is_new and self.library.has_record(source, key):
            if source == _INDEX:
                self.library.mark_deleted(key, self.now(), self.id)
            self.note(
                Finding(
                    code="record-gone",
                    subject=":".join(key),
                    message=f"{source} no longer has {' '.join(key)}: it was deleted, "
                    "or merged into another record. What it said last is kept.",
                )
            )

    def note(self, finding: Finding) -> None:
        """Keep a finding, and tell it at the end; of a refresh only what is new."""
        is_new = self.library.save_finding(finding, self.now())
        if is_new or not self._tells_news_only:
            self._tell(finding)

    def _tell(self, finding: Finding) -> None:
        """Tell a finding at the end of the run; of mere notices only the number."""
        self._findings[(finding.code, finding.subject)] = finding

    def article_of(self, keys: Iterable[Key]) -> Article | None:
        """Return the article of the library that bears one of ``keys``."""
        for key in sorted(keys):
            if (article_id := self.library.find_article(key)) is not None:
                return self.library.load_article(article_id)
        return None

    def summary(self) -> Summary:
        """Return what was done so far."""
        changes = list(self.changes.values())
        found = self._findings.values()
        return Summary(
            run_id=self.id,
            added=changes.count("added"),
            updated=changes.count("updated"),
            unchanged=changes.count("unchanged"),
            link_count=self._link_count,
            conflict_counts=Counter(chain.from_iterable(self._conflicts.values())),
            requests=dict(self.client.requests),
            seconds=(self.now() - self.started_at).total_seconds(),
            findings=tuple(f for f in found if f.severity is Severity.WARNING),
            notices=Counter(f.code for f in found if f.severity is Severity.NOTICE),
            failures=tuple(self.failures),
        )
