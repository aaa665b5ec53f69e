"""Numbers of a library → pictures, each with the table that says the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec
from markupsafe import Markup

from harvester.model import Value
from harvester.normalize.names import shorten_name
from harvester.plots import (
    Bar,
    Cell,
    Row,
    build_year_bars,
    draw_bars,
    draw_columns,
    draw_matrix,
    draw_network,
    draw_rows,
)
from harvester.store import Count, Network, Overview, TopicPair

_MATRIX = 10

Url = Callable[..., str | None]
"""A path and arguments → an address; in a file that stands alone: None."""

FIELD_NAMES = {
    "doi": "DOI",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "abstract": "Abstract",
    "mesh": "MeSH headings",
    "volume": "Volume",
    "pages": "Pages or article number",
    "year": "Year",
}


class Entry(Value, frozen=True, kw_only=True):
    """A cell of a table.

    Attributes:
        text: What it says.
        href: Where it leads; None: nowhere.
    """

    text: str
    href: str | None = None


class Figure(Value, frozen=True, kw_only=True):
    """A picture and what it says.

    Attributes:
        id: Of its heading.
        title: For people.
        picture: SVG; None: there is nothing to be seen.
        heads: Of the table's columns.
        rows: Of the table.
        note: What a reader should know.
        more: Where there is more of it: an address and its words.
    """

    id: str
    title: str
    picture: Markup | None
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[Entry, ...], ...] = ()
    note: str = ""
    more: tuple[str | None, str] | None = None


def ask_for(**fields: str | int) -> str:
    """Return a search for values of fields.

    Examples:
        >>> ask_for(mesh='Liver "Neoplasms"', year=2010)
        'mesh:"Liver Neoplasms" year:2010'
    """
    return " ".join(
        f'{name}:"{" ".join(value.replace(chr(34), " ").split())}"'
        if isinstance(value, str) and name != "year"
        else f"{name}:{value}"
        for name, value in fields.items()
    )


def ask_for_author(name: str) -> str:
    """Return a search for an author by a name, surname first.

    Examples:
        >>> ask_for_author("Gudmundsdottir, Hallbera")
        'au:"Gudmundsdottir H"'
    """
    return ask_for(au=shorten_name(name))


def build_years(
    counts: Mapping[int, int],
    url: Url,
    *,
    query: str = "",
    title: str = "Articles per year",
    unit: str = "articles",
) -> Figure:
    """Return a bar per year, each leading to the list of its articles.

    Args:
        counts: Year → articles.
        url: Builds addresses.
        query: What the articles have in common, as a search.
        title: Of the figure.
        unit: What is counted.
    """

    def lead(first: int, last: int) -> str | None:
        years = str(first) if first == last else f"{first}-{last}"
        return url("-/search", q=f"{query} year:{years}".strip())

    bars = build_year_bars(counts, lead)
    shown = [bar for bar in bars if bar.count]
    return Figure(
        id="years",
        title=title,
        picture=draw_columns(bars, title=title, unit=unit) if bars else None,
        heads=("Year", unit.capitalize()),
        rows=tuple(_row(bar) for bar in shown),
    )


def build_counts(
    named: tuple[str, str],
    counts: Iterable[Count],
    lead: Callable[[Count], str | None],
    *,
    note: str = "",
    more: tuple[str | None, str] | None = None,
) -> Figure:
    """Return lying bars of what has most articles.

    Args:
        named: Id and title of the figure.
        counts: In order.
        lead: Where each leads.
        note: As in ``Figure``.
        more: As in ``Figure``.
    """
    name, title = named
    bars = [Bar(label=one.name, count=one.count, href=lead(one)) for one in counts]
    return Figure(
        id=name,
        title=title,
        picture=draw_bars(bars, title=title) if bars else None,
        heads=("Name", "Articles"),
        rows=tuple(_row(bar) for bar in bars),
        note=note,
        more=more,
    )


def build_topic_years(
    topics: Sequence[Count], years: Mapping[str, Mapping[int, int]], url: Url
) -> Figure:
    """Return when each of some headings was used."""
    found = sorted({year for one in years.values() for year in one})
    columns = list(range(found[0], found[-1] + 1)) if found else []
    rows = [
        Row(
            label=topic.name,
            href=url(f"-/mesh/{topic.key}"),
            cells=tuple(
                Cell(
                    count=years[str(topic.key)].get(year, 0),
                    href=url("-/search", q=ask_for(mesh=topic.name, year=year)),
                )
                for year in columns
            ),
        )
        for topic in topics
    ]
    title = "MeSH topics over time"
    return Figure(
        id="topic-years",
        title=title,
        picture=draw_rows(rows, [str(year) for year in columns], title=title)
        if rows and columns
        else None,
        heads=("Heading", *(str(year) for year in found)),
        rows=tuple(
            (
                Entry(text=row.label, href=row.href),
                *(
                    Entry(text=str(years[str(topic.key)].get(year, 0)))
                    for year in found
                ),
            )
            for topic, row in zip(topics, rows, strict=True)
        ),
        note="The darker, the nearer to the year in which the heading was used most.",
    )


def build_topic_pairs(pairs: Sequence[TopicPair], url: Url) -> Figure:
    """Return which major topics stand on the same articles, as a matrix."""
    names = {one.ui: one.name for one in pairs}
    names |= {one.other_ui: one.other_name for one in pairs}
    counts = {frozenset((one.ui, one.other_ui)): one.count for one in pairs}
    sums = Counter[str]()
    for one in pairs:
        sums.update({one.ui: one.count, one.other_ui: one.count})
    chosen = [ui for ui, _ in sums.most_common(_MATRIX)]
    rows = [
        Row(
            label=names[ui],
            href=url(f"-/mesh/{ui}"),
            cells=tuple(
                Cell(
                    count=counts.get(frozenset((ui, other)), 0),
                    href=url(
                        "-/search",
                        q=f"{ask_for(mesh=names[ui])} {ask_for(mesh=names[other])}",
                    ),
                )
                for other in chosen
            ),
        )
        for ui in chosen
    ]
    title = "MeSH topics that occur together"
    return Figure(
        id="topic-pairs",
        title=title,
        picture=draw_matrix(rows, title=title) if rows else None,
        heads=("Heading", "With", "Articles"),
        rows=tuple(
            (
                Entry(text=one.name, href=url(f"-/mesh/{one.ui}")),
                Entry(text=one.other_name, href=url(f"-/mesh/{one.other_ui}")),
                Entry(text=f"{one.count:,}"),
            )
            for one in pairs
        ),
        note="Articles of which both headings are major topics.",
    )


def build_network(
    named: tuple[str, str],
    network: Network,
    lead: Callable[[int], str | None],
    *,
    heads: tuple[str, str, str],
    more: tuple[str | None, str] | None = None,
) -> Figure:
    """Return a network, and its ties as a table.

    Args:
        named: Id and title of the figure.
        network: What is drawn.
        lead: Where a node leads.
        heads: Of the table.
        more: As in ``Figure``.
    """
    name, title = named
    nodes = [msgspec.structs.replace(n, href=lead(n.key)) for n in network.nodes]
    known = {node.key: node for node in nodes}
    drawn = bool(network.ties)
    return Figure(
        id=name,
        title=title,
        picture=draw_network(nodes, network.ties, title=title) if drawn else None,
        heads=heads,
        rows=tuple(
            (
                Entry(text=known[tie.source].words, href=known[tie.source].href),
                Entry(text=known[tie.target].words, href=known[tie.target].href),
                Entry(text=f"{tie.count:,}"),
            )
            for tie in network.ties
        ),
        more=more,
    )


def build_shares(fields: Mapping[str, int], total: int) -> Figure:
    """Return how many of all articles have each field."""
    bars = [
        Bar(label=f"{FIELD_NAMES[field]} ({_share(count, total)})", count=count)
        for field, count in fields.items()
    ]
    title = "Completeness"
    return Figure(
        id="fields",
        title=title,
        picture=draw_bars(bars, title=title, most=total) if total else None,
        heads=("Field", "Articles"),
        rows=tuple(_row(bar) for bar in bars),
        note="How many articles have it.",
    )


def build_ages(ages: Mapping[str, int]) -> Figure:
    """Return since when records are known to be current."""
    bars = [Bar(label=age.capitalize(), count=count) for age, count in ages.items()]
    title = "Freshness"
    return Figure(
        id="ages",
        title=title,
        picture=draw_bars(bars, title=title, unit="records") if bars else None,
        heads=("Last known to be current", "Records"),
        rows=tuple(_row(bar) for bar in bars),
        note="When records were last known to be what their source says.",
    )


def _share(count: int, total: int) -> str:
    return f"{100 * count // total} %" if total else ""


def _row(bar: Bar) -> tuple[Entry, ...]:
    return (Entry(text=bar.label, href=bar.href), Entry(text=f"{bar.count:,}"))


def build_overview(overview: Overview, url: Url) -> dict[str, Figure]:
    """Return the figures of a library's overview that need no network, by id."""
    figures = (
        build_years(overview.years, url),
        build_counts(
            ("journals", "Journals"),
            overview.journals,
            lambda one: url(f"-/journal/{one.key}"),
            more=(url("-/journals"), "All journals"),
        ),
        build_counts(
            ("topics", "Major topics"),
            overview.topics,
            lambda one: url(f"-/mesh/{one.key}"),
            more=(url("-/mesh"), "All MeSH headings"),
        ),
        build_counts(
            ("authors", "Authors"),
            overview.authors,
            lambda one: url(f"-/author/{one.key}"),
            more=(url("-/authors"), "All authors"),
        ),
        build_topic_years(overview.topics, overview.topic_years, url),
        build_topic_pairs(overview.topic_pairs, url),
        build_shares(overview.fields, overview.article_count),
        build_ages(overview.ages),
    )
    return {figure.id: figure for figure in figures}
