"""What is said of link lists beside their links: none, failed, contradicting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from harvester.model import Article, Finding, LinkSet, LinkState
from harvester.pipeline.gather import Failure
from harvester.sources.base import LinkSource, Source
from harvester.store import Library

ONE_WAY = "citation-one-way"
"""The code of the finding that a provider's lists contradict each other."""


def not_offered(
    articles: Iterable[Article], sources: Iterable[Source]
) -> list[LinkSet]:
    """Return the lists that a source cannot be asked for, for want of an identifier.

    An article without PMID and DOI has one of every kind and source.
    """
    asked = [source for source in sources if isinstance(source, LinkSource)]
    return [
        LinkSet(
            owner=article.article_keys[0],
            kind=kind,
            provider=source.name,
            state=LinkState.NOT_OFFERED,
            reason=f"{source.name} is asked by {source.link_scheme.upper()}; this "
            "article has none",
        )
        for article in articles
        for source in asked
        if source.link_scheme not in dict(article.article_keys)
        for kind in source.link_kinds
    ]


def link_failure(link_set: LinkSet) -> Failure:
    """Return the failure that a list without an answer is."""
    return Failure(
        source=link_set.provider,
        asked=(":".join(link_set.owner),),
        message=f"no {link_set.kind} list: {link_set.reason}",
        state="failed",
    )


def settle_one_way(
    library: Library, articles: Iterable[Article], now: datetime
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Note which providers contradict themselves about an article, and who no more.

    A list may also end a contradiction of a work that it names: those are looked at
    again.

    Args:
        library: With their lists saved.
        articles: Those whose lists were asked for.
        now: The clock.

    Returns:
        What is so now, and which of it is news.
    """
    homes = (library.find_article(article.article_keys[0]) for article in articles)
    own = {number for number in homes if number is not None}
    others = {
        other for number in own for other in library.find_tied_with(number, ONE_WAY)
    }
    keys: set[str] = set()
    found = []
    for number in sorted(own | others):
        names = [":".join(key) for key in library.load_article(number).article_keys]
        keys.update(names)
        if missing := library.count_one_way(number):
            found.append(_one_way(names[0], missing))
    news = library.settle_findings(
        found, codes={ONE_WAY}, about=(keys, own | others), now=now
    )
    return tuple(found), news


def _one_way(subject: str, missing: dict[tuple[str, str], int]) -> Finding:
    told = ", ".join(
        f"{count} from {provider}'s {kind} list"
        for (provider, kind), count in sorted(missing.items())
    )
    return Finding(
        code=ONE_WAY,
        subject=subject,
        message=f"Citations of {subject.partition(':')[2]} that a provider's list of "
        f"the other work has are missing: {told}.",
        advice="See the view citation_disagreements; such a list is not complete.",
    )
