"""The library for programs: ``from harvester import Library``.

Examples:
    >>> from tempfile import TemporaryDirectory
    >>> from harvester import Library
    >>> folder = TemporaryDirectory()
    >>> with Library.open(f"{folder.name}/literature.db") as library:
    ...     (got,) = library.harvest("99000024", offline=True)
    ...     article = library.get("10.5555/ais.2009.0007")
    ...     why = library.why("99000024", "volume")
    >>> got.change, article.volume, article.year
    ('added', '007', 2009)
    >>> why.source, why.rule, [(r.source, r.value, r.kind) for r in why.rejected]
    ('pubmed', 'prefer pubmed', [('crossref', '7', 'formatting')])
    >>> folder.cleanup()
"""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from harvester import store
from harvester.config import Settings, load_settings
from harvester.errors import UnknownNameError
from harvester.export import FORMATS, write_bytes
from harvester.identify import explain_not_identifier, read_argument, read_identifier
from harvester.model import Article
from harvester.pipeline import Asked, Harvest, Outcome, ask_for_identifier
from harvester.pipeline.client import build_client, run_with
from harvester.pipeline.rules import read_limits, read_rules
from harvester.reconcile import FIELDS, explain_no_field, field_named
from harvester.search import parse_query
from harvester.sources.registry import choose_sources
from harvester.store import Account, ArticleLinks, Hit, Page, no_account

__all__ = ["Account", "Article", "ArticleLinks", "Hit", "Library", "Outcome"]

_Result = TypeVar("_Result")


class Library:
    """A library of articles, open for reading; ``harvest`` adds to it.

    An article is named as a person would: a PMID, DOI or PMCID in any usual spelling,
    or a URL of one. Every error is a ``HarvesterError``.
    """

    def __init__(self, kept: store.Library, settings: Settings) -> None:
        self._kept = kept
        self._settings = settings

    @classmethod
    def open(
        cls,
        path: str | Path | None = None,
        *,
        create: bool = True,
        config: str | None = None,
    ) -> Self:
        """Open a library; use it in a ``with`` statement, or ``close`` it.

        Args:
            path: Its file; None is the one that the configuration names.
            create: Make it where there is none.
            config: The configuration's file; None reads ``./config.toml``, if there
                is one.

        Raises:
            ConfigError: The configuration cannot be used.
            LibraryError: It is no library that this version can use.
        """
        settings = load_settings(config)
        file = Path(path or settings.library.database)
        if create and not file.exists():
            store.Library.open(file).close()
        return cls(store.Library.open(file, create=False, read_only=True), settings)

    @property
    def path(self) -> Path:
        """The file."""
        return self._kept.path

    def close(self) -> None:
        """Close the file."""
        self._kept.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def harvest(
        self, *identifiers: str, offline: bool = False, with_links: bool = True
    ) -> tuple[Outcome, ...]:
        """Get articles with what is linked to them, and keep them.

        Args:
            identifiers: PMIDs, DOIs, PMCIDs, URLs.
            offline: Answer from the records that ship with the package.
            with_links: Ask for similar, citing and cited articles, too.

        Returns:
            At least one per identifier, in order; ``problem`` says why there is no
            article, be it that an identifier is none.

        Raises:
            LibraryError: It cannot be written to.
        """
        read = [(printed, read_argument(printed)) for printed in identifiers]
        asked = [ask_for_identifier(printed, key) for printed, key in read if key]
        got = iter(
            _outside_loops(
                lambda: self._harvest(asked, offline=offline, with_links=with_links)
            )
        )
        return tuple(next(got) if key else _not_asked(printed) for printed, key in read)

    def _harvest(
        self, asked: Sequence[Asked], *, offline: bool, with_links: bool
    ) -> tuple[Outcome, ...]:
        settings = self._settings
        client = build_client(settings, offline=offline)
        with store.Library.open(self.path) as kept:
            run = Harvest(
                kept,
                client,
                choose_sources(settings.links.indexes),
                read_limits(settings) if with_links else None,
                rules=read_rules(settings),
            )
            command = shlex.join(["Library.harvest", *(one.printed for one in asked)])
            outcomes, _ = run_with(client, run.run(asked, command))
        return outcomes

    def get(self, identifier: str) -> Article:
        """Return an article.

        Raises:
            IdentifierError: ``identifier`` is none.
            AbsentError: The library does not hold the article.
        """
        return self._kept.load_article(self._find(identifier))

    def __contains__(self, identifier: str) -> bool:
        """Whether the library holds an article."""
        key = read_argument(identifier)
        return key is not None and self._kept.find_article(key.key) is not None

    def search(self, query: str) -> tuple[Hit, ...]:
        """Return all articles that meet a query of ``harvest search``, in its order."""
        return self._kept.search(parse_query(query), Page(limit=None)).hits

    def export(self, query: str, form: str) -> Iterator[bytes]:
        """Yield the articles that meet a query for other programs, piece by piece.

        Args:
            query: As for ``search``; ``""`` is all.
            form: As for ``harvest export --format``: ``bibtex``, ``ris``, ``csl-json``.

        Returns:
            Pieces of a file; text is UTF-8.

        Raises:
            UnknownNameError: There is no such format, or its package is missing.
        """
        ready = [name for name, known in FORMATS.items() if known.is_ready]
        if form not in ready:
            raise UnknownNameError(f"no format {form!r}; there are {', '.join(ready)}")
        numbers = self._kept.find_numbers(parse_query(query))
        return write_bytes(form, self._kept.load_articles(numbers))

    def links(self, identifier: str) -> ArticleLinks:
        """Return what is similar to an article, cites it, or is cited by it.

        Each work comes once per provider that lists it; ``sets`` tells how far each
        provider's list is known.

        Raises:
            IdentifierError: ``identifier`` is none.
            AbsentError: The library does not hold the article.
        """
        return self._kept.load_links(self._find(identifier))

    def why(self, identifier: str, field: str) -> Account:
        """Return who said what of a field, which value was taken, and by which rule.

        Args:
            identifier: Of an article.
            field: As people call it: ``volume``, ``journal``, ``authors``.

        Raises:
            IdentifierError: ``identifier`` is none.
            AbsentError: The library does not hold the article.
            UnknownNameError: There is no such field.
        """
        name = field_named(field)
        if name not in FIELDS:
            raise UnknownNameError(explain_no_field(field, FIELDS))
        accounts = self._kept.load_accounts(self._find(identifier))
        return accounts.get(name) or no_account(name)

    def _find(self, identifier: str) -> int:
        return self._kept.find_named(read_identifier(identifier))


def _not_asked(printed: str) -> Outcome:
    told = explain_not_identifier(printed)
    return Outcome(asked=printed, took_for="nothing", keys=(), problem=told)


def _outside_loops(work: Callable[[], _Result]) -> _Result:
    """Do what runs an event loop of its own, where one runs already, too.

    A notebook's cells run inside a loop.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    with ThreadPoolExecutor(max_workers=1) as executor:
        return executor.submit(work).result()
