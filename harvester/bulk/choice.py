"""Which records of a file are kept: asked anew in every process that reads."""

from __future__ import annotations

from pathlib import Path

from harvester.errors import DocumentError
from harvester.model import Key, SourceRecord, Value
from harvester.reconcile import YearRule
from harvester.search import parse_selection
from harvester.selection import RecordTest, build_id_test, build_test, read_id_list
from harvester.store import Library


class Choice(Value, frozen=True, kw_only=True):
    """A selection out of files, and all that the library holds already.

    What was chosen once is kept up to date, even if it is not asked for any more.

    Attributes:
        library: The library's file; it knows MeSH, and what it holds.
        where: A query; None: any record.
        keys: (scheme, value) of which a record must bear one; None: any.
        year_rule: Which date a work is cited under.
    """

    library: Path
    where: str | None = None
    keys: frozenset[Key] | None = None
    year_rule: YearRule = YearRule.ISSUE

    @property
    def words(self) -> str:
        """The selection as it is noted with a file; empty: everything."""
        listed = "" if self.keys is None else f"{len(self.keys)} identifiers"
        return " · ".join(filter(None, (self.where, listed)))

    def __call__(self) -> RecordTest | None:
        """Return the test, None where everything is kept.

        Raises:
            SelectionError: Records cannot be asked so.
        """
        if self.where is None and self.keys is None:
            return None
        library = Library.open(self.library, read_only=True)
        tests: list[RecordTest] = []
        if self.keys is not None:
            tests.append(build_id_test(self.keys))
        if self.where is not None:
            query = parse_selection(self.where)
            tests.append(build_test(query, library, year_rule=self.year_rule))

        def is_wanted(record: SourceRecord) -> bool:
            return all(test(record) for test in tests) or any(
                library.has_record(record.source, key)
                for key in record.article_keys
                if key[1] == record.source_id
            )

        return is_wanted


def read_keys(path: Path) -> frozenset[Key]:
    """Return the identifiers of a list.

    Raises:
        DocumentError: It cannot be read, or a line of it names nothing.
    """
    try:
        listed = read_id_list(path.read_text("utf-8-sig").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"{path} cannot be read ({error}).") from error
    if listed.problems:
        line, why = listed.problems[0]
        more = len(listed.problems) - 1
        told = f" (and {more} more lines)" if more else ""
        raise DocumentError(f"{path}, line {line}: {why}{told}")
    if not listed.keys:
        raise DocumentError(f"{path} names no identifier.")
    return listed.keys
