"""Look at articles that were just merged: check → keep what is so, resolve the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from harvester.findings import (
    BEFORE_JOURNAL,
    CODES,
    Case,
    find_defects,
    journal_keys,
)
from harvester.model import Article, Finding, SourceRecord
from harvester.reconcile import CODES as RECONCILE_CODES
from harvester.store import Library


def settle_findings(
    library: Library,
    merged: Mapping[int, Article],
    records: Iterable[SourceRecord],
    found: Iterable[Finding],
    now: datetime,
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Make the findings of articles those of their present state.

    A notice changes what becomes of the papers that it names: they are looked at, too.

    Args:
        library: With the articles saved.
        merged: All articles that the records made, by number.
        records: All that they were merged from.
        found: What merging them noticed.
        now: The clock.

    Returns:
        What is so now, and which of it is news.
    """
    known = list(records)
    now_so = [*found, *_defects(library, merged, known, now)]
    news = _settle(library, merged, now_so, CODES | RECONCILE_CODES, now)
    for number in sorted(_acted_on(library, merged)):
        defects, fresh = renew_findings(library, number, now)
        now_so += defects
        news += fresh
    return tuple(now_so), news


def renew_findings(
    library: Library, number: int, now: datetime
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Look again at an article as it is stored; see ``settle_findings``."""
    article = {number: library.load_article(number)}
    records = library.component(article[number].article_keys)
    defects = _defects(library, article, records, now)
    return tuple(defects), _settle(library, article, defects, CODES, now)


def renew_early(library: Library, now: datetime) -> int:
    """Look again at the articles that a list of serials may show to be dated too early.

    Returns:
        How many are dated before their journal began.
    """
    count = 0
    for number in library.find_early(BEFORE_JOURNAL):
        found, _ = renew_findings(library, number, now)
        count += any(one.code == BEFORE_JOURNAL for one in found)
    return count


def _acted_on(library: Library, merged: Mapping[int, Article]) -> set[int]:
    return {
        other for number in merged for other in library.find_acted_on(number)
    } - merged.keys()


def _defects(
    library: Library,
    articles: Mapping[int, Article],
    records: Iterable[SourceRecord],
    now: datetime,
) -> list[Finding]:
    by_key = {(record.source, record.source_id): record for record in records}
    first_years = library.load_first_years(
        {key for one in articles.values() for key in journal_keys(one.container)}
    )
    found: list[Finding] = []
    for number, article in articles.items():
        fate = library.load_fate(number)
        case = Case(
            article=article,
            records=tuple(by_key[key] for key in article.sources if key in by_key),
            status=fate.status,
            events=fate.events,
            doubts=fate.doubts,
            first_years=first_years,
            today=now.date(),
        )
        found += find_defects(case)
    return found


def _settle(
    library: Library,
    articles: Mapping[int, Article],
    now_so: Iterable[Finding],
    codes: Collection[str],
    now: datetime,
) -> tuple[Finding, ...]:
    keys = {
        ":".join(key) for article in articles.values() for key in article.article_keys
    }
    return library.settle_findings(
        now_so, codes=codes, about=(keys, articles.keys()), now=now
    )
