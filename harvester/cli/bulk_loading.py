"""What the commands that load files share: options, the run, what is told of it."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

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

Sweep: TypeAlias = (
    "Callable[[Load, Library, Sequence[FoundFile], Library], Sequence[str]]"
)
"""Marks what a new baseline lacks; see ``baseline.sweep``."""

_Command = TypeVar("_Command", bound=Callable[..., Any])

_PER_FILE = 30_000
"""Records of a file of PubMed's baseline: what the time left is reckoned from."""
_LOADING, _INDEXING = "loading", "making the indexes"
_UNITS = {_LOADING: "records", _INDEXING: "made"}
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


class _Job(msgspec.Struct, frozen=True):
    """What is to be loaded."""

    form: Form
    options: LoadOptions
    settings: Settings
    choice: Choice
    files: Sequence[FoundFile]
    sweep: Sweep | None

    @property
    def is_shown(self) -> bool:
        """Whether a person may want to see how far it is."""
        return not (self.options.as_json or self.options.quiet)


class _Done(msgspec.Struct, frozen=True):
    """What came of it; ``is_swapped`` is None where nothing was loaded beside."""

    reports: Sequence[FileReport] = ()
    vanished: Sequence[str] = ()
    is_swapped: bool | None = None


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
    sweep: Sweep | None = None,
) -> int:
    """Load files as one run of the log, tell what came of it, return the exit code.

    Args:
        form: Of the files.
        options: As given.
        find: Which files.
        goes_on: Keep to the selection of the last load, where none is given.
        sweep: They are all of a new baseline, which is loaded beside a library with
            articles; done where all files are in.
    """
    from harvester.config import load_settings
    from harvester.store import Library
    from harvester.store.lock import exclusive

    settings = load_settings(options.config)
    path = Path(options.db or settings.library.database)
    with Library.open(path) as library, exclusive(path, datetime.now(UTC)):
        choice = _read_choice(library, form, options, settings, goes_on=goes_on)
        job = _Job(form, options, settings, choice, find(library), sweep)
        if sweep and job.files and not library.is_empty():
            done = _run_beside(job, library)
        else:
            done = _run(job, library, library)
    _tell(done, path, as_json=options.as_json, is_quiet=options.quiet)
    return _code(done.reports)


def _run(job: _Job, library: Library, before: Library) -> _Done:
    """Load the files into ``library``, which was ``before`` or is the same."""
    choice = msgspec.structs.replace(job.choice, library=library.path)
    run_id = library.begin_run(_command(), datetime.now(UTC))
    reports: tuple[FileReport, ...] = ()
    vanished: Sequence[str] = ()
    outcome = "interrupted"
    try:
        with _loading(library, job, run_id, choice) as load:
            reports = _load(load, library, job, choice)
            if job.sweep and not _broken(reports):
                vanished = job.sweep(load, library, job.files, before)
        outcome = "done" if _code(reports) == DONE else "in part"
    finally:
        summary = _summarise(reports, vanished)
        library.finish_run(
            run_id, summary, datetime.now(UTC), outcome=outcome, requests={}
        )
    return _Done(reports, vanished)


def _run_beside(job: _Job, library: Library) -> _Done:
    """Load the files into a copy, which takes the library's place if all are in."""
    from harvester.cli.progress import progress
    from harvester.store import Library

    started_at = datetime.now(UTC)
    with ExitStack() as stack:
        with progress(shown=job.is_shown, what="copying", unit="pages") as advance:
            copy = stack.enter_context(library.beside(advance))
        if copy.is_anew:
            _warn(f"{library.path} has changed since; {copy.path} was made anew")
        try:
            with Library.open(copy.path) as filled:
                done = _run(job, filled, library)
            if not _broken(done.reports):
                with progress(
                    shown=job.is_shown, what="swapping", unit="pages"
                ) as advance:
                    copy.swap(advance)
        finally:
            if not copy.is_swapped:
                _warn(
                    f"{library.path} stays as it was; what is loaded is in "
                    f"{copy.path}, and the same command goes on"
                )
                run_id = library.begin_run(_command(), started_at)
                library.finish_run(
                    run_id,
                    {"added": 0, "updated": 0},
                    datetime.now(UTC),
                    outcome="not swapped",
                    requests={},
                )
    return _Done(done.reports, done.vanished, is_swapped=copy.is_swapped)


def _command() -> str:
    return shlex.join(["harvest", *sys.argv[1:]])


def _warn(line: str) -> None:
    click.echo(printable(f"harvest: {line}"), err=True)


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


def _loading(library: Library, job: _Job, run_id: int, choice: Choice) -> Load:
    from harvester.bulk.load import Load
    from harvester.pipeline.rules import read_rules

    workers = job.options.workers
    return Load(
        library,
        job.form,
        run_id,
        rules=read_rules(job.settings),
        workers=(os.cpu_count() or 1) if workers is None else workers,
        keeps_bytes=job.settings.bulk.keeps_bytes(job.form.source),
        choose=choice,
    )


def _load(
    load: Load, library: Library, job: _Job, choice: Choice
) -> tuple[FileReport, ...]:
    from harvester.bulk.files import load_files
    from harvester.cli.progress import stages

    totals = {_LOADING: _PER_FILE * len(job.files)}
    with stages(shown=job.is_shown, units=_UNITS, totals=totals) as tell:
        load.advance = partial(tell, _LOADING)
        return load_files(
            load,
            library,
            job.files,
            selection=choice.words,
            again=job.options.again,
            advance=partial(tell, _INDEXING),
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


def _tell(done: _Done, path: Path, *, as_json: bool, is_quiet: bool) -> None:
    from harvester.bulk.files import count_reports, describe_report
    from harvester.cli.report import write_json

    if as_json:
        files = [describe_report(report) for report in done.reports]
        told = {"files": files, "vanished": done.vanished, "swapped": done.is_swapped}
        write_json(told)
        return
    for report in done.reports:
        for line in _problems(report):
            _warn(f"{report.name}: {line}")
    if is_quiet:
        return
    count = count_reports(done.reports)
    click.echo(
        f"files: {count['files_loaded']:,} loaded, {count['files_known']:,} known "
        f"already, {count['files_broken']:,} broken\n"
        f"records: {count['record_count']:,}, of them chosen "
        f"{count['chosen_count']:,}, unreadable {count['fault_count']:,}, "
        f"deleted {count['deleted_count']:,}\n"
        f"articles: {count['added_count']:,} added, {count['updated_count']:,} updated"
    )
    if done.vanished:
        click.echo(
            f"in no file of the new baseline: {len(done.vanished):,} records; they are "
            "marked as gone and stay readable (harvest findings record-gone)"
        )
    if done.is_swapped:
        click.echo(printable(f"the new baseline has taken its place in {path}"))


def _problems(report: FileReport) -> Iterator[str]:
    if report.state == "broken":
        yield f"{report.reason}; nothing of it was kept"
    for key, reason in report.faults[:_SHOWN_FAULTS]:
        yield f"record {key}: {reason}" if key else reason
    if len(report.faults) > _SHOWN_FAULTS:
        yield f"{len(report.faults) - _SHOWN_FAULTS} further records cannot be read"
