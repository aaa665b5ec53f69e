"""Keeping a library fresh: ask what is due, fetch what changed, keep what is new."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

from harvester.errors import SourceError
from harvester.fetch import Client
from harvester.link import Limits
from harvester.model import Article, Key, Value
from harvester.pipeline.gather import Failure, Questions, together
from harvester.pipeline.outcomes import build_unchanged
from harvester.pipeline.planning import Orders, can_tell, open_inquiries, plan_refresh
from harvester.pipeline.run import Run
from harvester.pipeline.summary import Summary
from harvester.reconcile import DEFAULT_RULES, Rules
from harvester.schedule import (
    Question,
    Subject,
    is_covered,
)
from harvester.sources.base import (
    ChangeSource,
    Inquiry,
    Source,
    needs_reference,
)
from harvester.store import Check, Library

_Item = TypeVar("_Item")

AT_ONCE = 4
"""Conversations with one service; its own limits are kept by the client."""
CHUNK = 500
"""Articles that are fetched, merged and kept before the next ones are asked for."""


class Report(Value, frozen=True, kw_only=True):
    """What a refresh did.

    Attributes:
        due_count: Questions that were due: about records and about link lists.
        asked_count: Those of them that the limits let through.
        changed_count: Records that a service reported as changed, or as gone.
        left_count: Questions left for the next run.
        updated: The articles that changed, by number.
        summary: As of every run.
    """

    due_count: int
    asked_count: int
    changed_count: int
    left_count: int
    updated: tuple[int, ...]
    summary: Summary


class Refresh:
    """A run that looks whether what the library holds is still current.

    Args:
        library: The library.
        client: Carries the requests.
        sources: Whom to ask, by name.
        limits: How many linked articles are fetched.
        orders: How far it may go.
        rules: By which articles are merged.
        now: The clock.
        advance: Called with a number of answered questions, for a progress bar.
    """

    def __init__(  # noqa: PLR0913 - as in Harvest
        self,
        library: Library,
        client: Client,
        sources: Mapping[str, Source],
        limits: Limits,
        orders: Orders,
        *,
        rules: Rules = DEFAULT_RULES,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        advance: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._run = Run(
            library,
            client,
            sources,
            rules=rules,
            now=now,
            advance=advance,
            tells_news_only=True,
        )
        self._limits = limits
        self._orders = orders
        self._advance = advance
        self._down: set[str] = set()
        self._done = 0

    async def run(self, command: str) -> Report:
        """Ask what is due, fetch what changed, and keep it.

        Args:
            command: The command line, for the run log.
        """
        run = self._run
        with run.logged(command):
            questions, due_count = plan_refresh(
                run.library, run.sources, self._orders, run.started_at
            )
            records = [q for q in questions if q.subject is Subject.RECORD]
            changed = await self._find_changed(
                [q for q in records if can_tell(run.sources, q)]
            )
            fetched = [q for q in records if not can_tell(run.sources, q)]
            await self._fetch([*changed, *fetched])
            await self._ask_links([q for q in questions if q.subject is Subject.LINKS])
        updated = (number for number, what in run.changes.items() if what == "updated")
        return Report(
            due_count=due_count,
            asked_count=len(questions),
            changed_count=len(changed),
            left_count=due_count - self._done,
            updated=tuple(sorted(updated)),
            summary=run.summary(),
        )

    async def _find_changed(self, questions: Sequence[Question]) -> list[Question]:
        """Return the questions whose records changed, or are no longer there.

        Of the others it is noted at once that they are current, if that is known.
        """
        found: list[Question] = []
        library, today = self._run.library, self._run.started_at.date()
        work = []
        for source in self._run.sources.values():
            if isinstance(source, ChangeSource):
                own = [q for q in questions if q.source == source.name]
                slots = asyncio.Semaphore(AT_ONCE)
                for inquiry, asked in open_inquiries(
                    library, source, own, today, self._orders
                ):
                    work.append(self._ask_changes(inquiry, source, asked, found, slots))
        await together(work)
        order = {(q.source, q.key): place for place, q in enumerate(questions)}
        return sorted(found, key=lambda q: order[q.source, q.key])

    async def _ask_changes(
        self,
        inquiry: Inquiry,
        source: ChangeSource,
        asked: Sequence[Question],
        found: list[Question],
        slots: asyncio.Semaphore,
    ) -> None:
        run = self._run
        changed: set[str] = set()
        unchanged: set[str] = set()
        async with slots:
            if not self._may_ask(source.name):
                return
            try:
                async for payload in run.client.run(inquiry.flow, source):
                    # Not kept: it tells nothing of any work.
                    told = source.parse_changed(payload)
                    changed.update(told.changed)
                    unchanged.update(told.unchanged)
            except SourceError as error:
                self._give_up(source.name, asked, str(error))
                return
        found += [q for q in asked if q.value in changed]
        same = [q for q in asked if q.value not in changed]
        self._note_same(same, unchanged)
        self._done += len(same)
        self._advance(len(same))

    def _note_same(self, same: Sequence[Question], unchanged: Container[str]) -> None:
        """Note of records that no reply names as changed what is known of them."""
        since, moment = self._orders.since, self._run.started_at
        known = [q for q in same if q.value in unchanged and is_covered(q, since)]
        checks = build_unchanged(self._run.library, known, moment)
        if since is None:
            rest = (q for q in same if q.value not in unchanged)
            checks += build_unchanged(self._run.library, rest, moment, "unlisted")
        self._run.library.save_checks(checks, moment)

    def _may_ask(self, name: str) -> bool:
        most = self._orders.most_requests
        spent = sum(self._run.client.requests.values())
        return name not in self._down and (most is None or spent < most)

    def _give_up(self, name: str, asked: Sequence[Question], reason: str) -> None:
        """Ask this service nothing more in this run."""
        self._down.add(name)
        names = tuple(":".join(question.key) for question in asked)
        self._run.failures.append(
            Failure(source=name, asked=names, message=reason, state="failed")
        )
        self._run.library.save_checks(
            [
                Check(
                    source=q.source,
                    subject=q.subject,
                    scheme=q.scheme,
                    value=q.value,
                    outcome="failed",
                )
                for q in asked
            ],
            self._run.started_at,
        )

    async def _fetch(self, questions: Sequence[Question]) -> None:
        """Fetch records, merge their articles and keep them, some at a time."""
        groups: dict[object, list[Question]] = {}
        for question in questions:
            groups.setdefault(question.article_id or question.key, []).append(question)
        for chunk in _chunks(groups.values(), CHUNK):
            asked = [q for group in chunk for q in group if self._may_ask(q.source)]
            if not asked:
                continue
            wanted, settled, referred = self._wanted(asked)
            before = self._run.payload_counts.copy()
            failures = len(self._run.failures)
            await self._run.harvest_articles(wanted, settled, referred)
            self._done += len(asked)
            self._down.update(
                failure.source
                for failure in self._run.failures[failures:]
                if failure.state == "failed"
                and self._run.payload_counts[failure.source] == before[failure.source]
            )
            await self._renew_references(asked)

    def _wanted(
        self, asked: Iterable[Question]
    ) -> tuple[list[frozenset[Key]], Questions, Questions]:
        """Return the identifiers of each article, what is settled, and what is due.

        Only the questions themselves are asked, and of other sources only
        identifiers that the article did not have, or that another one refers to
        them for the first time.
        """
        library, sources = self._run.library, self._run.sources
        groups: dict[object, set[Key]] = {}
        questions = set()
        for question in asked:
            keys = groups.setdefault(question.article_id or question.key, set())
            keys.add(question.key)
            if question.article_id is not None:
                keys.update(library.article_keys(question.article_id))
            questions.add((question.source, question.key))
        settled = {
            (name, key)
            for keys in groups.values()
            for key in keys
            for name, source in sources.items()
            if not needs_reference(source, key[0]) or library.is_asked(name, key)
        }
        wanted = [frozenset(keys) for keys in groups.values()]
        return wanted, settled - questions, questions

    async def _renew_references(self, asked: Iterable[Question]) -> None:
        """Keep the reference lists of the records that came, where lists are kept.

        Whoever harvested an article without its links gets none by a refresh. Of what
        did not change, too: a run that was killed may have left its list behind.
        """
        library = self._run.library
        numbers = dict.fromkeys(q.article_id for q in asked if q.article_id)
        articles = [
            library.load_article(number)
            for number in numbers
            if library.has_link_sets(number)
        ]
        await self._run.harvest_links(articles, self._limits, ask=False)

    async def _ask_links(self, questions: Sequence[Question]) -> None:
        """Ask for the link lists of articles, some at a time, each article once."""
        groups: dict[object, list[Question]] = {}
        for question in questions:
            groups.setdefault(question.article_id or question.key, []).append(question)
        for chunk in _chunks(groups.values(), CHUNK):
            asked = [q for group in chunk for q in group if self._may_ask(q.source)]
            articles = [self._run.article_of([q.key]) for q in asked]
            distinct: dict[Key, Article] = {
                article.article_keys[0]: article for article in articles if article
            }
            if distinct:
                await self._run.harvest_links(list(distinct.values()), self._limits)
                self._done += len(asked)


def _chunks(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    remaining = iter(items)
    while chunk := list(islice(remaining, size)):
        yield chunk
