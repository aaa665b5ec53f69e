"""The folded texts of the record that is just being looked at."""

from __future__ import annotations

from harvester.model import SourceRecord
from harvester.reconcile.cited_date import YearRule, find_cited_date, year_of
from harvester.selection.columns import COLUMNS
from harvester.selection.words import fold_words


class Texts:
    """The columns of the last record, each folded once however many clauses ask.

    Args:
        year_rule: Which date a work is cited under.

    Attributes:
        names: Of all columns; those that cost most come last.
    """

    def __init__(self, year_rule: YearRule) -> None:
        self.names = ("year", *COLUMNS)
        self._year_rule = year_rule
        self._record: SourceRecord | None = None
        self._folded: dict[str, str] = {}

    def column(self, record: SourceRecord, name: str) -> str:
        """Return the words of a column, folded; ``""`` where it is empty."""
        if record is not self._record:
            self._record, self._folded = record, {}
        folded = self._folded.get(name)
        if folded is None:
            folded = self._folded[name] = fold_words(self._text(record, name) or "")
        return folded

    def _text(self, record: SourceRecord, name: str) -> str | None:
        if name != "year":
            return COLUMNS[name](record)
        date = find_cited_date(record, self._year_rule)
        return str(year_of(date)) if date else None
