"""One run: identify → fetch → parse → normalize → reconcile → link → store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from harvester.export import build_citation
from harvester.fetch import Client
from harvester.link import Limits, build_reference_set, settle_link_sets
from harvester.model import (
    PMID,
    Article,
    Finding,
    Key,
    LinkKind,
    LinkSet,
    LinkState,
    Value,
)
from harvester.pipeline.asked import Asked
from harvester.pipeline.gather import Failure, Gathering
from harvester.reconcile import YearRule, reconcile
from harvester.sources.base import Reply, Source
from harvester.store import Library
from harvester.wire import Payload

_INDEX = "pubmed"
"""The source that deletes and merges records."""


class Outcome(Value, frozen=True, kw_only=True):
    """What became of one wanted article.

    Attributes:
        asked: The input that it stands for, as printed.
        took_for: What the input was taken for.
        keys: The identifiers under which it was wanted.
        article_id: Its row in the library; None where nothing was found.
        article: The merged article.
        change: ``added``, ``updated`` or ``unchanged`` by this run.
        problem: Why there is no article.
    """

    asked: str
    took_for: str
    keys: tuple[Key, ...]
    article_id: int | None = None
    article: Article | None = None
    change: str | None = None
    problem: str | None = None


class Summary(Value, frozen=True, kw_only=True):
    """What a run did.

    Attributes:
        run_id: Its row in the run log.
        added, updated, unchanged: Articles, linked ones included.
        link_count: Links in the sets that were asked for.
        requests: Requests sent, by service.
        seconds: Wall time.
        findings: What was noticed.
        failures: Questions without an answer.
    """

    run_id: int
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    link_count: int = 0
    requests: Mapping[str, int]
    seconds: float
    findings: tuple[Finding, ...] = ()
    failures: tuple[Failure, ...] = ()


class Harvest:
    """One run over a library.

    Args:
        library: Where everything is kept.
        client: Carries the requests.
        sources: Whom to ask, by name.
        limits: How many linked articles are fetched; None asks for no links.
        year_rule: Which date an article is cited under.
        now: The clock.
        advance: Called with a number of answered questions, for a progress bar.
    """

    def __init__(  # noqa: PLR0913 - the one place where all parts meet
        self,
        library: Library,
        client: Client,
        sources: Mapping[str, Source],
        limits: Limits | None,
        *,
        year_rule: YearRule = YearRule.ISSUE,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        advance: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._library = library
        self._client = client
        self._sources = sources
        self._limits = limits
        self._year_rule = year_rule
        self._now = now
        self._advance = advance
        self._run_id = 0
        self._changes: dict[int, str] = {}
        self._findings: dict[tuple[str, str], Finding] = {}
        self._failures: list[Failure] = []
        self._unknown: set[str] = set()
        self._link_count = 0

    async def run(
        self, asked: Sequence[Asked], command: str
    ) -> tuple[tuple[Outcome, ...], Summary]:
        """Harvest what is asked for, with its links, and keep it.

        Args:
            asked: The inputs, understood.
            command: The command line, for the run log.

        Returns:
            One outcome per wanted article (and per document that names none), in
            the order asked for; and the summary.
        """
        started = self._now()
        self._run_id = self._library.begin_run(command, started)
        outcome = "interrupted"
        try:
            outcomes = await self._run(asked)
            outcome = "in part" if self._failures else "done"
        finally:
            summary = self._summary(started)
            self._library.finish_run(
                self._run_id,
                summary,
                self._now(),
                outcome=outcome,
                requests=summary.requests,
            )
        return outcomes, summary

    async def _run(self, asked: Sequence[Asked]) -> tuple[Outcome, ...]:
        wanted = [keys for one in asked for keys in one.wanted]
        listed = [keys for one in asked for keys in one.listed]

        await self._harvest_articles(wanted)
        await self._harvest_linked(key for keys in listed for key in keys)
        if self._limits:
            owners = [self._article_of(keys) for keys in wanted]
            await self._harvest_links([o for o in owners if o], self._limits)
        self._keep_documents(asked)

        return tuple(self._outcomes(asked))

    async def _harvest_articles(self, wanted: Sequence[frozenset[Key]]) -> None:
        """Fetch, parse, reconcile and store every article of ``wanted``."""
        gathering = self._gathering()
        await gathering.records_of(wanted)
        self._failures += gathering.failures
        self._merge(gathering)

    async def _harvest_linked(self, keys: Iterable[Key]) -> None:
        """Fetch, parse, reconcile and store linked articles that are not here yet.

        PMIDs first: their records bring DOIs, which then need not be asked for.
        """
        wanted = list(dict.fromkeys(keys))
        for is_pmid in (True, False):
            missing = [
                key
                for key in wanted
                if (key[0] == PMID) is is_pmid
                and self._library.find_article(key) is None
            ]
            gathering = self._gathering()
            await gathering.linked_records_of(missing)
            self._failures += gathering.failures
            self._merge(gathering)

    def _gathering(self) -> Gathering:
        return Gathering(self._client, self._sources, self, self._advance)

    def _merge(self, gathering: Gathering) -> None:
        """Merge again every article that what was gathered belongs to."""
        for record in gathering.strangers:
            self._note(
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
        articles, findings = reconcile(self._library.component(keys), self._year_rule)
        with self._library.transaction():
            for article in articles:
                article_id, change = self._library.save_article(
                    article,
                    citation=build_citation(article),
                    now=self._now(),
                    run_id=self._run_id,
                )
                if self._changes.get(article_id) != "added":
                    self._changes[article_id] = change
        for finding in findings:
            self._note(finding)

    async def _harvest_links(self, articles: Sequence[Article], limits: Limits) -> None:
        """Fetch the link sets of ``articles`` and, within limits, what they name."""
        gathering = self._gathering()
        owners = [key for article in articles for key in article.article_keys]
        found = [*await gathering.links_of(owners), *self._deposited(articles)]
        found += _not_offered(articles)
        link_sets, keys = settle_link_sets(found, limits)
        await self._harvest_linked(keys)
        with self._library.transaction():
            for link_set in link_sets:
                self._library.save_link_set(link_set, self._run_id, self._now())
                self._link_count += len(link_set.links)
                if link_set.state is LinkState.FAILED:
                    self._failures.append(_link_failure(link_set))

    def _deposited(self, articles: Iterable[Article]) -> list[LinkSet]:
        """Return the reference lists that the articles' own records hold."""
        return [
            link_set
            for article in articles
            for record in self._library.component(article.article_keys)
            if (record.source, record.source_id) in article.sources
            if (link_set := build_reference_set(record))
        ]

    def keep(self, payload: Payload, reply: Reply) -> None:
        """Keep a payload and its records (called while gathering)."""
        with self._library.transaction():
            payload_id = self._library.save_payload(payload, self._run_id)
            for record in reply.records:
                now = self._now()
                self._library.save_record(record, payload_id, now, self._run_id)
                if record.source == _INDEX:
                    key = (PMID, record.source_id)
                    self._library.mark_restored(key, now, self._run_id)
            self._unknown.update(reply.unknown)
            for name in reply.unknown:
                scheme, _, value = name.partition(":")
                self._library.save_unknown(
                    payload.request.source, scheme, value, self._now()
                )

    def keep_links(self, payload: Payload) -> None:
        """Keep a payload that holds links (called while gathering)."""
        self._library.save_payload(payload, self._run_id)

    def _keep_documents(self, asked: Iterable[Asked]) -> None:
        with self._library.transaction():
            for one in asked:
                if one.document and one.content_sha256:
                    self._library.save_document(
                        one.document, one.content_sha256, self._now()
                    )
                    if one.document.unresolved:
                        self._note(
                            Finding(
                                code="document-unresolved",
                                subject=one.printed,
                                message=f"{one.printed}: {one.document.unresolved}",
                            )
                        )

    def _note(self, finding: Finding) -> None:
        self._findings[(finding.code, finding.subject)] = finding
        self._library.save_finding(finding, self._now())

    def _article_of(self, keys: Iterable[Key]) -> Article | None:
        for key in sorted(keys):
            if (article_id := self._library.find_article(key)) is not None:
                return self._library.load_article(article_id)
        return None

    def _outcomes(self, asked: Iterable[Asked]) -> Iterable[Outcome]:
        for one in asked:
            if one.document and one.document.unresolved and not one.wanted:
                yield Outcome(
                    asked=one.printed,
                    took_for=one.took_for,
                    keys=(),
                    problem=f"unresolved: {one.document.unresolved}",
                )
            for keys in one.wanted:
                yield self._outcome(one, tuple(sorted(keys)))

    def _outcome(self, one: Asked, keys: tuple[Key, ...]) -> Outcome:
        for key in keys:
            article_id = self._library.find_article(key)
            if article_id is not None:
                return Outcome(
                    asked=one.printed,
                    took_for=one.took_for,
                    keys=keys,
                    article_id=article_id,
                    article=self._library.load_article(article_id),
                    change=self._changes.get(article_id, "unchanged"),
                )
        names = {":".join(key) for key in keys}
        reasons = [f.message for f in self._failures if names & set(f.asked)]
        if not reasons and (silent := sorted(self._unknown & names)):
            reasons.append(
                f"no service knows {' or '.join(silent)}: check it for a slip; it may "
                "also have been deleted, or merged into another record"
            )
        return Outcome(
            asked=one.printed,
            took_for=one.took_for,
            keys=keys,
            problem="; ".join(dict.fromkeys(reasons)) or "no service answered for it",
        )

    def _summary(self, started: datetime) -> Summary:
        changes = list(self._changes.values())
        return Summary(
            run_id=self._run_id,
            added=changes.count("added"),
            updated=changes.count("updated"),
            unchanged=changes.count("unchanged"),
            link_count=self._link_count,
            requests=dict(self._client.requests),
            seconds=(self._now() - started).total_seconds(),
            findings=tuple(self._findings.values()),
            failures=tuple(self._failures),
        )


def _owner(article: Article) -> Key:
    return article.article_keys[0]


def _not_offered(articles: Iterable[Article]) -> list[LinkSet]:
    """Return the sets that PubMed cannot have for an article without a PMID."""
    return [
        LinkSet(
            owner=_owner(article),
            kind=kind,
            provider="pubmed",
            state=LinkState.NOT_OFFERED,
            reason="PubMed lists links of its own records; this article has no PMID",
        )
        for article in articles
        if article.pmid is None
        for kind in LinkKind
    ]


def _link_failure(link_set: LinkSet) -> Failure:
    return Failure(
        source=link_set.provider,
        asked=(":".join(link_set.owner),),
        message=f"no {link_set.kind} list: {link_set.reason}",
        state="failed",
    )
