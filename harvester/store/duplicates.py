"""Pairs of articles that may be one: proposed, then confirmed or rejected."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from harvester.duplicates import Evidence, Verdict
from harvester.match.words import COMMON, fold_words
from harvester.model import Article, Value
from harvester.store.encoding import timestamp, to_json

_POOL = 30
_WORDS = 4
_SHORTEST = 4
_AT_PAGE = "SELECT id FROM articles WHERE first_page = ?"


class PairState(StrEnum):
    """What a person said of a pair."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class KnownPair(Value, frozen=True, kw_only=True):
    """A pair as it is kept.

    Attributes:
        id: Its number.
        article_id, other_article_id: The articles, the lower number first.
        citation, other_citation: Each in one line.
        kind, confidence, reason: As in ``Verdict``.
        agreeing, differing: The evidence in words.
        state: What a person said.
        decided_at, why: When and why, where a person decided.
    """

    id: int
    article_id: int
    other_article_id: int
    citation: str | None
    other_citation: str | None
    kind: str
    confidence: float
    reason: str | None
    agreeing: tuple[str, ...]
    differing: tuple[str, ...]
    state: str
    decided_at: str | None
    why: str | None


def save_verdict(
    db: sqlite3.Connection, pair: tuple[int, int], verdict: Verdict, now: datetime
) -> bool:
    """Keep what two articles are to each other, as a proposal; return if it is news.

    What a person decided stays. A proposal that no longer holds is deleted.
    """
    one, other = sorted(pair)
    found = db.execute(
        "SELECT id, state, kind FROM duplicates "
        "WHERE article_id = ? AND other_article_id = ?",
        (one, other),
    ).fetchone()
    if found and found[1] != PairState.PROPOSED:
        return False
    if not verdict.is_worth_telling:
        if found:
            db.execute("DELETE FROM duplicates WHERE id = ?", found[:1])
        return False
    told = (
        verdict.kind.value,
        verdict.confidence,
        verdict.why,
        "\n".join(map(_words, verdict.agreeing)),
        "\n".join(map(_words, verdict.differing)),
    )
    if found:
        db.execute(
            "UPDATE duplicates SET kind = ?, confidence = ?, reason = ?, "
            "agreeing = ?, differing = ? WHERE id = ?",
            (*told, found[0]),
        )
        return bool(found[2] != verdict.kind.value)
    db.execute(
        "INSERT INTO duplicates (article_id, other_article_id, kind, confidence, "
        "reason, agreeing, differing, state, found_at) VALUES (?,?,?,?,?,?,?,?,?)",
        (one, other, *told, PairState.PROPOSED.value, timestamp(now)),
    )
    return True


def _words(piece: Evidence) -> str:
    said = "" if piece.verdict == "differs" else f" {piece.verdict}"
    return f"{piece.part}{said}: {piece.detail}"


def decide_pair(
    db: sqlite3.Connection,
    number: int,
    state: PairState,
    why: str | None,
    now: datetime,
) -> bool:
    """Keep what a person says of a pair; False where there is none of that number.

    The reason given with the same decision stays where ``why`` is None.
    """
    is_decided = state is not PairState.PROPOSED
    changed = db.execute(
        "UPDATE duplicates SET decided_at = ?, "
        "why = coalesce(?, CASE state WHEN ? THEN why END), state = ? WHERE id = ?",
        (
            timestamp(now) if is_decided else None,
            why if is_decided else None,
            state.value,
            state.value,
            number,
        ),
    )
    return changed.rowcount == 1


def load_pairs(
    db: sqlite3.Connection, states: Iterable[PairState]
) -> tuple[KnownPair, ...]:
    """Return the pairs in any of ``states``, the surest first."""
    rows = db.execute(
        "SELECT d.id, d.article_id, d.other_article_id, a.citation, b.citation, "
        "d.kind, d.confidence, d.reason, d.agreeing, d.differing, d.state, "
        "d.decided_at, d.why FROM duplicates d "
        "JOIN articles a ON a.id = d.article_id "
        "JOIN articles b ON b.id = d.other_article_id "
        "WHERE d.state IN (SELECT value FROM json_each(?)) "
        "ORDER BY d.kind <> 'same', d.confidence DESC, d.id",
        (to_json([state.value for state in states]),),
    )
    return tuple(
        KnownPair(
            **dict(zip(KnownPair.__struct_fields__[:8], row[:8], strict=True)),
            agreeing=tuple((row[8] or "").splitlines()),
            differing=tuple((row[9] or "").splitlines()),
            **dict(zip(KnownPair.__struct_fields__[10:], row[10:], strict=True)),
        )
        for row in rows
    )


def find_partners(
    db: sqlite3.Connection, article_id: int, article: Article
) -> tuple[int, ...]:
    """Return the articles that one is worth comparing with, sorted.

    By first page with volume or year, by long words of the title, by the first
    author with one of them, and those that it was compared with before.
    """
    found: set[int] = set()
    for statement, values in _questions(article_id, article):
        found.update(number for (number,) in db.execute(statement, values))
    return tuple(sorted(found - {article_id}))


def _questions(
    article_id: int, article: Article
) -> Iterable[tuple[str, tuple[object, ...]]]:
    for column, other in (
        ("article_id", "other_article_id"),
        ("other_article_id", "article_id"),
    ):
        yield f"SELECT {other} FROM duplicates WHERE {column} = ?", (article_id,)
    place = article.locator
    volume = article.numbering.volume if article.numbering else article.volume
    if place and place.first_page:
        yield (
            f"{_AT_PAGE} AND (volume = ? OR year = ?) LIMIT ?",
            (place.first_page, volume, article.year, _POOL),
        )
    titles = [text for text in (article.title, article.original_title) if text]
    for title in titles:
        words = {
            word
            for word in fold_words(title.plain)
            if word not in COMMON and len(word) >= _SHORTEST
        }
        longest = sorted(words, key=lambda word: (-len(word), word))
        for chosen in {tuple(longest[:_WORDS]), tuple(longest[1 : _WORDS + 1])}:
            if chosen:
                yield _search(f"title : ({_all(chosen)})")
        first = article.authors[0] if article.authors else None
        names = fold_words((first.family or first.literal or "") if first else "")
        if names and longest:
            yield _search(
                f"authors : ({_all(names)}) AND title : ({_all(longest[:1])})"
            )


def _search(query: str) -> tuple[str, tuple[object, ...]]:
    return (
        "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ? LIMIT ?",
        (query, _POOL),
    )


def _all(words: Iterable[str]) -> str:
    return " AND ".join(f'"{word}"' for word in words)


def settle_pairs(db: sqlite3.Connection, article_id: int) -> None:
    """Put the pairs of an article in order after others became part of it.

    A pair of an article and itself is gone; of two rows about one pair the one that a
    person decided stays, else the older.
    """
    named = {"id": article_id}
    db.execute("DELETE FROM duplicates WHERE article_id = other_article_id")
    db.execute(
        "UPDATE duplicates SET article_id = other_article_id, "
        "other_article_id = article_id WHERE article_id > other_article_id "
        "AND :id IN (article_id, other_article_id)",
        named,
    )
    db.execute(
        "DELETE FROM duplicates WHERE id IN (SELECT id FROM (SELECT id, "
        "row_number() OVER (PARTITION BY article_id, other_article_id "
        "ORDER BY state = 'proposed', id) AS rank FROM duplicates "
        "WHERE :id IN (article_id, other_article_id)) WHERE rank > 1)",
        named,
    )
