"""Merge articles again out of what the library holds: reconcile → save."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from harvester.export import build_citation
from harvester.model import (
    PMID,
    Article,
    Correction,
    Finding,
    Key,
    SourceRecord,
    Value,
)
from harvester.pipeline.duplicates import propose_duplicates_of
from harvester.pipeline.noticing import settle_findings
from harvester.reconcile import (
    Rules,
    build_confirmation,
    find_agreement,
    find_successors,
    reconcile,
)
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
        findings: What is so of them now that somebody should look at.
        news: Those of all findings that were not so before.
    """

    articles: tuple[Merged, ...]
    records: tuple[SourceRecord, ...]
    findings: tuple[Finding, ...]
    news: tuple[Finding, ...] = ()


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
    with library.transaction():
        merger = merge_only(library, keys, rules, now=now, run_id=run_id)
        changed = [o.article_id for o in merger.articles if o.change != "unchanged"]
        propose_duplicates_of(library, changed, now)
    return merger


def merge_only(
    library: Library,
    keys: Iterable[Key],
    rules: Rules,
    *,
    now: datetime,
    run_id: int | None,
) -> Merger:
    """Merge and save as ``merge_articles`` does, and compare with nothing else.

    A load of many leaves that to one search through the whole library.
    """
    records = library.component(keys)
    gone = library.find_gone(records)
    settled = library.quarantine.settled(records)
    corrections = library.load_corrections(
        key for record in records for key in record.article_keys
    )
    found = reconcile(records, rules, settled, gone, corrections)
    merged = []
    confirmed: list[Finding] = []
    with library.transaction():
        for article in found.articles:
            confirmed += _confirm(library, article, corrections, now)
            article_id, change = library.save_article(
                article, citation=build_citation(article), now=now, run_id=run_id
            )
            merged.append(Merged(article_id=article_id, article=article, change=change))
        library.quarantine.keep(records, found.articles, found.doubts, now)
        for old, new in find_successors(records, gone):
            library.mark_deleted((PMID, old), now, run_id, successor=(PMID, new))
        findings, news = settle_findings(
            library,
            {one.article_id: one.article for one in merged},
            records,
            found.findings,
            now,
        )
        news += tuple(one for one in confirmed if library.save_finding(one, now))
    findings += tuple(confirmed)
    return Merger(articles=tuple(merged), records=records, findings=findings, news=news)


def _confirm(
    library: Library,
    article: Article,
    corrections: Iterable[Correction],
    now: datetime,
) -> tuple[Finding, ...]:
    """Note who says what a person said, and return the news of it.

    A source that said so when the correction was set is no news.
    """
    news = []
    for correction, sources in find_agreement(article, corrections):
        library.save_agreement(correction, sources, now)
        before = correction.agreed_by
        fresh = tuple(s for s in sources if s not in (before or ()))
        if before is not None and fresh:
            news.append(build_confirmation(correction, fresh))
    return tuple(news)
