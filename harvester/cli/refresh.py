"""``harvest refresh``: what cron runs."""

from __future__ import annotations

import shlex
import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from harvester.cli.exits import DONE, FAILED, IN_PART
from harvester.cli.options import asking_options, library_options

if TYPE_CHECKING:
    from harvester.config import Settings
    from harvester.pipeline import Orders, Report
    from harvester.store import Library


@click.command()
@click.option(
    "--max",
    "most",
    type=click.IntRange(min=1),
    metavar="N",
    help="Look at N articles at most, the most urgent first.",
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="Ask what changed since DAY (2026-11-20), about every article.",
)
@asking_options
@library_options
def refresh(
    most: int | None,
    since: datetime | None,
    dry_run: bool,
    offline: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    db: str | None,
    config: str | None,
) -> int:
    """Look whether what the library holds is still current; made for cron.

    Asks the services which of the articles that are due changed, and fetches those
    only. How often an article is due says [refresh] in config.toml. One refresh of a
    library runs at a time.

    \b
      harvest refresh --dry-run
      harvest refresh --max 500 -q
      harvest refresh --since 2026-11-20

    \b
    Exit codes: 0 done (also: nothing is due) · 1 failed · 2 usage · 3 done in
    part · 75 another refresh is running · 78 configuration · 130 interrupted.
    """
    from harvester.config import load_settings
    from harvester.logs import set_up_logging
    from harvester.store import Library

    set_up_logging(verbose=verbose)
    settings = load_settings(config)
    database = db or settings.library.database
    orders = _orders(settings, most, since.date() if since else None)
    with Library.open(database, create=False, read_only=dry_run) as library:
        if dry_run:
            _print_plan(library, settings, orders, offline=offline, as_json=as_json)
            return DONE
        with library.lock(datetime.now(UTC)):
            form = "json" if as_json else "quiet" if quiet else "text"
            report = _refresh(library, settings, orders, offline=offline, form=form)
    return exit_code_of(report)


def _orders(settings: Settings, most: int | None, since: date | None) -> Orders:
    import msgspec

    from harvester.pipeline import Orders

    wishes = settings.refresh
    return Orders(
        days=msgspec.structs.asdict(wishes),
        most_articles=most or wishes.max_articles or None,
        most_requests=wishes.max_requests or None,
        since=since,
    )


def _refresh(
    library: Library, settings: Settings, orders: Orders, *, offline: bool, form: str
) -> Report:
    """Refresh ``library`` and print what came of it in ``form``."""
    from harvester.cli.alerts import send_alerts
    from harvester.cli.progress import progress
    from harvester.cli.report import print_problems, print_refresh, write_json
    from harvester.pipeline import Refresh
    from harvester.pipeline.client import build_client, run_with
    from harvester.pipeline.rules import read_limits, read_rules
    from harvester.sources.registry import choose_sources

    with progress(shown=form == "text") as advance:
        client = build_client(settings, offline=offline)
        run = Refresh(
            library,
            client,
            choose_sources(settings.links.indexes),
            read_limits(settings),
            orders,
            rules=read_rules(settings),
            advance=advance,
        )
        command = shlex.join(["harvest", *sys.argv[1:]])
        report = run_with(client, run.run(command))
    if form == "json":
        import msgspec

        write_json(msgspec.to_builtins(report))
    elif form == "text":
        print_refresh(library, report)
    print_problems(report.summary)
    send_alerts(library, report.summary.run_id, settings.alerts, offline=offline)
    return report


def _print_plan(
    library: Library,
    settings: Settings,
    orders: Orders,
    *,
    offline: bool,
    as_json: bool,
) -> None:
    from harvester.cli.report import print_costs
    from harvester.pipeline import refresh_costs
    from harvester.pipeline.client import build_client
    from harvester.sources.registry import choose_sources

    costs, asked, due = refresh_costs(
        build_client(settings, offline=offline),
        library,
        choose_sources(settings.links.indexes),
        orders,
        datetime.now(UTC),
    )
    print_costs(costs, f"{asked} of {due} due", as_json=as_json)


def exit_code_of(report: Report) -> int:
    """Return 0 if every question was answered, 3 if some were, 1 if none."""
    if not report.summary.failures:
        return DONE
    done = report.due_count - report.left_count
    return IN_PART if done else FAILED
