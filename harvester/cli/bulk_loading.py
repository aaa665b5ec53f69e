"""What the commands that load files share: options, the run, what is told of it."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
import msgspec

from harvester.cli.exits import DONE, FAILED, IN_PART
from harvester.cli.options import library_options
from harvester.cli.terminal import printable

if TYPE_CHECKING:
    from harvester.bulk.choice import Choice
    from harvester.bulk.files import FileReport
    from harvester.bulk.folder import FoundFile
    from harvester.bulk.forms import Form
    from harvester.bulk.load import Load
    from harvester.config import Settings
    from harvester.store import Library

_Command = TypeVar("_Command", bound=Callable[..., Any])

_PER_FILE = 30_000
"""Records of a file of PubMed's baseline: what the time left is reckoned from."""
_SHOWN_FAULTS = 5
_LISTED = " identifiers"


class LoadOptions(msgspec.Struct, frozen=True):
    """The options of a command that loads files."""

    again: bool
    where: str | None
    id_file: str | None
    workers: int | None
    as_json: bool
    quiet: bool
    db: str | None
    config: str | None


def loading_options(command: _Command) -> _Command:
    """Add the options of ``LoadOptions``."""
    for option in (
        click.option("-q", "--quiet", is_flag=True, help="Print problems only."),
        click.option("--json", "as_json", is_flag=True, help="Print JSON."),
        click.option(
            "--workers",
            type=click.IntRange(0),
            metavar="N",
            help="Processes that read  [default: as many as there are cores]",
        ),
        click.option(
            "--ids",
            "id_file",
            metavar="FILE",
            help="Keep only what a list of PMIDs and DOIs names.",
        ),
        click.option("--where", metavar="QUERY", help="Keep only what meets a query."),
        click.option(
            "--again", is_flag=True, help="Read files that are loaded already, too."
        ),
    ):
        command = option(command)
    return library_options(command)


def load_as_run(
    form: Form,
    options: LoadOptions,
    find: Callable[[Library], Sequence[FoundFile]],
    *,
    goes_on: bool = False,
    then: Callable[[Load, Library, Sequence[FoundFile]], Sequence[str]] | None = None,
) -> int:
    """Load files as one run of the log, tell what came of it, return the exit code.

    Args:
        form: Of the files.
        options: As given.
        find: Which files.
        goes_on: Keep to the selection of the last load, where none is given.
        then: Done where all files are in; returns the keys of records that vanished.
    """
    from harvester.config import load_settings
    from harvester.store import Library
    from harvester.store.lock import exclusive

    settings = load_settings(options.config)
    path = Path(options.db or settings.library.database)
    with Library.open(path) as library, exclusive(path, datetime.now(UTC)):
        choice = _read_choice(library, form, options, settings, goes_on=goes_on)
        files = find(library)
        run_id = library.begin_run(
            shlex.join(["harvest", *sys.argv[1:]]), datetime.now(UTC)
        )
        reports: tuple[FileReport, ...] = ()
        vanished: Sequence[str] = ()
        outcome = "interrupted"
        try:
            with _loading(library, form, run_id, options, choice, settings) as load:
                reports = _load(load, library, files, choice, options)
                if then and _code(reports) != FAILED and not _broken(reports):
                    vanished = then(load, library, files)
            outcome = "done" if _code(reports) == DONE else "in part"
        finally:
            summary = _summarise(reports, vanished)
            library.finish_run(
                run_id, summary, datetime.now(UTC), outcome=outcome, requests={}
            )
    _tell(reports, vanished, as_json=options.as_json, is_quiet=options.quiet)
    return _code(reports)


def _read_choice(
    library: Library,
    form: Form,
    options: LoadOptions,
    settings: Settings,
    *,
    goes_on: bool,
) -> Choice:
    """Return which records are kept; a query nobody can answer is told at once."""
    from harvester.bulk.choice import Choice, read_keys
    from harvester.reconcile import YearRule

    where, id_file = options.where, options.id_file
    if goes_on and where is None and id_file is None:
        _, where = library.find_bulk_habit(form.source)
        if where.endswith(_LISTED):
            raise click.UsageError(
                f"The library was loaded with a list ({where}): give it again with "
                "--ids, or another selection."
            )
    choice = Choice(
        library=library.path,
        where=where or None,
        keys=None if id_file is None else read_keys(Path(id_file)),
        year_rule=YearRule(settings.articles.year),
    )
    choice()
    return choice


def _loading(
    library: Library,
    form: Form,
    run_id: int,
    options: LoadOptions,
    choice: Choice,
    settings: Settings,
) -> Load:
    from harvester.bulk.load import Load
    from harvester.pipeline.rules import read_rules

    return Load(
        library,
        form,
        run_id,
        rules=read_rules(settings),
        workers=(os.cpu_count() or 1) if options.workers is None else options.workers,
        choose=choice,
    )


def _load(
    load: Load,
    library: Library,
    files: Sequence[FoundFile],
    choice: Choice,
    options: LoadOptions,
) -> tuple[FileReport, ...]:
    from harvester.bulk.files import load_files
    from harvester.cli.progress import progress

    shown = not (options.as_json or options.quiet)
    total = _PER_FILE * len(files)
    with progress(shown=shown, what="loading", total=total) as load.advance:
        return load_files(
            load, library, files, selection=choice.words, again=options.again
        )


def _broken(reports: Sequence[FileReport]) -> int:
    return sum(report.state == "broken" for report in reports)


def _code(reports: Sequence[FileReport]) -> int:
    broken = _broken(reports)
    if broken and broken == len(reports):
        return FAILED
    return IN_PART if broken or any(r.faults for r in reports) else DONE


def _summarise(
    reports: Sequence[FileReport], vanished: Sequence[str]
) -> dict[str, int]:
    """Return what the run log keeps, in the words of a harvest's where they fit."""
    from harvester.bulk.files import count_reports

    counts = count_reports(reports)
    return {
        "added": counts.pop("added_count", 0),
        "updated": counts.pop("updated_count", 0),
        **counts,
        "vanished_count": len(vanished),
    }


def _tell(
    reports: Sequence[FileReport],
    vanished: Sequence[str],
    *,
    as_json: bool,
    is_quiet: bool,
) -> None:
    from harvester.bulk.files import count_reports, describe_report
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
    count = count_reports(reports)
    click.echo(
        f"files: {count['files_loaded']:,} loaded, {count['files_known']:,} known "
        f"already, {count['files_broken']:,} broken\n"
        f"records: {count['record_count']:,}, of them chosen "
        f"{count['chosen_count']:,}, unreadable {count['fault_count']:,}, "
        f"deleted {count['deleted_count']:,}\n"
        f"articles: {count['added_count']:,} added, {count['updated_count']:,} updated"
    )
    if vanished:
        click.echo(
            f"in no file of the new baseline: {len(vanished):,} records; they are "
            "marked as gone and stay readable (harvest findings record-gone)"
        )


def _problems(report: FileReport) -> Iterator[str]:
    if report.state == "broken":
        yield f"{report.reason}; nothing of it was kept"
    for key, reason in report.faults[:_SHOWN_FAULTS]:
        yield f"record {key}: {reason}" if key else reason
    if len(report.faults) > _SHOWN_FAULTS:
        yield f"{len(report.faults) - _SHOWN_FAULTS} further records cannot be read"
