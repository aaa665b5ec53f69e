"""The one-off: identify → fetch → parse → normalize → reconcile → link → store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from harvester.fetch import Client
from harvester.link import Limits
from harvester.model import Article, Finding, Key, Value
from harvester.pipeline.asked import Asked
from harvester.pipeline.confirm import confirm_documents
from harvester.pipeline.resolve import resolve_documents
from harvester.pipeline.run import Run
from harvester.pipeline.summary import Summary
from harvester.reconcile import DEFAULT_RULES, Rules
from harvester.sources.base import Source
from harvester.sources.doira import DOIRA, not_registered, registration
from harvester.store import Library


class Outcome(Value, frozen=True, kw_only=True):
    """What became of one wanted article.

    Attributes:
        asked: The input that it stands for, as printed.
        took_for: What the input was taken for.
        keys: The identifiers under which it was wanted.
        article_id: Its row in the library; None where nothing was found.
        article: The merged article.
        change: ``added``, ``updated`` or ``unchanged`` by this run.
        problem: Why there is no article, or nothing but its identifier.
    """

    asked: str
    took_for: str
    keys: tuple[Key, ...]
    article_id: int | None = None
    article: Article | None = None
    change: str | None = None
    problem: str | None = None


class Harvest:
    """A run that gets what a user asks for.

    Args:
        library: Where everything is kept.
        client: Carries the requests.
        sources: Whom to ask, by name.
        limits: How many linked articles are fetched; None asks for no links.
        rules: By which articles are merged.
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
        rules: Rules = DEFAULT_RULES,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        advance: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._library = library
        self._limits = limits
        self._run = Run(library, client, sources, rules=rules, now=now, advance=advance)

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
        run = self._run
        with run.logged(command):
            asked = await resolve_documents(
                asked, run.library, run.client, run.sources, run.keep_links
            )
            wanted = [keys for one in asked for keys in one.wanted]
            listed = [keys for one in asked for keys in one.listed]
            await run.harvest_articles(wanted)
            asked = confirm_documents(asked, run.library)
            wanted = [keys for one in asked for keys in one.wanted]
            await run.harvest_linked(key for keys in listed for key in keys)
            if self._limits:
                owners = [run.article_of(keys) for keys in wanted]
                await run.harvest_links([o for o in owners if o], self._limits)
            self._keep_documents(asked)
            outcomes = tuple(self._outcomes(asked))
        return outcomes, run.summary()

    def _keep_documents(self, asked: Iterable[Asked]) -> None:
        with self._library.transaction():
            for one in asked:
                if one.document and one.content_sha256:
                    self._library.save_document(
                        one.document, one.content_sha256, self._run.now()
                    )
                    if one.document.unresolved:
                        self._run.note(
                            Finding(
                                code="document-unresolved",
                                subject=one.printed,
                                message=f"{one.printed}: {one.document.unresolved}",
                                advice="`harvest identify` shows what stands in it.",
                            )
                        )

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
        found = {
            key: number
            for key in keys
            if (number := self._library.find_article(key)) is not None
        }
        if len(set(found.values())) > 1:
            self._run.note(_disagreement(one.printed, found))
        for article_id in found.values():
            article = self._library.load_article(article_id)
            return Outcome(
                asked=one.printed,
                took_for=one.took_for,
                keys=keys,
                article_id=article_id,
                article=article,
                change=self._run.changes.get(article_id, "unchanged"),
                problem=self._gap(article),
            )
        names = [":".join(key) for key in keys]
        reasons = self._failures(names) or list(self._unknown(names))
        return Outcome(
            asked=one.printed,
            took_for=one.took_for,
            keys=keys,
            problem="; ".join(reasons) or "no service answered for it",
        )

    def _unknown(self, names: Iterable[str]) -> Iterator[str]:
        """Yield what is known of identifiers that no service answers for."""
        silent = []
        for name in names:
            by = self._run.unknown.get(name, set())
            if DOIRA.name in by:
                yield not_registered(name.partition(":")[2])
            elif by:
                silent.append(name)
        if silent:
            yield (
                f"no service knows {' or '.join(silent)}: check it for a slip; it may "
                "also have been deleted, or merged into another record"
            )

    def _failures(self, names: Iterable[str]) -> list[str]:
        """Return why there is no answer for identifiers (``scheme:value``)."""
        wanted = set(names)
        failures = (f.message for f in self._run.failures if wanted & set(f.asked))
        return list(dict.fromkeys(failures))

    def _gap(self, article: Article) -> str | None:
        """Return why an article consists of its DOI alone; None where it does not."""
        if {name for name, _ in article.sources} != {DOIRA.name}:
            return None
        ((_, doi),) = article.sources
        if failures := self._failures([f"doi:{doi}"]):
            return f"{'; '.join(failures)}: only the identifier is kept"
        told = str(registration(self._library.component(article.article_keys), doi))
        self._run.note(
            Finding(code="metadata-elsewhere", subject=f"doi:{doi}", message=told)
        )
        return told


def _disagreement(printed: str, found: Mapping[Key, int]) -> Finding:
    names = " and ".join(f"{scheme} {value}" for scheme, value in found)
    return Finding(
        code="identifiers-disagree",
        subject=printed,
        message=f"{printed}: {names} are said of one article, but are of several; "
        "each is kept as its own.",
        advice="Look at the document: one of the identifiers is another article's.",
    )
