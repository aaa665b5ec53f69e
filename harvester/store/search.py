"""A query → a page of the articles that meet it.

Made for a million articles: hits are counted up to ``COUNTED``. Up to there they are
sorted as wished; of more, the newest (or oldest, most cited, last added) are found by
going through an index in that order. Nothing here writes: any connection will do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from enum import StrEnum

import msgspec

from harvester.model import Value
from harvester.search import Every, Not, Query
from harvester.search.fulltext import build_highlight, build_match
from harvester.store.clauses import SEARCHED, WORDS, find_set
from harvester.store.encoding import to_json
from harvester.store.facets import SAMPLED, Facet, load_facets
from harvester.store.schema.articles import OVERVIEW
from harvester.store.sets import SqlValue, build_set, intersect

COUNTED = 30_000
"""Hits beyond which nobody counts, nor sorts by relevance."""

MARK, END_MARK = "\x02", "\x03"
"""What stands before and behind a word that was searched for, see ``split_marked``."""

_PROBED = 100
_FIRST_PROBED = 20
"""Newest articles that are looked into one by one where hits are many; after the first
of them only if so many promise to be enough."""

_SNIPPET_WORDS = 40


class Sort(StrEnum):
    """The orders of hits; their values are what people type."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    CITED = "cited"
    """Most cited first, as far as lists of citing works are known."""
    ADDED = "added"
    """Last come into the library first."""


class Hit(Value, frozen=True, kw_only=True):
    """An article that meets a query.

    Attributes:
        article_id: Its number.
        citation: It in one line.
        pmid, doi, pmcid, title, authors, journal, year, published, type: As in the
            table ``articles``.
        status: Its editorial status (``retraction_status``).
        cited_by_count: None where nobody's list of citing works is known.
        marked_title: The title with ``MARK`` around the words that were searched for;
            None where it has none.
        snippet: The same of the piece of the abstract with most of them.
    """

    article_id: int
    citation: str
    pmid: str | None = None
    doi: str | None = None
    pmcid: str | None = None
    title: str | None = None
    authors: str | None = None
    journal: str | None = None
    year: int | None = None
    published: str | None = None
    type: str | None = None
    status: str | None = None
    cited_by_count: int | None = None
    marked_title: str | None = None
    snippet: str | None = None


class Page(Value, frozen=True, kw_only=True):
    """Which of the hits are wanted, and in what order.

    Attributes:
        sort: None: by relevance where words are asked for, else the newest first.
        offset: How many hits to leave out.
        limit: How many to return at most; None: all.
        with_facets: Count what the hits are, too.
    """

    sort: Sort | None = None
    offset: int = 0
    limit: int | None = 20
    with_facets: bool = False


class SearchResult(Value, frozen=True, kw_only=True):
    """A page of what a query found.

    Attributes:
        hits: In the order asked for, or said in ``sort``.
        total: How many there are; with ``is_capped``, that there are more than these.
        is_capped: Nobody counted further.
        sort: The order that they are in.
        offset: How many come before the first of ``hits``.
        notes: What a person should know of how the query was understood.
        facets: What the hits are, in numbers; none where not asked for.
        is_sample: ``facets`` speak of ``SAMPLED`` of the hits, not of all.
    """

    hits: tuple[Hit, ...]
    total: int
    is_capped: bool = False
    sort: Sort = Sort.NEWEST
    offset: int = 0
    notes: tuple[str, ...] = ()
    facets: tuple[Facet, ...] = ()
    is_sample: bool = False


_LISTED = "+id IN (SELECT value FROM json_each(?))"
_COLUMNS = {"article_id": "id", "status": "retraction_status"}
_SHOWN = Hit.__struct_fields__[:-2]
_OVERVIEW = f"INDEXED BY articles_{'_'.join(OVERVIEW)}"
_ORDERS = {
    Sort.NEWEST: "a.year DESC, a.published DESC, a.id DESC",
    Sort.OLDEST: "a.year ASC NULLS LAST, a.published, a.id",
    Sort.CITED: "a.cited_by_count DESC, a.id DESC",
    Sort.ADDED: "a.id DESC",
}
_INDEXES = {
    Sort.NEWEST: "INDEXED BY articles_year_published",
    Sort.OLDEST: "INDEXED BY articles_year_published",
    Sort.CITED: "INDEXED BY articles_cited_by_count",
    Sort.ADDED: "",
}
_NEWEST = (
    f"SELECT a.id FROM articles a {_INDEXES[Sort.NEWEST]} "
    f"ORDER BY {_ORDERS[Sort.NEWEST]} LIMIT ?"
)
_HAS_WORDS = "SELECT 1 FROM articles_fts WHERE articles_fts MATCH ? AND rowid = ?"
_MARKED = (
    f"SELECT highlight(articles_fts, {SEARCHED.index('title')}, ?, ?), "
    f"snippet(articles_fts, {SEARCHED.index('abstract')}, ?, ?, '…', {_SNIPPET_WORDS}) "
    "FROM articles_fts WHERE articles_fts MATCH ? AND rowid = ?"
)


def search(
    db: sqlite3.Connection, query: Query, page: Page | None = None
) -> SearchResult:
    """Return a page of the articles that meet a query.

    Args:
        db: A library of this version; it may be read-only.
        query: What is asked.
        page: Which of the hits are wanted; None: the first.
    """
    page = page or Page()
    found = _Found(db, query)
    order = found.choose_order(page.sort)
    window = (-1 if page.limit is None else max(page.limit, 0), max(page.offset, 0))
    numbers = found.list_numbers(order, window)
    sampled = found.numbers[:SAMPLED] if page.with_facets else ()
    return SearchResult(
        hits=_load_hits(db, numbers, build_highlight(query.root)),
        total=found.total,
        is_capped=found.is_capped,
        sort=order,
        offset=window[1],
        notes=tuple(dict.fromkeys((*query.notes, *found.notes))),
        facets=load_facets(db, sampled) if page.with_facets else (),
        is_sample=page.with_facets and found.total > len(sampled),
    )


def find_numbers(
    db: sqlite3.Connection, query: Query, *, sort: Sort | None = None
) -> tuple[int, ...]:
    """Return the numbers of all articles that meet a query, in order."""
    found = _Found(db, query)
    return tuple(found.list_numbers(found.choose_order(sort), (-1, 0)))


class _Found:
    """The articles that meet a query, before they are sorted.

    Attributes:
        numbers: Theirs, in no order; of many the first.
        is_many: ``numbers`` are not all.
        total, is_capped: As in ``SearchResult``.
        notes: What a person should know.
    """

    def __init__(self, db: sqlite3.Connection, query: Query) -> None:
        self._db = db
        self.notes: list[str] = []
        words, others = _part(query.root)
        self._match = build_match(words)
        text = build_set(WORDS, (self._match,)) if self._match else None
        parts = [find_set(db, part, self.notes) for part in others.parts]
        self._is_narrowed = bool(parts)
        self._set = intersect([text, *parts] if text else parts, first=text)
        if self._set.condition == "TRUE":
            (self.total,) = db.execute("SELECT count(*) FROM articles").fetchone()
            self.is_many, self.is_capped = self.total > COUNTED, False
            self.numbers = self._list_first(SAMPLED if self.is_many else COUNTED)
        else:
            self.numbers = self._list_first(COUNTED + 1)
            self.is_many = self.is_capped = len(self.numbers) > COUNTED
            self.total = min(len(self.numbers), COUNTED)

    def _list_first(self, limit: int) -> list[int]:
        if self._set.sql:
            sql, values = self._set.sql, self._set.values
        else:
            condition, values = self._condition()
            sql = f"SELECT a.id FROM articles a WHERE {condition}"
        once = "" if self._match else "DISTINCT"  # words find each article once
        # As one value: 30,000 rows would take twice as long to come.
        (listed,) = self._db.execute(
            f"SELECT json_group_array(id) FROM (SELECT {once} id FROM ({sql}) LIMIT ?)",
            (*values, limit),
        ).fetchone()
        return msgspec.json.decode(listed, type=list[int])

    def _condition(self) -> tuple[str, tuple[SqlValue, ...]]:
        return self._set.condition_for("+a.id"), self._set.condition_values

    def choose_order(self, sort: Sort | None) -> Sort:
        """Return the order that is possible, and note why it is not the one wished."""
        if sort is None:
            sort = Sort.RELEVANCE if self._match else Sort.NEWEST
        if sort is Sort.RELEVANCE and not self._match:
            self.notes.append("No words are searched for: the newest come first.")
            return Sort.NEWEST
        if sort is Sort.RELEVANCE and self.is_many:
            self.notes.append(
                f"There are more than {COUNTED:,} hits, too many to sort by relevance: "
                "the newest come first."
            )
            return Sort.NEWEST
        return sort

    def list_numbers(self, sort: Sort, window: tuple[int, int]) -> list[int]:
        """Return the numbers of the hits in a window: (how many, from where)."""
        values: tuple[SqlValue, ...] = (to_json(self.numbers),)
        if self.is_many and sort is Sort.NEWEST:
            newest = self._probe(*window)
            if newest is not None:
                return newest
        if self.is_many:
            condition, values = self._condition()
            sql = (
                f"SELECT a.id FROM articles a {_INDEXES[sort]} WHERE {condition} "
                f"ORDER BY {_ORDERS[sort]}"
            )
        elif sort is Sort.RELEVANCE:
            # The other clauses were asked already.
            listed = f" WHERE {_LISTED}" * self._is_narrowed
            sql = f"SELECT id FROM ({WORDS}){listed} ORDER BY score, id DESC"
            values = (self._match or "", *values[: self._is_narrowed])
        else:
            sql = (
                "SELECT a.id FROM json_each(?) f "
                f"CROSS JOIN articles a {_OVERVIEW} ON a.id = f.value "
                f"ORDER BY {_ORDERS[sort]}"
            )
        rows = self._db.execute(f"{sql} LIMIT ? OFFSET ?", (*values, *window))
        return [number for (number,) in rows]

    def _probe(self, limit: int, offset: int) -> list[int] | None:
        """Return the newest hits in a window without listing all that there are.

        Returns:
            None where the newest articles do not have enough of them.
        """
        wanted = offset + limit
        is_words_only = self._match and not self._is_narrowed
        if not is_words_only or limit < 0 or wanted > _PROBED:
            return None
        hits: list[int] = []
        newest = self._db.execute(_NEWEST, (_PROBED,)).fetchall()
        for probed, (number,) in enumerate(newest):
            if len(hits) == wanted:
                break
            if probed >= _FIRST_PROBED and len(hits) * _PROBED < wanted * probed:
                return None
            if self._db.execute(_HAS_WORDS, (self._match, number)).fetchone():
                hits.append(number)
        return hits[offset:] if len(hits) == wanted else None


def _part(root: Every) -> tuple[Every, Every]:
    """Part a query into what words alone can say, and the rest."""
    wanted = [part for part in root.parts if build_match(part)]
    excluded = [
        part
        for part in root.parts
        if wanted and isinstance(part, Not) and build_match(part.part)
    ]
    words = Every(parts=(*wanted, *excluded))
    rest = [p for p in root.parts if p not in words.parts]
    return words, Every(parts=tuple(rest))


def _load_hits(
    db: sqlite3.Connection, numbers: Sequence[int], marked: str | None
) -> tuple[Hit, ...]:
    columns = ", ".join(f"a.{_COLUMNS.get(name, name)}" for name in _SHOWN)
    rows = db.execute(
        f"SELECT {columns} FROM json_each(?) asked JOIN articles a "
        "ON a.id = asked.value ORDER BY asked.key",
        (to_json(numbers),),
    )
    hits = [Hit(**dict(zip(_SHOWN, row, strict=True))) for row in rows]
    return tuple(_mark(db, hit, marked) if marked else hit for hit in hits)


def _mark(db: sqlite3.Connection, hit: Hit, match: str) -> Hit:
    marks = (MARK, END_MARK)
    row = db.execute(_MARKED, (*marks, *marks, match, hit.article_id)).fetchone()
    texts = row or (None, None)
    title, snippet = (one if one and MARK in one else None for one in texts)
    return msgspec.structs.replace(hit, marked_title=title, snippet=snippet)


def split_marked(text: str) -> tuple[tuple[str, bool], ...]:
    r"""Return the pieces of a marked text, and whether each was searched for.

    Examples:
        >>> split_marked("The \x02liver\x03.")
        (('The ', False), ('liver', True), ('.', False))
    """
    pieces: list[tuple[str, bool]] = []
    for at, part in enumerate(text.split(MARK)):
        marked, is_closed, plain = part.partition(END_MARK) if at else ("", "", part)
        pieces += [(marked, bool(is_closed)), (plain, False)]
    return tuple((text, is_hit) for text, is_hit in pieces if text)
