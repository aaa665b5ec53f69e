"""What a person decides about a field, kept and merged at once."""

from __future__ import annotations

from datetime import datetime

from harvester.errors import CorrectionError
from harvester.model import ARTICLE_SCHEMES, Correction, Key
from harvester.pipeline.merging import merge_articles
from harvester.reconcile import Rules, check_field, explain_correction
from harvester.store import Library
from harvester.store.encoding import timestamp


class Correcting:
    """A run in which a person corrects an article.

    Args:
        library: That holds it.
        article_id: Its number.
        rules: By which articles are merged.
        now: The clock.
    """

    def __init__(
        self, library: Library, article_id: int, rules: Rules, now: datetime
    ) -> None:
        self._library = library
        self._rules = rules
        self._now = now
        self._article_id = article_id
        self._keys = library.load_article(article_id).article_keys

    def set_value(
        self, field: str, printed: str | None, why: str | None, command: str
    ) -> int:
        """Have a field say what the person says, whatever the sources say.

        Args:
            field: A field that can be corrected.
            printed: The value; None: there is none.
            why: The person's reason; None keeps the one given with the same value.
            command: The command line, for the run log.

        Returns:
            The number of the article.

        Raises:
            CorrectionError: The field cannot be corrected, or not to that.
        """
        check_field(field)
        meaning = None if printed is None else explain_correction(field, printed)
        correction = Correction(
            key=self._key,
            field=field,
            printed=printed,
            why=why or self._reason(field, printed),
            set_at=timestamp(self._now),
        )
        with self._library.transaction():
            self._withdraw(field, but=self._key)
            self._library.save_correction(correction, meaning, self._now)
            return self._merge(command)

    def withdraw(self, field: str, command: str) -> int:
        """Have a field say what the sources say again.

        Raises:
            CorrectionError: Nobody has corrected it, or it is no such field.
        """
        check_field(field)
        with self._library.transaction():
            if not self._withdraw(field):
                raise CorrectionError(
                    f"{field} was not corrected; `harvest corrections` lists what was"
                )
            return self._merge(command)

    @property
    def _key(self) -> Key:
        """The identifier to keep a correction under: a PMID is of one work alone."""
        return min(self._keys, key=lambda key: ARTICLE_SCHEMES.index(key[0]))

    def _reason(self, field: str, printed: str | None) -> str | None:
        """Return why the person said the same before, where that stands."""
        standing = (
            kept.correction
            for kept in self._library.list_corrections(self._article_id)
            if kept.withdrawn_at is None
        )
        same = (one for one in standing if (one.field, one.printed) == (field, printed))
        return next((one.why for one in same), None)

    def _withdraw(self, field: str, but: Key | None = None) -> bool:
        done = [
            self._library.withdraw_correction(key, field, self._now)
            for key in dict.fromkeys(self._keys)
            if key != but
        ]
        return any(done)

    def _merge(self, command: str) -> int:
        run_id = self._library.begin_run(command, self._now)
        merge_articles(
            self._library, self._keys, self._rules, now=self._now, run_id=run_id
        )
        self._library.finish_run(run_id, {}, self._now, requests={})
        return self._library.find_article(self._key) or self._article_id
