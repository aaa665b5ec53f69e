"""``harvest stats``: the library at a glance, drawn in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from harvester.cli.options import library_options

if TYPE_CHECKING:
    from harvester.plots import Bar
    from harvester.store import CitedArticle, Count, Overview

_SHOWN = 10
_WIDTH = 24


@click.command()
@click.option(
    "--top",
    metavar="N",
    type=click.IntRange(1, 100),
    default=_SHOWN,
    show_default=True,
    help="How many journals, topics, authors …",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@library_options
def stats(top: int, as_json: bool, db: str | None, config: str | None) -> None:
    """Show years, journals, topics, authors, citations, completeness and freshness.

    \b
      harvest stats
      harvest stats --top 25
      harvest stats --json | jq .years
    """
    import msgspec

    from harvester.cli.report import write_json
    from harvester.cli.terminal import printable
    from harvester.config import load_settings
    from harvester.store import Library

    path = db or load_settings(config).library.database
    with Library.open(path, create=False, read_only=True) as library:
        overview = library.statistics.overview(datetime.now(UTC), limit=top)
    if as_json:
        write_json(msgspec.to_builtins(overview, str_keys=True))
    else:
        click.echo(printable("\n".join(_lines(path, overview))))


def _lines(path: str, overview: Overview) -> Iterator[str]:
    said = f"{path}: {overview.article_count:,} articles"
    if overview.years:
        said += f", {min(overview.years)}-{max(overview.years)}"
    yield said
    yield from _years(overview.years)
    yield from _counted("Journals", overview.journals)
    yield from _counted("Major topics", overview.topics)
    yield from _counted("Authors", overview.authors)
    yield from _cited(overview.cited)
    fields = _fields(overview)
    yield from _drawn("Completeness", fields, most=overview.article_count)
    yield from _drawn("Last known to be current", _bars(overview.ages))


def _years(years: Mapping[int, int]) -> Iterator[str]:
    from harvester.plots import build_year_bars, draw_block_columns

    bars = build_year_bars(years, lambda *_: None)
    if not bars:
        return
    counts = [bar.count for bar in bars]
    rows = draw_block_columns(counts)
    first, last = bars[0].label.partition("-")[0], bars[-1].label.rpartition("-")[2]
    yield ""
    yield f"Articles per {_span(bars[0].label)}"
    for place, row in enumerate(rows):
        yield f"  {row}" + (f"  {max(counts):,}" if place == 0 else "")
    yield f"  {first}{last:>{max(len(bars) - len(first), len(last) + 1)}}"


def _span(years: str) -> str:
    """Return what a bar stands for: ``year``, ``3 years``."""
    first, _, last = years.partition("-")
    return f"{int(last) - int(first) + 1} years" if last else "year"


def _counted(title: str, counts: Sequence[Count]) -> Iterator[str]:
    from harvester.plots import Bar

    return _drawn(title, [Bar(label=one.name, count=one.count) for one in counts])


def _cited(cited: Sequence[CitedArticle]) -> Iterator[str]:
    if cited:
        yield ""
        yield "Most cited within the library"
    for one in cited:
        yield f"  {one.cited_by_count:>5,}  {one.citation or one.title or '[no title]'}"


def _fields(overview: Overview) -> list[Bar]:
    from harvester.plots import Bar

    total = overview.article_count
    return [
        Bar(label=f"{field} ({100 * count // total} %)", count=count)
        for field, count in overview.fields.items()
        if total
    ]


def _bars(counts: Mapping[str, int]) -> list[Bar]:
    from harvester.plots import Bar

    return [Bar(label=name, count=count) for name, count in counts.items()]


def _drawn(title: str, bars: Sequence[Bar], most: int | None = None) -> Iterator[str]:
    from harvester.plots import draw_block_bars

    if bars:
        yield ""
        yield title
        for line in draw_block_bars(bars, width=_WIDTH, most=most):
            yield f"  {line}"
