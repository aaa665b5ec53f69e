"""The links of an article, as they are shown."""

from __future__ import annotations

import sqlite3

import msgspec

from harvester.model import Value

_SETS = """
    SELECT s.kind, s.provider, s.state, s.expected_count, s.reason, max(r.checked_at)
    FROM link_sets s LEFT JOIN run_link_sets r ON r.link_set_id = s.id
    WHERE s.article_id = ?
    GROUP BY s.id ORDER BY s.kind, s.provider, s.id
"""
_WORKS = """
    SELECT v.provider, v.scheme, v.value, v.rank, {score}, v.citation,
      v.other_article_id, a.title, a.pmid, a.doi, a.pmcid, v.last_seen_at
    FROM {view} v LEFT JOIN articles a ON a.id = v.other_article_id
    WHERE v.article_id = ?
    ORDER BY v.provider, v.last_seen_at IS NOT NULL, v.rank IS NULL, v.rank,
      v.scheme, v.value
"""


class LinkedWork(Value, frozen=True, kw_only=True):
    """A work that an article is tied to.

    Attributes:
        provider: Who says so.
        scheme, value: Its identifier; None for a reference in words only.
        rank: Its place in the provider's list; None if only the other work's own
            list has the tie.
        score: Of a similar work; comparable within one list only.
        citation: The work in one line.
        article_id: Its number, where it is in the library; then ``title``,
            ``pmid``, ``doi`` and ``pmcid`` are those of that article.
        last_seen_at: When it was last listed; None where it is listed still.
    """

    provider: str
    scheme: str | None
    value: str | None
    rank: int | None
    score: int | None
    citation: str | None
    article_id: int | None
    title: str | None
    pmid: str | None
    doi: str | None
    pmcid: str | None
    last_seen_at: str | None


class KnownSet(Value, frozen=True, kw_only=True):
    """How far a link set is known.

    Attributes:
        kind, provider, state, expected_count, reason: As in ``LinkSet``.
        checked_at: When the provider was last asked.
    """

    kind: str
    provider: str
    state: str
    expected_count: int | None
    reason: str | None
    checked_at: str | None


class ArticleLinks(Value, frozen=True, kw_only=True):
    """All that an article is tied to; lists ordered by provider and rank."""

    sets: tuple[KnownSet, ...] = ()
    similar: tuple[LinkedWork, ...] = ()
    cited_by: tuple[LinkedWork, ...] = ()
    references: tuple[LinkedWork, ...] = ()


def load_links(db: sqlite3.Connection, article_id: int) -> ArticleLinks:
    """Return what the article is tied to, and how far each list is known."""
    fields = KnownSet.__struct_fields__
    return ArticleLinks(
        sets=tuple(
            msgspec.convert(dict(zip(fields, row, strict=True)), KnownSet)
            for row in db.execute(_SETS, (article_id,))
        ),
        similar=_works(db, article_id, "similar_articles", score="v.score"),
        cited_by=_works(db, article_id, "cited_by"),
        references=_works(db, article_id, "reference_links"),
    )


def _works(
    db: sqlite3.Connection, article_id: int, view: str, *, score: str = "NULL"
) -> tuple[LinkedWork, ...]:
    fields = LinkedWork.__struct_fields__
    rows = db.execute(_WORKS.format(view=view, score=score), (article_id,))
    return tuple(
        msgspec.convert(dict(zip(fields, row, strict=True)), LinkedWork) for row in rows
    )
