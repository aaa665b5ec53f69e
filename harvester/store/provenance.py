"""The part of a library that knows whose word a value is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from harvester.model import Correction, Key
from harvester.store import accounts, corrections, payloads, sent
from harvester.store.session import Session
from harvester.store.trouble import explained


class Provenance(Session):
    """Corrections, and from which replies values come; a part of ``Library``."""

    def save_correction(
        self, correction: Correction, meaning: str | None, now: datetime
    ) -> None:
        """Keep a correction; an earlier one of the same field is withdrawn.

        Args:
            correction: What a person says.
            meaning: What the value was read as, for people.
            now: The clock.
        """
        with self.transaction():
            corrections.save_correction(self._db, correction, meaning, now)

    def withdraw_correction(self, key: Key, field: str, now: datetime) -> bool:
        """Take back what was said of a field; False where nothing was."""
        with self.transaction():
            return corrections.withdraw_correction(self._db, key, field, now)

    def load_corrections(self, keys: Iterable[Key]) -> tuple[Correction, ...]:
        """Return the corrections that stand for any of ``keys``."""
        with explained(self.path):
            return corrections.load_corrections(self._db, keys)

    def list_corrections(
        self, article_id: int | None = None
    ) -> tuple[corrections.KeptCorrection, ...]:
        """Return all corrections, withdrawn ones too; of one article or of all."""
        with explained(self.path):
            return corrections.list_corrections(self._db, article_id)

    def save_agreement(
        self, correction: Correction, sources: tuple[str, ...], now: datetime
    ) -> None:
        """Keep which sources say the same as a correction that stands."""
        with self.transaction():
            corrections.save_agreement(self._db, correction, sources, now)

    def load_readings(self, article_id: int) -> dict[tuple[str, str], payloads.Reading]:
        """Return from which reply each record of an article was read.

        Returns:
            By (source, source_id); a record without a reply is left out.
        """
        with explained(self.path):
            return payloads.load_readings(self._db, article_id)

    def load_sent(self, article_id: int) -> tuple[sent.Sent, ...]:
        """Return from what every record of an article was read; by source and key.

        A record without reply or file is left out.
        """
        with explained(self.path):
            return sent.load_sent(self._db, article_id)

    def load_accounts(self, article_id: int) -> dict[str, accounts.Account]:
        """Return who said what of every field that has an origin, by field.

        Raises:
            KeyError: There is no such article.
        """
        with explained(self.path):
            return accounts.load_accounts(self._db, article_id)
