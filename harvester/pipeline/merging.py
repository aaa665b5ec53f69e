"""Merge articles again out of what the library holds: reconcile → save."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from harvester.export import build_citation
from harvester.model import Article, Finding, Key, SourceRecord, Value
from harvester.pipeline.duplicates import propose_duplicates_of
from harvester.reconcile import Rules, reconcile
from harvester.store import Library


class Merged(Value, frozen=True, kw_only=True):
    """An article that was merged and saved.

    Attributes:
        article_id: Its number.
        article: What the sources together say.
        change: ``added``, ``updated`` or ``unchanged``.
    """

    article_id: int
    article: Article
    change: str


class Merger(Value, frozen=True, kw_only=True):
    """What came of merging.

    Attributes:
        articles: Those that were merged, each with what happened to it.
        records: All that they were merged from.
        findings: What was noticed.
    """

    articles: tuple[Merged, ...]
    records: tuple[SourceRecord, ...]
    findings: tuple[Finding, ...]


def merge_articles(
    library: Library,
    keys: Iterable[Key],
    rules: Rules,
    *,
    now: datetime,
    run_id: int | None,
) -> Merger:
    """Merge and save every article that ``keys`` lead to.

    What changed is compared with the library: whatever may be the same article, or
    belongs to it, is proposed to a person, never merged.

    Every way that changes what an article is made of ends here: a harvest, a
    refresh, a rebuild, and what a person decides.

    Args:
        library: With the records saved.
        keys: Identifiers; all records connected to them are merged again.
        rules: By which.
        now: The clock.
        run_id: The run that does it.
    """
    records = library.component(keys)
    articles, findings = reconcile(records, rules)
    merged = []
    with library.transaction():
        for article in articles:
            article_id, change = library.save_article(
                article, citation=build_citation(article), now=now, run_id=run_id
            )
            merged.append(Merged(article_id=article_id, article=article, change=change))
        changed = [one.article_id for one in merged if one.change != "unchanged"]
        propose_duplicates_of(library, changed, now)
    return Merger(articles=tuple(merged), records=records, findings=findings)
