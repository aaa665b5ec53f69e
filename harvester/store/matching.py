"""Articles of the library that a citation or a text may mean."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator

from harvester.match import Reading
from harvester.match.words import COMMON
from harvester.model import Article, Citation
from harvester.store import articles
from harvester.store.encoding import to_json

_POOL = 60
_WORDS = 24


def match_candidates(
    db: sqlite3.Connection, citation: Citation, limit: int
) -> tuple[Article, ...]:
    """Return the likeliest articles; see ``Library.match_candidates``."""
    reading = Reading(citation)
    counted: Counter[int] = Counter()
    for weight, found in (
        (100, _by_identifier(db, citation)),
        (3, _by_place(db, reading)),
        (2, _by_author(db, reading)),
        (2, _by_words(db, "title", _title_words(citation))),
        (3, _by_phrases(db, citation)),
    ):
        for rank, article_id in enumerate(found):
            counted[article_id] += weight * _POOL - rank
    return tuple(
        articles.load_article(db, article_id)
        for article_id, _ in counted.most_common(limit)
    )


def _by_identifier(db: sqlite3.Connection, citation: Citation) -> Iterator[int]:
    for identifier in citation.identifiers:
        article_id = articles.find_article(db, identifier.key)
        if article_id is not None:
            yield article_id


def _by_place(db: sqlite3.Connection, reading: Reading) -> list[int]:
    """Volume and first page, or year and first page, both among the numbers."""
    numbers = [n for n in dict.fromkeys(reading.numbers) if re.search(r"\d", n)]
    forms = to_json([form for n in numbers for form in {n, n.upper()}])
    years = [year + step for year in reading.years for step in (-1, 0, 1)]
    rows = db.execute(
        "SELECT id FROM articles WHERE (first_page IN (SELECT value FROM json_each(:n))"
        " OR article_number IN (SELECT value FROM json_each(:n)))"
        " AND (volume IN (SELECT value FROM json_each(:n))"
        " OR year IN (SELECT value FROM json_each(:y)))"
        # A low volume or issue is the first page of many: long pages tell more.
        " ORDER BY (volume IN (SELECT value FROM json_each(:n)))"
        " + (year IN (SELECT value FROM json_each(:y))) DESC,"
        " length(coalesce(first_page, article_number)) DESC, id LIMIT :pool",
        {"n": forms, "y": to_json(years), "pool": _POOL},
    )
    return [article_id for (article_id,) in rows]


def _by_author(db: sqlite3.Connection, reading: Reading) -> list[int]:
    """The name that opens the citation, and its year."""
    names = [*reading.citation.authors[:1]] or re.findall(
        r"[^\W\d_]{2,}", reading.citation.printed
    )[:1]
    words = [word for name in names for word in re.findall(r"[^\W_]+", name)]
    if not words or not reading.years:
        return []
    rows = db.execute(
        "SELECT a.id FROM articles_fts JOIN articles a ON a.id = articles_fts.rowid "
        "WHERE articles_fts MATCH ? AND a.year IN (SELECT value FROM json_each(?)) "
        "LIMIT ?",
        (
            f"authors : ({' AND '.join(map(_quoted, words))})",
            to_json([year + step for year in reading.years for step in (-1, 0, 1)]),
            _POOL,
        ),
    )
    return [article_id for (article_id,) in rows]


def _title_words(citation: Citation) -> tuple[str, ...]:
    words = re.findall(r"[^\W\d_]{3,}", citation.title or citation.printed)
    telling = dict.fromkeys(w.lower() for w in words if w.lower() not in COMMON)
    return tuple(sorted(telling, key=len, reverse=True)[:_WORDS])


def _by_words(db: sqlite3.Connection, column: str, words: Iterable[str]) -> list[int]:
    query = " OR ".join(map(_quoted, words))
    if not query:
        return []
    rows = db.execute(
        "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ? "
        "ORDER BY rank LIMIT ?",
        (f"{column} : ({query})", _POOL),
    )
    return [article_id for (article_id,) in rows]


def _by_phrases(db: sqlite3.Connection, citation: Citation) -> list[int]:
    """Runs of words of an abstract, each as a whole."""
    return _by_words(db, "abstract", citation.phrases)


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
