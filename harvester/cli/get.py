"""``harvest get``: the one-off."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

import click

from harvester.cli.exits import DONE, FAILED, IN_PART, USAGE
from harvester.cli.options import asking_options, library_options

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harvester.config import Settings
    from harvester.errors import HarvesterError
    from harvester.link import Limits
    from harvester.pipeline import Asked, Outcome, Summary


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("inputs", nargs=-1, metavar="[PMID|DOI|PMCID|URL|FILE|FOLDER|-]...")
@click.option(
    "--pmid", multiple=True, metavar="PMID", help="PubMed identifier; repeatable."
)
@click.option(
    "--doi", multiple=True, metavar="DOI", help="DOI in any spelling; repeatable."
)
@click.option(
    "--pmcid", multiple=True, metavar="PMCID", help="PMC identifier; repeatable."
)
@click.option(
    "--no-links", is_flag=True, help="Do not ask for similar and citing articles."
)
@asking_options
@library_options
def get(
    inputs: tuple[str, ...],
    pmid: tuple[str, ...],
    doi: tuple[str, ...],
    pmcid: tuple[str, ...],
    no_links: bool,
    dry_run: bool,
    offline: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    db: str | None,
    config: str | None,
) -> int:
    """Harvest articles and what is linked to them (the command when none is named).

    An input may be a PMID, a DOI, a PMCID, a URL of doi.org, PubMed or PMC, a file
    (PDF, HTML, text, RIS, BibTeX, JSON, PubMed XML or text, CSV), a folder of such
    files, or - for standard input.

    \b
      harvest 38689169 10.1155/2012/782672 PMC3272804
      harvest https://doi.org/10.1001/archsurg.141.10.1000 saved-page.html

    \b
    Exit codes: 0 done · 1 failed · 2 usage · 3 done in part · 75 busy ·
    78 configuration · 130 interrupted.
    """
    from harvester.cli.inputs import read_inputs
    from harvester.cli.report import print_problems
    from harvester.cli.terminal import printable
    from harvester.config import load_settings
    from harvester.logs import set_up_logging
    from harvester.pipeline.rules import read_limits

    set_up_logging(verbose=verbose)
    settings = load_settings(config)
    named = {"pmid": pmid, "doi": doi, "pmcid": pmcid}
    _check_inputs(inputs, named)
    given = read_inputs(inputs, named)
    problems = [f"harvest: {problem}" for problem in given.problems]
    for told in problems if quiet else [*given.notes, *problems]:
        click.echo(printable(told), err=True)
    if not given.asked:
        return USAGE
    limits = None if no_links else read_limits(settings)
    if dry_run:
        _print_plan(given.asked, settings, limits, offline=offline, as_json=as_json)
        return IN_PART if given.problems else DONE
    outcomes, summary = harvest_asked(
        given.asked,
        settings,
        database=db or settings.library.database,
        limits=limits,
        offline=offline,
        form="json" if as_json else "quiet" if quiet else "text",
    )
    print_problems(summary)
    return _exit_code(outcomes, summary, given.problems)


def _check_inputs(inputs: Sequence[str], named: Mapping[str, Sequence[str]]) -> None:
    """Raise for nothing, and for what looks like an option.

    ``-1`` is a bad PMID, ``-`` is stdin.
    """
    for argument in inputs:
        name = argument.removeprefix("-")
        if name and name != argument and not name.isdigit():
            raise click.NoSuchOption(argument)
    if not inputs and not any(named.values()):
        raise click.UsageError(
            "nothing to harvest: give a PMID, DOI, PMCID, URL or file, "
            "e.g. `harvest --offline --pmid 38689169`; `harvest --help` tells more."
        )


def harvest_asked(
    asked: Sequence[Asked],
    settings: Settings,
    *,
    database: str,
    limits: Limits | None,
    offline: bool,
    form: str,
    command: str | None = None,
) -> tuple[tuple[Outcome, ...], Summary]:
    """Harvest into ``database`` and print what came of it in ``form``.

    ``command`` is for the run log; None is what was typed.
    """
    from harvester.cli.alerts import send_alerts
    from harvester.cli.progress import progress
    from harvester.cli.report import print_json, print_outcomes
    from harvester.pipeline import Harvest
    from harvester.pipeline.client import build_client, run_with
    from harvester.pipeline.rules import read_rules
    from harvester.sources.registry import choose_sources
    from harvester.store import Library

    with Library.open(database) as library, progress(shown=form == "text") as advance:
        client = build_client(settings, offline=offline)
        run = Harvest(
            library,
            client,
            choose_sources(settings.links.indexes),
            limits,
            rules=read_rules(settings),
            advance=advance,
        )
        command = command or shlex.join(["harvest", *sys.argv[1:]])
        outcomes, summary = run_with(client, run.run(asked, command))
        if form == "json":
            print_json(library, outcomes, summary)
        elif form == "text":
            print_outcomes(library, outcomes, summary)
        send_alerts(library, summary.run_id, settings.alerts, offline=offline)
    return outcomes, summary


def _print_plan(
    asked: Sequence[Asked],
    settings: Settings,
    limits: Limits | None,
    *,
    offline: bool,
    as_json: bool,
) -> None:
    """Print what it would cost to get what is asked for."""
    from harvester.cli.report import print_costs
    from harvester.pipeline import harvest_costs
    from harvester.pipeline.client import build_client
    from harvester.sources.registry import choose_sources

    wanted = [keys for one in asked for keys in one.wanted]
    listed = [keys for one in asked for keys in one.listed]
    client = build_client(settings, offline=offline)
    costs = harvest_costs(
        client, choose_sources(settings.links.indexes), wanted, listed, limits
    )
    print_costs(costs, f"{len(wanted) + len(listed)} articles", as_json=as_json)


def _exit_code(
    outcomes: Sequence[Outcome], summary: Summary, problems: Sequence[HarvesterError]
) -> int:
    """Return 0 if every input led to what it asked for.

    A document that names no article of its own is done when it is stored so.
    """
    failed = [outcome for outcome in outcomes if outcome.problem and outcome.keys]
    if not failed and not problems and not summary.failures:
        return DONE
    done = len(failed) < len(outcomes)
    return IN_PART if done else FAILED
