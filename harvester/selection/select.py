"""A query → the test whether a record meets it.

Every field asks of a record what the library asks of the article that would be made
of it alone. A test is compiled once; within a group what costs least is asked first.
"""

from __future__ import annotations

from collections.abc import Sequence

from harvester.errors import SelectionError
from harvester.reconcile import YearRule
from harvester.search import Clause, Either, Every, Field, Node, Not, Query
from harvester.search.fulltext import COLUMNS as ASKED
from harvester.search.fulltext import spell_clause
from harvester.selection.base import Headings, RecordTest
from harvester.selection.fields import TESTS, find_year
from harvester.selection.headings import build_heading_test
from harvester.selection.texts import Texts
from harvester.selection.words import fold_words

_WORDS, _PEOPLE = 5, 6
_COSTS: dict[Field | None, int] = {
    **dict.fromkeys(Field, 1),
    Field.JOURNAL: 2,
    Field.MESH: 2,
    Field.ORCID: 3,
    Field.YEAR: 3,
    Field.IS: 4,
    **dict.fromkeys(ASKED, _WORDS),
    Field.AUTHOR: _PEOPLE,
}
"""What a clause costs, as measured on a baseline file; the order counts."""


def build_test(
    query: Query,
    headings: Headings | None = None,
    *,
    year_rule: YearRule = YearRule.ISSUE,
) -> RecordTest:
    """Return whether a normalised record meets a query.

    Where the library reads ``journal:`` as words of titles because it has no journal
    of that name, a record is still asked for the name: words take a star (``surg*``).

    Args:
        query: What is asked (see ``parse_selection``).
        headings: Who knows MeSH; None: headings are told by name or UI as typed.
        year_rule: Which date a work is cited under.

    Raises:
        SelectionError: A record cannot say what is asked, a value is unknown, or
            narrower headings are asked for where nobody knows the trees.
    """
    return _Compiler(headings, year_rule).compile(query.root)


class _Compiler:
    def __init__(self, headings: Headings | None, year_rule: YearRule) -> None:
        self._headings = headings
        self._year_rule = year_rule
        self._texts = Texts(year_rule)

    def compile(self, node: Node) -> RecordTest:
        match node:
            case Clause():
                return self._clause(node)
            case Not(part=part):
                return _negated(self.compile(part))
            case Every(parts=parts):
                return _every([self.compile(one) for one in sorted(parts, key=_cost)])
            case Either(parts=parts):
                return _any([self.compile(one) for one in sorted(parts, key=_cost)])

    def _clause(self, clause: Clause) -> RecordTest:
        if clause.field in ASKED:
            return self._words(clause)
        if clause.field is Field.MESH:
            return build_heading_test(clause, self._headings)
        if clause.field is Field.YEAR:
            return find_year(clause, self._year_rule)
        build = TESTS.get(clause.field) if clause.field else None
        if build is None:
            raise SelectionError(f"{clause.field}: is nothing that a record says.")
        return build(clause)

    def _words(self, clause: Clause) -> RecordTest:
        phrases = tuple(
            folded[:-1] if is_begun else folded
            for text, is_begun in spell_clause(clause)
            if (folded := fold_words(text))
        )
        names = ASKED[clause.field] or self._texts.names
        column = self._texts.column
        if len(phrases) == 1:
            (phrase,) = phrases
            return lambda record: any(phrase in column(record, name) for name in names)
        return lambda record: any(
            phrase in column(record, name) for name in names for phrase in phrases
        )


def _cost(node: Node) -> int:
    match node:
        case Clause(field=field):
            return _COSTS[field]
        case Not(part=part):
            return _cost(part)
        case Every(parts=parts) | Either(parts=parts):
            return max(map(_cost, parts), default=0)


def _negated(test: RecordTest) -> RecordTest:
    return lambda record: not test(record)


def _every(tests: Sequence[RecordTest]) -> RecordTest:
    if len(tests) == 1:
        return tests[0]
    return lambda record: all(test(record) for test in tests)


def _any(tests: Sequence[RecordTest]) -> RecordTest:
    return lambda record: any(test(record) for test in tests)
