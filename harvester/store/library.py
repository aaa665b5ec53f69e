"""The library: one SQLite file with all that was harvested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from harvester.changes import ArticleChange
from harvester.errors import AbsentError
from harvester.link import Branch
from harvester.model import (
    Article,
    Citation,
    Document,
    Identifier,
    Key,
    LinkSet,
    SourceRecord,
)
from harvester.store import (
    articles,
    documents,
    history,
    linked,
    links,
    matching,
    payloads,
    records,
    runs,
    upkeep,
)
from harvester.store.authors import Authors
from harvester.store.contents import Contents
from harvester.store.curation import Curation
from harvester.store.dumps import Dumps
from harvester.store.encoding import Change
from harvester.store.exploring import Exploring
from harvester.store.freshness import Freshness
from harvester.store.loading import Loading
from harvester.store.pairs import Pairs
from harvester.store.provenance import Provenance
from harvester.store.quarantine import Quarantine
from harvester.store.rebuild import Rebuilding
from harvester.store.schema import TABLES
from harvester.store.searches import Searches
from harvester.store.standing import Standing
from harvester.store.survey import Survey, build_survey
from harvester.store.terms import Terms
from harvester.store.trouble import explained
from harvester.wire import Payload


class Library(
    Freshness,
    Loading,
    Standing,
    Provenance,
    Pairs,
    Searches,
    Exploring,
    Curation,
    Contents,
    Terms,
    Dumps,
):
    """A library, open. Everything that is saved is saved wholly or not at all.

    All methods raise ``LibraryBusyError`` where another process is writing for more
    than a few seconds, and ``LibraryError`` where the disk is full, the file cannot
    be written to, or is damaged.
    """

    def begin_run(self, command: str, started_at: datetime) -> int:
        """Note in the run log that a run begins; return its number."""
        with self.transaction():
            return runs.begin_run(self._db, command, started_at)

    def finish_run(
        self,
        run_id: int,
        summary: Any,
        finished_at: datetime,
        *,
        outcome: str = "done",
        requests: Mapping[str, int] | None = None,
    ) -> None:
        """Note in the run log how a run ended.

        Args:
            run_id: Its number.
            summary: What it did; kept as JSON.
            finished_at: When it ended.
            outcome: One word (``done``, ``partly``, ``failed``).
            requests: Requests sent, by service; counted from the replies where it
                is not given.
        """
        with self.transaction():
            runs.finish_run(
                self._db,
                run_id,
                summary,
                finished_at,
                outcome=outcome,
                requests=requests,
            )

    def load_runs(
        self, *, limit: int, before: int | None = None
    ) -> tuple[runs.RunEntry, ...]:
        """Return the last runs, or the last before a number, the newest first."""
        with explained(self.path):
            return runs.load_runs(self._db, limit=limit, before=before)

    def survey(self, now: datetime) -> Survey:
        """Return the state of the library in numbers."""
        with explained(self.path):
            return build_survey(self._db, now)

    def backup(self, target: Path) -> None:
        """Write a copy of the library, checked, to a file that is not there yet.

        Raises:
            LibraryError: ``target`` exists, its folder does not, the disk is full,
                or the copy is not sound (then it is deleted).
        """
        upkeep.back_up(self._db, self.path, target)

    def find_damage(self) -> tuple[str, ...]:
        """Return what is wrong with the file, the first hundred; ``()`` if sound."""
        with explained(self.path):
            return upkeep.find_damage(self._db)

    def save_payload(self, payload: Payload, run_id: int) -> int:
        """Keep a reply, once if it is equal to an earlier one; return its number."""
        with self.transaction():
            return payloads.save_payload(self._db, payload, run_id)

    def load_payloads(self) -> Iterator[tuple[int, Payload]]:
        """Return every reply kept, with its number, in the order of arrival."""
        with explained(self.path):
            yield from payloads.load_payloads(self._db)

    def save_record(
        self,
        record: SourceRecord,
        payload_id: int | None,
        now: datetime,
        run_id: int | None = None,
    ) -> Change:
        """Keep what a source says, and from which reply it was read."""
        with self.transaction():
            return records.save_record(self._db, record, payload_id, now, run_id)

    def save_unknown(self, source: str, scheme: str, value: str, now: datetime) -> bool:
        """Remember that a service says it does not know an identifier; is it news?"""
        with self.transaction():
            return records.save_unknown(self._db, source, (scheme, value), now)

    def find_gone(self, saved: Iterable[SourceRecord]) -> frozenset[tuple[str, str]]:
        """Return (source, source_id) of records that their source has no more."""
        with explained(self.path):
            return records.find_gone(self._db, saved)

    def component(self, keys: Iterable[Key]) -> tuple[SourceRecord, ...]:
        """Return all records connected to ``keys`` through shared identifiers."""
        with explained(self.path):
            return records.component(self._db, keys)

    def save_article(
        self,
        article: Article,
        *,
        citation: str,
        now: datetime,
        run_id: int | None = None,
    ) -> tuple[int, Change]:
        """Keep an article under a number that stays, and what it was before.

        Args:
            article: Merged from records that are saved already.
            citation: The article in one line.
            now: The clock.
            run_id: The run that found it so.

        Returns:
            Its number, and what happened to it.
        """
        with self.transaction():
            return articles.save_article(
                self._db, article, citation=citation, now=now, run_id=run_id
            )

    def find_article(self, key: Key) -> int | None:
        """Return the number of the article that answers to ``key``, or None."""
        with explained(self.path):
            return articles.find_article(self._db, key)

    def find_named(self, identifier: Identifier) -> int:
        """Return the number of the article with an identifier.

        Raises:
            AbsentError: The library does not hold it.
        """
        number = self.find_article(identifier.key)
        if number is None:
            value = identifier.value
            told = f"{value} is not in {self.path}; `harvest {value}` gets it."
            raise AbsentError(told)
        return number

    def load_article(self, article_id: int) -> Article:
        """Return an article as it was saved; KeyError if there is none."""
        with explained(self.path):
            return articles.load_article(self._db, article_id)

    def load_article_as_of(self, article_id: int, moment: datetime) -> Article | None:
        """Return an article as it was at ``moment``, None if it was not there yet.

        Raises:
            KeyError: The library never had one of that number.
        """
        with explained(self.path):
            return history.load_article_as_of(self._db, article_id, moment)

    def load_changes(
        self,
        *,
        since: datetime | None = None,
        run_id: int | None = None,
        first_run_id: int | None = None,
        article_id: int | None = None,
    ) -> tuple[ArticleChange, ...]:
        """Return what changed since a moment, in or from a run, of an article."""
        with explained(self.path):
            return history.load_changes(
                self._db,
                since=since,
                run_id=run_id,
                first_run_id=first_run_id,
                article_id=article_id,
            )

    def mark_deleted(
        self,
        key: Key,
        now: datetime,
        run_id: int | None = None,
        successor: Key | None = None,
    ) -> int | None:
        """Mark an article whose record a service no longer has; it stays, readable.

        Args:
            key: The identifier that is gone.
            now: The clock.
            run_id: The run that found it gone.
            successor: What the service has instead of it, where it says so.

        Returns:
            The number of the article; None if none here answers to ``key``.
        """
        with self.transaction():
            return history.mark_deleted(self._db, key, successor, run_id, now)

    @property
    def quarantine(self) -> Quarantine:
        """The identities in doubt; to be written to within a transaction."""
        return Quarantine(self._db)

    @property
    def rebuilding(self) -> Rebuilding:
        """How far a rebuild has come; to be used within a transaction."""
        return Rebuilding(self._db)

    def mark_restored(self, key: Key, now: datetime, run_id: int | None = None) -> None:
        """Take ``mark_deleted`` back: the service has the record (again)."""
        with self.transaction():
            history.mark_restored(self._db, key, run_id, now)

    def save_link_set(self, link_set: LinkSet, run_id: int, now: datetime) -> int:
        """Keep what a provider says of an article's ties; return the set's number."""
        with self.transaction():
            return links.save_link_set(self._db, link_set, run_id, now)

    def load_tree(self, article_id: int, kind: str, *, depth: int) -> Branch:
        """Return an article with what it is tied to, and that in turn.

        Args:
            article_id: Its number; KeyError if there is none.
            kind: ``similar``, ``cited-by`` or ``references``.
            depth: How many generations.
        """
        with explained(self.path):
            return linked.load_tree(self._db, article_id, kind, depth=depth)

    def load_links(self, article_id: int) -> linked.ArticleLinks:
        """Return what an article is tied to, and how far each list is known."""
        with explained(self.path):
            return linked.load_links(self._db, article_id)

    def count_one_way(self, article_id: int) -> dict[tuple[str, str], int]:
        """Count what lists of the article lack; see ``linked.count_one_way``."""
        with explained(self.path):
            return linked.count_one_way(self._db, article_id)

    def find_tied_with(self, article_id: int, code: str) -> tuple[int, ...]:
        """Return who is tied by a citation and has a finding; see ``linked``."""
        with explained(self.path):
            return linked.find_tied_with(self._db, article_id, code)

    def save_document(self, document: Document, sha256: str, now: datetime) -> int:
        """Keep what was read from a document; return its number."""
        with self.transaction():
            return documents.save_document(self._db, document, sha256, now)

    def load_documents(self, article_id: int) -> tuple[documents.KeptDocument, ...]:
        """Return the documents that are an article, then those that mention it."""
        with explained(self.path):
            return documents.load_documents(self._db, article_id)

    @property
    def authors(self) -> Authors:
        """Who stands in the bylines."""
        return Authors(self._db, self.path)

    def match_candidates(
        self, citation: Citation, limit: int = 20
    ) -> tuple[Article, ...]:
        """Return articles that a citation may mean, those that share most first.

        Found by identifier, by volume or year and first page, by first author and
        year, by words of the title, by phrases of the abstract. Candidates only:
        ``match.match_citation`` says which of them is meant, if any.
        """
        with explained(self.path):
            return matching.match_candidates(self._db, citation, limit)

    def counts(self) -> dict[str, int]:
        """Return how many rows each table has that is of use to people."""
        with explained(self.path):
            return {
                table.name: self._db.execute(
                    f"SELECT count(*) FROM {table.name}"
                ).fetchone()[0]
                for table in TABLES
                if not table.is_hidden
            }
