"""The part of a library that knows how fresh it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from harvester.model import Key, SourceRecord
from harvester.schedule import DueClass, Question, Subject
from harvester.store import checks, records
from harvester.store.checks import Basis, Check
from harvester.store.lock import exclusive
from harvester.store.session import Session
from harvester.store.trouble import explained


class Freshness(Session):
    """What was asked when, what is due, what is watched; a part of ``Library``."""

    def has_record(self, source: str, key: Key) -> bool:
        """Return whether ``source`` once gave a record of its own key ``key``."""
        with explained(self.path):
            return records.has_record(self._db, source, key)

    def load_record(self, source: str, source_id: str) -> SourceRecord | None:
        """Return what ``source`` says under its own key, None where it said nothing."""
        with explained(self.path):
            return records.load_record(self._db, source, source_id)

    def load_issns(self, source: str, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the ISSNs in records of ``source``; see ``records``."""
        with explained(self.path):
            return records.load_issns(self._db, source, ids)

    def lock(self, now: datetime) -> AbstractContextManager[None]:
        """Be the only refresh of this library while a ``with`` block runs.

        Raises:
            LibraryBusyError: Another process refreshes it.
        """
        return exclusive(self.path, now)

    def save_checks(self, asked: Iterable[Check], started_at: datetime) -> None:
        """Note what came of questions; the bookmarks move to the run's beginning."""
        with self.transaction():
            checks.save_checks(self._db, asked, started_at)

    def forget_checks(self, source: str, subject: Subject, keys: Iterable[Key]) -> None:
        """Forget questions that another identifier answers now."""
        with self.transaction():
            checks.forget_checks(self._db, source, subject, keys)

    def due_questions(
        self, classes: Sequence[DueClass], homes: Mapping[str, str]
    ) -> Iterator[Question]:
        """Return what is due, the most urgent first; see ``checks``."""
        with explained(self.path):
            yield from checks.due_questions(self._db, classes, homes)

    def all_questions(self, homes: Mapping[str, str]) -> Iterator[Question]:
        """Return a question about every record, due or not."""
        with explained(self.path):
            yield from checks.all_questions(self._db, homes)

    def load_basis(self, question: Question) -> Basis:
        """Return what the rules of refreshing are applied to for a question."""
        with explained(self.path):
            return checks.load_basis(self._db, question)

    def article_basis(self, article_id: int) -> tuple[str | None, bool]:
        """Return when an article was published (EDTF), and whether it is watched."""
        with explained(self.path):
            return checks.article_basis(self._db, article_id)

    def questions_about(self, article_id: int) -> tuple[Question, ...]:
        """Return the questions about the records of an article that were asked."""
        with explained(self.path):
            return checks.questions_about(self._db, article_id)

    def is_asked(self, source: str, key: Key) -> bool:
        """Return whether a source was asked for a record, whatever came of it."""
        with explained(self.path):
            return checks.is_asked(self._db, source, key)

    def set_rule(self, question: Question, rule: str) -> None:
        """Change the rule that says when a question is asked again."""
        with self.transaction():
            checks.set_rule(self._db, question, rule)

    def watch(self, article_id: int, now: datetime) -> bool:
        """Mark an article as watched; False where it is already."""
        with self.transaction():
            return checks.watch(self._db, article_id, now)

    def unwatch(self, article_id: int) -> bool:
        """Take the mark away; False where there is none."""
        with self.transaction():
            return checks.unwatch(self._db, article_id)

    def article_keys(self, article_id: int) -> frozenset[Key]:
        """Return the valid identifiers that can name an article."""
        with explained(self.path):
            return checks.article_keys(self._db, article_id)

    def has_link_sets(self, article_id: int) -> bool:
        """Return whether link lists of an article were ever asked for."""
        with explained(self.path):
            return checks.has_link_sets(self._db, article_id)
