"""Ask every source about every wanted article, in waves, until nothing is new."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from harvester.errors import IncompleteError, RecordError, SourceError
from harvester.fetch import Client
from harvester.model import Key, LinkKind, LinkSet, LinkState, SourceRecord, Value
from harvester.sources.base import (
    LinkSource,
    ReferredSource,
    Reply,
    Source,
    needs_reference,
)
from harvester.wire import Flow, Payload

_Result = TypeVar("_Result")

Keys = frozenset[Key]
"""The identifiers under which one article is wanted."""

Questions = Collection[tuple[str, Key]]
"""(source, identifier) pairs."""


class Failure(Value, frozen=True, kw_only=True):
    """A question that got no answer.

    Attributes:
        source: Which service was asked.
        asked: The identifiers (``scheme:value``) left without an answer.
        message: Why, for a person.
        state: ``unknown`` (the service does not know it), ``failed`` (it did not
            answer), or ``unread`` (its record cannot be read).
    """

    source: str
    asked: tuple[str, ...]
    message: str
    state: str


class Keeper(Protocol):
    """Whoever keeps what comes in, at once."""

    def keep(self, payload: Payload, reply: Reply) -> None:
        """Keep a payload and the records that were read from it."""
        ...

    def keep_links(self, payload: Payload) -> None:
        """Keep a payload that holds links."""
        ...


class Gathering:
    """One round of questions to all sources.

    Args:
        client: Carries the requests.
        sources: Whom to ask, by name.
        keeper: Gets every payload as soon as it is there.
        advance: Called with a number of answered questions, for a progress bar.

    Attributes:
        sources: Whom it asks, by name.
        records: What came, by source and the source's own key.
        failures: Questions without an answer.
        strangers: Records that nobody asked for.
    """

    def __init__(
        self,
        client: Client,
        sources: Mapping[str, Source],
        keeper: Keeper,
        advance: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._client = client
        self.sources = sources
        self._keeper = keeper
        self._advance = advance
        self.records: dict[tuple[str, str], SourceRecord] = {}
        self._named: dict[Key, set[Key]] = {}
        """Under which identifiers a record came that bears this one."""
        self.failures: list[Failure] = []
        self.strangers: list[SourceRecord] = []
        self._settled: Questions = frozenset()
        self._referred: set[tuple[str, Key]] = set()
        self._asked: set[tuple[str, Key]] = set()
        self._answered: dict[str, set[Key]] = {name: set() for name in sources}
        self._silent: dict[tuple[str, Key], str] = {}
        """Why there is no answer, by question."""
        self._failed: set[tuple[str, Key]] = set()
        self._reasons: dict[str, str] = {}
        """Why a conversation with a source ended early."""
        self._unknown: set[tuple[str, Key]] = set()

    async def records_of(
        self,
        wanted: Iterable[Keys],
        settled: Questions = frozenset(),
        referred: Questions = frozenset(),
    ) -> None:
        """Ask for every article of ``wanted`` at every source that may know it.

        A record that comes in may bring identifiers by which further sources can
        be asked, or refer to one; that is the next wave.

        Args:
            wanted: The identifiers of each.
            settled: What need not be asked.
            referred: What is to be asked although a source is asked it only if
                another one refers to it.
        """
        self._settled = settled
        self._referred.update(referred)
        targets = [set(keys) for keys in wanted]
        while plan := self._plan(targets):
            await self._ask(plan, singly=True)
            for keys in targets:
                self._widen(keys)
        self._account()

    async def linked_records_of(self, keys: Iterable[Key]) -> None:
        """Ask for linked articles, in batches only, each at the home of its scheme.

        Home is the source that is best asked by the scheme: PubMed for a PMID,
        Crossref for a DOI. What a batch leaves out is no failure: its identifier
        is kept with the link. What nobody answers for is one.
        """
        plan: dict[tuple[str, str], list[str]] = {}
        for scheme, value in keys:
            for name, source in self.sources.items():
                if source.accepts[:1] == (scheme,):
                    plan.setdefault((name, scheme), []).append(value)
                    break
        await self._ask(plan, singly=False)
        for (name, key), reason in sorted(self._silent.items()):
            self.failures.append(_failure(name, key, reason, "failed"))
        for name, reason in self._reasons.items():
            self.failures.append(
                Failure(source=name, asked=(), message=reason, state="failed")
            )
        self._silent.clear()
        self._reasons.clear()

    async def _ask(
        self, plan: Mapping[tuple[str, str], Sequence[str]], *, singly: bool
    ) -> None:
        await together(
            self._converse(flow, source)
            for (name, scheme), values in plan.items()
            for source in (self.sources[name],)
            for flow in source.lookup(scheme, values, singly=singly)
        )

    async def links_of(self, owners: Sequence[Key]) -> tuple[LinkSet, ...]:
        """Ask every source that knows links for those of ``owners``.

        Returns:
            One set per owner, source and kind, owners of the scheme that the source
            is asked by; FAILED where no answer came.
        """
        found = await together(
            self._links(source, [o for o in owners if o[0] == source.link_scheme])
            for source in self.sources.values()
            if isinstance(source, LinkSource)
        )
        return tuple(link_set for link_sets in found for link_set in link_sets)

    async def _links(self, source: LinkSource, owners: Sequence[Key]) -> list[LinkSet]:
        answers = await together(
            self._links_of_kind(source, kind, owners) for kind in source.link_kinds
        )
        # One reply may answer for several kinds.
        found = {(ls.owner, ls.kind): ls for sets, _ in answers for ls in sets}
        problems: dict[Key, str] = {}
        for _, reasons in reversed(answers):
            problems |= reasons
        own = dict(
            zip(source.link_kinds, (reasons for _, reasons in answers), strict=True)
        )
        return [
            found.get((owner, kind))
            or LinkSet(
                owner=owner,
                kind=kind,
                provider=source.name,
                state=LinkState.FAILED,
                reason=own[kind].get(owner)
                or problems.get(owner, "the reply does not mention this article"),
            )
            for kind in source.link_kinds
            for owner in owners
        ]

    async def _links_of_kind(
        self, source: LinkSource, kind: LinkKind, owners: Sequence[Key]
    ) -> tuple[list[LinkSet], dict[Key, str]]:
        """Return the sets that came, and why others did not, by owner."""
        found: list[LinkSet] = []
        problems: dict[Key, str] = {}
        for flow in source.related(kind, [value for _, value in owners]):
            try:
                async for payload in self._client.run(flow, source):
                    self._keeper.keep_links(payload)
                    found += source.parse_links(payload)
            except IncompleteError as error:
                problems.update((_key(name), str(why)) for name, why in error.failures)
            except SourceError as error:
                problems.update((owner, str(error)) for owner in owners)
        return found, problems

    def _plan(self, targets: list[set[Key]]) -> dict[tuple[str, str], list[str]]:
        """Return what to ask now: (source, scheme) → values, each only once ever."""
        plan: dict[tuple[str, str], list[str]] = {}
        for name, source in self.sources.items():
            for keys in targets:
                if keys & self._answered[name]:
                    continue
                if fresh := self._fresh(source, keys):
                    self._asked.update((name, key) for key in fresh)
                    scheme = fresh[0][0]
                    plan.setdefault((name, scheme), []).extend(v for _, v in fresh)
        return plan

    def _fresh(self, source: Source, keys: set[Key]) -> list[Key]:
        """Return those of ``keys`` to ask a source by now, all of its best scheme."""
        is_known = len({scheme for scheme, _ in keys}) > 1
        for scheme in source.accepts:
            is_referred = needs_reference(source, scheme)
            if source.is_converter and is_known and not is_referred:
                continue
            fresh = sorted(
                key
                for key in keys
                if key[0] == scheme
                and (source.name, key) not in self._asked
                and (source.name, key) not in self._settled
                and (not is_referred or (source.name, key) in self._referred)
            )
            if fresh:
                return fresh
        return []

    def _widen(self, keys: set[Key]) -> None:
        """Add the identifiers of the records that came for ``keys``."""
        fresh = list(keys)
        while fresh:
            found = self._named.get(fresh.pop(), set()) - keys
            keys |= found
            fresh.extend(found)

    async def _converse(self, flow: Flow, source: Source) -> None:
        try:
            async for payload in self._client.run(flow, source):
                self._take(payload, source)
        except IncompleteError as error:
            for name, why in error.failures:
                self._silent.setdefault((source.name, _key(name)), str(why))
        except SourceError as error:
            self._reasons[source.name] = str(error)

    def _take(self, payload: Payload, source: Source) -> None:
        try:
            reply = source.parse(payload)
        except RecordError as error:
            reply = Reply()
            self.failures.append(
                Failure(
                    source=source.name,
                    asked=payload.request.asked,
                    message=str(error),
                    state="unread",
                )
            )
        asked = set(payload.request.asked)
        own: list[SourceRecord] = []
        strangers: list[SourceRecord] = []
        for record in reply.records:
            names = {f"{scheme}:{value}" for scheme, value in record.article_keys}
            (own if names & asked else strangers).append(record)
        self.strangers.extend(strangers)
        for record in own:
            self.records[(record.source, record.source_id)] = record
            self._answered[source.name].update(record.article_keys)
            for key in record.article_keys:
                self._named.setdefault(key, set()).update(record.article_keys)
        for fault in reply.faults:
            self.failures.append(
                Failure(
                    source=source.name,
                    asked=_named(source, fault.source_id),
                    message=fault.message,
                    state="unread",
                )
            )
        self._unknown.update((source.name, _key(name)) for name in reply.unknown)
        for other in self.sources.values():
            if isinstance(other, ReferredSource):
                left_open = other.referred(source.name, reply)
                self._referred.update((other.name, _key(name)) for name in left_open)
        self._keeper.keep(
            payload,
            Reply(records=tuple(own), faults=reply.faults, unknown=reply.unknown),
        )
        self._advance(len(own) + len(reply.unknown))

    def _account(self) -> None:
        """Say of every question without answer that it failed, and why."""
        unread = {(f.source, name) for f in self.failures for name in f.asked}
        for name, key in sorted(self._asked - self._unknown):
            if key in self._answered[name] or (name, ":".join(key)) in unread:
                continue
            reason = self._silent.get((name, key)) or self._reasons.get(
                name, f"{name} answered with something else"
            )
            self.failures.append(_failure(name, key, reason, "failed"))
            self._failed.add((name, key))
        self._silent.clear()

    def verdicts(self) -> dict[tuple[str, Key], str]:
        """Return what came of every question about an article that was wanted.

        ``answered``, ``unknown``, ``failed``, or ``unread``: something came that
        cannot be read.
        """
        verdicts = {}
        for name, key in sorted(self._asked):
            if key in self._answered[name]:
                verdicts[name, key] = "answered"
            elif (name, key) in self._unknown:
                verdicts[name, key] = "unknown"
            else:
                is_failed = (name, key) in self._failed
                verdicts[name, key] = "failed" if is_failed else "unread"
        return verdicts


async def together(work: Iterable[Coroutine[Any, Any, _Result]]) -> list[_Result]:
    """Do all of ``work`` at once; the first error stops the rest and is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(part) for part in work]
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0] from errors
    return [task.result() for task in tasks]


def _key(name: str) -> Key:
    scheme, _, value = name.partition(":")
    return (scheme, value)


def _named(source: Source, source_id: str | None) -> tuple[str, ...]:
    """Name a record by the scheme that its source is best asked by."""
    return (f"{source.accepts[0]}:{source_id}",) if source_id else ()


def _failure(source: str, key: Key, message: str, state: str) -> Failure:
    return Failure(source=source, asked=(":".join(key),), message=message, state=state)
