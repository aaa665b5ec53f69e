"""An article in the terminal, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harvester.cli.layout import Paragraph, Style
from harvester.cli.report import identifiers
from harvester.export.citation import build_byline, build_place
from harvester.model import Article
from harvester.sources.doira import AGENCY
from harvester.store import (
    ArticleLinks,
    Case,
    Fate,
    LinkedWork,
    Related,
    group_works,
    related_lines,
    status_lines,
    tally_works,
)

_LISTED = 10


def _alarms(fate: Fate, cases: Sequence[Case]) -> Iterator[str]:
    if fate.status not in {None, "ok", "unverified"}:
        sources = ", ".join(fate.status_sources)
        yield f"*** {fate.status.upper()} ({sources}) ***"
    if fate.deleted_at:
        told = f"*** No longer in PubMed (since {fate.deleted_at[:10]}) ***"
        if fate.replaced_by:
            told += f" Instead: {fate.replaced_by[1]}"
        yield told
    for case in cases:
        names = " and ".join(" ".join(name) for name in case.doubt.pair)
        yield (
            f"*** In doubt ({' '.join(case.doubt.key)}): {names} are kept apart, "
            f"{case.doubt.reason}; `harvest settle {case.number}` decides ***"
        )


def build_page(
    article: Article,
    links: ArticleLinks,
    fate: Fate,
    related: Sequence[Related],
    cases: Sequence[Case],
) -> Iterator[Paragraph]:
    """Yield what a reader wants of an article, what is alarming first."""
    for alarm in _alarms(fate, cases):
        yield Paragraph(text=alarm, style=Style.ALARM)
    yield from _head(article)
    if article.abstract:
        yield Paragraph()
        for section in article.abstract.sections:
            label = f"{section.label}: " if section.label else ""
            yield Paragraph(text=label + section.text.plain)
    yield from _terms(article)
    yield Paragraph()
    for line in status_lines(fate):
        text = line.lstrip()
        yield Paragraph(text=text, indent=" " * (len(line) - len(text)))
    for line in related_lines(related):
        yield Paragraph(text=line)
    yield from _list("Similar articles", links.similar, _states(links, "similar"))
    yield from _list("Cited by", links.cited_by, _states(links, "cited-by"))
    yield from _list("References", links.references, _states(links, "references"))
    yield from _sources(article)


def _head(article: Article) -> Iterator[Paragraph]:
    title = article.title.plain if article.title else "[no title]"
    yield Paragraph(text=title, style=Style.TITLE)
    original = article.original_title.plain if article.original_title else ""
    agency = dict(article.other).get(AGENCY)
    for text, style in (
        (original, Style.TITLE),
        (build_byline(article), Style.TEXT),
        (build_place(article), Style.TEXT),
        (identifiers(article), Style.QUIET),
        (f"DOI registered at {agency}" if agency else "", Style.QUIET),
    ):
        if text:
            yield Paragraph(text=text, style=style)


def _sources(article: Article) -> Iterator[Paragraph]:
    """Yield who was heard, and what was not taken of it."""
    yield Paragraph()
    named = ", ".join(f"{source} {key}" for source, key in article.sources)
    yield Paragraph(text=f"Sources: {named}", style=Style.HEADING)
    for origin in article.origins:
        for other in origin.rejected:
            if other.kind != "formatting":
                taken = f"{origin.field}: {origin.source} ({origin.rule})"
                yield Paragraph(
                    text=f"{taken}, not {other.source}: {other.value}",
                    style=Style.CONFLICT,
                    indent="  ",
                    is_short=True,
                )


def _terms(article: Article) -> Iterator[Paragraph]:
    headings = [
        heading.descriptor
        + "".join(f" / {q.name}{'*' * q.is_major}" for q in heading.qualifiers)
        + "*" * heading.is_major
        for heading in article.mesh_headings
    ]
    keywords = [keyword.text.plain for keyword in article.keywords]
    kinds = [kind.name for kind in article.publication_types]
    rows = (("MeSH", headings), ("Keywords", keywords), ("Publication types", kinds))
    for title, terms in rows:
        if terms:
            yield Paragraph()
            yield Paragraph(text=f"{title}: " + "; ".join(terms))


def _states(links: ArticleLinks, kind: str) -> str:
    return ", ".join(
        f"{known.provider}: {known.state}"
        + (f" ({known.reason})" if known.reason else "")
        for known in links.sets
        if known.kind == kind
    )


def _list(title: str, works: Sequence[LinkedWork], states: str) -> Iterator[Paragraph]:
    """Print works once each, with the providers that list them."""
    if not works and not states:
        return
    tally = tally_works(works)
    counts = ", ".join(f"{name} {count}" for name, count in tally.counts.items())
    told = f"{counts}; {tally.total} in all" if counts else "0"
    yield Paragraph()
    told = f"{title}: {told}" + (f" [{states}]" if states else "")
    yield Paragraph(text=told, style=Style.HEADING)
    groups = group_works(works)
    for group in groups[:_LISTED]:
        first = group[0]
        name = f"{first.scheme}:{first.value}" if first.scheme else ""
        words = next(filter(None, (w.citation or w.title for w in group)), None)
        names = ", ".join(dict.fromkeys(work.provider for work in group))
        line = f"- {words or 'not in the library'} {name}".rstrip()
        yield Paragraph(text=f"{line} ({names})", indent="  ")
    if len(groups) > _LISTED:
        yield Paragraph(
            text=f"… and {len(groups) - _LISTED} more; --json lists all", indent="  "
        )


def _more(number: int) -> Paragraph:
    text = f"… and {number - _LISTED} more; --json lists all"
    return Paragraph(text=text, indent="  ", style=Style.QUIET)
