"""What a run did, in words and as JSON."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click
import msgspec

from harvester.cli.terminal import printable
from harvester.cli.view import load_view
from harvester.export import build_citation
from harvester.store import tally_works

if TYPE_CHECKING:
    from harvester.model import Article
    from harvester.pipeline import Outcome, Report, Summary
    from harvester.schedule import Cost
    from harvester.store import ArticleLinks, Library

_NAMES = {"pmid": "PMID", "doi": "doi", "pmcid": "PMCID"}


def print_outcomes(
    library: Library, outcomes: Sequence[Outcome], summary: Summary
) -> None:
    """Print one line per input, and the summary."""
    for outcome in outcomes:
        click.echo(
            printable(
                f"{outcome.asked} [{outcome.took_for}]: {_line(library, outcome)}"
            )
        )
    requests = ", ".join(f"{name} {count}" for name, count in summary.requests.items())
    click.echo(
        f"\n{library.path}: articles {summary.added} added, {summary.updated} updated, "
        f"{summary.unchanged} unchanged · {summary.link_count} links · "
        f"requests: {requests or 'none'} · {summary.seconds:.2f} s · "
        f"{_count(len(summary.findings), 'finding')}{_notices(summary)}"
    )


def _notices(summary: Summary) -> str:
    number = sum(summary.notices.values())
    return f", {_count(number, 'notice')} (harvest findings)" if number else ""


def print_refresh(library: Library, report: Report) -> None:
    """Print one line per article that changed, and the summary."""
    for number in report.updated:
        article = library.load_article(number)
        said = f"updated: {build_citation(article)} {identifiers(article)}"
        click.echo(printable(said))
    summary = report.summary
    requests = ", ".join(f"{name} {count}" for name, count in summary.requests.items())
    click.echo(
        f"{library.path}: {report.asked_count} of {report.due_count} due asked · "
        f"{report.changed_count} changed at their service · articles "
        f"{summary.added} added, {summary.updated} updated, "
        f"{summary.unchanged} unchanged · "
        f"requests: {requests or 'none'} · {summary.seconds:.2f} s"
        + (f" · {report.left_count} left for the next run" * bool(report.left_count))
    )


def print_costs(costs: Sequence[Cost], what: str, *, as_json: bool) -> None:
    """Print what would be asked, of whom, and how long that takes."""
    if as_json:
        rows = [{**msgspec.to_builtins(c), "seconds": c.seconds} for c in costs]
        write_json({"what": what, "costs": rows})
        return
    click.echo(f"{what}; nothing is asked or written")
    for cost in costs:
        bound = "up to " if cost.is_most else ""
        number = _count(cost.requests, "request")
        click.echo(
            f"  {cost.source:<10}{bound + number:<22}{_time(cost):<10}"
            f"{cost.purpose} ({bound}{cost.count})"
        )
    least = sum(c.requests for c in costs if not c.is_most)
    most = sum(c.requests for c in costs)
    click.echo(
        f"{_count(least, 'request')}, up to {most} as the answers turn out; at the "
        f"allowed rates {_span([c for c in costs if not c.is_most])} to {_span(costs)}"
    )


def _time(cost: Cost) -> str:
    return f"{cost.seconds:.1f} s" if cost.per_second else "-"


def _span(costs: Sequence[Cost]) -> str:
    """Return how long it takes; services are asked at the same time."""
    seconds: Counter[str] = Counter()
    for cost in costs:
        seconds[cost.source] += round(cost.seconds)
    most = max(seconds.values(), default=0)
    return f"{most // 60} min {most % 60} s" if most >= 60 else f"{most} s"


def _line(library: Library, outcome: Outcome) -> str:
    article = outcome.article
    if article is None or outcome.article_id is None or outcome.problem:
        return outcome.problem or "nothing found"
    links = library.load_links(outcome.article_id)
    news = [
        outcome.change or "unchanged",
        *_alarms(library, outcome.article_id),
        _list("similar", tally_works(links.similar).total, links),
        _list("cited-by", tally_works(links.cited_by).total, links),
        _list("references", tally_works(links.references).total, links),
    ]
    told = ", ".join(filter(None, news))
    return f"{build_citation(article)} {identifiers(article)} ({told})"


def _alarms(library: Library, number: int) -> Iterator[str]:
    """Yield what a reader must know of an article before it is used."""
    status = library.load_fate(number).status
    if status not in {None, "ok"}:
        yield str(status).upper()
    if library.quarantine.cases_of(number):
        yield "IN DOUBT: see harvest quarantine"


def _list(kind: str, number: int, links: ArticleLinks) -> str | None:
    """Return ``5 similar``, and beside it what is not simply complete."""
    states = {known.state for known in links.sets if known.kind == kind}
    if not states:
        return None
    if states != {"not-offered"}:  # somebody offers it
        states.discard("not-offered")
    odd = sorted(states - {"complete", "empty"})
    return f"{number} {kind}" + (f" [{', '.join(odd)}]" if odd else "")


def identifiers(article: Article) -> str:
    """Return ``PMID: 1. doi: 10.5555/a.`` - what the article has of them."""
    pairs = ((label, article.identifier(scheme)) for scheme, label in _NAMES.items())
    return " ".join(f"{label}: {value}." for label, value in pairs if value)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def print_json(library: Library, outcomes: Sequence[Outcome], summary: Summary) -> None:
    """Print inputs, articles and summary as one JSON object."""
    numbers = dict.fromkeys(o.article_id for o in outcomes if o.article_id is not None)
    write_json(
        {
            "inputs": [_input(outcome) for outcome in outcomes],
            "articles": [load_view(library, number) for number in numbers],
            "summary": msgspec.to_builtins(summary),
        }
    )


def write_json(value: Any) -> None:
    """Print ``value`` as indented JSON in UTF-8."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def _input(outcome: Outcome) -> dict[str, Any]:
    article = outcome.article
    return {
        "input": outcome.asked,
        "took_for": outcome.took_for,
        "pmid": article.pmid if article else None,
        "doi": article.doi if article else None,
        "change": outcome.change,
        "problem": outcome.problem,
    }


def print_problems(summary: Summary) -> None:
    """Print findings and failures on stderr, equal reasons together."""
    for finding in summary.findings:
        advice = f" {finding.advice}" if finding.advice else ""
        click.echo(printable(f"note: {finding.message}{advice}"), err=True)
    reasons = Counter((f.source, f.message) for f in summary.failures)
    for source, message in reasons:
        asked = [
            name
            for failure in summary.failures
            if (failure.source, failure.message) == (source, message)
            for name in failure.asked
        ]
        shown = ", ".join(asked[:5]) + (
            f" and {len(asked) - 5} more" if asked[5:] else ""
        )
        click.echo(printable(f"failed: {source}: {message} [{shown}]"), err=True)
