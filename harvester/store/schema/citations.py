"""Citations of several providers, brought together; see also ``links``."""

from __future__ import annotations

from harvester.store.schema.base import Table, View, text

_SINCE = 6
_STILL_LISTED = "c.last_seen_at IS NULL"


def _home(scheme: str, value: str) -> str:
    return (
        "(SELECT min(i.article_id) FROM identifiers i "
        f"WHERE i.scheme = {scheme} AND i.value = {value} AND i.is_valid)"
    )


def _name(end: str) -> str:
    """Return SQL that names the work at one end of a citation.

    It is the article, where one of the work's identifiers is an article's here;
    else the identifier that its others are said to be the same as; else its own.
    """
    scheme = f"coalesce({end}.same_scheme, c.{end}_scheme)"
    value = f"coalesce({end}.same_value, c.{end}_value)"
    by_alias = (
        "(SELECT min(i.article_id) FROM work_aliases w "
        "JOIN identifiers i ON i.scheme = w.scheme AND i.value = w.value "
        f"AND i.is_valid WHERE w.same_scheme = {scheme} AND w.same_value = {value})"
    )
    article = f"coalesce(c.{end}_article_id, {_home(scheme, value)}, {by_alias})"
    return f"coalesce('article:' || {article}, {scheme} || ':' || {value})"


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
            LEFT JOIN work_aliases citing
              ON citing.scheme = c.citing_scheme AND citing.value = c.citing_value
            LEFT JOIN work_aliases cited
              ON cited.scheme = c.cited_scheme AND cited.value = c.cited_value
        """,
        since=_SINCE,
    ),
    View(
        name="citation_pairs",
        title="Pairs of citing and cited work",
        description="One row per pair that is listed still, with the providers that "
        "say it.",
        sql=f"""
            SELECT c.citing, c.cited,
              min(c.citing_article_id) AS citing_article_id,
              min(c.cited_article_id) AS cited_article_id,
              count(DISTINCT c.provider) AS provider_count,
              group_concat(DISTINCT c.provider) AS providers
            FROM citation_ends c
            WHERE c.cited IS NOT NULL AND c.citing <> c.cited AND {_STILL_LISTED}
            GROUP BY c.citing, c.cited
        """,
        since=_SINCE,
    ),
    View(
        name="citation_disagreements",
        title="Citations said in one direction only",
        description="Pairs that a provider's list of one work has, and its own list "
        "of the other work, asked for since, has not.",
        sql=f"""
            SELECT c.provider, c.citing_scheme, c.citing_value, c.cited_scheme,
              c.cited_value, c.citing_article_id, c.cited_article_id,
              s.kind AS missing_in, s.article_id
            FROM citations c
            JOIN link_sets s ON s.provider = c.provider
              AND (s.kind = 'cited-by' AND c.cited_by_rank IS NULL
                AND s.owner_scheme = c.cited_scheme AND s.owner_value = c.cited_value
                OR s.kind = 'references' AND c.reference_rank IS NULL
                AND s.owner_scheme = c.citing_scheme
                AND s.owner_value = c.citing_value)
            WHERE {_STILL_LISTED} AND s.state IN ('complete', 'cut', 'empty')
              AND EXISTS (SELECT 1 FROM run_link_sets r WHERE r.link_set_id = s.id
                AND r.state IN ('complete', 'cut', 'empty')
                AND r.checked_at >= c.first_seen_at)
        """,
        since=_SINCE,
    ),
)
