"""Citations of several providers, brought together; see also ``links``."""

from __future__ import annotations

from harvester.store.schema.base import Table, View, build_groups, text

_SINCE = 6
_STILL_LISTED = "c.last_seen_at IS NULL"


def _name(end: str) -> str:
    """Return SQL that names the work at one end of a citation.

    It is the article, where one of the work's identifiers is an article's here;
    else the identifier that its others are said to be the same as; else its own.
    """
    return f"""coalesce('article:' || c.{end}_article_id,
      (SELECT coalesce('article:' || coalesce(
          (SELECT min(i.article_id) FROM identifiers i WHERE i.scheme = w.same_scheme
             AND i.value = w.same_value AND i.is_valid),
          (SELECT min(i.article_id) FROM work_aliases o JOIN identifiers i
             ON i.scheme = o.scheme AND i.value = o.value AND i.is_valid
           WHERE o.same_scheme = w.same_scheme AND o.same_value = w.same_value)),
        w.same_scheme || ':' || w.same_value)
       FROM work_aliases w
       WHERE w.scheme = c.{end}_scheme AND w.value = c.{end}_value),
      c.{end}_scheme || ':' || c.{end}_value)"""


def _pairs(kind: str, own: str, other: str) -> str:
    """Return SQL for the works that every article cites, or that cite it.

    What may be the article's is looked up by its own identifiers and their aliases.
    """
    return build_groups(
        "articles",
        "article_id",
        ("kind", "work", "other_article_id", "provider_count", "providers"),
        f"""
            SELECT '{kind}' AS kind, c.{other} AS work,
              CASE WHEN c.{other} LIKE 'article:%'
                THEN CAST(substr(c.{other}, 9) AS INTEGER) END AS other_article_id,
              count(DISTINCT c.provider) AS provider_count,
              group_concat(DISTINCT c.provider) AS providers
            FROM citation_ends c
            WHERE c.id IN (
                SELECT n.id FROM citations n WHERE n.{own}_article_id = a.id
                UNION
                SELECT n.id FROM identifiers i
                JOIN work_aliases m ON m.scheme = i.scheme AND m.value = i.value
                JOIN work_aliases w ON w.same_scheme = m.same_scheme
                  AND w.same_value = m.same_value
                JOIN citations n ON n.{own}_scheme = w.scheme
                  AND n.{own}_value = w.value
                WHERE i.article_id = a.id)
              AND c.{own} = 'article:' || a.id AND c.{other} <> c.{own}
              AND {_STILL_LISTED}
            GROUP BY c.{other}
        """,
    )


TABLES = (
    Table(
        name="work_aliases",
        title="Aliases of works",
        description="Identifiers that a provider of citations says are of one work. "
        "They bring its citations together, and never join articles.",
        columns=(
            text("scheme", "doi, pmid, pmcid.", is_required=True, since=_SINCE),
            text("value", "In canonical form.", is_required=True, since=_SINCE),
            text("same_scheme", "Of the identifier it is the same as.", since=_SINCE),
            text("same_value", "That identifier.", since=_SINCE),
            text("provider", "Who says so.", since=_SINCE),
        ),
        primary_key=("scheme", "value"),
        indexes=(("same_scheme", "same_value"),),
        is_hidden=True,
        since=_SINCE,
    ),
)

VIEWS = (
    View(
        name="citation_ends",
        title="Citations with their works named",
        description="One row per citation and provider; citing and cited name the "
        "work by the article that it is, or by an identifier.",
        sql=f"""
            SELECT c.*, {_name("citing")} AS citing, {_name("cited")} AS cited
            FROM citations c
        """,
        since=_SINCE,
    ),
    View(
        name="citation_pairs",
        title="Works that articles cite and are cited by",
        description="One row per article, kind (references, cited-by) and work that "
        "is listed still, with the providers that say it; a citation between two "
        "articles that are here stands with either of them.",
        sql=_pairs("references", "citing", "cited")
        + " UNION ALL "
        + _pairs("cited-by", "cited", "citing"),
        since=_SINCE,
    ),
    View(
        name="citation_disagreements",
        title="Citations said in one direction only",
        description="Pairs that a provider's list of one work has, and its own list "
        "of the other work, asked for since, has not.",
        sql=" UNION ALL ".join(
            f"""
            SELECT c.provider, c.citing_scheme, c.citing_value, c.cited_scheme,
              c.cited_value, c.citing_article_id, c.cited_article_id,
              s.kind AS missing_in, s.article_id
            FROM link_sets s JOIN citations c
              ON c.{owner}_scheme = s.owner_scheme
              AND c.{owner}_value = s.owner_value
              AND c.provider = s.provider AND c.{rank} IS NULL
            WHERE s.kind = '{kind}' AND s.state IN ('complete', 'cut', 'empty')
              AND {_STILL_LISTED}
              AND EXISTS (SELECT 1 FROM run_link_sets r WHERE r.link_set_id = s.id
                AND r.state IN ('complete', 'cut', 'empty')
                AND r.checked_at >= c.first_seen_at)
            """
            for kind, owner, rank in (
                ("cited-by", "cited", "cited_by_rank"),
                ("references", "citing", "reference_rank"),
            )
        ),
        since=_SINCE,
    ),
)
