"""``harvest bulk pubmed``: files of the PubMed baseline and its updates."""

from __future__ import annotations

import os
import shlex
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harvester.cli.options import library_options
from harvester.cli.terminal import printable

if TYPE_CHECKING:
    from harvester.bulk.baseline import FileReport
    from harvester.bulk.choice import Choice
    from harvester.bulk.folder import FoundFile
    from harvester.config import Settings
    from harvester.store import Library

_PER_FILE = 30_000
"""Records of a file of the baseline: what the time left is reckoned from."""
_SHOWN_FAULTS = 5


@click.command()
@click.argument("places", nargs=-1, metavar="[DIR|FILE]…")
@click.option("--where", metavar="QUERY", help="Keep only what meets a query.")
@click.option(
    "--ids",
    "id_file",
    metavar="FILE",
    help="Keep only what a list of PMIDs, DOIs names.",
)
@click.option("--update", is_flag=True, help="Go on behind the last file loaded.")
@click.option(
    "--new-baseline",
    is_flag=True,
    help="These are all files of a new year's baseline: say what vanished.",
)
@click.option(
    "--workers",
    type=click.IntRange(0),
    metavar="N",
    help="Processes that read  [default: as many as there are cores]",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@library_options
def pubmed(
    places: tuple[str, ...],
    where: str | None,
    id_file: str | None,
    update: bool,
    new_baseline: bool,
    workers: int | None,
    as_json: bool,
    quiet: bool,
    db: str | None,
    config: str | None,
) -> int:
    """Load files of PubMed's baseline and updates into the library.

    Files are read in the order of their numbers, checked against the .md5 beside them,
    and loaded wholly or not at all: a load that is broken off goes on with the file
    that it was at, and what is loaded already is passed over. Where several files have
    a record the last one counts; records that a file deletes are marked, and stay
    readable. With --where or --ids a subset is kept, and what the library holds
    already is kept up to date.

    \b
      harvest bulk pubmed baseline/
      harvest bulk pubmed baseline/ --where 'year>=2020 and mesh:"Liver Neoplasms"+'
      harvest bulk pubmed updatefiles/ --update
      harvest bulk pubmed --update          (the folders of the last load)

    \b
    Exit codes: 0 done · 1 nothing could be loaded · 2 usage, no such files · 3 done,
    but for broken files or records · 75 the library is busy · 78 configuration.
    """
    from harvester.config import load_settings
    from harvester.store import Library
    from harvester.store.lock import exclusive

    settings = load_settings(config)
    path = Path(db or settings.library.database)
    if not places and not update:
        raise click.UsageError("Name a folder of PubMed files, or files.")
    now = datetime.now(UTC)
    with Library.open(path) as library, exclusive(path, now):
        choice = _read_choice(library, settings, where, id_file, is_update=update)
        files = _find(library, places, is_update=update)
        reports, vanished = _load(
            library,
            choice,
            files,
            workers=(os.cpu_count() or 1) if workers is None else workers,
            is_new=new_baseline,
            shown=not (as_json or quiet),
            settings=settings,
        )
    _tell(reports, vanished, as_json=as_json, is_quiet=quiet)
    return _code(reports)


def _read_choice(
    library: Library,
    settings: Settings,
    where: str | None,
    id_file: str | None,
    *,
    is_update: bool,
) -> Choice:
    """Return which records are kept; an update keeps to what was chosen before."""
    from harvester.bulk.choice import Choice, read_keys
    from harvester.bulk.pubmed import SOURCE
    from harvester.reconcile import YearRule

    if is_update and where is None and id_file is None:
        _, where = library.find_bulk_habit(SOURCE)
        if where.endswith(" identifiers"):
            raise click.UsageError(
                f"The library was loaded with a list of {where}: give it again "
                "with --ids, or another selection."
            )
    choice = Choice(
        library=library.path,
        where=where or None,
        keys=None if id_file is None else read_keys(Path(id_file)),
        year_rule=YearRule(settings.articles.year),
    )
    choice()  # a query that nobody can answer is told before anything is read
    return choice


def _find(
    library: Library, places: Sequence[str], *, is_update: bool
) -> tuple[FoundFile, ...]:
    from harvester.bulk.baseline import choose_new
    from harvester.bulk.folder import find_pubmed_files
    from harvester.bulk.pubmed import SOURCE

    if not places:
        folders, _ = library.find_bulk_habit(SOURCE)
        if not folders:
            raise click.UsageError(
                "Nothing was loaded yet: name the folder of the baseline."
            )
        places = folders
    files = find_pubmed_files(places)
    return tuple(choose_new(library, files)) if is_update else files


def _load(
    library: Library,
    choice: Choice,
    files: Sequence[FoundFile],
    *,
    workers: int,
    is_new: bool,
    shown: bool,
    settings: Settings,
) -> tuple[tuple[FileReport, ...], tuple[str, ...]]:
    """Load the files as one run of the log."""
    from harvester.bulk.baseline import load_files, sweep
    from harvester.bulk.pubmed import Load
    from harvester.cli.progress import progress
    from harvester.pipeline.rules import read_rules

    command = shlex.join(["harvest", *sys.argv[1:]])
    run_id = library.begin_run(command, datetime.now(UTC))
    outcome, summary = "interrupted", {}
    try:
        with (
            progress(
                shown=shown, what="loading", total=_PER_FILE * len(files)
            ) as advance,
            Load(
                library,
                run_id,
                rules=read_rules(settings),
                workers=workers,
                choose=choice,
                advance=advance,
            ) as load,
        ):
            reports = load_files(load, library, files, selection=choice.words)
            is_whole = all(report.state != "broken" for report in reports)
            vanished = sweep(load, library, files) if is_new and is_whole else ()
        outcome = "done" if _code(reports) == 0 else "in part"
        summary = {**_count(reports), "vanished": len(vanished)}
    finally:
        library.finish_run(run_id, summary, datetime.now(UTC), outcome=outcome)
    return reports, vanished


def _count(reports: Sequence[FileReport]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for report in reports:
        counts[f"files {report.state}"] += 1
        if one := report.loaded:
            counts["records"] += one.record_count
            counts["chosen"] += one.chosen_count
            counts["added"] += one.added_count
            counts["updated"] += one.updated_count
            counts["deleted"] += one.deleted_count
            counts["faults"] += one.fault_count
    return counts


def _code(reports: Sequence[FileReport]) -> int:
    from harvester.cli.exits import DONE, FAILED, IN_PART

    broken = [report for report in reports if report.state == "broken"]
    if broken and len(broken) == len(reports):
        return FAILED
    return IN_PART if broken or any(r.faults for r in reports) else DONE


def _tell(
    reports: Sequence[FileReport],
    vanished: Sequence[str],
    *,
    as_json: bool,
    is_quiet: bool,
) -> None:
    from harvester.bulk.baseline import describe_report
    from harvester.cli.report import write_json

    if as_json:
        files = [describe_report(report) for report in reports]
        write_json({"files": files, "vanished": vanished})
        return
    for report in reports:
        for line in _problems(report):
            click.echo(printable(f"harvest: {report.name}: {line}"), err=True)
    if is_quiet:
        return
    counts = _count(reports)
    click.echo(
        f"files: {counts['files loaded']:,} loaded, {counts['files known']:,} known "
        f"already, {counts['files broken']:,} broken\n"
        f"records: {counts['records']:,}, of them chosen {counts['chosen']:,}, "
        f"unreadable {counts['faults']:,}, deleted {counts['deleted']:,}\n"
        f"articles: {counts['added']:,} added, {counts['updated']:,} updated"
    )
    if vanished:
        click.echo(
            f"in no file of the new baseline: {len(vanished):,} records; they are "
            "marked as gone and stay readable (harvest findings record-gone)"
        )


def _problems(report: FileReport) -> Iterator[str]:
    if report.state == "broken":
        yield f"{report.reason}; nothing of it was kept"
    for pmid, reason in report.faults[:_SHOWN_FAULTS]:
        yield f"record {pmid}: {reason}" if pmid else reason
    if len(report.faults) > _SHOWN_FAULTS:
        yield f"{len(report.faults) - _SHOWN_FAULTS} further records cannot be read"
