"""The links of an article, as they are shown."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from harvester.link import Branch, grow_tree
from harvester.model import Value
from harvester.similar import PROVIDER

_SETS = """
    SELECT s.kind, s.provider, s.state, s.expected_count, s.reason, max(r.checked_at)
    FROM link_sets s LEFT JOIN run_link_sets r ON r.link_set_id = s.id
    WHERE s.article_id = ?
    GROUP BY s.id ORDER BY s.kind, s.provider, s.id
"""
_SIMILAR = f"""
    SELECT v.provider, v.scheme, v.value, v.rank, v.score, v.citation,
      v.other_article_id, a.title, a.pmid, a.doi, a.pmcid, v.last_seen_at,
      coalesce('article:' || v.other_article_id, v.scheme || ':' || v.value)
    FROM similar_articles v LEFT JOIN articles a ON a.id = v.other_article_id
    WHERE v.article_id = ?
    ORDER BY v.provider = '{PROVIDER}', v.provider, v.last_seen_at IS NOT NULL,
      v.rank IS NULL, v.rank, v.scheme, v.value
"""
_CITATIONS = """
    SELECT v.provider, v.{end}_scheme AS scheme, v.{end}_value AS value,
      v.{rank} AS rank, NULL, coalesce(a.citation, {words}),
      v.{end}_article_id, a.title, a.pmid, a.doi, a.pmcid, v.last_seen_at, v.{end}
    FROM citation_ends v LEFT JOIN articles a ON a.id = v.{end}_article_id
    WHERE v.{own}_article_id = ? AND v.citing_article_id IS NOT v.cited_article_id
    ORDER BY v.provider, v.last_seen_at IS NOT NULL, v.{rank} IS NULL, v.{rank},
      scheme, value
"""
_CITED_BY = _CITATIONS.format(
    end="citing", own="cited", rank="cited_by_rank", words="NULL"
)
_REFERENCES = _CITATIONS.format(
    end="cited", own="citing", rank="reference_rank", words="v.citation"
)
_STATEMENTS = {"similar": _SIMILAR, "cited-by": _CITED_BY, "references": _REFERENCES}


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
        work: Names the work, whichever identifier a provider gives of it; None for
            one in words only.
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
    work: str | None


class Tally(Value, frozen=True, kw_only=True):
    """How many works several providers list.

    Attributes:
        total: Works that any of them lists; one that several list counts once.
        counts: Works by provider.
    """

    total: int
    counts: Mapping[str, int]


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
    """All that an article is tied to; lists ordered by provider and rank.

    The list of similar articles that ``harvester`` itself made comes last.
    """

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
        similar=_works(db, article_id, _SIMILAR),
        cited_by=_works(db, article_id, _CITED_BY),
        references=_works(db, article_id, _REFERENCES),
    )


def group_works(works: Iterable[LinkedWork]) -> tuple[tuple[LinkedWork, ...], ...]:
    """Return what is listed still, by work: what each provider says of it.

    Works in words only stand alone.
    """
    groups: dict[object, list[LinkedWork]] = {}
    for number, work in enumerate(works):
        if work.last_seen_at is None:
            name = work.work or (work.scheme and (work.scheme, work.value)) or number
            groups.setdefault(name, []).append(work)
    return tuple(map(tuple, groups.values()))


def load_tree(
    db: sqlite3.Connection, article_id: int, kind: str, *, depth: int
) -> Branch:
    """Return an article with what it is tied to, and that in turn; see ``grow_tree``.

    Args:
        db: The library.
        article_id: Its number.
        kind: ``similar``, ``cited-by`` or ``references``.
        depth: How many generations.

    Raises:
        KeyError: There is no such article.
    """
    row = db.execute(
        "SELECT pmid, doi, pmcid, citation FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    if row is None:
        raise KeyError(article_id)
    root = Branch(
        article_id=article_id,
        identifiers=_named(*row[:3]),
        citation=row[3],
    )
    statement = _STATEMENTS[kind]

    def find_ties(number: int) -> tuple[Branch, ...]:
        return tuple(map(_branch, group_works(_works(db, number, statement))))

    return grow_tree(root, find_ties, depth=depth)


def _branch(works: Sequence[LinkedWork]) -> Branch:
    """Return a work that several providers may list."""
    work = next((one for one in works if one.article_id is not None), works[0])
    listed = dict.fromkeys(f"{w.scheme}:{w.value}" for w in works if w.scheme)
    return Branch(
        article_id=work.article_id,
        identifiers=_named(work.pmid, work.doi, work.pmcid) or tuple(listed),
        citation=next((one.citation for one in works if one.citation), None),
        providers=tuple(dict.fromkeys(one.provider for one in works)),
    )


def _named(*values: str | None) -> tuple[str, ...]:
    """Return PMID, DOI and PMCID of an article, those that it has."""
    named = zip(("pmid", "doi", "pmcid"), values, strict=True)
    return tuple(f"{scheme}:{value}" for scheme, value in named if value)


def tally_works(works: Iterable[LinkedWork]) -> Tally:
    """Count works, each once, and by provider."""
    groups = group_works(works)
    counts: Counter[str] = Counter()
    for group in groups:
        counts.update({work.provider for work in group})
    return Tally(total=len(groups), counts=dict(sorted(counts.items())))


def count_one_way(
    db: sqlite3.Connection, article_id: int
) -> dict[tuple[str, str], int]:
    """Return how many citations a provider's list of the article lacks.

    Returns:
        Counts by provider and kind of the list.
    """
    rows = db.execute(
        "SELECT provider, missing_in, count(*) FROM citation_disagreements "
        "WHERE article_id = ? GROUP BY provider, missing_in",
        (article_id,),
    )
    return {(provider, kind): count for provider, kind, count in rows}


def find_tied_with(
    db: sqlite3.Connection, article_id: int, code: str
) -> tuple[int, ...]:
    """Return the articles tied to one by a citation that have an open finding, sorted.

    Citations that are listed no more count, too: they may have been the finding.

    Args:
        db: The library.
        article_id: The article.
        code: Which finding.
    """
    rows = db.execute(
        "SELECT DISTINCT f.article_id FROM findings f JOIN ("
        "SELECT citing_article_id AS id FROM citations WHERE cited_article_id = :id "
        "UNION SELECT cited_article_id FROM citations WHERE citing_article_id = :id"
        ") tied ON f.article_id = tied.id "
        "WHERE f.code = :code AND f.resolved_at IS NULL ORDER BY f.article_id",
        {"id": article_id, "code": code},
    )
    return tuple(number for (number,) in rows)


def _works(
    db: sqlite3.Connection, article_id: int, statement: str
) -> tuple[LinkedWork, ...]:
    fields = LinkedWork.__struct_fields__
    rows = db.execute(statement, (article_id,))
    return tuple(
        msgspec.convert(dict(zip(fields, row, strict=True)), LinkedWork) for row in rows
    )
