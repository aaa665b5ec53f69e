"""Link sets and their links: who says so, since when, until when."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from harvester.changes import Change, ChangeKind
from harvester.model import PMID, Key, Link, LinkKind, LinkSet, LinkState
from harvester.store.attach import BEARER, count_citing, find_bearers
from harvester.store.counting import recount_citations
from harvester.store.encoding import lines, timestamp
from harvester.store.history import log_changes

_BEARER = BEARER.format(scheme="?", value="?")
_ENDS = {
    # kind: the owner's end of a citation, the other end, the rank in such a list,
    # the rank in the list of the other end
    LinkKind.CITED_BY: ("cited", "citing", "cited_by_rank", "reference_rank"),
    LinkKind.REFERENCES: ("citing", "cited", "reference_rank", "cited_by_rank"),
}
_NO_LIST = {LinkState.FAILED, LinkState.EMPTY, LinkState.NOT_OFFERED}


def save_link_set(
    db: sqlite3.Connection, link_set: LinkSet, run_id: int, now: datetime
) -> int:
    """Keep what a provider says; nothing but the run log grows if it is as before.

    A link that a later list leaves out stays, with the time when it was last
    listed. An empty answer and a failure take nothing away: the set keeps its state
    and links, and the answer is noted in the run log.

    Returns:
        The number of the set.
    """
    set_id, is_new = _keep_state(db, link_set, now)
    links = {
        key: link for link in reversed(link_set.links) if (key := tell_apart(link))
    }
    if links and link_set.state not in _NO_LIST:
        _save_aliases(db, link_set)
        last_listed = _last_listed(db, set_id)
        if link_set.kind is LinkKind.SIMILAR:
            _save_similar(db, set_id, links, timestamp(now), last_listed)
        else:
            news = _save_citations(db, link_set, links, timestamp(now), last_listed)
            count_citing(db, find_bearers(db, _cited(db, link_set)))
            recount_citations(db, _find_cited(db, link_set))
            if link_set.kind is LinkKind.CITED_BY and not is_new:
                _log_citing(db, set_id, _citing(link_set, news), run_id, now)
    if link_set.state not in _NO_LIST or (is_new and link_set.state is LinkState.EMPTY):
        _save_count(db, set_id, link_set, run_id, now)
    db.execute(
        "INSERT INTO run_link_sets (run_id, link_set_id, checked_at, state, reason) "
        "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET state = excluded.state, "
        "checked_at = excluded.checked_at, reason = excluded.reason",
        (run_id, set_id, timestamp(now), link_set.state, link_set.reason),
    )
    return set_id


def _cited(db: sqlite3.Connection, link_set: LinkSet) -> list[Key]:
    """Return the works that the list may make cited more, or less, often."""
    if link_set.kind is LinkKind.CITED_BY:
        return [link_set.owner]
    return db.execute(
        "SELECT cited_scheme, cited_value FROM citations WHERE citing_scheme = ? "
        "AND citing_value = ? AND provider = ? AND cited_scheme IS NOT NULL",
        (*link_set.owner, link_set.provider),
    ).fetchall()


def _save_aliases(db: sqlite3.Connection, link_set: LinkSet) -> None:
    """Keep which identifiers the provider says are of one work, by its PMID if any."""
    db.executemany(
        "INSERT INTO work_aliases (scheme, value, same_scheme, same_value, provider) "
        "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
        "provider = excluded.provider, same_scheme = excluded.same_scheme, "
        "same_value = excluded.same_value "
        "WHERE same_scheme IS NOT excluded.same_scheme "
        "OR same_value IS NOT excluded.same_value",
        [
            (*key, *same, link_set.provider)
            for link in link_set.links
            if link.target and link.aliases
            for same in (_surest((link.target, *link.aliases)),)
            for key in (link.target, *link.aliases)
        ],
    )


def _surest(keys: Iterable[Key]) -> Key:
    return min(keys, key=lambda key: (key[0] != PMID, key))


def tell_apart(link: Link) -> Key | str | None:
    """Return what tells a link from the others of its set; None: nothing does."""
    if link.target:
        return link.target
    return link.citation.plain if link.citation else None


def _keep_state(
    db: sqlite3.Connection, link_set: LinkSet, now: datetime
) -> tuple[int, bool]:
    """Return the number of the set, and whether it had no list until now."""
    identity = (*link_set.owner, link_set.kind, link_set.provider)
    news = (link_set.state, link_set.expected_count, link_set.reason)
    row = db.execute(
        "SELECT id, state, expected_count, reason FROM link_sets "
        "WHERE owner_scheme = ? AND owner_value = ? AND kind = ? AND provider = ?",
        identity,
    ).fetchone()
    if row is None:
        # A set that the article could not have before it got this identifier
        # becomes the one that it has.
        row = db.execute(
            "UPDATE link_sets SET owner_scheme = ?, owner_value = ?, state = ?, "
            "expected_count = ?, reason = ? WHERE kind = ? AND provider = ? "
            f"AND state = 'not-offered' AND article_id = {_BEARER} RETURNING id",
            (*link_set.owner, *news, *identity[2:], *link_set.owner),
        ).fetchone()
        row = row or _insert(db, link_set, news, timestamp(now))
        return int(row[0]), True
    is_new = row[1] in {LinkState.FAILED, LinkState.NOT_OFFERED}
    if news != row[1:] and _may_replace(link_set.state, LinkState(row[1])):
        db.execute(
            "UPDATE link_sets SET state = ?, expected_count = ?, reason = ? "
            "WHERE id = ?",
            (*news, row[0]),
        )
    return int(row[0]), is_new


def _insert(
    db: sqlite3.Connection, link_set: LinkSet, news: tuple[object, ...], now: str
) -> tuple[int]:
    row: tuple[int] = db.execute(
        "INSERT INTO link_sets (owner_scheme, owner_value, kind, provider, state, "
        "expected_count, reason, first_seen_at, article_id) "
        f"VALUES (?, ?, ?, ?, ?, ?, ?, ?, {_BEARER}) RETURNING id",
        (
            *(*link_set.owner, link_set.kind, link_set.provider),
            *(*news, now),
            *link_set.owner,
        ),
    ).fetchone()
    return row


def _may_replace(new: LinkState, old: LinkState) -> bool:
    """Return whether an answer says more than the one before: silence never does."""
    if new is LinkState.FAILED:
        return old is LinkState.FAILED
    return new not in _NO_LIST or old in _NO_LIST


def _last_listed(db: sqlite3.Connection, set_id: int) -> str:
    """Return when the last list came, before this one."""
    (moment,) = db.execute(
        "SELECT coalesce(max(r.checked_at), s.first_seen_at) FROM link_sets s "
        "LEFT JOIN run_link_sets r ON r.link_set_id = s.id "
        "AND r.state IN ('complete', 'cut') WHERE s.id = ?",
        (set_id,),
    ).fetchone()
    return str(moment)


def _save_similar(
    db: sqlite3.Connection,
    set_id: int,
    links: dict[Key | str, Link],
    now: str,
    last_listed: str,
) -> None:
    db.executemany(
        "INSERT INTO similar (link_set_id, target_scheme, target_value, rank, score, "
        f"first_seen_at, target_article_id) VALUES (?, ?, ?, ?, ?, ?, {_BEARER}) "
        "ON CONFLICT DO UPDATE SET rank = excluded.rank, score = excluded.score, "
        "last_seen_at = NULL WHERE last_seen_at IS NOT NULL "
        "OR rank IS NOT excluded.rank OR score IS NOT excluded.score",
        [
            (set_id, *link.target, link.rank, link.score, now, *link.target)
            for link in reversed(links.values())
            if link.target
        ],
    )
    gone = [
        (last_listed, set_id, *key)
        for key in db.execute(
            "SELECT target_scheme, target_value FROM similar "
            "WHERE link_set_id = ? AND last_seen_at IS NULL",
            (set_id,),
        )
        if key not in links
    ]
    db.executemany(
        "UPDATE similar SET last_seen_at = ? "
        "WHERE link_set_id = ? AND target_scheme = ? AND target_value = ?",
        gone,
    )


def _save_citations(
    db: sqlite3.Connection,
    link_set: LinkSet,
    links: dict[Key | str, Link],
    now: str,
    last_listed: str,
) -> list[Link]:
    """Keep a list of citing or of cited works.

    Both kinds of lists say the same of a pair of works, so a pair has one row for
    both, and is gone when neither lists it any more.

    Returns:
        Those that no list had named until now.
    """
    owner, other, rank, other_rank = _ENDS[link_set.kind]
    known = _known_citations(db, link_set)
    new = [link for key, link in reversed(links.items()) if key not in known]
    db.executemany(
        f"INSERT INTO citations ({owner}_scheme, {owner}_value, {other}_scheme, "
        f"{other}_value, provider, {rank}, citation, first_seen_at, "
        f"{owner}_article_id, {other}_article_id) "
        f"VALUES (?, ?, ?, ?, ?, ?, ?, ?, {_BEARER}, {_BEARER})",
        [
            (
                *(*link_set.owner, *(link.target or (None, None)), link_set.provider),
                *(link.rank, find_words(link_set, link), now),
                *(*link_set.owner, *(link.target or (None, None))),
            )
            for link in new
        ],
    )
    db.executemany(
        f"UPDATE citations SET {rank} = :rank, last_seen_at = NULL, "
        "citation = coalesce(:words, citation) WHERE id = :id AND "
        f"({rank} IS NOT :rank OR last_seen_at IS NOT NULL "
        "OR citation IS NOT coalesce(:words, citation))",
        [
            {
                "id": known[key],
                "rank": link.rank,
                "words": find_words(link_set, link),
            }
            for key, link in links.items()
            if key in known
        ],
    )
    db.executemany(
        f"UPDATE citations SET {rank} = NULL, "
        f"last_seen_at = CASE WHEN {other_rank} IS NULL THEN ? END "
        f"WHERE id = ? AND {rank} IS NOT NULL",
        [(last_listed, number) for key, number in known.items() if key not in links],
    )
    return new


def _known_citations(db: sqlite3.Connection, link_set: LinkSet) -> dict[Key | str, int]:
    """Return the rows of the owner's ties, by what tells them apart."""
    owner, other, *_ = _ENDS[link_set.kind]
    rows = db.execute(
        f"SELECT id, {other}_scheme, {other}_value, citation FROM citations "
        f"WHERE {owner}_scheme = ? AND {owner}_value = ? AND provider = ?",
        (*link_set.owner, link_set.provider),
    )
    return {
        (scheme, value) if scheme else citation: number
        for number, scheme, value, citation in rows
    }


def _find_cited(db: sqlite3.Connection, link_set: LinkSet) -> set[int]:
    """Return the articles at the cited end of the owner's ties."""
    owner = _ENDS[link_set.kind][0]
    rows = db.execute(
        "SELECT DISTINCT cited_article_id FROM citations "
        f"WHERE {owner}_scheme = ? AND {owner}_value = ? "
        "AND cited_article_id IS NOT NULL",
        link_set.owner,
    )
    return {number for (number,) in rows}


def _log_citing(
    db: sqlite3.Connection, set_id: int, change: Change, run_id: int, now: datetime
) -> None:
    """Keep, with the changes of the article, that further works cite it."""
    (article_id,) = db.execute(
        "SELECT article_id FROM link_sets WHERE id = ?", (set_id,)
    ).fetchone()
    if change.new and article_id is not None:
        log_changes(db, article_id, [change], run_id, now)


def _citing(link_set: LinkSet, new: Iterable[Link]) -> Change:
    return Change(
        kind=ChangeKind.CITED,
        field="cited_by",
        new=lines(":".join(link.target) for link in new if link.target),
        new_source=link_set.provider,
    )


def _save_count(
    db: sqlite3.Connection, set_id: int, link_set: LinkSet, run_id: int, now: datetime
) -> None:
    """Keep how many the provider says there are, if it is not what it said before."""
    count = link_set.expected_count
    db.execute(
        "INSERT INTO link_counts (link_set_id, checked_at, run_id, count) "
        "SELECT :set, :now, :run, :count WHERE :count IS NOT ("
        "SELECT count FROM link_counts WHERE link_set_id = :set "
        "ORDER BY checked_at DESC LIMIT 1) "
        "ON CONFLICT DO UPDATE SET count = excluded.count, run_id = excluded.run_id",
        {
            "set": set_id,
            "now": timestamp(now),
            "run": run_id,
            "count": len(link_set.links) if count is None else count,
        },
    )


def find_words(link_set: LinkSet, link: Link) -> str | None:
    """Return the cited work in words; a list of citing works has none of it."""
    if link_set.kind is LinkKind.REFERENCES and link.citation:
        return link.citation.plain
    return None
